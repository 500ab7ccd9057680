//! Adds an officer.
use super::officer::{AddOfficerError, NewOfficer, Officer};
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::ids::{AccountId, OfficerId};
use crate::text::fold::tidy;
use crate::text::names::PersonName;

/// Longest badge number, characters.
pub const BADGE_LENGTH_MAX: usize = 20;

/// Adds an officer.
///
/// # Errors
/// [`AddOfficerError`].
#[tracing::instrument(skip_all)]
pub fn add_officer(
    conn: &mut DbConn,
    staff: &Staff,
    new: &NewOfficer,
    now: Timestamp,
) -> Result<Officer, AddOfficerError> {
    let full_name = PersonName::parse(&new.full_name)?;
    let badge_number = checked_badge(&new.badge_number)?;
    if let Some(account_id) = new.account_id {
        check_account(conn, account_id)?;
    }
    let mut officer = Officer {
        id: OfficerId::UNSTORED,
        full_name: full_name.into(),
        badge_number,
        account_id: new.account_id,
        retired_from: None,
    };
    officer.id = store::add_officer(conn, &officer).map_err(|error| {
        if error.is_unique_violation() {
            return AddOfficerError::BadgeTaken(officer.badge_number.clone());
        }
        error.into()
    })?;
    let subject = format!("officer:{}", officer.id);
    audit::note(conn, Some(staff), audit::Action::Arrange, &subject, None, now)?;
    Ok(officer)
}

/// A badge number in its stored form.
///
/// # Errors
/// [`AddOfficerError::BadgeFormat`].
pub fn checked_badge(typed: &str) -> Result<String, AddOfficerError> {
    Some(tidy(typed))
        .filter(|badge| (1..=BADGE_LENGTH_MAX).contains(&badge.chars().count()))
        .ok_or(AddOfficerError::BadgeFormat)
}

/// The account must be an officer's, and nobody else's.
///
/// # Errors
/// [`AddOfficerError`].
pub fn check_account(conn: &mut DbConn, account_id: AccountId) -> Result<(), AddOfficerError> {
    if !store::is_account_of_role_officer(conn, account_id)? {
        return Err(AddOfficerError::NoSuchAccount(account_id));
    }
    if store::officer_of_account(conn, account_id)?.is_some() {
        return Err(AddOfficerError::AccountTaken(account_id));
    }
    Ok(())
}
