//! Adds a kit.
use super::kit::{AddKitError, Kit, NewKit};
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::text::fold::tidy;

/// Longest name, characters.
pub const NAME_LENGTH_MAX: usize = 60;

/// Adds a kit.
///
/// # Errors
/// [`AddKitError`].
#[tracing::instrument(skip_all)]
pub fn add_kit(conn: &mut DbConn, staff: &Staff, new: &NewKit, now: Timestamp) -> Result<Kit, AddKitError> {
    let name = checked_name(&new.name)?;
    let id = store::add_kit(conn, &name).map_err(|error| {
        if error.is_unique_violation() {
            return AddKitError::NameTaken(name.clone());
        }
        error.into()
    })?;
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("kit:{id}"), None, now)?;
    Ok(Kit { id, name })
}

/// A name in its stored form.
///
/// # Errors
/// [`AddKitError::NameFormat`].
pub fn checked_name(typed: &str) -> Result<String, AddKitError> {
    Some(tidy(typed))
        .filter(|name| (1..=NAME_LENGTH_MAX).contains(&name.chars().count()))
        .ok_or(AddKitError::NameFormat)
}
