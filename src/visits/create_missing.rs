//! Every approved case has a visit for whoever still waits: the first one, or another after a failed one (R29).
use std::collections::HashMap;

use chrono::NaiveDate;

use super::durations::{Capture, DurationModel};
use super::people;
use super::store::{self, NewVisit, StoredOutcome};
use super::visit::Visit;
use crate::cases::case::{Applicant, PlannableCase};
use crate::cases::store::{NAMED_AT_ONCE, unvisited};
use crate::clock::Timestamp;
use crate::config::Hours;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::{CaseId, VisitId};
use crate::sealed::UnsealError;
use crate::seconds::Seconds;

/// Creates what is missing for one case; gives the number of visits created.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn for_case(
    conn: &mut DbConn,
    desk: &Desk,
    durations: &DurationModel,
    case: &PlannableCase,
    now: Timestamp,
) -> StoreResult<usize> {
    let visits = store::of_case(conn, case.case.id)?;
    let ids: Vec<VisitId> = visits.iter().map(|visit| visit.id).collect();
    let outcomes = store::outcomes_of(conn, &ids)?;
    create(conn, case, &visits, &outcomes, desk, durations, now)
}

fn create(
    conn: &mut DbConn,
    case: &PlannableCase,
    visits: &[Visit],
    outcomes: &[StoredOutcome],
    desk: &Desk,
    durations: &DurationModel,
    now: Timestamp,
) -> StoreResult<usize> {
    let missing = missing(case, visits, outcomes, desk, durations, now.date())?;
    let mut created = 0;
    for visit in &missing {
        created += usize::from(store::add(conn, visit, now)?);
    }
    unvisited::forget(conn, case.case.id)?;
    Ok(created)
}

/// Creates the visits that these cases still lack; gives their number. A case that
/// cannot be read keeps none of the others waiting.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn for_cases(
    conn: &mut DbConn,
    desk: &Desk,
    durations: &DurationModel,
    ids: &[CaseId],
    now: Timestamp,
) -> StoreResult<usize> {
    let (mut visits, mut outcomes): (HashMap<CaseId, Vec<Visit>>, HashMap<CaseId, Vec<StoredOutcome>>) =
        Default::default();
    for ids in ids.chunks(NAMED_AT_ONCE) {
        let found = store::of_cases(conn, ids)?;
        let case_of: HashMap<VisitId, CaseId> = found.iter().map(|visit| (visit.id, visit.case_id)).collect();
        for outcome in store::outcomes_of(conn, &found.iter().map(|visit| visit.id).collect::<Vec<_>>())? {
            outcomes.entry(case_of[&outcome.visit_id]).or_default().push(outcome);
        }
        found.into_iter().for_each(|visit| visits.entry(visit.case_id).or_default().push(visit));
    }
    let mut created = 0;
    for case in crate::cases::store::with_people(conn, ids)? {
        let id = case.case.id;
        let (visits, outcomes) = (visits.remove(&id).unwrap_or_default(), outcomes.remove(&id).unwrap_or_default());
        let missing = create(conn, &case, &visits, &outcomes, desk, durations, now);
        created += unless_unreadable(missing, "cases", case.case.id)?.unwrap_or(0);
    }
    Ok(created)
}

/// Creates the first visits of a case that was filed in this transaction, without a look at what it has; gives them.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn for_new_case(
    conn: &mut DbConn,
    desk: &Desk,
    durations: &DurationModel,
    case: &PlannableCase,
    now: Timestamp,
) -> StoreResult<Vec<Visit>> {
    let first = first_visits(case, desk, durations, now.date())?;
    first.iter().map(|visit| store::insert(conn, visit, now)).collect()
}

/// Seconds to carry the kit in and set it up, paid once per place (R19, R20).
pub fn setup_secs(case: &PlannableCase, durations: &DurationModel) -> Seconds {
    durations.setup_secs(case.case.group_site.is_some())
}

/// The visits that a case lacks.
fn missing(
    case: &PlannableCase,
    visits: &[Visit],
    outcomes: &[StoredOutcome],
    desk: &Desk,
    durations: &DurationModel,
    today: NaiveDate,
) -> Result<Vec<NewVisit>, UnsealError> {
    if visits.is_empty() {
        return first_visits(case, desk, durations, today);
    }
    let mut latest: HashMap<i32, &Visit> = HashMap::new();
    for visit in visits.iter().filter(|visit| visit.cancelled_at.is_none()) {
        latest.insert(visit.part, visit);
    }
    let mut parts: Vec<_> = latest.into_values().filter(|visit| visit.closed_at.is_some()).collect();
    parts.sort_by_key(|visit| visit.part);
    let mut again = Vec::new();
    for visit in parts {
        let ended: Vec<_> = outcomes.iter().filter(|outcome| outcome.visit_id == visit.id).collect();
        let next = next_visit(case, visit, &ended, desk, durations, today)?;
        again.extend(next.map(|new| NewVisit { number: next_number(visits, visit.part), ..new }));
    }
    Ok(again)
}

