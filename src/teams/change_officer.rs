//! Corrects an officer, and notes from when they work here no more. Families that were told the name as proof are told
//! the new one by `booking::correct_officer`: nobody else calls `change_officer`.
use chrono::NaiveDate;

use super::absence::check_own;
use super::add_officer::{check_account, checked_badge};
use super::availability::coming_of_officer;
use super::officer::{AddOfficerError, ChangeOfficerError, Officer, OfficerChange};
use super::{is_too_far, store};
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::ids::OfficerId;
use crate::text::dates::short_date;
use crate::text::names::PersonName;

/// Corrects an officer.
///
/// # Errors
/// [`ChangeOfficerError`].
#[tracing::instrument(skip_all, fields(officer_id = %id))]
pub fn change_officer(
    conn: &mut DbConn,
    staff: &Staff,
    id: OfficerId,
    change: &OfficerChange,
    now: Timestamp,
) -> Result<Officer, ChangeOfficerError> {
    let before = store::hold_officer(conn, id)?.ok_or(ChangeOfficerError::NoSuchOfficer(id))?;
    check_own(staff, &before.full_name, &coming_of_officer(conn, id, now)?)?;
    let mut after = before.clone();
    if let Some(name) = &change.full_name {
        after.full_name = PersonName::parse(name).map_err(AddOfficerError::from)?.into();
    }
    if let Some(badge) = &change.badge_number {
        after.badge_number = checked_badge(badge)?;
    }
    if let Some(account_id) = change.account_id.filter(|id| before.account_id != Some(*id)) {
        check_account(conn, account_id)?;
        after.account_id = Some(account_id);
    }
    keep(conn, staff, &after, None, now)?;
    Ok(after)
}

/// Notes from when an officer works here no more; without a date that they stay. Duties that are hurt stay as they are.
///
/// # Errors
/// [`ChangeOfficerError`].
#[tracing::instrument(skip_all, fields(officer_id = %id))]
pub fn retire_officer(
    conn: &mut DbConn,
    staff: &Staff,
    id: OfficerId,
    from: Option<NaiveDate>,
    now: Timestamp,
) -> Result<Officer, ChangeOfficerError> {
    let before = store::hold_officer(conn, id)?.ok_or(ChangeOfficerError::NoSuchOfficer(id))?;
    check_own(staff, &before.full_name, &coming_of_officer(conn, id, now)?)?;
    if from.is_some_and(|from| from < now.date()) {
        return Err(ChangeOfficerError::Past);
    }
    if from.is_some_and(|from| is_too_far(from, now)) {
        return Err(ChangeOfficerError::TooFar);
    }
    let after = Officer { retired_from: from, ..before };
    let what = from
        .map_or_else(|| "làm việc trở lại".to_owned(), |from| format!("không còn làm ở đây từ {}", short_date(from)));
    keep(conn, staff, &after, Some(&what), now)?;
    Ok(after)
}

fn keep(
    conn: &mut DbConn,
    staff: &Staff,
    officer: &Officer,
    what: Option<&str>,
    now: Timestamp,
) -> Result<(), ChangeOfficerError> {
    store::change_officer(conn, officer).map_err(|error| {
        if error.is_unique_violation() {
            return ChangeOfficerError::Facts(AddOfficerError::BadgeTaken(officer.badge_number.clone()));
        }
        error.into()
    })?;
    let subject = format!("officer:{}", officer.id);
    audit::note(conn, Some(staff), audit::Action::Arrange, &subject, what, now)?;
    Ok(())
}
