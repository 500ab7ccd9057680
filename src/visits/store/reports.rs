//! Rows of `visit_events` and `outcomes`: what officers reported, once per client id. Nothing is overwritten: a report
//! that was put right stays, superseded.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{outcomes, visit_events as events};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, ApplicantId, ReportId, VisitId};
use crate::sealed::Sealed;
use crate::visits::outcomes::Outcome;
use crate::visits::report_kinds::{OutcomeNote, ReportKind};

/// A report as it comes in.
pub struct NewReport<'a> {
    /// About which visit.
    pub visit_id: VisitId,
    /// Chosen by the phone: the same report carries the same id.
    pub client_id: &'a str,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Who tells it.
    pub account_id: AccountId,
}

/// A report as it was stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct StoredReport {
    /// Its number.
    pub id: ReportId,
    /// About which visit.
    pub visit_id: VisitId,
    /// Chosen by the phone.
    pub client_id: String,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it came in.
    pub recorded_at: Timestamp,
    /// The account that told it.
    pub recorded_by: AccountId,
    /// Since when it does not count any more.
    pub superseded_at: Option<Timestamp>,
    /// The report that counts instead; none when it was taken back.
    pub superseded_by: Option<ReportId>,
}

/// How it went for one person, or for some people of a group site.
pub struct NewOutcome {
    /// Which person; none for a group site's count.
    pub applicant_id: Option<ApplicantId>,
    /// How it went.
    pub code: Outcome,
    /// How many people it speaks for.
    pub captures: i32,
    /// What the officer noted.
    pub note: Option<Sealed<OutcomeNote>>,
    /// Date of a successful capture.
    pub captured_on: Option<NaiveDate>,
    /// When the card is due (R6).
    pub due_on: Option<NaiveDate>,
}

/// An outcome as it was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredOutcome {
    /// Of which visit.
    pub visit_id: VisitId,
    /// Which person; none for a group site's count.
    pub applicant_id: Option<ApplicantId>,
    /// How it went.
    pub code: Outcome,
    /// How many people it speaks for.
    pub captures: i32,
    /// Date of a successful capture.
    pub captured_on: Option<NaiveDate>,
    /// When the card is due.
    pub due_on: Option<NaiveDate>,
}

/// An outcome with the report that tells it and what was noted.
pub struct NotedOutcome {
    /// The number of its report, which may be superseded.
    pub event_id: ReportId,
    /// What it says.
    pub outcome: StoredOutcome,
    /// What the officer noted.
    pub note: Option<Sealed<OutcomeNote>>,
}

/// The report with this client id, also one that does not count any more.
pub fn find_report(conn: &mut DbConn, client_id: &str) -> StoreResult<Option<StoredReport>> {
    let row = events::table.filter(events::client_id.eq(client_id)).select(StoredReport::as_select());
    Ok(row.first(conn).optional()?)
}

/// Every report of some visits, in the order they came in, also those that do not count any more.
pub fn reports_of(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<Vec<StoredReport>> {
    let rows = events::table.filter(events::visit_id.eq_any(visit_ids)).order(events::id);
    Ok(rows.select(StoredReport::as_select()).load(conn)?)
}

/// Stores a report with its outcomes; `None` when the client id is known already, or another outcome stands.
pub fn add_report(
    conn: &mut DbConn,
    new: &NewReport<'_>,
    results: &[NewOutcome],
    now: Timestamp,
) -> StoreResult<Option<ReportId>> {
    let row = (
        events::visit_id.eq(new.visit_id),
        events::client_id.eq(new.client_id),
        events::kind.eq(new.kind),
        events::happened_at.eq(new.happened_at),
        events::recorded_at.eq(now),
        events::recorded_by.eq(new.account_id),
    );
    if crate::insert_or_ignore!(conn, events::table, row)? == 0 {
        return Ok(None);
    }
    let id: ReportId = events::table.filter(events::client_id.eq(new.client_id)).select(events::id).first(conn)?;
    for result in results {
        let row = (
            outcomes::visit_id.eq(new.visit_id),
            outcomes::event_id.eq(id),
            outcomes::applicant_id.eq(result.applicant_id),
            outcomes::code.eq(result.code),
            outcomes::captures.eq(result.captures),
            outcomes::sealed_note.eq(result.note.as_ref().map(Sealed::as_stored)),
            outcomes::captured_on.eq(result.captured_on),
            outcomes::due_on.eq(result.due_on),
        );
        diesel::insert_into(outcomes::table).values(row).execute(conn)?;
    }
    Ok(Some(id))
}

/// Says that a report does not count any more; false when somebody was faster.
pub fn supersede(conn: &mut DbConn, id: ReportId, account_id: AccountId, now: Timestamp) -> StoreResult<bool> {
    let row = events::table.filter(events::id.eq(id)).filter(events::superseded_at.is_null());
    let changes = (events::superseded_at.eq(now), events::superseded_account.eq(account_id));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Names the report that counts instead of another.
pub fn name_successor(conn: &mut DbConn, id: ReportId, successor: ReportId) -> StoreResult<()> {
    diesel::update(events::table.filter(events::id.eq(id))).set(events::superseded_by.eq(successor)).execute(conn)?;
    Ok(())
}

/// The outcomes of some visits as the reports that stand tell them, oldest first.
pub fn outcomes_of(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<Vec<StoredOutcome>> {
    let rows: Vec<Row> = outcomes::table
        .inner_join(events::table)
        .filter(events::superseded_at.is_null())
        .filter(outcomes::visit_id.eq_any(visit_ids))
        .order(outcomes::id)
        .select(ROW)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| noted(row).outcome).collect())
}

/// The outcomes of some visits with what was noted, oldest first, also those of reports that do not count any more.
pub fn noted_of(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<Vec<NotedOutcome>> {
    let rows: Vec<Row> =
        outcomes::table.filter(outcomes::visit_id.eq_any(visit_ids)).order(outcomes::id).select(ROW).load(conn)?;
    Ok(rows.into_iter().map(noted).collect())
}

type Row = (
    (VisitId, ReportId, Option<ApplicantId>, Outcome, i32),
    (Option<NaiveDate>, Option<NaiveDate>, Option<Sealed<OutcomeNote>>),
);
type Said = (outcomes::visit_id, outcomes::event_id, outcomes::applicant_id, outcomes::code, outcomes::captures);
type Follows = (outcomes::captured_on, outcomes::due_on, outcomes::sealed_note);
const ROW: (Said, Follows) = (
    (outcomes::visit_id, outcomes::event_id, outcomes::applicant_id, outcomes::code, outcomes::captures),
    (outcomes::captured_on, outcomes::due_on, outcomes::sealed_note),
);

fn noted(((visit_id, event_id, applicant_id, code, captures), (captured_on, due_on, note)): Row) -> NotedOutcome {
    let outcome = StoredOutcome { visit_id, applicant_id, code, captures, captured_on, due_on };
    NotedOutcome { event_id, outcome, note }
}
