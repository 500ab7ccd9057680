//! A dispatcher's decision with what follows for visits: a refused case gives its places back and the family is told.
//! What an approved one learns is decided where the sequences are known: `booking::decide`.
use super::give_back::{give_back, open_at_once};
use super::lock::lock_case;
use super::notify;
use super::say::CancelledBecause;
use super::store;
use super::visit::Visit;
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
        State::Refused => cancel_visits(conn, desk, &case, decision.bogus)?,
        // Its half-day was booked before: there is nothing to open.
        State::Verified if !store::of_case(conn, case.id)?.is_empty() => unvisited::forget(conn, case.id)?,
        _ => {}
    }
    Ok(case)
}

fn cancel_visits(conn: &mut DbConn, desk: &Desk, case: &Case, bogus: bool) -> Result<(), VerifyError> {
    let now = desk.now();
    let mut open = store::of_case(conn, case.id)?;
    open.retain(Visit::is_open);
    for visit in &open {
        if !visit.is_movable() {
            return Err(VerifyError::AlreadyDecided("đang có tổ công tác đến nhà"));
        }
        if !store::cancel(conn, visit, now)? {
            return Err(VerifyError::AlreadyDecided("vừa thay đổi, xin thử lại"));
        }
        if bogus {
            open_at_once(conn, desk, visit)?;
        } else {
            give_back(conn, desk, visit, now)?;
        }
    }
    let open: Vec<&Visit> = open.iter().collect();
    notify::case_ended(conn, desk, case, &open, (CancelledBecause::Refused, false), now)?;
    Ok(())
}
