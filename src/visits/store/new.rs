//! Storing new visits.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::visits;
use crate::db::{DbConn, StoreResult};
use crate::ids::{CaseId, DutyId, VisitId};
use crate::seconds::Seconds;
use crate::visits::visit::{Booking, Visit};

/// What a new visit is made of.
pub struct NewVisit {
    /// Whose.
    pub case_id: CaseId,
    /// First, second … trip.
    pub number: i32,
    /// Part of a group site's people.
    pub part: i32,
    /// People to capture.
    pub captures: i32,
    /// Seconds of work without the set-up.
    pub service_secs: Seconds,
    /// Goes first.
    pub front_of_queue: bool,
}

impl NewVisit {
    /// As it stands once it is stored under this number.
    fn as_visit(&self, id: VisitId) -> Visit {
        Visit {
            id,
            case_id: self.case_id,
            number: self.number,
            part: self.part,
            captures: self.captures,
            service_secs: self.service_secs,
            front_of_queue: self.front_of_queue,
            cancelled_at: None,
            booking: None,
            promise: None,
            duty_id: None,
            invite_sequence: 0,
            en_route_at: None,
            arrived_at: None,
            closed_at: None,
            postponed_at: None,
            version: 1,
        }
    }

    #[diesel::dsl::auto_type(no_type_alias)]
    fn row(&self, now: Timestamp) -> _ {
        let (case_id, number, part): (CaseId, i32, i32) = (self.case_id, self.number, self.part);
        let (captures, service_secs, front_of_queue): (i32, Seconds, bool) =
            (self.captures, self.service_secs, self.front_of_queue);
        (
            visits::case_id.eq(case_id),
            visits::number.eq(number),
            visits::part.eq(part),
            visits::captures.eq(captures),
            visits::service_secs.eq(service_secs),
            visits::front_of_queue.eq(front_of_queue),
            visits::created_at.eq(now),
            visits::invite_sequence.eq(0_i32),
            visits::version.eq(1_i32),
        )
    }
}

/// Adds a visit that waits for a place; false when this number and part exist already.
pub fn add(conn: &mut DbConn, new: &NewVisit, now: Timestamp) -> StoreResult<bool> {
    Ok(crate::insert_or_ignore!(conn, visits::table, new.row(now))? == 1)
}

/// The same for a visit that cannot exist yet; gives it.
pub fn insert(conn: &mut DbConn, new: &NewVisit, now: Timestamp) -> StoreResult<Visit> {
    let row = diesel::insert_into(visits::table).values(new.row(now)).returning(visits::id);
    let id = row.get_result(conn)?;
    Ok(new.as_visit(id))
}

/// The same for a visit whose half-day is taken with it; its stop in that duty comes next.
pub fn insert_booked(
    conn: &mut DbConn,
    new: &NewVisit,
    booking: Booking,
    duty_id: DutyId,
    now: Timestamp,
) -> StoreResult<Visit> {
    let row = (
        (visits::case_id.eq(new.case_id), visits::number.eq(new.number), visits::part.eq(new.part)),
        (visits::captures.eq(new.captures), visits::service_secs.eq(new.service_secs)),
        visits::front_of_queue.eq(new.front_of_queue),
        visits::created_at.eq(now),
        (
            visits::promised_on.eq(booking.on),
            visits::promised_half_day.eq(booking.half_day),
            visits::booked_at.eq(booking.booked_at),
            visits::duty_id.eq(duty_id),
        ),
        visits::invite_sequence.eq(1),
        visits::version.eq(1),
    );
    let id = diesel::insert_into(visits::table).values(row).returning(visits::id).get_result(conn)?;
    Ok(Visit { booking: Some(booking), duty_id: Some(duty_id), invite_sequence: 1, ..new.as_visit(id) })
}
