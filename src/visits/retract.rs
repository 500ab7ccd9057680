//! Takes a report back: a wrong tap for a short while without a word, later with a reason for the log.
use super::record::{case_of, refuse_reason, stands};
use super::report::{RecordError, Recorded, Reporter};
use super::report_kinds::ReportKind;
use super::reported::undo_until;
use super::store::{self, StoredReport};
use super::visit::Visit;
use super::{after_report, aftermath, rights};
use crate::audit::{self, Action};
use crate::cases::case::{Case, State};
use crate::db::DbConn;
use crate::ids::VisitId;

/// Takes the report with this client id back, and what followed from it. Taken back twice, it is the same answer.
///
/// # Errors
/// [`RecordError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "retract_report", skip_all, fields(%visit_id))]
pub fn retract(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit_id: VisitId,
    client_id: &str,
    reason: Option<&str>,
) -> Result<Recorded, RecordError> {
    let locked = aftermath::lock(conn, visit_id)?;
    let case = case_of(conn, &locked.visit)?;
    rights::refuse_strangers(conn, reporter.staff, &locked.visit, &case.case)?;
    let report = report_of(conn, visit_id, client_id)?;
    if report.superseded_at.is_some() {
        return stands(conn, reporter, &report, false);
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let is_fresh = undo_until(&report, reporter.desk).is_some_and(|until| reporter.now <= until);
    if !is_fresh {
        refuse_reason("/reason", reason.unwrap_or_default())?;
        refuse_over(&report, &locked.visit, reporter)?;
        rights::refuse_late(reporter, &report)?;
    }
    rights::refuse_gone(conn, &locked.visit)?;
    if report.kind == ReportKind::Outcome {
        refuse_unopenable(conn, &case.case, &locked.visit)?;
    }
    if !store::supersede(conn, report.id, reporter.staff.account_id, reporter.now)? {
        return Err(RecordError::Changed);
    }
    aftermath::settle(conn, reporter, &case, &locked)?;
    if report.kind == ReportKind::Outcome {
        after_report::tell(conn, reporter, &case.case, &locked, &format!("undo-{}", report.id))?;
    }
    let subject = audit::case_subject(case.case.id);
    let why = reason.unwrap_or(report.kind.code());
    audit::note(conn, Some(reporter.staff), Action::Undo, &subject, Some(why), reporter.now)?;
    let report = report_of(conn, visit_id, client_id)?;
    stands(conn, reporter, &report, true)
}

fn report_of(conn: &mut DbConn, visit_id: VisitId, client_id: &str) -> Result<StoredReport, RecordError> {
    let report = store::find_report(conn, client_id)?.filter(|report| report.visit_id == visit_id);
    report.ok_or(RecordError::NotFound)
}

/// An ended day has an end: how a visit went is put right by saying how it went, never by saying nothing.
fn refuse_over(report: &StoredReport, visit: &Visit, reporter: Reporter<'_>) -> Result<(), RecordError> {
    let over = visit.booking.is_none_or(|booking| booking.on < reporter.now.date());
    if report.kind == ReportKind::Outcome && over {
        return Err(RecordError::NotPossible("Đã qua ngày hẹn: hãy ghi kết quả đúng thay cho kết quả này."));
    }
    Ok(())
}

/// Without its outcome a visit is open again: its case and its duty must still stand.
fn refuse_unopenable(conn: &mut DbConn, case: &Case, visit: &Visit) -> Result<(), RecordError> {
    let duty = match visit.duty_id {
        Some(id) => crate::teams::store::duty(conn, id)?,
        None => None,
    };
    let stands = duty.is_some_and(|duty| duty.cancelled.is_none());
    if case.state() == State::Verified && stands {
        return Ok(());
    }
    Err(RecordError::NotPossible("Hồ sơ hoặc ca công tác đã kết thúc: hãy ghi kết quả đúng thay cho kết quả này."))
}
