//! Rows of `holds`: places in sequences that are kept for a while.
use diesel::prelude::*;

use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::db::schema::{cases, holds, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::{CaseId, DutyId, HoldId, VisitId};
use crate::sealed::Sealed;
use crate::seconds::Seconds;
use crate::visits::hold::{Hold, HoldEnd, NewHold, StoredDoor};

crate::stored_code!(HoldEnd);

#[derive(Queryable, Selectable)]
#[diesel(table_name = holds)]
struct HoldRow {
    id: HoldId,
    duty_id: DutyId,
    position: i32,
    half_day: HalfDay,
    visit_id: Option<VisitId>,
    sealed_door: Sealed<StoredDoor>,
    captures: i32,
    service_secs: Seconds,
    setup_secs: Seconds,
    extensions: i32,
    expires_at: Timestamp,
    ended_as: Option<HoldEnd>,
}

/// Stores a hold; gives its number.
pub fn add_hold(conn: &mut DbConn, new: &NewHold<'_>, now: Timestamp) -> StoreResult<HoldId> {
    let row = (
        (
            holds::token_hash.eq(new.token_hash),
            holds::duty_id.eq(new.duty_id),
            holds::position.eq(new.position),
            holds::half_day.eq(new.half_day),
            holds::visit_id.eq(new.visit_id),
            holds::why.eq(new.why),
        ),
        holds::contact_hash.eq(new.contact_hash),
        holds::address_hash.eq(new.address_hash),
        holds::sealed_door.eq(&new.door),
        holds::captures.eq(new.captures),
        holds::service_secs.eq(new.service_secs),
        holds::setup_secs.eq(new.setup_secs),
        holds::extensions.eq(0),
        holds::created_at.eq(now),
        holds::expires_at.eq(new.expires_at),
    );
    Ok(diesel::insert_into(holds::table).values(row).returning(holds::id).get_result(conn)?)
}

/// The hold that a token opens.
pub fn hold_by_token(conn: &mut DbConn, token_hash: &str) -> StoreResult<Option<Hold>> {
    let row = holds::table.filter(holds::token_hash.eq(token_hash)).select(HoldRow::as_select());
    Ok(row.first(conn).optional()?.map(hold))
}

/// The holds that stand in some duties, by duty and position.
pub fn holds_of_duties(conn: &mut DbConn, duty_ids: &[DutyId], now: Timestamp) -> StoreResult<Vec<Hold>> {
    let rows = holds::table
        .filter(holds::duty_id.eq_any(duty_ids))
        .filter(holds::ended_at.is_null())
        .filter(holds::expires_at.gt(now))
        .order((holds::duty_id, holds::position))
        .select(HoldRow::as_select());
    Ok(rows.load(conn)?.into_iter().map(hold).collect())
}

/// The holds whose time is over and that nobody has released, in order of their duties: two processes that release
/// them lock the duties in the same order.
pub fn expired_holds(conn: &mut DbConn, now: Timestamp) -> StoreResult<Vec<Hold>> {
    let rows = holds::table
        .filter(holds::ended_at.is_null())
        .filter(holds::visit_id.is_null()) // invitations end with the worker, which asks the next household
        .filter(holds::expires_at.le(now))
        .order((holds::duty_id, holds::id))
        .select(HoldRow::as_select());
    Ok(rows.load(conn)?.into_iter().map(hold).collect())
}

/// The invitation that a visit has now.
pub fn invitation_of(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<Option<Hold>> {
    let row = holds::table.filter(holds::visit_id.eq(visit_id)).filter(holds::ended_at.is_null());
    Ok(row.select(HoldRow::as_select()).first(conn).optional()?.map(hold))
}

/// Keeps a hold for longer; false when it changed meanwhile.
pub fn extend_hold(conn: &mut DbConn, hold: &Hold, expires_at: Timestamp) -> StoreResult<bool> {
    let row = holds::table
        .filter(holds::id.eq(hold.id))
        .filter(holds::extensions.eq(hold.extensions))
        .filter(holds::ended_at.is_null());
    let changes = (holds::expires_at.eq(expires_at), holds::extensions.eq(hold.extensions + 1));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Ends a hold; false when it had ended before.
pub fn end_hold(conn: &mut DbConn, id: HoldId, ended_as: HoldEnd, now: Timestamp) -> StoreResult<bool> {
    let row = holds::table.filter(holds::id.eq(id)).filter(holds::ended_at.is_null());
    Ok(diesel::update(row).set((holds::ended_at.eq(now), holds::ended_as.eq(ended_as))).execute(conn)? == 1)
}

/// Ends a hold whose time is over; false when it had ended before or is kept for longer.
pub fn expire_hold(conn: &mut DbConn, id: HoldId, now: Timestamp) -> StoreResult<bool> {
    let row = holds::table.filter(holds::id.eq(id)).filter(holds::ended_at.is_null()).filter(holds::expires_at.le(now));
    let changes = (holds::ended_at.eq(now), holds::ended_as.eq(HoldEnd::Expired));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Moves a hold to another position of its duty.
pub fn move_hold(conn: &mut DbConn, id: HoldId, position: i32) -> StoreResult<()> {
    diesel::update(holds::table.find(id)).set(holds::position.eq(position)).execute(conn)?;
    Ok(())
}

/// Forgets holds of families that ended before a moment; invitations stay with their visits.
pub fn forget_holds(conn: &mut DbConn, before: Timestamp) -> StoreResult<usize> {
    let rows = holds::table.filter(holds::visit_id.is_null()).filter(holds::ended_at.lt(before));
    Ok(diesel::delete(rows).execute(conn)?)
}

/// How many places a telephone and a door keep now, one after the other: their holds, and half-days that were booked for
/// cases which no dispatcher has decided on. Both by keyed hashes.
pub fn places_kept(conn: &mut DbConn, contact: &str, address: &str, now: Timestamp) -> StoreResult<(i64, i64)> {
    let held: Vec<(String, String)> = holds::table
        .filter(holds::ended_at.is_null())
        .filter(holds::expires_at.gt(now))
        .filter(holds::visit_id.is_null())
        .filter(holds::contact_hash.eq(contact).or(holds::address_hash.eq(address)))
        .select((holds::contact_hash, holds::address_hash))
        .load(conn)?;
    let booked = booked_places(conn, contact, address)?;
    let places = || held.iter().chain(&booked);
    let count = |places: usize| i64::try_from(places).unwrap_or(i64::MAX);
    let by_contact = places().filter(|(theirs, _)| theirs == contact).count();
    let by_address = places().filter(|(_, theirs)| theirs == address).count();
    Ok((count(by_contact), count(by_address)))
}

/// Telephone and door of each place of an undecided case with one of them: from the few cases to their visits, and not at
/// all when there are none, because a planner that joins from the visits walks all that ever were.
fn booked_places(conn: &mut DbConn, contact: &str, address: &str) -> StoreResult<Vec<(String, String)>> {
    let theirs: Vec<CaseId> = cases::table
        .filter(cases::contact_hash.eq(contact).or(cases::address_hash.eq(address)))
        .filter(cases::verified_at.is_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .select(cases::id)
        .load(conn)?;
    if theirs.is_empty() {
        return Ok(Vec::new());
    }
    let booked = visits::table
        .inner_join(cases::table)
        .filter(visits::case_id.eq_any(theirs))
        .filter(visits::promised_on.is_not_null())
        .filter(visits::cancelled_at.is_null());
    Ok(booked.select((cases::contact_hash, cases::address_hash)).load(conn)?)
}

fn hold(row: HoldRow) -> Hold {
    Hold {
        id: row.id,
        duty_id: row.duty_id,
        position: row.position,
        half_day: row.half_day,
        visit_id: row.visit_id,
        door: row.sealed_door,
        captures: row.captures,
        service_secs: row.service_secs,
        setup_secs: row.setup_secs,
        extensions: row.extensions,
        expires_at: row.expires_at,
        ended_as: row.ended_as,
    }
}
