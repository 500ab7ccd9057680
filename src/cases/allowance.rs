//! How many cases one contact may file in a day; staff enter as many as call.
use chrono::Duration;

use super::open::OpenCaseError;
use super::store;
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::web::Desk;

/// Refuses a case of a contact (by the hash of its phone) that has filed enough today; asked before filing.
///
/// # Errors
/// [`OpenCaseError::TooMany`] with the seconds until tomorrow.
pub fn refuse_over(
    conn: &mut DbConn,
    desk: &Desk,
    by: Option<&Staff>,
    contact_hash: &str,
    now: Timestamp,
) -> Result<(), OpenCaseError> {
    if by.is_some() {
        return Ok(());
    }
    let today = Timestamp::local_secs(now.date(), 0);
    let filed = store::filed_by_contact(conn, contact_hash, today)?;
    if filed < desk.settings.limits.cases_per_contact_per_day {
        return Ok(());
    }
    Err(OpenCaseError::TooMany((today + Duration::days(1) - now).num_seconds()))
}
