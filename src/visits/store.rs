//! Rows of `visits`, `stops`, `visit_events` and `outcomes`.
mod hand_placements;
mod holds;
mod new;
mod not_before;
mod places;
mod reports;
mod stops;
mod waiting;

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;

pub use hand_placements::{hand_placements, place_by_hand, unplace_by_hand};
pub use holds::{
    add_hold, end_hold, expire_hold, expired_holds, extend_hold, forget_holds, hold_by_token, holds_of_duties,
    invitation_of, move_hold, places_kept,
};
pub use new::{NewVisit, add, insert, insert_booked};
pub use not_before::{add_not_before, forget_not_before, not_before_of, not_before_of_report};
pub use places::{
    book, cancel, duties_of_case, lapse, leave_place, lock_free, place, postpone, promise, stay, take_place,
};
pub use reports::{
    NewOutcome, NewReport, NotedOutcome, StoredOutcome, StoredReport, add_report, find_report, name_successor,
    noted_of, outcomes_of, reports_of, supersede,
};
pub use stops::{
    POSITION_STEP, add_freed_place, add_stop, approved_in_duty, make_way_for, remove_stop, remove_stops, stop_of,
    stops_of_duties,
};
pub use waiting::{count_waiting, waiting};

use super::visit::{Booking, Promise, Visit};
use crate::calendar::HalfDay;
use crate::cases::store::NAMED_AT_ONCE;
use crate::clock::Timestamp;
use crate::db::schema::visits;
use crate::db::{DbConn, StoreResult};
use crate::ids::{CaseId, DutyId, VisitId};
use crate::seconds::{Seconds, TimeOfDay};

#[derive(Queryable, Selectable)]
#[diesel(table_name = visits)]
struct VisitRow {
    id: VisitId,
    case_id: CaseId,
    number: i32,
    part: i32,
    captures: i32,
    service_secs: Seconds,
    front_of_queue: bool,
    cancelled_at: Option<Timestamp>,
    promised_on: Option<NaiveDate>,
    promised_half_day: Option<HalfDay>,
    window_from_secs: Option<TimeOfDay>,
    window_to_secs: Option<TimeOfDay>,
    published_at: Option<Timestamp>,
    invite_sequence: i32,
    en_route_at: Option<Timestamp>,
    arrived_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    version: i32,
    booked_at: Option<Timestamp>,
    postponed_at: Option<Timestamp>,
    duty_id: Option<DutyId>,
}

crate::stored_code!(super::outcomes::Outcome, super::report_kinds::ReportKind);

/// One visit.
pub fn find(conn: &mut DbConn, id: VisitId) -> StoreResult<Option<Visit>> {
    let row = visits::table.find(id).select(VisitRow::as_select()).first(conn).optional()?;
    Ok(row.map(visit))
}

/// All visits of a case, oldest first.
pub fn of_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<Visit>> {
    let rows = visits::table
        .filter(visits::case_id.eq(case_id))
        .order((visits::number, visits::part))
        .select(VisitRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(visit).collect())
}

/// All visits of these cases, case by case, oldest first.
pub fn of_cases(conn: &mut DbConn, case_ids: &[CaseId]) -> StoreResult<Vec<Visit>> {
    let rows = visits::table
        .filter(visits::case_id.eq_any(case_ids))
        .order((visits::case_id, visits::number, visits::part))
        .select(VisitRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(visit).collect())
}

/// Some visits, in no order.
pub fn of_ids(conn: &mut DbConn, ids: &[VisitId]) -> StoreResult<Vec<Visit>> {
    let mut all = Vec::with_capacity(ids.len());
    for ids in ids.chunks(NAMED_AT_ONCE) {
        let rows: Vec<VisitRow> =
            visits::table.filter(visits::id.eq_any(ids)).select(VisitRow::as_select()).load(conn)?;
        all.extend(rows.into_iter().map(visit));
    }
    Ok(all)
}

/// Every visit that neither ended nor was cancelled, in order of their numbers.
pub fn open_visits(conn: &mut DbConn) -> StoreResult<Vec<Visit>> {
    let rows = visits::table
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .select(VisitRow::as_select())
        .load(conn)?;
    Ok(by_number(rows))
}

