//! Who waits: visits of approved cases that no half-day is booked for, and what calls about invitations need.
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{VisitRow, visit};
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::db::schema::{cases, duties, holds, visits};
use crate::db::{DbConn, StoreResult};
use crate::visits::visit::Visit;

/// Open visits of approved cases in these wards (none = all) without a half-day from today on, in order of their
/// numbers. One whose day has passed without anybody coming waits again (R28).
pub fn waiting(conn: &mut DbConn, ward_codes: Option<&[String]>, today: NaiveDate) -> StoreResult<Vec<Visit>> {
    let mut query = visits::table
        .inner_join(cases::table)
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .filter(visits::en_route_at.is_null())
        .filter(visits::arrived_at.is_null())
        .filter(visits::booked_at.is_null().or(visits::promised_on.lt(today)))
        .filter(cases::verified_at.is_not_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .order(visits::id)
        .select(VisitRow::as_select())
        .into_boxed();
    if let Some(ward_codes) = ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    Ok(query.load(conn)?.into_iter().map(visit).collect())
}

/// Approved cases that have no visit at all yet, in order of their numbers.
pub fn unvisited_cases(conn: &mut DbConn) -> StoreResult<Vec<i64>> {
    let query = cases::table
        .filter(cases::verified_at.is_not_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .filter(not(exists(visits::table.filter(visits::case_id.eq(cases::id)))))
        .order(cases::id)
        .select(cases::id);
    Ok(query.load(conn)?)
}

/// An invitation that a family may have to be called about.
pub struct InvitationToCall {
    /// Its number.
    pub id: i64,
    /// The visit.
    pub visit_id: i64,
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// Until when it stands.
    pub until: Timestamp,
}

/// Invitations that stand and that nobody was called about yet, the most urgent first; whether the family has an
/// e-mail address stands with the case.
pub fn invitations_not_called(conn: &mut DbConn, now: Timestamp) -> StoreResult<Vec<InvitationToCall>> {
    type Row = (i64, Option<i64>, NaiveDate, HalfDay, Timestamp);
    let rows: Vec<Row> = holds::table
        .inner_join(duties::table)
        .filter(holds::ended_at.is_null())
        .filter(holds::visit_id.is_not_null())
        .filter(holds::called_at.is_null())
        .filter(holds::expires_at.gt(now))
        .order((holds::expires_at, holds::id))
        .select((holds::id, holds::visit_id, duties::on_date, holds::half_day, holds::expires_at))
        .load(conn)?;
    let to_call = |(id, visit_id, on, half_day, until): Row| {
        Some(InvitationToCall { id, visit_id: visit_id?, on, half_day, until })
    };
    Ok(rows.into_iter().filter_map(to_call).collect())
}

/// Notes that the family was called about an invitation; false when somebody was faster or it has ended.
pub fn mark_invitation_called(conn: &mut DbConn, id: i64, account_id: i64, now: Timestamp) -> StoreResult<bool> {
    let row =
        holds::table.filter(holds::id.eq(id)).filter(holds::ended_at.is_null()).filter(holds::called_at.is_null());
    let changes = (holds::called_at.eq(now), holds::called_by.eq(account_id));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}
