//! Rows of `stops`: the sequences of duties.
use diesel::prelude::*;

use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::db::schema::{cases, freed_places, stops, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::{DutyId, VisitId};
use crate::seconds::{Seconds, TimeOfDay};
use crate::visits::visit::{Stop, StopTimes};

/// Neighbouring stops are this far apart when a sequence is written, so that others can come between.
pub const POSITION_STEP: i32 = 1 << 16;

type StopRow = (VisitId, DutyId, i32, Option<TimeOfDay>, Option<TimeOfDay>, Option<TimeOfDay>);

/// The stops of some duties, by duty and position.
pub fn stops_of_duties(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<Stop>> {
    let rows: Vec<StopRow> =
        stops::table.filter(stops::duty_id.eq_any(duty_ids)).order((stops::duty_id, stops::position)).load(conn)?;
    Ok(rows.into_iter().map(stop).collect())
}

/// The visits in a duty whose case is approved.
pub fn approved_in_duty(conn: &mut DbConn, duty_id: DutyId) -> StoreResult<Vec<VisitId>> {
    let rows = stops::table
        .inner_join(visits::table.inner_join(cases::table))
        .filter(stops::duty_id.eq(duty_id))
        .filter(cases::verified_at.is_not_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .select(stops::visit_id);
    Ok(rows.load(conn)?)
}

/// Where a visit stands.
pub fn stop_of(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<Option<Stop>> {
    let row: Option<StopRow> = stops::table.find(visit_id).first(conn).optional()?;
    Ok(row.map(stop))
}

/// Takes some visits out of their sequences, before they come to stand elsewhere.
pub fn remove_stops(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<()> {
    diesel::delete(stops::table.filter(stops::visit_id.eq_any(visit_ids))).execute(conn)?;
    Ok(())
}

/// Moves what is left in a duty behind so many others that are about to come.
pub fn make_way_for(conn: &mut DbConn, duty_id: DutyId, others: usize) -> StoreResult<()> {
    let left: Vec<VisitId> =
        stops::table.filter(stops::duty_id.eq(duty_id)).order(stops::position).select(stops::visit_id).load(conn)?;
    let first = i32::try_from(others + 1).unwrap_or(i32::MAX / POSITION_STEP);
    // Through numbers nobody has: a position is never there twice.
    for sign in [-1, 1] {
        for (visit_id, number) in left.iter().zip(first..) {
            let position = sign * number.saturating_mul(POSITION_STEP);
            diesel::update(stops::table.find(visit_id)).set(stops::position.eq(position)).execute(conn)?;
        }
    }
    Ok(())
}

/// Puts a visit that is booked in the duty into its sequence.
pub fn add_stop(conn: &mut DbConn, stop: &Stop) -> StoreResult<()> {
    let row = (
        stops::visit_id.eq(stop.visit_id),
        stops::duty_id.eq(stop.duty_id),
        stops::position.eq(stop.position),
        stops::arrives_secs.eq(stop.times.map(|times| times.arrives_secs)),
        stops::starts_secs.eq(stop.times.map(|times| times.starts_secs)),
        stops::departs_secs.eq(stop.times.map(|times| times.departs_secs)),
    );
    diesel::insert_into(stops::table).values(row).execute(conn)?;
    Ok(())
}

/// Takes a visit out of its sequence, if it stands in one; the others keep their places and times, so the sequence
/// stays feasible.
pub fn remove_stop(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<()> {
    diesel::delete(stops::table.find(visit_id)).execute(conn)?;
    Ok(())
}

fn stop((visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs): StopRow) -> Stop {
    let times = |arrives_secs| Some(StopTimes { arrives_secs, starts_secs: starts_secs?, departs_secs: departs_secs? });
    Stop { visit_id, duty_id, position, times: arrives_secs.and_then(times) }
}

/// Notes time of a duty that was given back by a visit, and when the public may see it.
pub fn add_freed_place(
    conn: &mut DbConn,
    duty_id: DutyId,
    half_day: HalfDay,
    visit_id: VisitId,
    secs: Seconds,
    freed_at: Timestamp,
    public_at: Timestamp,
) -> StoreResult<()> {
    let row = (
        freed_places::duty_id.eq(duty_id),
        freed_places::half_day.eq(half_day),
        freed_places::secs.eq(secs),
        freed_places::visit_id.eq(visit_id),
        freed_places::freed_at.eq(freed_at),
        freed_places::public_at.eq(public_at),
    );
    diesel::insert_into(freed_places::table).values(row).execute(conn)?;
    Ok(())
}
