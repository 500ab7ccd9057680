//! Whom a visit is for: at first everybody who needs one, later those who could not be captured before.
use chrono::NaiveDate;

use super::durations::Capture;
use super::store::{self, StoredOutcome};
use super::visit::Visit;
use crate::cases::case::{Applicant, Case};
use crate::cases::triage::TriageDecision;
use crate::db::{DbConn, StoreResult};
use crate::sealed::{UnsealError, Vault};

/// The people of a first visit: those whom triage sends a team to. A dispatcher may have approved against the
/// triage; then everybody of the case is meant.
pub fn at_first(applicants: &[Applicant]) -> Vec<&Applicant> {
    let visited: Vec<&Applicant> = applicants.iter().filter(|one| one.triage == TriageDecision::Visit).collect();
    if visited.is_empty() { applicants.iter().collect() } else { visited }
}

/// The people who still wait after a visit that ended so.
pub fn still_waiting<'a>(applicants: &'a [Applicant], ended: &[&StoredOutcome]) -> Vec<&'a Applicant> {
    let waits = |one: &&Applicant| {
        ended.iter().any(|outcome| !outcome.code.ends_wish() && outcome.applicant_id == Some(one.id))
    };
    applicants.iter().filter(waits).collect()
}

/// The ids of those whom this visit is for; at a group site everybody who is listed and not done at another trip.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_visit(conn: &mut DbConn, case: &Case, visit: &Visit, applicants: &[Applicant]) -> StoreResult<Vec<i64>> {
    let ids = |people: Vec<&Applicant>| people.into_iter().map(|one| one.id).collect();
    if case.group_site.is_some() {
        let done = done_elsewhere(conn, visit)?;
        return Ok(ids(applicants.iter().filter(|one| !done.contains(&one.id)).collect()));
    }
    if visit.number == 1 {
        return Ok(ids(at_first(applicants)));
    }
    let before = store::of_case(conn, case.id)?;
    let ended = |one: &&Visit| one.part == visit.part && one.number < visit.number && one.closed_at.is_some();
    match before.iter().rfind(ended) {
        None => Ok(ids(at_first(applicants))),
        Some(last) => {
            let outcomes = store::outcomes_of(conn, &[last.id])?;
            Ok(ids(still_waiting(applicants, &outcomes.iter().collect::<Vec<_>>())))
        }
    }
}

/// Who needs nobody any more after an earlier trip, or after one to another part of the people.
fn done_elsewhere(conn: &mut DbConn, visit: &Visit) -> StoreResult<Vec<i64>> {
    let mut others = store::of_case(conn, visit.case_id)?;
    others.retain(|one| one.id != visit.id && one.number <= visit.number);
    let ids: Vec<i64> = others.iter().map(|one| one.id).collect();
    let done = store::outcomes_of(conn, &ids)?.into_iter().filter(|outcome| outcome.code.ends_wish());
    Ok(done.filter_map(|outcome| outcome.applicant_id).collect())
}

/// What the work at these people, and their turn, depend on.
///
/// # Errors
/// [`UnsealError`] when the key is another one.
pub fn captures(people: &[&Applicant], vault: &Vault, today: NaiveDate) -> Result<Vec<Capture>, UnsealError> {
    let capture = |one: &&Applicant| {
        let age_years = vault.open(&one.identity)?.birth.age_on(today);
        Ok(Capture { mobility: one.mobility, group: one.group, age_years })
    };
    people.iter().map(capture).collect()
}
