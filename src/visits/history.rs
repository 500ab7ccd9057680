//! Everything that happened to a case, newest first: what was done and by whom, what its family was told, what teams
//! reported. For the case page, where whoever answers the telephone reads it.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::report_kinds::ReportKind;
use super::reported::{self, Reported};
use super::store;
use super::visit::Visit;
use crate::audit;
use crate::cases::case::Case;
use crate::cases::read::CaseFile;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::AccountId;
use crate::notifications::{Notification, NotificationState};
use crate::text::messages::Words;

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Somebody of staff saw the case.
    Look,
    /// Something was done to it.
    Act,
    /// The family was told something, or not yet.
    Told,
    /// A team reported.
    Report,
    /// A colleague wrote something down.
    Note,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Of which kind.
    pub kind: EventKind,
    /// What happened, a sentence without its full stop.
    pub words: String,
    /// The colleague; none for the family, a team's own words, and the worker.
    pub by: Option<String>,
    /// Somebody has to do something about it.
    pub is_bad: bool,
}

/// Actions of the log that stand here as something else: a call as what it told, a report with its words.
const ELSEWHERE: [&str; 6] = ["call", "record", "correct", "undo", "publish", "note"];

/// Actions that only saw the case.
const LOOKS: [&str; 5] = ["look", "look_in_list", "look_on_roster", "look_at_plan", "export"];

/// Everything that happened. Looks of one colleague in a row are one event.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn history(conn: &mut DbConn, desk: &Desk, file: &CaseFile) -> StoreResult<Vec<Event>> {
    let case = &file.case;
    let mut all = vec![Event {
        at: case.filed_at,
        kind: EventKind::Act,
        words: format!("Hồ sơ được gửi, {}", case.channel.label()),
        by: None,
        is_bad: false,
    }];
    all.extend(acts(conn, case)?);
    all.extend(notes(conn, desk, case)?);
    all.extend(file.told.iter().map(telling));
    for visit in store::of_case(conn, case.id)? {
        let reports = reported::of_visit(conn, desk, visit.id, desk.now())?;
        all.extend(reports.iter().map(|report| report_event(&visit, report, file)));
    }
    all.sort_by_key(|event| std::cmp::Reverse(event.at));
    all.dedup_by(|older, newer| {
        older.kind == EventKind::Look && (older.kind, &older.by, &older.words) == (newer.kind, &newer.by, &newer.words)
    });
    Ok(all)
}

/// What the log says was done.
fn acts(conn: &mut DbConn, case: &Case) -> StoreResult<Vec<Event>> {
    let mut names: HashMap<AccountId, String> = HashMap::new();
    let mut all = Vec::new();
    for (at, account_id, action, reason) in audit::store::entries_of(conn, &audit::case_subject(case.id))? {
        if ELSEWHERE.contains(&action.as_str()) {
            continue;
        }
        if let Some(Entry::Vacant(unknown)) = account_id.map(|id| names.entry(id)) {
            let id = *unknown.key();
            unknown.insert(crate::accounts::store::display_name_of(conn, id)?.unwrap_or_default());
        }
        let said = Words::VIETNAMESE.say(&format!("data-action-{action}"));
        let reason = reason.filter(|reason| !reason.is_empty()).map(|reason| format!(": {reason}")).unwrap_or_default();
        all.push(Event {
            at,
            kind: if LOOKS.contains(&action.as_str()) { EventKind::Look } else { EventKind::Act },
            words: capital(&format!("{said}{reason}")),
            by: account_id.and_then(|id| names.get(&id).cloned()),
            is_bad: false,
        });
    }
    Ok(all)
}

/// What colleagues wrote down.
fn notes(conn: &mut DbConn, desk: &Desk, case: &Case) -> StoreResult<Vec<Event>> {
    let mut all = Vec::new();
    for (text, by, at) in crate::cases::store::notes_of(conn, case.id)? {
        let text = desk.vault.unseal(&text.of_row(&case.code))?.0;
        all.push(Event { at, kind: EventKind::Note, words: text, by: Some(by), is_bad: false });
    }
    Ok(all)
}

fn telling(one: &Notification) -> Event {
    let state = one.state();
    let told_at = match state {
        NotificationState::Told(told) => told.at,
        NotificationState::Mailed(at) => at,
        NotificationState::Superseded | NotificationState::MailWaits | NotificationState::Open(_) => one.created_at,
    };
    let words = format!("{}: {}", capital(one.kind.label()), one.words().trim_end_matches('.'));
    let is_bad = matches!(state, NotificationState::Open(_));
    Event { at: told_at, kind: EventKind::Told, words, by: None, is_bad }
}

fn report_event(visit: &Visit, report: &Reported, file: &CaseFile) -> Event {
    let results = report.results.iter().map(|one| {
        let at = one.applicant_id.and_then(|id| file.applicants.iter().position(|person| person.id == id));
        let person = at.and_then(|at| file.household.people.get(at));
        let who = person.map(|person| format!("{}: ", person.identity.name)).unwrap_or_default();
        let note = one.note.as_ref().map(|note| format!(" (“{}”)", note.trim())).unwrap_or_default();
        format!("{who}{}{note}", one.code.label())
    });
    let results: Vec<String> = results.collect();
    let what = match report.kind {
        ReportKind::Outcome => format!("kết quả. {}", results.join("; ")),
        kind => kind.label().to_owned(),
    };
    let withdrawn = if report.stands { "" } else { " (đã sửa hoặc rút lại)" };
    Event {
        at: report.happened_at,
        kind: EventKind::Report,
        words: format!("Lượt {}: {what}{withdrawn}", visit.number),
        by: Some(report.recorded_by.clone()),
        is_bad: report.stands && report.results.iter().any(|one| !one.code.is_captured()),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
