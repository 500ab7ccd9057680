//! Rows of `not_before_days`: before which day no team is to come, and who said so; nothing is overwritten.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::cases::not_before::{NotBefore, NotBeforeReason};
use crate::clock::Timestamp;
use crate::db::schema::{not_before_days as days, visit_events as events};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, CaseId, ReportId};

/// Stores what was said: at the door (then `event_id` names the report) or by a dispatcher. None lifts what stood.
pub fn add_not_before(
    conn: &mut DbConn,
    case_id: CaseId,
    limit: Option<NotBefore>,
    event_id: Option<ReportId>,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    let row = (
        days::case_id.eq(case_id),
        days::event_id.eq(event_id),
        days::on_date.eq(limit.map(|limit| limit.on)),
        days::reason.eq(limit.map(|limit| limit.reason)),
        days::set_at.eq(now),
        days::set_by.eq(account_id),
    );
    diesel::insert_into(days::table).values(row).execute(conn)?;
    Ok(())
}

/// What counts for a case: the newest that was said, reports that do not count any more left out.
pub fn not_before_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<NotBefore>> {
    let newest: Option<(Option<NaiveDate>, Option<NotBeforeReason>)> = days::table
        .left_join(events::table)
        .filter(days::case_id.eq(case_id))
        .filter(events::superseded_at.is_null())
        .order(days::id.desc())
        .select((days::on_date, days::reason))
        .first(conn)
        .optional()?;
    Ok(newest.and_then(|(on, reason)| Some(NotBefore { on: on?, reason: reason? })))
}

/// What a report said about it.
pub fn not_before_of_report(conn: &mut DbConn, event_id: ReportId) -> StoreResult<Option<NotBefore>> {
    let said: Option<(Option<NaiveDate>, Option<NotBeforeReason>)> = days::table
        .filter(days::event_id.eq(event_id))
        .order(days::id.desc())
        .select((days::on_date, days::reason))
        .first(conn)
        .optional()?;
    Ok(said.and_then(|(on, reason)| Some(NotBefore { on: on?, reason: reason? })))
}

/// Forgets every day that was said about a case.
pub fn forget_not_before(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(days::table.filter(days::case_id.eq(case_id))).execute(conn)?;
    Ok(())
}
