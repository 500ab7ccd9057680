//! What officers noted at a household's door, for whoever deals with it next. Personal data: whoever shows it notes the
//! look, and it stands in no export.
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::outcomes::Outcome;
use super::store;
use super::visit::Visit;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::ids::{CaseId, VisitId};
use crate::sealed::Vault;
use crate::text::dates::short_date;

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitNote {
    /// First, second … trip.
    pub number: i32,
    /// The day of it.
    pub on: NaiveDate,
    /// Whom it is about; none for people of a group site who are only counted.
    pub person: Option<String>,
    /// How it went for them.
    pub code: Outcome,
    /// What the officer wrote.
    pub text: String,
}

impl VisitNote {
    /// "Lần 1 ngày 28/11/2026, Nguyễn Thị Hòa (vắng nhà): hẹn lại tuần sau".
    pub fn words(&self) -> String {
        let person = self.person.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let (on, how) = (short_date(self.on), self.code.label());
        format!("Lần {} ngày {on}{person} ({how}): {}", self.number, self.text)
    }
}

/// The notes of a case's visits as the reports that stand have them, oldest first: for the case page and for calls.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_case(conn: &mut DbConn, vault: &Vault, case_id: CaseId) -> StoreResult<Vec<VisitNote>> {
    Ok(of_cases(conn, vault, &[case_id])?.remove(&case_id).unwrap_or_default())
}

/// The same of several cases, by the numbers of those that have notes.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_cases(conn: &mut DbConn, vault: &Vault, case_ids: &[CaseId]) -> StoreResult<HashMap<CaseId, Vec<VisitNote>>> {
    let visits = store::of_cases(conn, case_ids)?;
    of_visits(conn, vault, &visits)
}

/// The notes of the other trips to a household, for the officers of this one.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn for_visit(conn: &mut DbConn, vault: &Vault, visit: &Visit) -> StoreResult<Vec<VisitNote>> {
    let mut others = store::of_case(conn, visit.case_id)?;
    others.retain(|one| one.id != visit.id);
    Ok(of_visits(conn, vault, &others)?.remove(&visit.case_id).unwrap_or_default())
}

fn of_visits(conn: &mut DbConn, vault: &Vault, visits: &[Visit]) -> StoreResult<HashMap<CaseId, Vec<VisitNote>>> {
    let ids: Vec<VisitId> = visits.iter().map(|visit| visit.id).collect();
    let noted = store::noted_of(conn, &ids)?;
    if noted.iter().all(|one| one.note.is_none()) {
        return Ok(HashMap::new());
    }
    let reports = store::reports_of(conn, &ids)?;
    let case_ids: BTreeSet<CaseId> = visits.iter().map(|visit| visit.case_id).collect();
    let cases = crate::cases::store::with_people(conn, &case_ids.into_iter().collect::<Vec<_>>())?;
    let people = cases.iter().flat_map(|case| &case.applicants);
    let mut notes: HashMap<CaseId, Vec<VisitNote>> = HashMap::new();
    for one in &noted {
        let Some(note) = &one.note else { continue };
        let report = reports.iter().find(|report| report.id == one.event_id && report.superseded_at.is_none());
        let visit = visits.iter().find(|visit| visit.id == one.outcome.visit_id);
        let (Some(report), Some(visit)) = (report, visit) else { continue };
        // One that cannot be read hides no household; it is named in the log.
        let text = vault.unseal(note).map_err(StoreError::from);
        let Some(text) = unless_unreadable(text, "outcomes", one.event_id)?.map(|note| note.0) else { continue };
        let person = people.clone().find(|person| Some(person.id) == one.outcome.applicant_id);
        let person = person.map(|person| vault.unseal(&person.identity)).transpose()?;
        notes.entry(visit.case_id).or_default().push(VisitNote {
            number: visit.number,
            on: report.happened_at.date(),
            person: person.map(|identity| identity.name.to_string()),
            code: one.outcome.code,
            text,
        });
    }
    Ok(notes)
}
