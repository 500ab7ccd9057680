//! How many cases a day may name one contact; staff enter as many as call.
//!
//! A telephone is counted by where its cases come from: strangers who file under a household's number from elsewhere do
//! not keep it from filing, up to a number that only a flood reaches. A mailbox is counted over all, because each case
//! sends it a letter with the office's name on it.
use chrono::Duration;

use super::household::Contact;
use super::store;
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::seconds::TimeOfDay;

/// Why no more is taken of a contact.
#[derive(Debug, thiserror::Error)]
pub enum AllowanceError {
    /// It has filed enough today; seconds until tomorrow.
    #[error("hôm nay đã nhận nhiều hồ sơ cùng liên hệ này, chờ {0} giây")]
    TooMany(i64),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Refuses a case of a contact that has filed enough today; asked before filing.
///
/// # Errors
/// [`AllowanceError`]; which of the limits it was is not said.
pub fn refuse_over(
    conn: &mut DbConn,
    desk: &Desk,
    by: Option<&Staff>,
    contact: &Contact,
    now: Timestamp,
) -> Result<(), AllowanceError> {
    if by.is_some() {
        return Ok(());
    }
    let (limits, vault) = (&desk.settings.limits, &desk.vault);
    let (today, contact_hash) = (Timestamp::local_secs(now.date(), TimeOfDay::MIDNIGHT), contact.lookup(vault));
    let from_here = store::filed_by_contact_from(conn, &contact_hash, &desk.source(), today)?;
    let from_everywhere = store::filed_by_contact(conn, &contact_hash, today)?;
    let to_mailbox = match contact.email_lookup(vault) {
        Some(hash) => store::filed_to_email(conn, &hash, today)?,
        None => 0,
    };
    if from_here < limits.cases_per_contact_per_day
        && from_everywhere < limits.cases_per_contact_from_everywhere
        && to_mailbox < limits.cases_per_email_per_day
    {
        return Ok(());
    }
    Err(AllowanceError::TooMany((today + Duration::days(1) - now).num_seconds()))
}
