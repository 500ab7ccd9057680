//! A visit's half-day and its stop change together: the database refuses a stop whose visit is not booked in its duty,
//! so a visit is booked before its stop is written and loses its stop before it leaves.
use diesel::prelude::*;

use super::stops::{add_stop, remove_stop};
use crate::clock::Timestamp;
use crate::db::schema::visits;
use crate::db::{DbConn, StoreResult};
use crate::ids::{CaseId, DutyId, VisitId};
use crate::seconds::TimeOfDay;
use crate::visits::visit::{Booking, Promise, Stop, Visit};

/// The visit as it was read: a change of it hits no row when somebody was faster.
#[diesel::dsl::auto_type(no_type_alias)]
fn as_read(visit: &Visit) -> _ {
    let (id, version): (VisitId, i32) = (visit.id, visit.version);
    visits::table.filter(visits::id.eq(id)).filter(visits::version.eq(version))
}

/// Gives a visit a half-day and the stop that keeps it; false when the visit changed meanwhile.
pub fn take_place(conn: &mut DbConn, visit: &Visit, booking: Booking, stop: &Stop) -> StoreResult<bool> {
    let booked = book(conn, visit, Some((booking, stop.duty_id)))?;
    if booked {
        add_stop(conn, stop)?;
    }
    Ok(booked)
}

/// Takes stop, half-day and window of a visit away; false when it changed meanwhile, and the caller's transaction must
/// be rolled back then. The others keep their places and times, so the sequence stays feasible.
pub fn leave_place(conn: &mut DbConn, visit: &Visit) -> StoreResult<bool> {
    remove_stop(conn, visit.id)?;
    book(conn, visit, None)
}

/// Writes or takes back the half-day that a family has taken, with its duty, and takes back whatever window it was
/// told; false when the visit changed meanwhile.
pub fn book(conn: &mut DbConn, visit: &Visit, booking: Option<(Booking, DutyId)>) -> StoreResult<bool> {
    let taken = booking.map(|(taken, _)| taken);
    let changes = (
        visits::promised_on.eq(taken.map(|taken| taken.on)),
        visits::promised_half_day.eq(taken.map(|taken| taken.half_day)),
        visits::booked_at.eq(taken.map(|taken| taken.booked_at)),
        visits::duty_id.eq(booking.map(|(_, duty_id)| duty_id)),
        visits::window_from_secs.eq(None::<TimeOfDay>),
        visits::window_to_secs.eq(None::<TimeOfDay>),
        visits::published_at.eq(None::<Timestamp>),
        visits::postponed_at.eq(None::<Timestamp>),
        visits::invite_sequence.eq(visits::invite_sequence + 1),
        visits::version.eq(visits::version + 1),
    );
    Ok(diesel::update(as_read(visit)).set(changes).execute(conn)? == 1)
}

/// Gives a visit a half-day in a duty, with the window still to be told; false when it changed meanwhile. A stop in
/// another duty must be gone. The calendar entry gets its next number when the window is told.
pub fn place(conn: &mut DbConn, visit: &Visit, booking: Booking, duty_id: DutyId) -> StoreResult<bool> {
    let changes = (
        visits::promised_on.eq(booking.on),
        visits::promised_half_day.eq(booking.half_day),
        visits::booked_at.eq(booking.booked_at),
        visits::duty_id.eq(duty_id),
        visits::window_from_secs.eq(None::<TimeOfDay>),
        visits::window_to_secs.eq(None::<TimeOfDay>),
        visits::published_at.eq(None::<Timestamp>),
        visits::postponed_at.eq(None::<Timestamp>),
        visits::version.eq(visits::version + 1),
    );
    Ok(diesel::update(as_read(visit)).set(changes).execute(conn)? == 1)
}

/// Writes what the family was told, and the duty in which it stands; false when the visit changed meanwhile. A stop in
/// another duty must be gone.
pub fn promise(conn: &mut DbConn, visit: &Visit, told: Promise, duty_id: DutyId) -> StoreResult<bool> {
    let changes = (
        visits::promised_on.eq(told.on),
        visits::promised_half_day.eq(told.half_day),
        visits::booked_at.eq(visit.booking.map_or(told.published_at, |taken| taken.booked_at)),
        visits::duty_id.eq(duty_id),
        visits::window_from_secs.eq(told.from_secs),
        visits::window_to_secs.eq(told.to_secs),
        visits::published_at.eq(told.published_at),
        visits::postponed_at.eq(None::<Timestamp>),
        visits::invite_sequence.eq(visits::invite_sequence + 1),
        visits::version.eq(visits::version + 1),
    );
    Ok(diesel::update(as_read(visit)).set(changes).execute(conn)? == 1)
}

/// Lets a visit keep half-day and window in a duty of the same half-day, perhaps another one; false when it changed
/// meanwhile. A stop in another duty must be gone. What the family was told stays, so its version does too.
pub fn stay(conn: &mut DbConn, visit: &Visit, duty_id: DutyId) -> StoreResult<bool> {
    Ok(diesel::update(as_read(visit)).set(visits::duty_id.eq(duty_id)).execute(conn)? == 1)
}

/// Takes back the half-day that a family was given: it waits again, in front, and has to be told. False when the visit
/// changed meanwhile.
pub fn postpone(conn: &mut DbConn, visit: &Visit, now: Timestamp) -> StoreResult<bool> {
    if !leave_place(conn, visit)? {
        return Ok(false);
    }
    let changes = (visits::front_of_queue.eq(true), visits::postponed_at.eq(now));
    diesel::update(visits::table.find(visit.id)).set(changes).execute(conn)?;
    Ok(true)
}

/// Takes back the half-day that was kept for an unapproved case; the family has to be told. False when the visit
/// changed meanwhile, and the caller's transaction must be rolled back then.
pub fn lapse(conn: &mut DbConn, visit: &Visit, to_front: bool, now: Timestamp) -> StoreResult<bool> {
    if !leave_place(conn, visit)? {
        return Ok(false);
    }
    let changes = (visits::front_of_queue.eq(visit.front_of_queue || to_front), visits::postponed_at.eq(now));
    diesel::update(visits::table.find(visit.id)).set(changes).execute(conn)?;
    Ok(true)
}

/// Cancels a visit, which loses its stop; false when it changed meanwhile, and the caller's transaction must be rolled
/// back then.
pub fn cancel(conn: &mut DbConn, visit: &Visit, now: Timestamp) -> StoreResult<bool> {
    remove_stop(conn, visit.id)?;
    let changes = (
        visits::cancelled_at.eq(now),
        visits::duty_id.eq(None::<DutyId>),
        visits::invite_sequence.eq(visits::invite_sequence + 1),
        visits::version.eq(visits::version + 1),
    );
    Ok(diesel::update(as_read(visit)).set(changes).execute(conn)? == 1)
}

/// The duties in which open visits of a case stand.
pub fn duties_of_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<DutyId>> {
    let rows = visits::table
        .filter(visits::case_id.eq(case_id))
        .filter(visits::closed_at.is_null())
        .filter(visits::duty_id.is_not_null())
        .select(visits::duty_id.assume_not_null());
    Ok(rows.load(conn)?)
}

/// Locks a visit if nobody else has it; false, without waiting, when somebody has.
pub fn lock_free(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<bool> {
    let row = visits::table.filter(visits::id.eq(visit_id)).select(visits::id);
    Ok(!crate::lock_rows!(free, conn, row)?.is_empty())
}
