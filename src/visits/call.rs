//! Families without e-mail are called about an appointment or its postponement: the list, and ticking it off.
use super::store;
use super::visit::{Promise, Visit};
use crate::accounts::audit::{self, Action};
use crate::accounts::{Permission, Staff};
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::sealed::Vault;
use crate::teams::duty::Duty;
use crate::web::Problem;
use crate::web::problem_types as types;

/// One call to make.
pub struct Call {
    /// About which visit.
    pub visit: Visit,
    /// What to say; without it, that the half-day is postponed.
    pub promise: Option<Promise>,
    /// Public code of the case.
    pub code: String,
    /// Ward of the case.
    pub ward_code: String,
    /// Whom to call.
    pub household: Household,
    /// Who will come, if the visit still stands in a duty.
    pub duty: Option<Duty>,
}

/// Why a call cannot be ticked off.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// There is no such visit, or nothing is to be told.
    #[error("không có lịch hẹn này")]
    NotFound,
    /// Another ward.
    #[error("địa bàn này không thuộc tài khoản đang dùng")]
    NotYours,
    /// Somebody called before.
    #[error("gia đình này đã được gọi")]
    AlreadyCalled,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The calls to make from today on, next date first. Each look is audited.
///
/// # Errors
/// [`StoreError`].
pub fn list(conn: &mut DbConn, staff: &Staff, vault: &Vault, now: Timestamp) -> Result<Vec<Call>, StoreError> {
    let mut calls = Vec::new();
    for visit in store::not_called(conn, now.date())? {
        let promise = visit.promise;
        if promise.is_none() && visit.postponed_at.is_none() {
            continue; // only booked: the window is told when there is one
        }
        let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? else {
            continue;
        };
        if case.has_email || !staff.may_in_ward(Permission::CallFamilies, &case.ward_code) {
            continue;
        }
        let applicants = crate::cases::store::applicants_of(conn, case.id)?;
        let household = case.open(vault, &applicants)?;
        let duty = match store::stop_of(conn, visit.id)? {
            Some(stop) => crate::teams::store::duty(conn, stop.duty_id)?,
            None => None,
        };
        audit::note(conn, Some(staff), Action::LookInList, &audit::case_subject(case.id), None, now)?;
        calls.push(Call { visit, promise, code: case.code, ward_code: case.ward_code, household, duty });
    }
    Ok(calls)
}

/// Notes that the family of a visit was called.
///
/// # Errors
/// [`CallError`].
pub fn tick_off(conn: &mut DbConn, staff: &Staff, visit_id: i64, now: Timestamp) -> Result<(), CallError> {
    let visit = store::find(conn, visit_id)?;
    let visit = visit.filter(|visit| visit.promise.is_some() || visit.postponed_at.is_some());
    let visit = visit.ok_or(CallError::NotFound)?;
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or(CallError::NotFound)?;
    if !staff.may_in_ward(Permission::CallFamilies, &case.ward_code) {
        return Err(CallError::NotYours);
    }
    if !store::mark_called(conn, visit_id, staff.account_id, now)? {
        return Err(CallError::AlreadyCalled);
    }
    audit::note(conn, Some(staff), Action::Call, &audit::case_subject(case.id), None, now)?;
    Ok(())
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotFound => Self::new(&types::NOT_FOUND),
            CallError::NotYours => Self::new(&types::NOT_ALLOWED).detail(error.to_string()),
            CallError::AlreadyCalled => Self::new(&types::ALREADY_DONE).detail(error.to_string()),
            CallError::Store(error) => error.into(),
        }
    }
}