/// Open visits with a half-day in a span of days, and those of these numbers that are open, in order of their numbers.
pub fn open_among(conn: &mut DbConn, ids: &[VisitId], from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<Visit>> {
    let open = || visits::table.filter(visits::closed_at.is_null()).filter(visits::cancelled_at.is_null());
    let mut rows: Vec<VisitRow> =
        open().filter(visits::promised_on.between(from, to)).select(VisitRow::as_select()).load(conn)?;
    let known: HashSet<VisitId> = rows.iter().map(|row| row.id).collect();
    for ids in ids.chunks(NAMED_AT_ONCE) {
        let named: Vec<VisitRow> = open().filter(visits::id.eq_any(ids)).select(VisitRow::as_select()).load(conn)?;
        rows.extend(named.into_iter().filter(|row| !known.contains(&row.id)));
    }
    Ok(by_number(rows))
}

/// Put in order here: an engine that is asked for their order goes through all visits there ever were.
fn by_number(rows: Vec<VisitRow>) -> Vec<Visit> {
    let mut visits: Vec<Visit> = rows.into_iter().map(visit).collect();
    visits.sort_unstable_by_key(|visit| visit.id);
    visits
}

/// Ids of visits that were to take place before a date, of which nobody said that a team is on its way.
pub fn overdue(conn: &mut DbConn, before: NaiveDate) -> StoreResult<Vec<VisitId>> {
    let rows = visits::table
        .filter(visits::promised_on.lt(before))
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .filter(visits::en_route_at.is_null())
        .filter(visits::arrived_at.is_null())
        .order((visits::promised_on, visits::id))
        .select(visits::id);
    Ok(rows.load(conn)?)
}

/// Writes how many people a visit is for and how long it takes; false when it changed meanwhile.
pub fn set_work(conn: &mut DbConn, visit: &Visit, captures: i32, service_secs: Seconds) -> StoreResult<bool> {
    let row = visits::table.filter(visits::id.eq(visit.id)).filter(visits::version.eq(visit.version));
    let changes =
        (visits::captures.eq(captures), visits::service_secs.eq(service_secs), visits::version.eq(visits::version + 1));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Takes the next number of the calendar entry, for an appointment that stays what it is and is told again; false when
/// the visit changed meanwhile.
pub fn next_invite(conn: &mut DbConn, visit: &Visit) -> StoreResult<bool> {
    let row = visits::table.filter(visits::id.eq(visit.id)).filter(visits::version.eq(visit.version));
    let changes = (visits::invite_sequence.eq(visits::invite_sequence + 1), visits::version.eq(visits::version + 1));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Writes what the reports that stand tell of a locked visit: on the way, at the door, ended.
pub fn set_reported(
    conn: &mut DbConn,
    id: VisitId,
    [en_route_at, arrived_at, closed_at]: [Option<Timestamp>; 3],
) -> StoreResult<()> {
    let changes = (
        visits::en_route_at.eq(en_route_at),
        visits::arrived_at.eq(arrived_at),
        visits::closed_at.eq(closed_at),
        visits::version.eq(visits::version + 1),
    );
    diesel::update(visits::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Says whether a visit goes before the others (R27).
pub fn set_front(conn: &mut DbConn, id: VisitId, front_of_queue: bool) -> StoreResult<()> {
    let changes = (visits::front_of_queue.eq(front_of_queue), visits::version.eq(visits::version + 1));
    diesel::update(visits::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

fn visit(row: VisitRow) -> Visit {
    Visit {
        id: row.id,
        case_id: row.case_id,
        number: row.number,
        part: row.part,
        captures: row.captures,
        service_secs: row.service_secs,
        front_of_queue: row.front_of_queue,
        cancelled_at: row.cancelled_at,
        booking: taken(&row),
        promise: promise_in(&row),
        duty_id: row.duty_id,
        invite_sequence: row.invite_sequence,
        postponed_at: row.postponed_at,
        en_route_at: row.en_route_at,
        arrived_at: row.arrived_at,
        closed_at: row.closed_at,
        version: row.version,
    }
}

fn taken(row: &VisitRow) -> Option<Booking> {
    Some(Booking { on: row.promised_on?, half_day: row.promised_half_day?, booked_at: row.booked_at? })
}

fn promise_in(row: &VisitRow) -> Option<Promise> {
    Some(Promise {
        on: row.promised_on?,
        half_day: row.promised_half_day?,
        from_secs: row.window_from_secs?,
        to_secs: row.window_to_secs?,
        published_at: row.published_at?,
    })
}
