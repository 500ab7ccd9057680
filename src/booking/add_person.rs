//! Adds a person to a case whose visit may be booked already: the place must hold the longer visit, or nothing changes.
use super::booker::Booker;
use super::door::Door;
use super::offers::View;
use super::refusals::{BookError, HalfDayWish};
use super::sequence::Occupant;
use super::settle::settle;
use super::subject::door_of;
use super::take::{Wanted, take_with};
use crate::cases::add_person::{self as people_of_cases, AddPersonError};
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::case::Case;
use crate::cases::household::Person;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::DutyId;
use crate::visits::create_missing::service_secs;
use crate::visits::lock::lock_case;
use crate::visits::people;
use crate::visits::store as visits;
use crate::visits::visit::{Booking, Visit};

/// Why nobody is added to a case; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum AddToVisitError {
    /// The case cannot take this person.
    #[error(transparent)]
    Add(#[from] AddPersonError),
    /// A visit has begun or ended, or the families of its round know their hours.
    #[error("gia đình đã được báo khung giờ hoặc tổ đã đến, xin gọi số của tổ")]
    TooLate,
    /// The half-day that is booked has no room for the longer visit.
    #[error("buổi đã đặt không đủ thời gian cho thêm một người")]
    NoRoom,
    /// The place cannot be found on the map, or the visit changed at this very moment.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a person. A visit that waits grows; a booked one is put into its half-day again, with the longer work.
///
/// # Errors
/// [`AddToVisitError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "add_person_to_visit", skip_all, fields(case_id = %case.id))]
pub fn add_person(conn: &mut DbConn, booker: Booker<'_>, case: &Case, person: &Person) -> Result<(), AddToVisitError> {
    let (case, _) = lock_case(conn, case.id, &[])?;
    let case = &case;
    people_of_cases::refuse_unfit(case)?;
    let visit = visit_that_grows(conn, case)?;
    people_of_cases::add_person(conn, booker.desk, case, booker.staff, person)?;
    let Some(visit) = visit else {
        return Ok(());
    };
    let longer = with_everybody(conn, booker, case, &visit)?;
    let (Some(booking), Some(duty_id)) = (visit.booking, visit.duty_id) else {
        return Ok(());
    };
    place_again(conn, booker, case, longer, booking, duty_id)
}

/// Whether somebody could be added, before anything is typed.
///
/// # Errors
/// [`AddToVisitError`].
pub fn check(conn: &mut DbConn, case: &Case) -> Result<(), AddToVisitError> {
    people_of_cases::refuse_unfit(case)?;
    visit_that_grows(conn, case).map(|_| ())
}

/// The first visit of the case, which takes the new person; none while nothing was opened.
fn visit_that_grows(conn: &mut DbConn, case: &Case) -> Result<Option<Visit>, AddToVisitError> {
    let all = visits::of_case(conn, case.id)?;
    let grows = |visit: &Visit| visit.number == 1 && visit.is_movable() && visit.promise.is_none();
    if !all.iter().all(grows) {
        return Err(AddToVisitError::TooLate);
    }
    Ok(all.into_iter().next())
}

/// The visit with the work of everybody who is in the case now.
fn with_everybody(conn: &mut DbConn, booker: Booker<'_>, case: &Case, visit: &Visit) -> StoreResult<Visit> {
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let wanted = people::at_first(&applicants);
    let captures = people::captures(&wanted, &booker.desk.vault, booker.now.date())?;
    let (count, secs) =
        (i32::try_from(captures.len()).unwrap_or(i32::MAX), service_secs(&captures, &booker.board.reference.durations));
    if !visits::set_work(conn, visit, count, secs)? {
        return Err(StoreError::overtaken());
    }
    Ok(Visit { captures: count, service_secs: secs, version: visit.version + 1, ..visit.clone() })
}

/// Takes the visit out of its duty and puts it into the same half-day of the same duty; the checker decides. Its own
/// time is not offered to anybody in between.
fn place_again(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: Visit,
    booking: Booking,
    duty_id: DutyId,
) -> Result<(), AddToVisitError> {
    // Its half-day is kept, also when the family would prefer another by now.
    let door = Door { admissible: AdmissibleTimes::default(), ..door_of(booker, case, &visit)? };
    visits::remove_stop(conn, visit.id)?;
    crate::teams::store::restamp(conn, duty_id, &booker.desk.dice)?;
    let exceptions = booker.exceptions(conn)?;
    let wanted = Wanted { duty_id, half_day: booking.half_day, door: &door, view: View::Waiting };
    let seat = |_: &mut DbConn, _| Ok(Occupant::Visit(visit.id));
    let rules = booker.rules(&exceptions);
    let taken = take_with(conn, booker.board, &booker.desk.dice, wanted, seat, rules)?;
    let Some(taken) = taken else {
        return Err(AddToVisitError::NoRoom);
    };
    if taken.sequence.is_published() && case.is_approved() {
        return Err(AddToVisitError::TooLate);
    }
    let wish = HalfDayWish { on: booking.on, half_day: booking.half_day };
    settle(conn, booker, case, visit, wish, &taken)?;
    Ok(())
}