/// A home gets one visit, a group site as many parts as its people need half-days (R20).
fn first_visits(
    case: &PlannableCase,
    desk: &Desk,
    durations: &DurationModel,
    today: NaiveDate,
) -> Result<Vec<NewVisit>, UnsealError> {
    let new = |part, captures, service_secs| NewVisit {
        case_id: case.case.id,
        number: 1,
        part,
        captures,
        service_secs,
        front_of_queue: false,
    };
    if case.case.group_site.is_none() {
        let people = people::at_first(&case.applicants);
        let captures = i32::try_from(people.len()).unwrap_or(i32::MAX).max(1);
        return Ok(vec![new(1, captures, home_secs(&people, desk, durations, today)?)]);
    }
    let parts = site_parts(case.case.expected_captures, durations, &desk.settings.hours);
    Ok((1..).zip(parts).map(|(part, (captures, service_secs))| new(part, captures, service_secs)).collect())
}

/// People and seconds of work of each half-day that a group site needs, the fullest first (R20).
pub fn site_parts(people: i32, durations: &DurationModel, hours: &Hours) -> Vec<(i32, Seconds)> {
    let (people, most) = (people.max(1), part_size(durations, hours));
    let parts = (people + most - 1) / most;
    // 55 people in 5 parts are 11 each, not 4 × 12 + 7: no half-day is fuller than it must be.
    let size = |part: i32| people / parts + i32::from(part < people % parts);
    (0..parts).map(|part| (size(part), Seconds::of_minutes(durations.group_person_minutes) * size(part))).collect()
}

/// The number that the next trip of a part gets; one that was cancelled keeps its own.
pub(super) fn next_number(visits: &[Visit], part: i32) -> i32 {
    visits.iter().filter(|visit| visit.part == part).map(|visit| visit.number).max().unwrap_or(0) + 1
}

/// Another visit for the people whom the last one did not serve and who still wish it.
pub(super) fn next_visit(
    case: &PlannableCase,
    last: &Visit,
    ended: &[&StoredOutcome],
    desk: &Desk,
    durations: &DurationModel,
    today: NaiveDate,
) -> Result<Option<NewVisit>, UnsealError> {
    let served: i32 = ended.iter().filter(|outcome| outcome.code.ends_wish()).map(|outcome| outcome.captures).sum();
    let captures = last.captures - served;
    if captures <= 0 {
        return Ok(None);
    }
    let people = people::still_waiting(&case.applicants, ended);
    let service_secs = match case.case.group_site {
        Some(_) => Seconds::of_minutes(durations.group_person_minutes) * captures,
        None => home_secs(&people, desk, durations, today)?,
    };
    Ok(Some(NewVisit {
        case_id: case.case.id,
        number: last.number + 1,
        part: last.part,
        captures,
        service_secs,
        front_of_queue: ended.iter().any(|outcome| outcome.code.requeues_at_front()),
    }))
}

/// Work at a home without the set-up, which the planner pays once per place.
fn home_secs(
    people: &[&Applicant],
    desk: &Desk,
    durations: &DurationModel,
    today: NaiveDate,
) -> Result<Seconds, UnsealError> {
    // Birth dates are opened for it: a child takes less time.
    Ok(service_secs(&people::captures(people, &desk.vault, today)?, durations))
}

/// Seconds of work with these people at a home, without the set-up.
pub fn service_secs(captures: &[Capture], durations: &DurationModel) -> Seconds {
    let work = durations.home_stop_minutes(captures).saturating_sub(durations.home_set_up_minutes);
    Seconds::of_minutes(work).max(Seconds::minutes(1))
}

/// How many people fit into the shorter half-day, set-up and reserve taken off.
fn part_size(durations: &DurationModel, hours: &Hours) -> i32 {
    let morning = hours.morning_ends_secs - hours.morning_starts_secs;
    let afternoon = hours.afternoon_ends_secs - hours.afternoon_starts_secs;
    let minutes = u32::try_from(morning.min(afternoon).full_minutes()).unwrap_or(0);
    let work = durations.plannable_minutes(minutes).saturating_sub(durations.group_set_up_minutes);
    i32::try_from(work / durations.group_person_minutes.max(1)).unwrap_or(1).max(1)
}
