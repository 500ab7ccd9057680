//! A half-day that we cannot keep is taken back openly: the family keeps its case, goes to the front, and is told.
use super::notify::Whom;
use super::say::CancelledBecause;
use super::store;
use super::visit::Visit;
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, unless_unreadable};

/// Takes the half-day of a visit back, with the reason for the log. The family is told. The caller has locked duty and
/// case, and names the duty's content anew. False when the visit changed meanwhile; the caller's transaction must be
/// rolled back then.
///
/// # Errors
/// [`crate::db::StoreError`].
#[tracing::instrument(skip_all, fields(visit_id = %visit.id))]
pub fn postpone(
    conn: &mut DbConn,
    desk: &crate::desk::Desk,
    staff: Option<&Staff>,
    visit: &Visit,
    why: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    if !store::postpone(conn, visit, now)? {
        return Ok(false);
    }
    let others = store::of_case(conn, visit.case_id)?;
    if !others.iter().any(|other| other.is_open() && other.booking.is_some()) {
        crate::cases::store::fix_place(conn, visit.case_id, None)?;
    }
    if let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? {
        // Who cannot be read cannot be told either, and must not keep a duty from being cancelled.
        let told = Whom::of(desk, &case, now).ended(conn, visit, CancelledBecause::Postponed);
        unless_unreadable(told, "cases", case.id)?;
    }
    audit::note(conn, staff, Action::Postpone, &audit::case_subject(visit.case_id), Some(why), now)?;
    Ok(true)
}
