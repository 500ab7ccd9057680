//! A dispatcher's decision with what follows for visits: a refused case gives its places back and the family is told.
//! What an approved one learns is decided where the sequences are known: `booking::decide`.
use super::cancel_open::{CancelOpenError, CaseEnd, cancel_open};
use super::lock::lock_case;
use super::store;
use crate::accounts::{Permission, Staff};
use crate::cases::case::{Case, State};
use crate::cases::find::{Reader, find};
use crate::cases::store::unvisited;
use crate::cases::verify::{Verification, VerifyError, verify};
use crate::db::DbConn;
use crate::desk::Desk;

/// Decides the case with this code. An approved case keeps the half-day it has; a refused one loses its open visits.
///
/// # Errors
/// [`VerifyError`].
pub fn decide(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    code: &str,
    decision: &Verification,
) -> Result<Case, VerifyError> {
    // A booked half-day may be in publication at this moment: its duty comes first.
    if let Ok(case) = find(conn, code, &Reader::Staff(staff.clone()), Permission::VerifyCases) {
        lock_case(conn, case.id, &[])?;
    }
    let case = verify(conn, desk, staff, code, decision)?;
    match case.state() {
        State::Refused => {
            let visits = store::of_case(conn, case.id)?;
            cancel_open(conn, desk, &case, &visits, CaseEnd::Refused { bogus: decision.bogus }, desk.now())?;
        }
        // Its half-day was booked before: there is nothing to open.
        State::Verified if !store::of_case(conn, case.id)?.is_empty() => unvisited::forget(conn, case.id)?,
        _ => {}
    }
    Ok(case)
}

impl From<CancelOpenError> for VerifyError {
    fn from(error: CancelOpenError) -> Self {
        match error {
            CancelOpenError::TeamOnTheWay => Self::AlreadyDecided("đang có tổ công tác đến nhà"),
            CancelOpenError::Changed => Self::AlreadyDecided("vừa thay đổi, xin thử lại"),
            CancelOpenError::Store(error) => Self::Store(error),
        }
    }
}
