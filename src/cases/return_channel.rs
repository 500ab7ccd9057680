//! How a card comes back to its family (R30); without a choice it waits at the ward police, as the law has it.
use super::case::{Case, State};
use super::kinds::ReturnChannel;
use super::store;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};

/// Why the choice cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReturnChannelError {
    /// The case has ended without a card.
    #[error("Hồ sơ này đã kết thúc.")]
    Ended,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes how the family wants its cards back. Whether somebody was captured already is known to visits, which ask
/// first.
///
/// # Errors
/// [`ReturnChannelError`].
#[tracing::instrument(name = "choose_return_channel", skip_all, fields(case_id = %case.id))]
pub fn choose(
    conn: &mut DbConn,
    case: &Case,
    channel: ReturnChannel,
    now: Timestamp,
) -> Result<(), ReturnChannelError> {
    if !matches!(case.state(), State::Filed | State::Verified) {
        return Err(ReturnChannelError::Ended);
    }
    Ok(store::set_return_channel(conn, case.id, channel, now)?)
}
