//! Windows for whoever is approved and booked in a published round, whatever came first: the approval, the half-day or
//! the publication. The hours come from the sequence as it is stored, never from what was planned before.
use super::booker::Booker;
use super::sequence::{Occupant, Sequence};
use super::settle::write_times;
use super::store;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::ids::DutyId;
use crate::planning::units;
use crate::teams::store as teams;
use crate::visits::notify::{Appointment, Whom};
use crate::visits::promise::{self, promise_of};
use crate::visits::say::Why;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// Tells a family that was just approved what it may know now: its window in a published round, in another one that
/// its half-day is firm. Duties and case are locked.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell_case(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> StoreResult<()> {
    for visit in visits::of_case(conn, case.id)?.into_iter().filter(|visit| lacks_window(booker, visit)) {
        let Some(duty_id) = visit.duty_id else { continue };
        let sequence = booker.board.reread(conn, duty_id)?.filter(|sequence| sequence.is_published());
        match sequence {
            Some(sequence) => tell(conn, booker, &sequence, &[visit])?,
            None => tell_half_day(conn, booker, case, &visit, duty_id)?,
        }
    }
    Ok(())
}

/// What the worker does: whoever is approved and booked in a published round and still has no window is told one, by
/// whichever way it came to that. Gives how many were told.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell_all(booker: Booker<'_>) -> StoreResult<usize> {
    let db = &booker.desk.db;
    let mut told = 0;
    for duty_id in db.read(|conn| store::duties_to_tell(conn, booker.now.date()))? {
        let done = db.write(|conn| tell_duty(conn, booker, duty_id));
        // One duty that cannot be read must not keep the others waiting.
        told += unless_unreadable(done, "duties", duty_id)?.unwrap_or(0);
    }
    Ok(told)
}

/// Gives a window to everybody in a published duty who is approved and has none.
fn tell_duty(conn: &mut DbConn, booker: Booker<'_>, duty_id: DutyId) -> StoreResult<usize> {
    teams::lock_duties(conn, &[duty_id])?;
    let sequence = booker.board.reread(conn, duty_id)?.filter(|sequence| sequence.is_published());
    let Some(sequence) = sequence else { return Ok(0) };
    let mut cases = Vec::new();
    for id in visits::approved_in_duty(conn, duty_id)? {
        cases.extend(visits::find(conn, id)?.map(|visit| visit.case_id));
    }
    crate::cases::store::lock(conn, &cases)?;
    let mut waiting = Vec::new();
    for id in visits::approved_in_duty(conn, duty_id)? {
        waiting.extend(visits::find(conn, id)?.filter(|visit| lacks_window(booker, visit)));
    }
    tell(conn, booker, &sequence, &waiting)?;
    Ok(waiting.len())
}

/// Writes hours and windows of some visits of a duty that is locked, and tells their families.
fn tell(conn: &mut DbConn, booker: Booker<'_>, sequence: &Sequence, waiting: &[Visit]) -> StoreResult<()> {
    if waiting.is_empty() {
        return Ok(());
    }
    let times = write_times(conn, sequence)?;
    let settings = &booker.desk.settings;
    for (member, stop) in sequence.members.iter().zip(&times) {
        let visit = waiting.iter().find(|visit| member.occupant == Occupant::Visit(visit.id));
        let Some(visit) = visit else { continue };
        let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? else { continue };
        let (arrives, starts) = (units::time_of_day(0, stop.arrival), units::time_of_day(0, stop.start));
        let promise = promise_of(arrives, starts, &sequence.duty, &settings.planning, &settings.hours, booker.now);
        let told = Appointment { visit, promise, duty: &sequence.duty };
        let reached = promise::tell(conn, booker.desk, booker.staff, &case, told, booker.now)?;
        reached.ok_or_else(StoreError::overtaken)?;
    }
    // Windows are part of a sequence's content: whoever has it in memory must read it again.
    teams::restamp(conn, sequence.duty.id, &booker.desk.dice)
}

fn lacks_window(booker: Booker<'_>, visit: &Visit) -> bool {
    let hours = &booker.desk.settings.hours;
    visit.is_movable() && visit.booking.is_some() && visit.promise.is_none() && !visit.is_overdue(hours, booker.now)
}

/// The half-day is firm now, the window follows: the same booking under the next number of its calendar entry.
fn tell_half_day(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: &Visit,
    duty_id: DutyId,
) -> StoreResult<()> {
    if !visits::book(conn, visit, visit.booking.map(|booking| (booking, duty_id)))? {
        return Err(StoreError::overtaken());
    }
    Whom::of(booker.desk, case, booker.now).half_day(conn, visit, visit, Why::Confirmed)?;
    Ok(())
}
