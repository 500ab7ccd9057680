//! Families without e-mail are called about an appointment, its postponement or an invitation.
use chrono::NaiveDate;

use super::store;
use super::visit::{Promise, Visit};
use crate::accounts::audit::{self, Action};
use crate::accounts::{Permission, Staff};
use crate::calendar::HalfDay;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::sealed::Vault;
use crate::teams::duty::Duty;
use crate::text::dates::clock_time;
use crate::web::Problem;
use crate::web::problem_types as types;

/// One call to make.
pub struct Call {
    /// About which visit.
    pub visit: Visit,
    /// What to say.
    pub say: Say,
    /// Public code of the case.
    pub code: String,
    /// Ward of the case.
    pub ward_code: String,
    /// Whom to call.
    pub household: Household,
    /// Who will come, if the visit still stands in a duty.
    pub duty: Option<Duty>,
}

/// What a family without e-mail has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// Its appointment.
    Appointment(Promise),
    /// That its half-day cannot be kept and a new one follows.
    Postponed,
    /// That a half-day is kept for it.
    Invitation {
        /// The date.
        on: NaiveDate,
        /// The half-day.
        half_day: HalfDay,
        /// Until when.
        until: Timestamp,
    },
}

impl Say {
    /// "Thứ Bảy 28/11/2026, từ 09:15 đến 11:15", or what is kept until when.
    pub fn words(self) -> String {
        match self {
            Self::Appointment(promise) => promise.words(),
            Self::Postponed => "hoãn, sẽ được ưu tiên xếp lịch mới".to_owned(),
            Self::Invitation { on, half_day, until } => {
                let until = clock_time(until.in_vietnam().time());
                format!("mời nhận {}, trả lời trước {until} hôm nay", half_day.on(on))
            }
        }
    }

    /// Whether something is taken back.
    pub fn is_postponed(self) -> bool {
        self == Self::Postponed
    }

    /// Whether an answer is awaited.
    pub fn is_invitation(self) -> bool {
        matches!(self, Self::Invitation { .. })
    }
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

/// The calls to make: invitations first, because they run out, then appointments from today on, next date first. Each
/// look is audited.
///
/// # Errors
/// [`StoreError`].
pub fn list(conn: &mut DbConn, staff: &Staff, vault: &Vault, now: Timestamp) -> Result<Vec<Call>, StoreError> {
    let mut to_tell = Vec::new();
    for one in store::invitations_not_called(conn, now)? {
        let say = Say::Invitation { on: one.on, half_day: one.half_day, until: one.until };
        to_tell.extend(store::find(conn, one.visit_id)?.map(|visit| (visit, say)));
    }
    for visit in store::not_called(conn, now.date())? {
        // Only booked: the window is told when there is one.
        let say = visit.promise.map(Say::Appointment).or(visit.postponed_at.map(|_| Say::Postponed));
        to_tell.extend(say.map(|say| (visit, say)));
    }
    let mut calls = Vec::new();
    for (visit, say) in to_tell {
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
        calls.push(Call { visit, say, code: case.code, ward_code: case.ward_code, household, duty });
    }
    Ok(calls)
}

/// Notes that the family of a visit was called, about its invitation if it has one.
///
/// # Errors
/// [`CallError`].
pub fn tick_off(conn: &mut DbConn, staff: &Staff, visit_id: i64, now: Timestamp) -> Result<(), CallError> {
    let invitations = store::invitations_not_called(conn, now)?;
    let invitation = invitations.into_iter().find(|one| one.visit_id == visit_id);
    let visit = store::find(conn, visit_id)?;
    let visit = visit.filter(|visit| visit.promise.is_some() || visit.postponed_at.is_some() || invitation.is_some());
    let visit = visit.ok_or(CallError::NotFound)?;
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or(CallError::NotFound)?;
    if !staff.may_in_ward(Permission::CallFamilies, &case.ward_code) {
        return Err(CallError::NotYours);
    }
    let is_first = match invitation {
        Some(invitation) => store::mark_invitation_called(conn, invitation.id, staff.account_id, now)?,
        None => store::mark_called(conn, visit_id, staff.account_id, now)?,
    };
    if !is_first {
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
