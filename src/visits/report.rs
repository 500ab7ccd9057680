//! What officers and dispatchers report from the door, and what stands after it.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::durations::DurationModel;
use super::report_kinds::{PersonResult, ReportKind};
use super::reported::Reported;
use crate::accounts::Staff;
use crate::cases::not_before::NotBefore;
use crate::clock::Timestamp;
use crate::db::StoreError;
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::ids::VisitId;

/// A report as it comes in.
#[derive(Clone, Debug)]
pub struct Report {
    /// Chosen by the phone; the same report carries the same id.
    pub client_id: String,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    pub happened_at: Timestamp,
    /// How it went, for [`ReportKind::Outcome`].
    pub results: Vec<PersonResult>,
    /// Before which day nobody is to come again.
    pub not_before: Option<NotBefore>,
    /// The report that it puts right; none for the first one.
    pub replaces: Option<Replaced>,
}

/// The report that a newer one puts right, and why.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The client id of the report that stands and was wrong.
    pub report: String,
    /// Why, for the log, at most 500 characters.
    pub reason: String,
}

/// What is stored after a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recorded {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// False when the same report was stored before.
    pub stored_now: bool,
    /// When the cards captured at this visit are due (R6), per person.
    #[schema(value_type = Vec<String>)]
    pub due_on: Vec<NaiveDate>,
    /// Whether another visit is open for people who could not be captured (R29).
    pub needs_another_visit: bool,
    /// Until when the report can be taken back without a reason; none when it does not count any more.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undo_until: Option<Timestamp>,
}

/// Who reports, when, and with what knowledge.
#[derive(Clone, Copy)]
pub struct Reporter<'a> {
    /// What every handler has at hand.
    pub desk: &'a Desk,
    /// Minutes of work, for another visit.
    pub durations: &'a DurationModel,
    /// Who.
    pub staff: &'a Staff,
    /// The present moment.
    pub now: Timestamp,
}

/// Why a report is not taken, or not taken back.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is no such visit, or no such report of it.
    #[error("không có lượt đến hoặc báo cáo này")]
    NotFound,
    /// The visit is not on one of the officer's duties, or not in the dispatcher's wards.
    #[error("lượt đến này không thuộc ca hoặc địa bàn của tài khoản")]
    NotYours,
    /// The visit does not take it, and why.
    #[error("{0}")]
    NotPossible(&'static str),
    /// It ended with another report, which must be named to be put right.
    #[error("Lượt đến này đã có kết quả do {} ghi; muốn sửa, hãy nêu báo cáo ấy trong replaces", .0.recorded_by)]
    Ended(Box<Reported>),
    /// Something about the case changed at this very moment.
    #[error("Lượt đến vừa thay đổi, xin gửi lại.")]
    Changed,
    /// Fields that need another value.
    #[error("báo cáo chưa hợp lệ")]
    Invalid(Vec<FieldProblem>),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
