//! Editing a plan by hand: a visit goes to another place, two change places, one stays where it is, a duty keeps its order.
//! Each edit is checked as the planner checks, stored with the rows before and after it, and can be undone while nothing
//! else has changed.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::booker::Booker;
use super::refusals::BookError;
use super::sequence::Refusal;
use crate::accounts::{NotAllowed, Staff};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::StoreError;
use crate::field_problem::FieldProblem;
use crate::ids::{AccountId, DutyId, HandEditId, VisitId};
use crate::visits::visit::Visit;

mod content;
pub mod edit;
mod moved;
pub mod store;
pub mod undo;
mod write;

pub use content::Content;

coded_enum! {
    /// What somebody does by hand.
    pub enum Act {
        Move = "move" / "chuyển",
        Swap = "swap" / "đổi chỗ",
        Pin = "pin" / "ghim",
        Unpin = "unpin" / "bỏ ghim",
        Lock = "lock" / "khoá ca",
        Unlock = "unlock" / "mở khoá ca",
    }
}

coded_enum! {
    /// What families learn of an edit.
    pub enum Informs {
        Nobody = "nobody" / "không gia đình nào phải báo lại",
        Officers = "officers" / "đã báo gia đình tổ khác đến, giờ giữ nguyên",
        Time = "time" / "đã báo gia đình giờ đến",
    }
}

/// A version of a duty that somebody has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyVersion {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// Its version.
    pub version: i32,
}

/// What is wanted of a duty.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedEdit {
    /// What to do.
    pub act: Act,
    /// The versions in which every duty that it changes was read: this one, and the one that a visit leaves.
    pub versions: Vec<DutyVersion>,
    /// The visit; not of a whole duty.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub visit_id: Option<VisitId>,
    /// With whom it changes places.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub other_visit_id: Option<VisitId>,
    /// A move: how many stops come before it then; without it the place with the least driving.
    #[serde(default)]
    pub after_stops: Option<usize>,
    /// A move: the half-day; without it the one that the family has.
    #[serde(default)]
    pub half_day: Option<HalfDay>,
    /// A move: the family is told another time, and that is meant.
    #[serde(default)]
    pub confirm: bool,
}

/// An edit as it is stored.
#[derive(Clone, Debug)]
pub struct HandEdit {
    /// Its number.
    pub id: HandEditId,
    /// The day of the plan.
    pub on: chrono::NaiveDate,
    /// What was done.
    pub act: Act,
    /// To which visit; none: to the whole duty.
    pub visit_id: Option<VisitId>,
    /// What families learnt of it.
    pub informs: Informs,
    /// Who did it.
    pub made_by: AccountId,
    /// When.
    pub made_at: Timestamp,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// The duties that it changed.
    pub duties: Vec<EditedDuty>,
}

/// A duty that an edit changed, with the stamps of its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditedDuty {
    /// The duty.
    pub duty_id: DutyId,
    /// Before the edit.
    pub stamp_before: i64,
    /// After it.
    pub stamp_after: i64,
}

/// What an edit came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EditDone {
    /// Its number, by which it is undone.
    #[schema(value_type = i64)]
    pub id: HandEditId,
    /// What families learn of it.
    pub informs: Informs,
    /// The duties that it changed, in their new versions.
    pub versions: Vec<DutyVersion>,
}

/// Who edits, and in whose name.
#[derive(Clone, Copy)]
pub struct Editor<'a> {
    /// Desk, sequences, moment.
    pub booker: Booker<'a>,
    /// The dispatcher.
    pub staff: &'a Staff,
}

/// A visit that is edited, with its case.
struct Subject {
    /// As it was read behind the lock.
    visit: Visit,
    /// Whose.
    case: Case,
}

/// Why an edit is not made.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    /// There is no such duty, visit or edit, or it is cancelled.
    #[error("Không tìm thấy")]
    NotFound,
    /// Somebody else's ward.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// A field is missing.
    #[error("{}", .0.detail)]
    Field(FieldProblem),
    /// Somebody changed these duties meanwhile.
    #[error("{}", stale_words(.0))]
    Stale(Vec<DutyId>),
    /// The duty keeps its order.
    #[error("Ca của {0} đang khoá. Mở khoá ca trước, rồi sửa.")]
    Locked(String),
    /// The day of the duty has come.
    #[error("Ca này đã tới ngày đi: không sửa bằng tay được nữa.")]
    Begun,
    /// It cannot be done, and why.
    #[error("{0}")]
    NotPossible(String),
    /// The team cannot drive it so.
    #[error("{0}: {1}.")]
    Refused(String, Refusal),
    /// The family knows another time; how it would be.
    #[error("{0}")]
    BreaksPromise(String),
    /// Something else changed since.
    #[error("{0}")]
    ChangedSince(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn stale_words(duties: &[DutyId]) -> String {
    let names: Vec<String> = duties.iter().map(|id| format!("ca số {id}")).collect();
    format!("Vừa có người sửa {}. Chưa có gì của lần này được ghi; xem lại rồi làm lại.", names.join(", "))
}

impl From<BookError> for HandError {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Store(error) => Self::Store(error),
            other => Self::NotPossible(other.to_string()),
        }
    }
}
