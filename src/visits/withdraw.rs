//! A family takes its wish back: the case ends, open visits are cancelled, their places become free.
use super::cancel_open::{CancelOpenError, CaseEnd, cancel_open};
use super::lock::lock_case;
use super::store;
use super::visit::Visit;
use crate::accounts::Staff;
use crate::cases::case::{Case, State};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::VisitId;

/// Why a case cannot be withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// It ended before.
    #[error("Hồ sơ này đã kết thúc.")]
    Ended,
    /// The team is at the door or nearly.
    #[error("Tổ công tác đang đến hoặc đã đến nhà. Xin gọi số của tổ.")]
    TeamOnTheWay,
    /// Somebody was captured already.
    #[error("Đã thu nhận hồ sơ tại nhà, không rút được nữa.")]
    Captured,
    /// The visit got or lost a place at this very moment.
    #[error("Hồ sơ vừa thay đổi. Xin thử lại.")]
    Changed,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Withdraws a case. `staff` is none when the family does it itself.
///
/// # Errors
/// [`WithdrawError`].
#[tracing::instrument(name = "withdraw_visits", skip_all, fields(case_id = %case.id))]
pub fn withdraw(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    case: &Case,
    now: Timestamp,
) -> Result<(), WithdrawError> {
    let (case, visits) = lock_case(conn, case.id, &[])?;
    if !matches!(case.state(), State::Filed | State::Verified) {
        return Err(WithdrawError::Ended);
    }
    let ids: Vec<VisitId> = visits.iter().map(|visit| visit.id).collect();
    if store::outcomes_of(conn, &ids)?.iter().any(|outcome| outcome.code.is_captured()) {
        return Err(WithdrawError::Captured);
    }
    if visits.iter().any(Visit::is_under_way) {
        return Err(WithdrawError::TeamOnTheWay);
    }
    crate::cases::withdraw::withdraw(conn, &case, staff, now)?;
    Ok(cancel_open(conn, desk, &case, &visits, CaseEnd::Withdrawn { by_family: staff.is_none() }, now)?)
}

impl From<CancelOpenError> for WithdrawError {
    fn from(error: CancelOpenError) -> Self {
        match error {
            CancelOpenError::TeamOnTheWay => Self::TeamOnTheWay,
            CancelOpenError::Changed => Self::Changed,
            CancelOpenError::Store(error) => Self::Store(error),
        }
    }
}

impl From<crate::cases::withdraw::WithdrawError> for WithdrawError {
    fn from(error: crate::cases::withdraw::WithdrawError) -> Self {
        match error {
            crate::cases::withdraw::WithdrawError::AlreadyWithdrawn => Self::Ended,
            crate::cases::withdraw::WithdrawError::Store(error) => Self::Store(error),
        }
    }
}
