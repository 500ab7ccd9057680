//! Whom a visit is for: at first everybody who needs one, later those who could not be captured before.
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::durations::Capture;
use super::store::{self, StoredOutcome};
use super::visit::Visit;
use crate::cases::case::{Applicant, Case};
use crate::cases::store::NAMED_AT_ONCE;
use crate::cases::triage::TriageDecision;
use crate::db::{DbConn, StoreResult};
use crate::ids::{ApplicantId, CaseId, VisitId};
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

/// What came before of some cases: whom their trips were for, and how they ended.
#[derive(Default)]
pub struct Before {
    visits: HashMap<CaseId, Vec<Visit>>,
    outcomes: HashMap<VisitId, Vec<StoredOutcome>>,
}

impl Before {
    /// Of those of the cases whose visits do not speak for themselves: later trips, and trips to group sites.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn read<'a>(conn: &mut DbConn, of: impl Iterator<Item = (&'a Case, &'a Visit)>) -> StoreResult<Self> {
        let asked = of.filter(|(case, visit)| case.group_site.is_some() || visit.number > 1);
        let case_ids: BTreeSet<CaseId> = asked.map(|(case, _)| case.id).collect();
        let case_ids: Vec<CaseId> = case_ids.into_iter().collect();
        let mut before = Self::default();
        for case_ids in case_ids.chunks(NAMED_AT_ONCE) {
            let visits = store::of_cases(conn, case_ids)?;
            let ids: Vec<VisitId> = visits.iter().map(|visit| visit.id).collect();
            for outcome in store::outcomes_of(conn, &ids)? {
                before.outcomes.entry(outcome.visit_id).or_default().push(outcome);
            }
            for visit in visits {
                before.visits.entry(visit.case_id).or_default().push(visit);
            }
        }
        Ok(before)
    }

    /// The ids of those whom this visit is for; at a group site everybody who is listed and not done at another trip.
    pub fn of_visit(&self, case: &Case, visit: &Visit, applicants: &[Applicant]) -> Vec<ApplicantId> {
        let ids = |people: Vec<&Applicant>| people.into_iter().map(|one| one.id).collect();
        let trips = self.visits.get(&case.id).map_or(&[][..], Vec::as_slice);
        if case.group_site.is_some() {
            let done = self.done_elsewhere(visit, trips);
            return ids(applicants.iter().filter(|one| !done.contains(&one.id)).collect());
        }
        if visit.number == 1 {
            return ids(at_first(applicants));
        }
        let ended = |one: &&Visit| one.part == visit.part && one.number < visit.number && one.closed_at.is_some();
        match trips.iter().rfind(ended) {
            None => ids(at_first(applicants)),
            Some(last) => ids(still_waiting(applicants, &self.outcomes_of(last).collect::<Vec<_>>())),
        }
    }

    /// Who needs nobody any more after an earlier trip, or after one to another part of the people.
    fn done_elsewhere(&self, visit: &Visit, trips: &[Visit]) -> Vec<ApplicantId> {
        let others = trips.iter().filter(|one| one.id != visit.id && one.number <= visit.number);
        let done = others.flat_map(|one| self.outcomes_of(one)).filter(|outcome| outcome.code.ends_wish());
        done.filter_map(|outcome| outcome.applicant_id).collect()
    }

    fn outcomes_of(&self, visit: &Visit) -> impl Iterator<Item = &StoredOutcome> {
        self.outcomes.get(&visit.id).into_iter().flatten()
    }
}

/// The same for one visit.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_visit(
    conn: &mut DbConn,
    case: &Case,
    visit: &Visit,
    applicants: &[Applicant],
) -> StoreResult<Vec<ApplicantId>> {
    Ok(Before::read(conn, std::iter::once((case, visit)))?.of_visit(case, visit, applicants))
}

/// What the work at these people, and their turn, depend on.
///
/// # Errors
/// [`UnsealError`] when the key is another one.
pub fn captures(people: &[&Applicant], vault: &Vault, today: NaiveDate) -> Result<Vec<Capture>, UnsealError> {
    let capture = |one: &&Applicant| {
        let age_years = vault.unseal(&one.identity)?.birth.age_on(today);
        Ok(Capture { mobility: one.mobility, groups: one.groups, age_years })
    };
    people.iter().map(capture).collect()
}
