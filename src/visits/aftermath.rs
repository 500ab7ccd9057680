//! What follows from the reports of a visit that stand: where it is, whether another trip is needed, before which day
//! nobody comes. Worked out anew after every report, so that what followed from a wrong one is put right with it.
use super::create_missing::{next_number, next_visit};
use super::give_back::give_back;
use super::lock::lock_visit;
use super::notify::Whom;
use super::people::still_waiting;
use super::postpone::postpone;
use super::report::{RecordError, Reporter};
use super::report_kinds::ReportKind;
use super::say::CancelledBecause;
use super::store::{self, NewVisit, StoredOutcome, StoredReport};
use super::visit::Visit;
use crate::cases::case::{PlannableCase, State};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::ids::{ApplicantId, VisitId};

/// A visit whose case is ours until the transaction ends, as it was before the report.
pub struct Locked {
    /// The visit.
    pub visit: Visit,
    /// How it had ended.
    pub(super) outcomes: Vec<StoredOutcome>,
}

/// Another trip that is needed, and for whom.
struct Trip {
    new: NewVisit,
    people: Vec<ApplicantId>,
}

/// Locks the duties in which open visits of the case stand, then the case, and gives the visit as it stands then.
///
/// # Errors
/// [`RecordError::NotFound`].
pub fn lock(conn: &mut DbConn, visit_id: VisitId) -> Result<Locked, RecordError> {
    let visit = lock_visit(conn, visit_id)?.ok_or(RecordError::NotFound)?;
    let outcomes = store::outcomes_of(conn, &[visit_id])?;
    Ok(Locked { visit, outcomes })
}

/// Brings a visit and the trips after it in line with the reports that stand now.
///
/// # Errors
/// [`RecordError::NotPossible`] when a later trip has begun that rests on what was said before;
/// [`RecordError::Changed`].
pub fn settle(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    case: &PlannableCase,
    locked: &Locked,
) -> Result<(), RecordError> {
    let reports = store::reports_of(conn, &[locked.visit.id])?;
    let moments = moments(&reports);
    store::set_reported(conn, locked.visit.id, moments)?;
    let [en_route_at, arrived_at, closed_at] = moments;
    let visit = Visit { en_route_at, arrived_at, closed_at, ..locked.visit.clone() };
    let limit = store::not_before_of(conn, case.case.id)?;
    if limit != case.case.not_before {
        crate::cases::store::set_not_before(conn, case.case.id, limit)?;
    }
    let outcomes = store::outcomes_of(conn, &[visit.id])?;
    let was = trip_after(case, &locked.visit, &locked.outcomes, reporter)?;
    let wanted = trip_after(case, &visit, &outcomes, reporter)?;
    let later = later(conn, &visit)?;
    match (later.first(), wanted) {
        (None, None) => {}
        (None, Some(trip)) => {
            let number = next_number(&store::of_case(conn, case.case.id)?, visit.part);
            store::add(conn, &NewVisit { number, ..trip.new }, reporter.now)?;
        }
        (Some(next), wanted) if !next.is_movable() => refuse_other(was.as_ref(), wanted.as_ref())?,
        (Some(next), None) => cancel(conn, reporter, case, next)?,
        (Some(next), Some(trip)) => change(conn, reporter, next, was.as_ref(), &trip)?,
    }
    Ok(())
}

/// The trips after a visit to the same people that were not cancelled, the next one first.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn later(conn: &mut DbConn, visit: &Visit) -> StoreResult<Vec<Visit>> {
    let mut all = store::of_case(conn, visit.case_id)?;
    all.retain(|one| one.part == visit.part && one.number > visit.number && one.cancelled_at.is_none());
    Ok(all)
}

