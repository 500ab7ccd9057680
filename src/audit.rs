//! Every look at a household and every decision leaves an entry, in the transaction of the look itself.
//!
//! Entries are numbered and chained (`chain`), so that no one can change, add or take away one without being found out
//! (`verify`); how far the chain goes is written down outside the database too (`head`).
mod action;
pub mod api;
pub mod chain;
pub mod head;
pub mod pages;
pub mod read;
pub mod store;
pub mod verify;

use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;
pub use action::Action;
use store::Entry;

/// Notes what a member of staff did; `None` stands for the system or the family itself.
///
/// # Errors
/// [`crate::db::StoreError`]: without its entry the look must not happen.
pub fn note(
    conn: &mut DbConn,
    staff: Option<&Staff>,
    action: Action,
    subject: &str,
    reason: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    let entry = Entry { account_id: staff.map(|staff| staff.account_id), action: action.code(), subject, reason };
    chain::noted(store::add(conn, &entry, now)?);
    Ok(())
}

/// The subject of a case's entries.
pub fn case_subject(case_id: CaseId) -> String {
    format!("case:{case_id}")
}
