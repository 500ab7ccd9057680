//! What a report from the door must not say.
use chrono::Duration;

use crate::cases::case::Case;
use crate::field_problem::FieldProblem;
use crate::ids::ApplicantId;
use crate::visits::outcomes::Outcome;
use crate::visits::report::{RecordError, Report, Reporter};
use crate::visits::report_kinds::{PersonResult, ReportKind};
use crate::visits::visit::Visit;

/// How far a phone's clock may be ahead of ours, seconds.
const CLOCK_SKEW_SECS: i64 = 300;
/// Longest client id, characters.
pub const CLIENT_ID_LENGTH_MAX: usize = 80;
/// Longest note, characters.
pub const NOTE_LENGTH_MAX: usize = 1_000;
/// Longest reason of a correction, characters.
pub const REASON_LENGTH_MAX: usize = 500;

/// Refuses what cannot be: a report from the future, results for other people than the visit's, a correction without
/// a reason, a limit that is no day to come. Whether the visit takes a report at all was asked before.
pub(super) fn refuse(
    case: &Case,
    people: &[ApplicantId],
    visit: &Visit,
    report: &Report,
    reporter: Reporter<'_>,
) -> Result<(), RecordError> {
    let now = reporter.now;
    let mut wrong = Vec::new();
    if report.client_id.is_empty() || report.client_id.chars().count() > CLIENT_ID_LENGTH_MAX {
        let detail = format!("Mã báo cáo cần từ 1 đến {CLIENT_ID_LENGTH_MAX} ký tự.");
        wrong.push(FieldProblem::new("/client_id", "length", detail));
    }
    if (report.happened_at - now).num_seconds() > CLOCK_SKEW_SECS {
        wrong.push(FieldProblem::new("/happened_at", "future", "Thời điểm ở tương lai: kiểm tra đồng hồ điện thoại."));
    }
    if report.kind == ReportKind::Outcome {
        wrong.extend(wrong_results(case, people, visit, &report.results));
        wrong.extend(wrong_limit(report, reporter.desk.settings.reports.not_before_days_max));
    }
    if let Some(replaced) = &report.replaces {
        wrong.extend(wrong_reason("/replaces/reason", replaced.reason.trim()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(RecordError::Invalid(wrong)) }
}

/// Refuses a reason that says nothing or too much.
///
/// # Errors
/// [`RecordError::Invalid`] at `pointer`.
pub fn refuse_reason(pointer: &str, reason: &str) -> Result<(), RecordError> {
    wrong_reason(pointer, reason).map_or(Ok(()), |wrong| Err(RecordError::Invalid(vec![wrong])))
}

fn wrong_reason(pointer: &str, reason: &str) -> Option<FieldProblem> {
    let length = reason.chars().count();
    let detail = format!("Ghi lý do sửa, tối đa {REASON_LENGTH_MAX} ký tự.");
    (length == 0 || length > REASON_LENGTH_MAX).then(|| FieldProblem::new(pointer, "missing", detail))
}

/// A day before which nobody comes again: to come, not absurdly far, and only if somebody is still to be visited.
fn wrong_limit(report: &Report, days_max: i64) -> Option<FieldProblem> {
    let limit = report.not_before?;
    if report.results.iter().all(|result| result.code.ends_wish()) {
        let detail = "Không còn ai phải đến lại: bỏ trống ngày này.";
        return Some(FieldProblem::new("/not_before", "unneeded", detail));
    }
    // Counted from the visit: a phone that was without a signal for days is not refused for that.
    let day = report.happened_at.date();
    let detail = format!("Chọn một ngày sau ngày đến, trong vòng {days_max} ngày.");
    (limit.on <= day || limit.on > day + Duration::days(days_max))
        .then(|| FieldProblem::new("/not_before/on", "range", detail))
}

fn wrong_results(case: &Case, people: &[ApplicantId], visit: &Visit, results: &[PersonResult]) -> Vec<FieldProblem> {
    let mut wrong = Vec::new();
    let mut total = 0;
    for (index, result) in results.iter().enumerate() {
        let at = |field: &str| format!("/results/{index}/{field}");
        let captures = result.captures.unwrap_or(1);
        if captures < 1 || captures > visit.captures {
            wrong.push(FieldProblem::new(at("captures"), "range", "Số người không đúng."));
        }
        if result.applicant_id.is_some() && captures > 1 {
            wrong.push(FieldProblem::new(at("captures"), "range", "Kết quả của một người có tên chỉ tính một người."));
        }
        total += captures.clamp(0, visit.captures + 1);
        let known = match result.applicant_id {
            Some(id) => people.contains(&id),
            None => case.group_site.is_some(),
        };
        let repeated = results[..index]
            .iter()
            .any(|other| other.applicant_id.is_some() && other.applicant_id == result.applicant_id);
        if !known || repeated {
            wrong.push(FieldProblem::new(
                at("applicant_id"),
                "unknown",
                "Không phải người của lượt đến này, hoặc bị lặp.",
            ));
        }
        wrong.extend(wrong_note(result, &at("note")));
    }
    if total != visit.captures {
        let detail = format!("Cần kết quả cho đúng {} người.", visit.captures);
        wrong.push(FieldProblem::new("/results", "count", detail));
    }
    wrong
}

fn wrong_note(result: &PersonResult, pointer: &str) -> Option<FieldProblem> {
    let note = result.note.as_deref().unwrap_or_default().trim();
    if result.code == Outcome::FingerprintsDescribed && note.is_empty() {
        let detail = "Mô tả tình trạng vân tay hoặc mống mắt.";
        return Some(FieldProblem::new(pointer, "missing", detail));
    }
    let detail = format!("Ghi chú tối đa {NOTE_LENGTH_MAX} ký tự.");
    (note.chars().count() > NOTE_LENGTH_MAX).then(|| FieldProblem::new(pointer, "length", detail))
}
