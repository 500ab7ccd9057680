//! Books a half-day for a case, or moves it to another one: the old place is given back only if the new one is had.

use super::booker::Booker;
use super::budget::{self, Taker};
use super::lock::lock_for;
use super::refusals::{BookError, HalfDayWish};
use super::sequence::Occupant;
use super::settle::{Booked, settle};
use super::subject::{door_of, refuse_closed};
use crate::audit;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError};
use crate::visits::lock::lock_case;
use crate::visits::notify::Whom;
use crate::visits::say::CancelledBecause;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// Books the half-day in the cheapest of the duties that can take it. A visit that has a half-day already moves, in the
/// same transaction.
///
/// # Errors
/// [`BookError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all, fields(case_id = %case.id, visit_id = %visit.id))]
pub fn book(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: &Visit,
    wish: HalfDayWish,
) -> Result<Booked, BookError> {
    let locked = lock_for(conn, booker, case, wish, None)?;
    let (case, visit) = (&locked.case, locked.visit(visit.id)?);
    if !visit.is_movable() {
        return Err(BookError::OnTheWay);
    }
    let door = door_of(booker, case, &visit)?;
    // A move takes no place more, and an approved case was looked at.
    if visit.booking.is_none() && !case.is_approved() {
        refuse_over_budget(conn, booker, locked.names.taker(case))?;
    }
    let visit = give_back(conn, booker, visit)?;
    let occupant = Occupant::Visit(visit.id);
    let taken = booker.take_half_day(conn, &door, wish, &locked.duties, |_, _, _| Ok(occupant))?;
    settle(conn, booker, case, visit, wish, &taken)
}

/// Refuses one more place for whoever keeps as many as they may.
pub(super) fn refuse_over_budget(conn: &mut DbConn, booker: Booker<'_>, taker: Taker<'_>) -> Result<(), BookError> {
    match budget::count(conn, booker, taker)? {
        Some(over) => Err(over.into()),
        None => Ok(()),
    }
}

/// Takes a booked visit, whose case is locked, out of its duty: its place is free for the new one.
pub(super) fn give_back(conn: &mut DbConn, booker: Booker<'_>, visit: Visit) -> Result<Visit, BookError> {
    if visit.duty_id.is_none() {
        return Ok(visit);
    }
    if !visits::leave_place(conn, &visit)? {
        return Err(StoreError::overtaken().into());
    }
    crate::visits::give_back::give_back(conn, booker.desk, &visit, booker.now)?;
    let again = visits::find(conn, visit.id)?;
    // What the family was told before decides how the new mail is worded and numbered.
    let told = Visit { booking: visit.booking, promise: visit.promise, ..again.unwrap_or(visit) };
    Ok(told)
}

/// Gives the half-day of a case back; its visit waits again.
///
/// # Errors
/// [`BookError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all, fields(case_id = %case.id))]
pub fn wait_again(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<(), BookError> {
    let (case, visits) = lock_case(conn, case.id, &[])?;
    let case = &case;
    refuse_closed(case)?;
    let booked = visits.into_iter().filter(|visit| visit.is_open() && visit.booking.is_some());
    let booked: Vec<Visit> = booked.collect();
    if booked.is_empty() {
        return Err(BookError::NothingToBook("Hồ sơ này chưa đặt buổi nào.".to_owned()));
    }
    for visit in booked {
        if !visit.is_movable() {
            return Err(BookError::OnTheWay);
        }
        let before = visit.clone();
        give_back(conn, booker, visit)?;
        let whom = Whom::of(booker.desk, case, booker.now).who_acted(booker.staff.is_none());
        whom.ended(conn, &before, CancelledBecause::GivenBack)?;
    }
    crate::cases::store::fix_place(conn, case.id, None)?;
    audit::note(conn, booker.staff, audit::Action::Book, &audit::case_subject(case.id), None, booker.now)?;
    Ok(())
}
