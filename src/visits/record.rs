//! Stores what is reported from the door: on the way, arrived, how it ended, or what puts an earlier report right. The
//! same report twice is stored once.
use super::after_report;
use super::aftermath;
use super::report::{RecordError, Recorded, Report, Reporter};
use super::report_kinds::{OutcomeNote, PersonResult, ReportKind};
use super::reportable::NoReport;
use super::reported::{self, undo_until};
use super::store::{self, NewOutcome, NewReport, StoredReport};
use super::visit::Visit;
use super::{people, rights};
use crate::audit::{self, Action};
use crate::cases::case::PlannableCase;
use crate::db::{DbConn, StoreResult};
use crate::ids::{ReportId, VisitId};
use crate::keys;
use crate::sealed::SealKey;

mod mistakes;

pub use mistakes::{CLIENT_ID_LENGTH_MAX, NOTE_LENGTH_MAX, REASON_LENGTH_MAX, refuse_reason};

/// Stores a report and what follows from it. A second outcome of a visit is refused with what stands, whichever
/// happened later: officers who were both there agree, and one of them puts the report right by naming it.
///
/// # Errors
/// [`RecordError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "record_report", skip_all, fields(%visit_id))]
pub fn record(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit_id: VisitId,
    report: &Report,
) -> Result<Recorded, RecordError> {
    let locked = aftermath::lock(conn, visit_id)?;
    let case = case_of(conn, &locked.visit)?;
    rights::refuse_strangers(conn, reporter.staff, &locked.visit, &case.case)?;
    // Whoever was faster with the same report has committed it by now.
    if let Some(known) = known(conn, reporter, &locked.visit, report)? {
        return Ok(known);
    }
    let replaced = match &report.replaces {
        Some(replaced) => Some(to_replace(conn, reporter, &locked.visit, report, &replaced.report)?),
        None => {
            refuse_unfit(conn, reporter, &locked.visit, &case, report)?;
            None
        }
    };
    let people = people::of_visit(conn, &case.case, &locked.visit, &case.applicants)?;
    mistakes::refuse(&case.case, &people, &locked.visit, report, reporter)?;
    let id = keep(conn, reporter, visit_id, report, replaced.as_ref())?;
    if let Some(limit) = report.not_before {
        let by = reporter.staff.account_id;
        store::add_not_before(conn, case.case.id, Some(limit), Some(id), by, reporter.now)?;
    }
    aftermath::settle(conn, reporter, &case, &locked)?;
    if report.kind == ReportKind::Outcome {
        after_report::tell(conn, reporter, &case.case, &locked, &id.to_string())?;
    }
    let (action, why) = match &report.replaces {
        Some(replaced) => (Action::Correct, replaced.reason.trim()),
        None => (Action::Record, report.kind.code()),
    };
    let subject = audit::case_subject(case.case.id);
    audit::note(conn, Some(reporter.staff), action, &subject, Some(why), reporter.now)?;
    let stored = store::find_report(conn, &report.client_id)?.ok_or(RecordError::Changed)?;
    stands(conn, reporter, &stored, true)
}

/// The case of a visit with its people.
///
/// # Errors
/// [`RecordError::NotFound`] cannot happen while foreign keys hold.
pub fn case_of(conn: &mut DbConn, visit: &Visit) -> Result<PlannableCase, RecordError> {
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or(RecordError::NotFound)?;
    let applicants = crate::cases::store::applicants_of(conn, visit.case_id)?;
    Ok(PlannableCase { case, applicants })
}

/// What stands about a visit after one of its reports.
///
/// # Errors
/// [`RecordError`].
pub fn stands(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    report: &StoredReport,
    stored_now: bool,
) -> Result<Recorded, RecordError> {
    let visit = store::find(conn, report.visit_id)?.ok_or(RecordError::NotFound)?;
    let outcomes = store::outcomes_of(conn, &[visit.id])?;
    Ok(Recorded {
        visit_id: visit.id,
        stored_now,
        due_on: outcomes.iter().filter_map(|outcome| outcome.due_on).collect(),
        needs_another_visit: !aftermath::later(conn, &visit)?.is_empty(),
        undo_until: undo_until(report, reporter.desk),
    })
}

