//! Files a case and books a half-day for it in one go: the place is had first, so that a refusal has written nothing.
use super::Door;
use super::book::refuse_over_budget;
use super::booker::Booker;
use super::budget::{self, Taker};
use super::refusals::{BookError, HalfDayWish};
use super::sequence::Occupant;
use super::settle::Booked;
use super::settle::finish;
use super::subject::refuse_triage;
use crate::cases::filing::{FiledCase, ReadCase, file_read};
use crate::cases::household::Household;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::DutyId;
use crate::visits::create_missing::site_parts;
use crate::visits::notify::Whom;
use crate::visits::store::{self as visits, NewVisit};
use crate::visits::visit::{Booking, Stop, Visit};

/// Takes the half-day in the first of `duties` that can, files the case into it, and settles the booking. Whatever is
/// known already is written with its row, not after it: many wait in this lane.
///
/// # Errors
/// [`BookError`]; [`BookError::Gone`] without alternatives when none of these duties can. The caller's transaction
/// must be rolled back then.
#[tracing::instrument(skip_all)]
pub fn file_and_book(
    conn: &mut DbConn,
    booker: Booker<'_>,
    read: &ReadCase,
    wish: HalfDayWish,
    duties: &[DutyId],
) -> Result<(FiledCase, Booked), BookError> {
    booker.desk.calendar.check_known(wish.on)?;
    refuse_triage(read.parsed.triage().decision)?;
    let door = booker.door_of_new(&read.parsed)?;
    let (vault, ward_code) = (&booker.desk.vault, read.parsed.locality.ward_code.as_str());
    let hashes = (read.parsed.contact.lookup(vault), read.parsed.address.lookup(vault, ward_code));
    let people: Vec<String> = read.parsed.people.iter().map(|one| one.identity.person_lookup(vault)).collect();
    let email = read.parsed.contact.email_lookup(vault);
    let taker = Taker {
        contact_hash: &hashes.0,
        address_hash: &hashes.1,
        ward_code,
        people: &people,
        email_hash: email.as_deref(),
        case_id: None,
    };
    budget::lock(conn, booker, taker)?;
    crate::teams::store::lock_duties(conn, duties)?;
    refuse_over_budget(conn, booker, taker)?;
    let mut filed = None;
    let taken = booker.take_in(conn, &door, wish, duties, |conn, duty_id, _| {
        let opened = file_read(
            conn,
            booker.desk,
            &booker.board.reference.cases,
            booker.staff,
            read,
            Some(booker.now),
            booker.now,
        )?;
        let visit = create_visits(conn, booker, &opened, read, &door, wish, duty_id)?;
        let occupant = Occupant::Visit(visit.id);
        filed = Some((opened, visit));
        Ok(occupant)
    })?;
    let taken = taken.ok_or_else(|| BookError::Gone(Vec::new()))?;
    let (opened, visit) = filed.ok_or_else(|| StoreError::Damaged("a place without its case".to_owned()))?;
    let duty_id = taken.sequence.duty.id;
    visits::add_stop(conn, &Stop { visit_id: visit.id, duty_id, position: taken.position, times: None })?;
    let parsed = &read.parsed;
    let household = Household {
        contact: parsed.contact.clone(),
        address: parsed.address.clone(),
        note: None,
        question: None,
        refused_reason: None,
        people: parsed.people.clone(),
    };
    let before = Visit { booking: None, duty_id: None, invite_sequence: 0, ..visit.clone() };
    let whom = Whom { household: Some(&household), ..Whom::of(booker.desk, &opened.case, booker.now) };
    let booked = finish(conn, booker, whom, &before, visit, &taken)?;
    Ok((opened, booked))
}

/// Stores the visits of a new case: the one at its door with its half-day, at a group site also those that wait.
fn create_visits(
    conn: &mut DbConn,
    booker: Booker<'_>,
    opened: &FiledCase,
    read: &ReadCase,
    door: &Door,
    wish: HalfDayWish,
    duty_id: DutyId,
) -> StoreResult<Visit> {
    let new = |part, (captures, service_secs)| NewVisit {
        case_id: opened.case.id,
        number: 1,
        part,
        captures,
        service_secs,
        front_of_queue: false,
    };
    let booking = Booking { on: wish.on, half_day: wish.half_day, booked_at: booker.now };
    let first = visits::insert_booked(conn, &new(1, (door.captures, door.service_secs)), booking, duty_id, booker.now)?;
    if read.parsed.group_site.is_some() {
        let hours = &booker.desk.settings.hours;
        let parts = site_parts(read.parsed.captures(), &booker.board.reference.durations, hours);
        for (part, size) in (2..).zip(parts.into_iter().skip(1)) {
            visits::insert(conn, &new(part, size), booker.now)?;
        }
    }
    Ok(first)
}
