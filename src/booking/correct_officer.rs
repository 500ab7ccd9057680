//! Corrects an officer: families who were told the name or the badge as proof are told the right one.
use super::booker::Booker;
use crate::accounts::Staff;
use crate::db::{DbConn, StoreError};
use crate::ids::OfficerId;
use crate::teams::change_officer::change_officer;
use crate::teams::officer::{ChangeOfficerError, Officer, OfficerChange};
use crate::teams::store as teams;
use crate::visits::exchange::tell_exchange;

/// Corrects an officer, in every coming duty of theirs.
///
/// # Errors
/// [`ChangeOfficerError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all, fields(officer_id = %id))]
pub fn correct_officer(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    id: OfficerId,
    change: &OfficerChange,
) -> Result<Officer, ChangeOfficerError> {
    // In the one order: duties before what stands in them, and before the officer, whom claims hold after the duty.
    let duty_ids = teams::coming_duties_of_officer(conn, id, booker.now.date())?;
    teams::lock_duties(conn, &duty_ids)?;
    let before = teams::not_cancelled(conn, &duty_ids)?;
    let officer = change_officer(conn, staff, id, change, booker.now)?;
    let after = teams::not_cancelled(conn, &duty_ids)?;
    if before.len() != after.len() {
        return Err(StoreError::overtaken().into());
    }
    for (before, after) in before.iter().zip(&after) {
        if before.officers == after.officers {
            continue;
        }
        // Whoever has the duty in memory, with the old name, must read it again.
        teams::restamp(conn, after.id, &booker.desk.dice)?;
        if !tell_exchange(conn, booker.desk, before, after, booker.now)? {
            return Err(ChangeOfficerError::Changed);
        }
    }
    Ok(officer)
}
