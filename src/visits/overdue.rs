//! A day passed and nobody came or reported (R28): the half-day is taken back, so that the family waits in front.
use chrono::{Duration, NaiveDate};

use super::lock::lock_visit;
use super::postpone::postpone;
use super::store;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::VisitId;

/// Days after the visit's day on which an officer may still report it, with a phone that was offline.
const REPORT_DAYS: i64 = 1;

/// Postpones what is still unreported. Planning and booking need not wait for this: they look past an overdue half-day
/// from the end of its working day.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn release(desk: &Desk) -> StoreResult<usize> {
    let now = desk.now();
    let before = now.date() - Duration::days(REPORT_DAYS);
    let overdue = desk.db.read(|conn| store::overdue(conn, before))?;
    let mut released = 0;
    for id in overdue {
        let done = desk.db.write(|conn| release_one(conn, desk, id, before, now));
        released += usize::from(unless_unreadable(done, "visits", id)?.unwrap_or(false));
    }
    Ok(released)
}

fn release_one(conn: &mut DbConn, desk: &Desk, id: VisitId, before: NaiveDate, now: Timestamp) -> StoreResult<bool> {
    // Read again under the lock: a report may have come in.
    let visit = lock_visit(conn, id)?.filter(|visit| {
        visit.is_overdue(&desk.settings.hours, now) && visit.booking.is_some_and(|one| one.on < before)
    });
    let Some(visit) = visit else { return Ok(false) };
    let postponed = postpone(conn, desk, None, &visit, "quá ngày hẹn, không có báo cáo", now)?;
    if let Some(duty_id) = visit.duty_id {
        crate::teams::store::restamp(conn, duty_id, &desk.dice)?;
    }
    Ok(postponed)
}
