//! A family, or a dispatcher for it, says which half-days suit. What is booked stays; an invitation into a half-day that
//! does not suit any more ends, and the place goes to the next household.
use super::end_invitation::{end_unless, invited_duties};
use super::lock::lock_case;
use super::visit::Visit;
use crate::accounts::Permission;
use crate::audit::{self, Action};
use crate::cases::CaseTables;
use crate::cases::case::{Case, State};
use crate::cases::find::{FindCaseError, Reader, find};
use crate::cases::new_case::{NewPreference, parse_preference};
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::ids::CaseId;
use crate::text::messages::Words;

/// Why a preference is not taken; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum PreferenceError {
    /// There is no such case, or it is not for this reader.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// Fields need another value.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// It ended before.
    #[error("Hồ sơ này đã kết thúc.")]
    Ended,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes what a family prefers in the place of what it preferred before; gives the case as it stands then.
///
/// # Errors
/// [`PreferenceError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "set_preference", skip_all)]
pub fn set(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    by: &Reader,
    code: &str,
    typed: &NewPreference,
) -> Result<Case, PreferenceError> {
    let now = desk.now();
    let case = find(conn, code, by, Permission::EditCases)?;
    let invited = invited_duties(conn, case.id)?;
    let (case, mut visits) = lock_case(conn, case.id, &invited)?;
    if !matches!(case.state(), State::Filed | State::Verified) {
        return Err(PreferenceError::Ended);
    }
    let preference = parse_preference(typed, case.deadline_on, tables, now.date()).map_err(PreferenceError::Invalid)?;
    if preference == case.preference {
        return Ok(case);
    }
    visits.retain(Visit::is_open);
    end_unless(conn, desk, &visits, |on, half_day| preference.allows(on, half_day))?;
    crate::cases::store::change_preference(conn, case.id, preference, now)?;
    let words = format!("nguyện vọng: {}", preference.words(Words::VIETNAMESE));
    audit::note(conn, by.staff(), Action::Edit, &audit::case_subject(case.id), Some(&words), now)?;
    read_again(conn, case.id)
}

fn read_again(conn: &mut DbConn, case_id: CaseId) -> Result<Case, PreferenceError> {
    Ok(crate::cases::store::case_by_id(conn, case_id)?.ok_or(FindCaseError::NotFound)?)
}