/// When a team left, arrived and ended, by the reports that stand: the earliest of the taps, the one outcome.
fn moments(reports: &[StoredReport]) -> [Option<Timestamp>; 3] {
    [ReportKind::EnRoute, ReportKind::Arrived, ReportKind::Outcome].map(|kind| {
        let stand = reports.iter().filter(|report| report.superseded_at.is_none() && report.kind == kind);
        stand.map(|report| report.happened_at).min()
    })
}

/// The trip that is needed after a visit that ended so; none while it has not ended, and for a case that has.
fn trip_after(
    case: &PlannableCase,
    visit: &Visit,
    outcomes: &[StoredOutcome],
    reporter: Reporter<'_>,
) -> StoreResult<Option<Trip>> {
    if visit.closed_at.is_none() || matches!(case.case.state(), State::Refused | State::Withdrawn) {
        return Ok(None);
    }
    let ended: Vec<&StoredOutcome> = outcomes.iter().collect();
    let people = still_waiting(&case.applicants, &ended).into_iter().map(|one| one.id).collect();
    let next = next_visit(case, visit, &ended, reporter.desk, reporter.durations, reporter.now.date())?;
    Ok(next.map(|new| Trip { new, people }))
}

/// A later trip that has begun or ended rests on whom the earlier one left over: they must stay the same.
fn refuse_other(was: Option<&Trip>, wanted: Option<&Trip>) -> Result<(), RecordError> {
    let whom = |trip: Option<&Trip>| trip.map(|trip| (trip.new.captures, trip.people.clone()));
    if whom(was) == whom(wanted) {
        return Ok(());
    }
    Err(RecordError::NotPossible("Lượt đến sau đã bắt đầu hoặc đã có kết quả: sửa lượt ấy trước."))
}

/// Cancels a trip that nobody needs any more; a half-day it had is given back and the family is told.
fn cancel(conn: &mut DbConn, reporter: Reporter<'_>, case: &PlannableCase, next: &Visit) -> Result<(), RecordError> {
    let (desk, now) = (reporter.desk, reporter.now);
    if !store::cancel(conn, next, now)? {
        return Err(RecordError::Changed);
    }
    give_back(conn, desk, next, now)?;
    if next.booking.is_some() {
        Whom::of(desk, &case.case, now).ended(conn, next, CancelledBecause::NotNeeded)?;
        let others = store::of_case(conn, case.case.id)?;
        if !others.iter().any(|other| other.is_open() && other.booking.is_some()) {
            crate::cases::store::fix_place(conn, case.case.id, None)?;
        }
    }
    Ok(())
}

/// Gives a trip the work that is needed now. A half-day that was taken for less work is taken back openly.
fn change(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    next: &Visit,
    was: Option<&Trip>,
    wanted: &Trip,
) -> Result<(), RecordError> {
    let (new, mut next) = (&wanted.new, next.clone());
    let same_people = was.is_some_and(|was| was.people == wanted.people && was.new.captures == new.captures);
    if !same_people {
        if let Some(duty_id) = next.duty_id {
            crate::teams::store::restamp(conn, duty_id, &reporter.desk.dice)?;
        }
        if next.booking.is_some() && (new.captures > next.captures || new.service_secs > next.service_secs) {
            let why = "kết quả lượt trước đã sửa: lần sau cần nhiều thời gian hơn";
            if !postpone(conn, reporter.desk, Some(reporter.staff), &next, why, reporter.now)? {
                return Err(RecordError::Changed);
            }
            next = store::find(conn, next.id)?.ok_or(RecordError::Changed)?;
        }
        if !store::set_work(conn, &next, new.captures, new.service_secs)? {
            return Err(RecordError::Changed);
        }
    }
    // R27 follows the truth; what puts a visit in front for another reason stays.
    let was_front = was.is_some_and(|was| was.new.front_of_queue);
    let front = new.front_of_queue || next.postponed_at.is_some() || (next.front_of_queue && !was_front);
    if front != next.front_of_queue {
        store::set_front(conn, next.id, front)?;
    }
    Ok(())
}
