//! Rows of `visit_events` and `outcomes`: what officers reported, once per client id.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{outcomes, visit_events as events};
use crate::db::{DbConn, StoreResult};
use crate::sealed::Sealed;
use crate::visits::outcomes::Outcome;
use crate::visits::record::{OutcomeNote, ReportKind};

/// A report as it comes in.
pub struct NewReport<'a> {
    /// About which visit.
    pub visit_id: i64,
    /// Chosen by the phone: the same report carries the same id.
    pub client_id: &'a str,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Who tells it.
    pub account_id: i64,
}

/// A report as it was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredReport {
    /// Its number.
    pub id: i64,
    /// About which visit.
    pub visit_id: i64,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    pub happened_at: Timestamp,
}

/// How it went for one person, or for some people of a group site.
pub struct NewOutcome {
    /// Which person; none for a group site's count.
    pub applicant_id: Option<i64>,
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
    pub visit_id: i64,
    /// Which person; none for a group site's count.
    pub applicant_id: Option<i64>,
    /// How it went.
    pub code: Outcome,
    /// How many people it speaks for.
    pub captures: i32,
    /// Date of a successful capture.
    pub captured_on: Option<NaiveDate>,
    /// When the card is due.
    pub due_on: Option<NaiveDate>,
}

/// The report with this client id.
pub fn find_report(conn: &mut DbConn, client_id: &str) -> StoreResult<Option<StoredReport>> {
    let found: Option<(i64, i64, ReportKind, Timestamp)> = events::table
        .filter(events::client_id.eq(client_id))
        .select((events::id, events::visit_id, events::kind, events::happened_at))
        .first(conn)
        .optional()?;
    Ok(found.map(|(id, visit_id, kind, happened_at)| StoredReport { id, visit_id, kind, happened_at }))
}

/// Stores a report with its outcomes; `None` when the client id is known already.
pub fn add_report(
    conn: &mut DbConn,
    new: &NewReport<'_>,
    results: &[NewOutcome],
    now: Timestamp,
) -> StoreResult<Option<i64>> {
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
    let id: i64 = events::table.filter(events::client_id.eq(new.client_id)).select(events::id).first(conn)?;
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

/// The outcomes of some visits, oldest first.
pub fn outcomes_of(conn: &mut DbConn, visit_ids: &[i64]) -> StoreResult<Vec<StoredOutcome>> {
    type Row = (i64, Option<i64>, Outcome, i32, Option<NaiveDate>, Option<NaiveDate>);
    let rows: Vec<Row> = outcomes::table
        .filter(outcomes::visit_id.eq_any(visit_ids))
        .order(outcomes::id)
        .select((
            outcomes::visit_id,
            outcomes::applicant_id,
            outcomes::code,
            outcomes::captures,
            outcomes::captured_on,
            outcomes::due_on,
        ))
        .load(conn)?;
    let stored = |(visit_id, applicant_id, code, captures, captured_on, due_on)| StoredOutcome {
        visit_id,
        applicant_id,
        code,
        captures,
        captured_on,
        due_on,
    };
    Ok(rows.into_iter().map(stored).collect())
}
