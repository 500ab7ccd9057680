//! Corrects a case whose place a route may lead to already: every duty that comes there is checked with the corrected
//! place, in its order, before anything is stored.
use super::booker::Booker;
use super::recheck::still_holds;
use crate::cases::case::Case;
use crate::cases::edit::{CaseCorrection, DoorChange, EditCaseError, EditTarget};
use crate::cases::find::Reader;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::DutyId;
use crate::visits::correct::correct as correct_and_tell;
use crate::visits::postpone::postpone;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// What the log says when a half-day ended because the place was corrected.
const MOVED: &str = "place corrected";

/// Corrects the case with this code and tells its family what it must know. Staff may move the place: a half-day that can
/// be kept stays, with its window; one that cannot is given back if the correction says so, and refuses it otherwise.
///
/// # Errors
/// [`EditCaseError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "correct_booked_case", skip_all)]
pub fn correct_case(
    conn: &mut DbConn,
    booker: Booker<'_>,
    code: &str,
    by: &Reader,
    correction: &CaseCorrection,
    version: i32,
) -> Result<Case, EditCaseError> {
    let (desk, tables) = (booker.desk, &booker.board.reference.cases);
    let door = if by.staff().is_some() { DoorChange::Allowed } else { DoorChange::Refused };
    let before = crate::cases::store::case_by_code(conn, code)?;
    let case = correct_and_tell(conn, desk, tables, EditTarget { code, by, version, door }, correction)?;
    match before {
        Some(before) if door == DoorChange::Allowed && is_moved(booker, &before, &case)? => {
            keep_promises(conn, booker, &case, correction.give_back)?;
        }
        _ => {}
    }
    Ok(case)
}

/// Whether a team would drive to another point.
fn is_moved(booker: Booker<'_>, before: &Case, after: &Case) -> StoreResult<bool> {
    let pin = |case: &Case| Ok::<_, StoreError>(booker.desk.vault.unseal(&case.address)?.pin);
    Ok(before.ward_code != after.ward_code || before.sub_area != after.sub_area || pin(before)? != pin(after)?)
}

fn keep_promises(conn: &mut DbConn, booker: Booker<'_>, case: &Case, give_back: bool) -> Result<(), EditCaseError> {
    let all = visits::of_case(conn, case.id)?;
    if all.iter().any(|visit| visit.is_open() && !visit.is_movable()) {
        return Err(EditCaseError::OnTheWay);
    }
    for visit in all.iter().filter(|visit| visit.is_open()) {
        let Some((duty_id, booking)) = visit.duty_id.zip(visit.booking) else { continue };
        if is_served(conn, duty_id, case)? && still_holds(conn, booker, duty_id)? {
            continue;
        }
        if !give_back {
            return Err(EditCaseError::PlaceBreaks(booking.half_day.on(booking.on)));
        }
        give_up(conn, booker, visit, duty_id)?;
    }
    Ok(())
}

fn is_served(conn: &mut DbConn, duty_id: DutyId, case: &Case) -> StoreResult<bool> {
    let duty = crate::teams::store::duty(conn, duty_id)?;
    Ok(duty.is_some_and(|duty| duty.team.ward_codes.contains(&case.ward_code)))
}

fn give_up(conn: &mut DbConn, booker: Booker<'_>, visit: &Visit, duty_id: DutyId) -> StoreResult<()> {
    // The correction may have told the new place under a new number of the entry.
    let visit = visits::find(conn, visit.id)?.ok_or_else(StoreError::overtaken)?;
    if !postpone(conn, booker.desk, booker.staff, &visit, MOVED, booker.now)? {
        return Err(StoreError::overtaken());
    }
    crate::teams::store::restamp(conn, duty_id, &booker.desk.dice)
}
