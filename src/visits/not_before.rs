//! A dispatcher says before which day no team is to come to a household, or that any day suits again.
use chrono::Duration;

use super::end_invitation::{end_unless, invited_duties};
use super::give_back::give_back;
use super::lock::lock_case;
use super::notify::Whom;
use super::say::CancelledBecause;
use super::store;
use super::visit::Visit;
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::cases::case::{Case, State};
use crate::cases::find::{FindCaseError, Reader, find};
use crate::cases::not_before::NotBefore;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;

/// Why a limit is not taken; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum LimitError {
    /// There is no such case, or it is not for this person.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// It ended before.
    #[error("Hồ sơ này đã kết thúc.")]
    Ended,
    /// The day is over, or too far away.
    #[error("Chọn một ngày sau hôm nay, trong vòng {0} ngày.")]
    Range(i64),
    /// The team is at the door or nearly.
    #[error("Tổ công tác đang đến hoặc đã đến nhà.")]
    TeamOnTheWay,
    /// A visit got or lost a place at this very moment.
    #[error("Hồ sơ vừa thay đổi. Xin thử lại.")]
    Changed,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets or lifts the limit of a case. A half-day or an invitation before that day is taken back, and the family is told.
///
/// # Errors
/// [`LimitError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "set_not_before", skip_all)]
pub fn set(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    code: &str,
    limit: Option<NotBefore>,
) -> Result<Case, LimitError> {
    let (now, days_max) = (desk.now(), desk.settings.reports.not_before_days_max);
    let case = find(conn, code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
    if limit.is_some_and(|limit| limit.on <= now.date() || limit.on > now.date() + Duration::days(days_max)) {
        return Err(LimitError::Range(days_max));
    }
    let early = |visit: &Visit| visit.booking.is_some_and(|booking| !NotBefore::allows(limit, booking.on));
    let invited = invited_duties(conn, case.id)?;
    let (case, mut visits) = lock_case(conn, case.id, &invited)?;
    if !matches!(case.state(), State::Filed | State::Verified) {
        return Err(LimitError::Ended);
    }
    visits.retain(Visit::is_open);
    for visit in visits.iter().filter(|visit| early(visit)) {
        take_back(conn, desk, &case, visit)?;
    }
    end_unless(conn, desk, &visits, |on, _| NotBefore::allows(limit, on))?;
    store::add_not_before(conn, case.id, limit, None, staff.account_id, now)?;
    let counts = store::not_before_of(conn, case.id)?;
    crate::cases::store::set_not_before(conn, case.id, counts)?;
    let words = limit.map_or("không còn hẹn ngày sớm nhất".to_owned(), NotBefore::words);
    audit::note(conn, Some(staff), Action::Edit, &audit::case_subject(case.id), Some(&words), now)?;
    Ok(Case { not_before: counts, ..case })
}

/// Takes back a half-day that is too early by what the family says itself: it waits again, and is told.
fn take_back(conn: &mut DbConn, desk: &Desk, case: &Case, visit: &Visit) -> Result<(), LimitError> {
    let now = desk.now();
    if !visit.is_movable() {
        return Err(LimitError::TeamOnTheWay);
    }
    if !store::leave_place(conn, visit)? {
        return Err(LimitError::Changed);
    }
    give_back(conn, desk, visit, now)?;
    crate::cases::store::fix_place(conn, case.id, None)?;
    Whom::of(desk, case, now).ended(conn, visit, CancelledBecause::GivenBack)?;
    Ok(())
}
