//! Rows of `holds` that invite a waiting household, and the freed places that invitations rest on.
use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Invitation, InvitationEnd};
use crate::booking::door::{Door, StoredDoor};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::schema::{duties, freed_places, holds, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::{CaseId, DutyId, FreedPlaceId, HoldId, VisitId};
use crate::sealed::Sealed;

crate::stored_code!(InvitationEnd);

/// An invitation to store.
pub struct NewInvitation<'a> {
    /// Hash of a secret that nobody has: the case's own secret answers invitations.
    pub token_hash: String,
    /// Who is invited.
    pub visit_id: VisitId,
    /// Whose visit that is.
    pub case: &'a Case,
    /// Duty, position in its sequence, half-day.
    pub place: (DutyId, i32, HalfDay),
    /// Where the team would go.
    pub door: &'a Door,
    /// The same, sealed.
    pub sealed_door: Sealed<StoredDoor>,
    /// For the dispatcher.
    pub why: &'a str,
    /// Until when it stands.
    pub until: Timestamp,
}

type InvitationRow = (HoldId, Option<VisitId>, DutyId, NaiveDate, HalfDay, Option<String>, Timestamp);
const INVITATION: (
    holds::id,
    holds::visit_id,
    holds::duty_id,
    duties::on_date,
    holds::half_day,
    holds::why,
    holds::expires_at,
) = (holds::id, holds::visit_id, holds::duty_id, duties::on_date, holds::half_day, holds::why, holds::expires_at);

/// Every invitation that has not ended, oldest first.
pub fn live(conn: &mut DbConn) -> StoreResult<Vec<Invitation>> {
    let rows = holds::table
        .inner_join(duties::table)
        .filter(holds::ended_at.is_null())
        .filter(holds::visit_id.is_not_null())
        .order(holds::id)
        .select(INVITATION)
        .load(conn)?;
    Ok(invitations(rows))
}

/// The invitation of a case that has not ended.
pub fn live_of_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<Invitation>> {
    let rows = holds::table
        .inner_join(duties::table)
        .inner_join(visits::table)
        .filter(holds::ended_at.is_null())
        .filter(visits::case_id.eq(case_id))
        .order(holds::id)
        .select(INVITATION)
        .load(conn)?;
    Ok(invitations(rows).into_iter().next())
}

/// Invitations whose time is over, or whose visit does not wait any more.
pub fn over(conn: &mut DbConn, now: Timestamp) -> StoreResult<Vec<Invitation>> {
    let booked = visits::booked_at.is_not_null().and(visits::promised_on.ge(now.date()));
    let gone = visits::cancelled_at.is_not_null().or(visits::closed_at.is_not_null()).or(booked);
    let rows = holds::table
        .inner_join(duties::table)
        .inner_join(visits::table)
        .filter(holds::ended_at.is_null())
        .filter(holds::expires_at.le(now).or(gone))
        .order(holds::id)
        .select(INVITATION)
        .load(conn)?;
    Ok(invitations(rows))
}

/// Stores an invitation and gives its number; none when the household has one already.
pub fn add(conn: &mut DbConn, new: &NewInvitation<'_>, now: Timestamp) -> StoreResult<Option<HoldId>> {
    let (duty_id, position, half_day) = new.place;
    let row = (
        holds::token_hash.eq(&new.token_hash),
        holds::duty_id.eq(duty_id),
        holds::position.eq(position),
        holds::half_day.eq(half_day),
        holds::visit_id.eq(new.visit_id),
        holds::why.eq(new.why),
        holds::contact_hash.eq(&new.case.contact_hash),
        holds::address_hash.eq(&new.case.address_hash),
        holds::sealed_door.eq(&new.sealed_door),
        (
            holds::captures.eq(new.door.captures),
            holds::service_secs.eq(new.door.service_secs),
            holds::setup_secs.eq(new.door.setup_secs),
            holds::extensions.eq(0),
            holds::created_at.eq(now),
            holds::expires_at.eq(new.until),
        ),
    );
    if crate::insert_or_ignore!(conn, holds::table, row)? == 0 {
        return Ok(None);
    }
    let id = holds::table.filter(holds::token_hash.eq(&new.token_hash)).select(holds::id).first(conn)?;
    Ok(Some(id))
}