/// The answer to a report that was stored before.
fn known(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit: &Visit,
    report: &Report,
) -> Result<Option<Recorded>, RecordError> {
    let Some(earlier) = store::find_report(conn, &report.client_id)? else { return Ok(None) };
    if earlier.visit_id != visit.id || earlier.kind != report.kind {
        return Err(RecordError::NotPossible("Mã báo cáo (client_id) này đã dùng cho báo cáo khác."));
    }
    stands(conn, reporter, &earlier, false).map(Some)
}

/// Refuses a report that the visit does not take; of one that ended it says what stands.
fn refuse_unfit(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit: &Visit,
    case: &PlannableCase,
    report: &Report,
) -> Result<(), RecordError> {
    let Err(why) = visit.takes(report.kind, case.case.state(), report.happened_at) else { return Ok(()) };
    if why == NoReport::Ended {
        let all = reported::of_visit(conn, reporter.desk, visit.id, reporter.now)?;
        let outcome = all.into_iter().rfind(|one| one.stands && one.kind == ReportKind::Outcome);
        if let Some(outcome) = outcome {
            return Err(RecordError::Ended(Box::new(outcome)));
        }
    }
    Err(RecordError::NotPossible(why.sentence()))
}

/// The report that is to be put right, if it stands and this person may.
fn to_replace(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit: &Visit,
    report: &Report,
    wrong: &str,
) -> Result<StoredReport, RecordError> {
    let wrong = store::find_report(conn, wrong)?.filter(|wrong| wrong.visit_id == visit.id);
    let wrong = wrong.ok_or(RecordError::NotFound)?;
    if wrong.kind != report.kind {
        return Err(RecordError::NotPossible("Báo cáo sửa phải cùng loại với báo cáo được sửa."));
    }
    if wrong.superseded_at.is_some() {
        refuse_second_correction(conn, reporter, visit)?;
    }
    rights::refuse_late(reporter, &wrong)?;
    rights::refuse_gone(conn, visit)?;
    if visit.booking.is_some_and(|booking| report.happened_at.date() < booking.on) {
        return Err(RecordError::NotPossible(NoReport::DayToCome.sentence()));
    }
    Ok(wrong)
}

/// Two people put the same report right: the second one reads what stands now.
fn refuse_second_correction(conn: &mut DbConn, reporter: Reporter<'_>, visit: &Visit) -> Result<(), RecordError> {
    let all = reported::of_visit(conn, reporter.desk, visit.id, reporter.now)?;
    let outcome = all.into_iter().rfind(|one| one.stands && one.kind == ReportKind::Outcome);
    Err(match outcome {
        Some(outcome) => RecordError::Ended(Box::new(outcome)),
        None => RecordError::NotPossible("Báo cáo này đã được rút hoặc sửa."),
    })
}

/// Stores the report, over the one that it puts right.
fn keep(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit_id: VisitId,
    report: &Report,
    replaced: Option<&StoredReport>,
) -> Result<ReportId, RecordError> {
    let account_id = reporter.staff.account_id;
    if let Some(replaced) = replaced
        && !store::supersede(conn, replaced.id, account_id, reporter.now)?
    {
        return Err(RecordError::Changed);
    }
    let visit = store::find(conn, visit_id)?.ok_or(RecordError::Changed)?;
    let key = keys::of_case_id(conn, &reporter.desk.vault, visit.case_id)?;
    let results = sealed_results(reporter, &key, report)?;
    let new = NewReport {
        visit_id,
        client_id: &report.client_id,
        kind: report.kind,
        happened_at: report.happened_at,
        account_id,
    };
    let id = store::add_report(conn, &new, &results, reporter.now)?.ok_or(RecordError::Changed)?;
    if let Some(replaced) = replaced {
        store::name_successor(conn, replaced.id, id)?;
    }
    Ok(id)
}

fn sealed_results(reporter: Reporter<'_>, key: &SealKey, report: &Report) -> StoreResult<Vec<NewOutcome>> {
    let (vault, calendar) = (&reporter.desk.vault, &reporter.desk.calendar);
    let new = |result: &PersonResult| {
        let captured_on = result.code.is_captured().then(|| report.happened_at.date());
        let note = result.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        NewOutcome {
            applicant_id: result.applicant_id,
            code: result.code,
            captures: result.captures.unwrap_or(1),
            note: note.map(|note| vault.seal(key, &OutcomeNote(note.to_owned()))),
            captured_on,
            due_on: captured_on.map(|on| calendar.due_on(on)),
        }
    };
    let told = if report.kind == ReportKind::Outcome { report.results.as_slice() } else { &[] };
    Ok(told.iter().map(new).collect())
}
