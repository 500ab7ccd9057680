//! Takes a case back: the family's own right, or staff at its request. Visits are cancelled by their own noun.
use super::case::Case;
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};

/// Why a case is not taken back.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// It was taken back before.
    #[error("hồ sơ này đã rút trước đó")]
    AlreadyWithdrawn,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a case back; without staff it was the family itself.
///
/// # Errors
/// [`WithdrawError`].
#[tracing::instrument(name = "withdraw_case", skip_all, fields(case_id = %case.id))]
pub fn withdraw(conn: &mut DbConn, case: &Case, by: Option<&Staff>, now: Timestamp) -> Result<(), WithdrawError> {
    if !store::withdraw(conn, case.id, now)? {
        return Err(WithdrawError::AlreadyWithdrawn);
    }
    audit::note(conn, by, audit::Action::Withdraw, &audit::case_subject(case.id), None, now)?;
    Ok(())
}