/// Ends an invitation; false when it has ended before.
pub fn end(conn: &mut DbConn, id: HoldId, ended_as: InvitationEnd, now: Timestamp) -> StoreResult<bool> {
    let row = holds::table.filter(holds::id.eq(id)).filter(holds::ended_at.is_null());
    let changes = (holds::ended_at.eq(now), holds::ended_as.eq(ended_as));
    if diesel::update(row).set(changes).execute(conn)? == 0 {
        return Ok(false);
    }
    crate::notifications::call_off(conn, id, now)?;
    Ok(true)
}

/// Who is not invited again to which half-day from a date on: who refused, let an invitation pass, or had the half-day
/// and gave it back.
pub fn passed(conn: &mut DbConn, from: NaiveDate) -> StoreResult<HashSet<(VisitId, NaiveDate, HalfDay)>> {
    type Row = (Option<VisitId>, NaiveDate, HalfDay);
    let refused: Vec<Row> = holds::table
        .inner_join(duties::table)
        .filter(duties::on_date.ge(from))
        .filter(holds::visit_id.is_not_null())
        .filter(holds::ended_as.eq_any([InvitationEnd::GivenUp, InvitationEnd::Expired]))
        .select((holds::visit_id, duties::on_date, holds::half_day))
        .load(conn)?;
    let given_back: Vec<Row> = freed_places::table
        .inner_join(duties::table)
        .filter(duties::on_date.ge(from))
        .filter(freed_places::visit_id.is_not_null())
        .select((freed_places::visit_id, duties::on_date, freed_places::half_day))
        .load(conn)?;
    let named = |(visit_id, on, half_day): Row| Some((visit_id?, on, half_day));
    Ok(refused.into_iter().chain(given_back).filter_map(named).collect())
}

/// The newest freed place, if there is one.
pub fn newest_freed(conn: &mut DbConn) -> StoreResult<Option<FreedPlaceId>> {
    Ok(freed_places::table.select(diesel::dsl::max(freed_places::id)).first(conn)?)
}

/// Duty and half-day of the places that were freed after one and are not public yet.
pub fn freed_after(
    conn: &mut DbConn,
    last: Option<FreedPlaceId>,
    now: Timestamp,
) -> StoreResult<Vec<(DutyId, HalfDay)>> {
    let rows = freed_places::table
        .filter(freed_places::id.gt(last.unwrap_or(FreedPlaceId::UNSTORED)))
        .filter(freed_places::public_at.gt(now))
        .order(freed_places::id)
        .select((freed_places::duty_id, freed_places::half_day));
    Ok(rows.load(conn)?)
}

/// A household has taken a place that was given back: its time is not kept from the public any longer.
pub fn use_freed(conn: &mut DbConn, duty_id: DutyId, half_day: HalfDay, now: Timestamp) -> StoreResult<()> {
    let hidden: Option<i64> = freed_places::table
        .filter(freed_places::duty_id.eq(duty_id))
        .filter(freed_places::half_day.eq(half_day))
        .filter(freed_places::public_at.gt(now))
        .order((freed_places::public_at, freed_places::id))
        .select(freed_places::id)
        .first(conn)
        .optional()?;
    if let Some(id) = hidden {
        diesel::update(freed_places::table.find(id)).set(freed_places::public_at.eq(now)).execute(conn)?;
    }
    Ok(())
}

fn invitations(rows: Vec<InvitationRow>) -> Vec<Invitation> {
    let invitation = |(id, visit_id, duty_id, on, half_day, why, until): InvitationRow| {
        Some(Invitation { id, visit_id: visit_id?, duty_id, on, half_day, why: why.unwrap_or_default(), until })
    };
    rows.into_iter().filter_map(invitation).collect()
}
