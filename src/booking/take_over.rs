//! Books with a hold: the visit stands where the hold stood, in one transaction. A hold that does not serve costs
//! nobody their half-day: then the half-day is taken like any other.
use std::sync::Arc;

use super::book::{book, give_back};
use super::booker::Booker;
use super::door::{Door, TimeConstraint};
use super::lock::lock_for;
use super::refusals::HoldUse;
use super::refusals::{BookError, HalfDayWish};
use super::sequence::{Member, Occupant, Sequence};
use super::settle::Booked;
use super::settle::settle;
use super::store;
use super::subject::door_of;
use super::take::Taken;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::VisitId;
use crate::sealed::secret_hash;
use crate::visits::hold::{Hold, HoldEnd, release};
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// Books a half-day with the place that a hold keeps. A hold that is used, over, unknown, for another half-day or
/// another house, or too short, is not needed: the half-day is then taken afresh, and the hold ends only if that
/// succeeds, because a refusal rolls everything back.
///
/// # Errors
/// [`BookError`]; the caller's transaction must be rolled back then.
pub fn book_held(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: &Visit,
    wish: HalfDayWish,
    token: &str,
) -> Result<(Booked, HoldUse), BookError> {
    booker.desk.calendar.check_known(wish.on)?;
    let locked = lock_for(conn, booker, case, wish, Some(token))?;
    let (case, visit) = (&locked.case, locked.visit(visit.id)?);
    if !visit.is_movable() {
        return Err(BookError::OnTheWay);
    }
    let hold = visits::hold_by_token(conn, &secret_hash(token))?;
    // An invitation is meant for its own household.
    let hold = hold.filter(|hold| hold.visit_id.is_none_or(|id| id == visit.id));
    let Some(hold) = hold else {
        return afresh(conn, booker, case, &visit, wish, HoldUse::Unknown);
    };
    match hold.ended_as {
        Some(HoldEnd::Taken) => return afresh(conn, booker, case, &visit, wish, HoldUse::TakenBefore),
        Some(_) => return afresh(conn, booker, case, &visit, wish, HoldUse::Over),
        None => {}
    }
    let door = door_of(booker, case, &visit)?;
    let visit = give_back(conn, booker, visit)?;
    if let Some(taken) = hand_over(conn, booker, &hold, &door, visit.id, wish)? {
        if !visits::end_hold(conn, hold.id, HoldEnd::Taken, booker.now)? {
            return Err(StoreError::overtaken().into());
        }
        return Ok((settle(conn, booker, case, visit, wish, &taken)?, HoldUse::Used));
    }
    release(conn, &booker.desk.dice, &hold, HoldEnd::Taken, booker.now)?;
    afresh(conn, booker, case, &visit, wish, HoldUse::Elsewhere)
}

fn afresh(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: &Visit,
    wish: HalfDayWish,
    of_hold: HoldUse,
) -> Result<(Booked, HoldUse), BookError> {
    match book(conn, booker, case, visit, wish) {
        Ok(booked) => Ok((booked, of_hold)),
        Err(BookError::Gone(offers)) => Err(BookError::GoneWithHold(of_hold, offers)),
        Err(other) => Err(other),
    }
}

/// Puts the visit in the hold's place under the duty's stamp; none when the hold does not serve.
fn hand_over(
    conn: &mut DbConn,
    booker: Booker<'_>,
    hold: &Hold,
    door: &Door,
    visit_id: VisitId,
    wish: HalfDayWish,
) -> StoreResult<Option<Taken>> {
    let board = booker.board;
    let mut known = board.remembered(hold.duty_id);
    for _ in 0..=booker.desk.settings.booking.tries_max {
        let sequence = match known.take() {
            Some(sequence) => sequence,
            None => match board.reread(conn, hold.duty_id)? {
                Some(sequence) => sequence,
                None => return Ok(None),
            },
        };
        let Some(at) = sequence.index_of(Occupant::Hold(hold.id)) else {
            if is_stored(conn, &sequence)? {
                return Ok(None);
            }
            continue; // memory is behind
        };
        if !serves(&sequence, at, door, wish) {
            return Ok(None);
        }
        let stamp = booker.desk.dice.stamp();
        let position = sequence.members[at].position;
        let time = TimeConstraint::HalfDay(wish.half_day);
        let member = Member { occupant: Occupant::Visit(visit_id), position, door: door.clone(), time };
        let Ok(next) = sequence.hand_over(at, member, stamp) else {
            return Ok(None);
        };
        if store::restamp(conn, hold.duty_id, sequence.duty.stamp, stamp)? {
            let next = Arc::new(next);
            board.remember(next.clone());
            return Ok(Some(Taken { sequence: next, at, position }));
        }
    }
    Ok(None)
}

fn is_stored(conn: &mut DbConn, sequence: &Sequence) -> StoreResult<bool> {
    let on = sequence.duty.on;
    Ok(store::stamps(conn, on, on)?.contains(&(sequence.duty.id, sequence.duty.stamp)))
}

/// Whether the place that is kept is for this half-day and this house, welcome there, and long enough.
fn serves(sequence: &Sequence, at: usize, door: &Door, wish: HalfDayWish) -> bool {
    let Member { door: held, time, .. } = &sequence.members[at];
    let near = |one: f64, other: f64| (one - other).abs() < 1e-7; // a centimetre: degrees went through JSON
    let same_spot = held.spot.zone == door.spot.zone
        && near(held.spot.point.lat(), door.spot.point.lat())
        && near(held.spot.point.lng(), door.spot.point.lng());
    sequence.duty.on == wish.on
        && door.admissible.allow(wish.on, wish.half_day)
        && *time == TimeConstraint::HalfDay(wish.half_day)
        && held.ward_code == door.ward_code
        && same_spot
        && door.captures <= held.captures
        && door.service_secs <= held.service_secs
        && door.setup_secs <= held.setup_secs
}
