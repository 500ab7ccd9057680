//! Files a case and books a half-day for it in one go: the place is had first, so that a refusal has written nothing.
use super::api::BookingTables;
use super::book::{BookError, Booked, Booker, HalfDayWish};
use super::sequence::Occupant;
use super::settle::settle;
use super::subject::{refuse_triage, visit_of_new_case};
use crate::cases::open::{OpenedCase, ReadCase, file};
use crate::db::{DbConn, StoreError};
use crate::visits::visit::Visit;

/// Takes the half-day, files the case into it, and settles the booking. `hint` names the duties that could take it a
/// moment ago, cheapest first.
///
/// # Errors
/// [`BookError`]; the caller's transaction must be rolled back then.
pub fn file_and_book(
    conn: &mut DbConn,
    booker: Booker<'_>,
    tables: &BookingTables,
    read: &ReadCase,
    wish: HalfDayWish,
    hint: &[i64],
) -> Result<(OpenedCase, Booked), BookError> {
    refuse_triage(read.triage(booker.now).decision)?;
    let door = booker.door_of_new(&read.parsed)?;
    crate::visits::hold::release_expired(conn, booker.now)?;
    let mut filed = None;
    let taken = booker.take_half_day(conn, &door, wish, hint, |conn, _, _| {
        let opened = file(conn, booker.desk, &tables.cases, booker.staff, read, booker.now)?;
        let visit = visit_of_new_case(conn, booker, &opened.case).and_then(|visit| same_work(visit, &door));
        match visit {
            Ok(visit) => {
                let occupant = Occupant::Visit(visit.id);
                filed = Some((opened, visit));
                Ok(occupant)
            }
            Err(BookError::Store(error)) => Err(error),
            Err(refused) => Err(StoreError::Damaged(refused.to_string())),
        }
    })?;
    let (opened, visit) = filed.ok_or_else(|| StoreError::Damaged("a place without its case".to_owned()))?;
    let booked = settle(conn, booker, &opened.case, visit, wish, &taken)?;
    Ok((opened, booked))
}

/// The place was tried with what the parsed case said; the stored visit must be the same piece of work.
fn same_work(visit: Visit, door: &super::Door) -> Result<Visit, BookError> {
    if (visit.captures, visit.service_secs) == (door.captures, door.service_secs) {
        return Ok(visit);
    }
    Err(StoreError::Damaged(format!("visit {} is other work than its place was found for", visit.id)).into())
}
