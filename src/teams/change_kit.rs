//! Gives a kit another name.
use super::absence::{AbsenceError, check_own};
use super::add_kit::checked_name;
use super::availability::coming_of_kit;
use super::kit::{AddKitError, Kit, NewKit};
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::ids::KitId;

/// Why a kit keeps its name.
#[derive(Debug, thiserror::Error)]
pub enum ChangeKitError {
    /// The name is refused.
    #[error(transparent)]
    Facts(#[from] AddKitError),
    /// No such kit, or it goes out with a team that is not the requester's.
    #[error(transparent)]
    Foreign(#[from] AbsenceError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a kit another name.
///
/// # Errors
/// [`ChangeKitError`].
#[tracing::instrument(skip_all, fields(kit_id = %id))]
pub fn change_kit(
    conn: &mut DbConn,
    staff: &Staff,
    id: KitId,
    change: &NewKit,
    now: Timestamp,
) -> Result<Kit, ChangeKitError> {
    let before = store::hold_kit(conn, id)?.ok_or(AbsenceError::NotFound)?;
    check_own(staff, &before.name, &coming_of_kit(conn, id, now)?)?;
    let name = checked_name(&change.name)?;
    store::rename_kit(conn, id, &name).map_err(|error| {
        if error.is_unique_violation() {
            return ChangeKitError::Facts(AddKitError::NameTaken(name.clone()));
        }
        error.into()
    })?;
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("kit:{id}"), Some(&before.name), now)?;
    Ok(Kit { id, name })
}
