//! Notes that an officer is away or a kit out of service, and withdraws what was noted by mistake. Duties that are hurt
//! stay as they are: `availability` names them, and somebody decides.
use super::absence::{AbsenceError, Leave, NewLeave, NewOutage, Outage, check_own};
use super::availability::{coming_of_kit, coming_of_officer};
use super::store::{self, leaves, outages};
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::ids::{KitId, LeaveId, OfficerId, OutageId};

/// Notes that an officer is away. The officer's row is held: no duty that is opened meanwhile overlooks it.
///
/// # Errors
/// [`AbsenceError`].
#[tracing::instrument(skip_all, fields(officer_id = %id))]
pub fn note_leave(
    conn: &mut DbConn,
    staff: &Staff,
    id: OfficerId,
    new: &NewLeave,
    now: Timestamp,
) -> Result<Leave, AbsenceError> {
    let officer = store::hold_officer(conn, id)?.ok_or(AbsenceError::NotFound)?;
    new.span().check(now)?;
    check_own(staff, &officer.full_name, &coming_of_officer(conn, id, now)?)?;
    let others = leaves::of(conn, id)?.into_iter();
    if let Some(other) = others.filter(|one| one.withdrawn_at.is_none()).find(|one| one.span().overlaps(&new.span())) {
        return Err(AbsenceError::Overlaps(other.words()));
    }
    let leave_id = leaves::add(conn, id, new, staff.account_id, now)?;
    let leave = leaves::find(conn, id, leave_id)?.ok_or_else(|| StoreError::Damaged(format!("leave:{leave_id}")))?;
    note(conn, staff, &format!("officer:{id}"), &leave.words(), now)?;
    Ok(leave)
}

/// Withdraws a leave.
///
/// # Errors
/// [`AbsenceError`].
#[tracing::instrument(skip_all, fields(officer_id = %id))]
pub fn withdraw_leave(
    conn: &mut DbConn,
    staff: &Staff,
    id: OfficerId,
    leave_id: LeaveId,
    now: Timestamp,
) -> Result<Leave, AbsenceError> {
    let officer = store::hold_officer(conn, id)?.ok_or(AbsenceError::NotFound)?;
    let leave = leaves::find(conn, id, leave_id)?.ok_or(AbsenceError::NotFound)?;
    check_own(staff, &officer.full_name, &coming_of_officer(conn, id, now)?)?;
    if !leaves::withdraw(conn, leave_id, staff.account_id, now)? {
        return Err(AbsenceError::WithdrawnBefore);
    }
    note(conn, staff, &format!("officer:{id}"), &format!("rút lại: {}", leave.words()), now)?;
    leaves::find(conn, id, leave_id)?.ok_or(AbsenceError::NotFound)
}

/// Notes that a kit is out of service. The kit's row is held, as an officer's is.
///
/// # Errors
/// [`AbsenceError`].
#[tracing::instrument(skip_all, fields(kit_id = %id))]
pub fn note_outage(
    conn: &mut DbConn,
    staff: &Staff,
    id: KitId,
    new: &NewOutage,
    now: Timestamp,
) -> Result<Outage, AbsenceError> {
    let kit = store::hold_kit(conn, id)?.ok_or(AbsenceError::NotFound)?;
    new.span().check(now)?;
    check_own(staff, &kit.name, &coming_of_kit(conn, id, now)?)?;
    let others = outages::of(conn, id)?.into_iter();
    if let Some(other) = others.filter(|one| one.withdrawn_at.is_none()).find(|one| one.span().overlaps(&new.span())) {
        return Err(AbsenceError::Overlaps(other.words()));
    }
    let outage_id = outages::add(conn, id, new, staff.account_id, now)?;
    let outage = outages::find(conn, id, outage_id)?;
    let outage = outage.ok_or_else(|| StoreError::Damaged(format!("outage:{outage_id}")))?;
    note(conn, staff, &format!("kit:{id}"), &outage.words(), now)?;
    Ok(outage)
}

/// Withdraws an outage.
///
/// # Errors
/// [`AbsenceError`].
#[tracing::instrument(skip_all, fields(kit_id = %id))]
pub fn withdraw_outage(
    conn: &mut DbConn,
    staff: &Staff,
    id: KitId,
    outage_id: OutageId,
    now: Timestamp,
) -> Result<Outage, AbsenceError> {
    let kit = store::hold_kit(conn, id)?.ok_or(AbsenceError::NotFound)?;
    let outage = outages::find(conn, id, outage_id)?.ok_or(AbsenceError::NotFound)?;
    check_own(staff, &kit.name, &coming_of_kit(conn, id, now)?)?;
    if !outages::withdraw(conn, outage_id, staff.account_id, now)? {
        return Err(AbsenceError::WithdrawnBefore);
    }
    note(conn, staff, &format!("kit:{id}"), &format!("rút lại: {}", outage.words()), now)?;
    outages::find(conn, id, outage_id)?.ok_or(AbsenceError::NotFound)
}

fn note(conn: &mut DbConn, staff: &Staff, subject: &str, what: &str, now: Timestamp) -> Result<(), StoreError> {
    audit::note(conn, Some(staff), audit::Action::Arrange, subject, Some(what), now)
}
