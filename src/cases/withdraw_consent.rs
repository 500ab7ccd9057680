//! A family wants no more mail: the consent ends, and what has not left yet is not sent.
use super::case::Case;
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};

/// Withdraws the consent to mail; false when there was none (any more).
///
/// # Errors
/// [`crate::db::StoreError`].
#[tracing::instrument(skip_all, fields(case_id = %case.id))]
pub fn withdraw_messages(conn: &mut DbConn, case: &Case, by: Option<&Staff>, now: Timestamp) -> StoreResult<bool> {
    if !store::withdraw_messages(conn, case.id, now)? {
        return Ok(false);
    }
    audit::note(conn, by, audit::Action::Edit, &audit::case_subject(case.id), None, now)?;
    Ok(true)
}
