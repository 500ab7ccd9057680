//! A half-day that was kept for a case which nobody approved in time: the place goes to the waiting list, the case stays,
//! and the family is told.
use super::give_back::give_back;
use super::notify::Whom;
use super::say::CancelledBecause;
use super::store;
use super::visit::Visit;
use crate::audit::{self, Action};
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;

/// Takes the half-day of a visit back because its case is not approved. Who waited for us goes to the front; who was
/// asked something and has not answered keeps its turn. The caller has locked duty and case.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(skip_all, fields(visit_id = %visit.id))]
pub fn lapse(conn: &mut DbConn, desk: &Desk, case: &Case, visit: &Visit, now: Timestamp) -> StoreResult<()> {
    if !store::lapse(conn, visit, case.question.is_none(), now)? {
        return Err(StoreError::overtaken());
    }
    give_back(conn, desk, visit, now)?;
    let others = store::of_case(conn, case.id)?;
    if !others.iter().any(|other| other.is_open() && other.booking.is_some()) {
        crate::cases::store::fix_place(conn, case.id, None)?;
    }
    Whom::of(desk, case, now).ended(conn, visit, CancelledBecause::NotApproved)?;
    let why = "chưa được duyệt trước hạn giữ chỗ";
    audit::note(conn, None, Action::Postpone, &audit::case_subject(case.id), Some(why), now)
}
