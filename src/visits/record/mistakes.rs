//! What a report from the door must not say.
use super::{PersonResult, RecordError, Report, ReportKind};
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::visits::outcomes::Outcome;
use crate::visits::visit::Visit;
use crate::web::FieldProblem;

/// How far a phone's clock may be ahead of ours, seconds.
const CLOCK_SKEW_SECS: i64 = 300;
/// Longest client id, characters.
const CLIENT_ID_LENGTH_MAX: usize = 80;
/// Longest note, characters.
const NOTE_LENGTH_MAX: usize = 1_000;

/// Refuses what cannot be: an ended visit, a report from the future, results for other people than the visit's.
pub(super) fn refuse(
    case: &Case,
    people: &[i64],
    visit: &Visit,
    report: &Report,
    now: Timestamp,
) -> Result<(), RecordError> {
    if visit.cancelled_at.is_some() {
        return Err(RecordError::NotPossible("Lượt đến này đã hủy."));
    }
    let Some(promise) = visit.promise else {
        return Err(RecordError::NotPossible("Lượt đến này chưa có lịch hẹn."));
    };
    // A visit that is under way cannot be moved any more, so this must not be said of a day to come.
    if report.happened_at.date() < promise.on {
        return Err(RecordError::NotPossible("Chưa đến ngày hẹn của lượt này."));
    }
    if visit.closed_at.is_some() {
        return Err(RecordError::NotPossible("Lượt đến này đã có kết quả từ báo cáo khác."));
    }
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
    }
    if wrong.is_empty() { Ok(()) } else { Err(RecordError::Invalid(wrong)) }
}

fn wrong_results(case: &Case, people: &[i64], visit: &Visit, results: &[PersonResult]) -> Vec<FieldProblem> {
    let mut wrong = Vec::new();
    let mut total = 0;
    for (index, result) in results.iter().enumerate() {
        let at = |field: &str| format!("/results/{index}/{field}");
        let captures = result.captures.unwrap_or(1);
        if captures < 1 || captures > visit.captures {
            wrong.push(FieldProblem::new(at("captures"), "range", "Số người không đúng."));
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
        let note = result.note.as_deref().unwrap_or_default().trim();
        if result.code == Outcome::FingerprintsDescribed && note.is_empty() {
            wrong.push(FieldProblem::new(at("note"), "missing", "Mô tả tình trạng vân tay hoặc mống mắt."));
        }
        if note.chars().count() > NOTE_LENGTH_MAX {
            wrong.push(FieldProblem::new(at("note"), "length", format!("Ghi chú tối đa {NOTE_LENGTH_MAX} ký tự.")));
        }
    }
    if total != visit.captures {
        let detail = format!("Cần kết quả cho đúng {} người.", visit.captures);
        wrong.push(FieldProblem::new("/results", "count", detail));
    }
    wrong
}
