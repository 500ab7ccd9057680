//! Reports of a visit in clear: who told what, when, and which of them count.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::Duration;
use serde::Serialize;
use utoipa::ToSchema;

use super::report_kinds::{PersonResult, ReportKind};
use super::store::{self, StoredReport};
use crate::cases::not_before::NotBefore;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::{AccountId, VisitId};

/// A report in clear.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reported {
    /// Its client id, by which a correction names it.
    pub client_id: String,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub happened_at: Timestamp,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// The colleague who told it.
    pub recorded_by: String,
    /// Whether it counts: nobody has put it right or taken it back.
    pub stands: bool,
    /// Until when it can be taken back without a reason; none when that time is over.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undo_until: Option<Timestamp>,
    /// How it went, for an outcome.
    pub results: Vec<PersonResult>,
    /// Before which day nobody was to come again.
    pub not_before: Option<NotBefore>,
}

/// Every report of a visit in the order they came in, superseded ones included. Whoever is shown them is noted in the
/// log by the caller: notes are personal data.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_visit(conn: &mut DbConn, desk: &Desk, visit_id: VisitId, now: Timestamp) -> StoreResult<Vec<Reported>> {
    let mut names: HashMap<AccountId, String> = HashMap::new();
    let noted = store::noted_of(conn, &[visit_id])?;
    let mut all = Vec::new();
    for report in store::reports_of(conn, &[visit_id])? {
        if let Entry::Vacant(unknown) = names.entry(report.recorded_by) {
            let name = crate::accounts::store::display_name_of(conn, report.recorded_by)?;
            unknown.insert(name.unwrap_or_default());
        }
        let mut results = Vec::new();
        for one in noted.iter().filter(|one| one.event_id == report.id) {
            let note = one.note.as_ref().map(|note| desk.vault.unseal(note).map_err(StoreError::from));
            let note = note.map(|note| unless_unreadable(note, "outcomes", report.id)).transpose()?.flatten();
            results.push(PersonResult {
                applicant_id: one.outcome.applicant_id,
                code: one.outcome.code,
                captures: Some(one.outcome.captures),
                note: note.map(|note| note.0),
            });
        }
        all.push(Reported {
            recorded_by: names[&report.recorded_by].clone(),
            stands: report.superseded_at.is_none(),
            undo_until: undo_until(&report, desk).filter(|until| now <= *until),
            not_before: store::not_before_of_report(conn, report.id)?,
            client_id: report.client_id,
            kind: report.kind,
            happened_at: report.happened_at,
            recorded_at: report.recorded_at,
            results,
        });
    }
    Ok(all)
}

/// Until when a report can be taken back without a reason; none when it does not count any more. Counted from when it
/// came in: a phone without a signal has not shown anybody anything before.
pub fn undo_until(report: &StoredReport, desk: &Desk) -> Option<Timestamp> {
    let until = report.recorded_at + Duration::from(desk.settings.reports.undo_secs);
    report.superseded_at.is_none().then_some(until)
}
