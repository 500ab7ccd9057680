//! Lists that leave the house as files: cases, planned visits, a day's roster, the call list, the waiting list, results.
//! What a file holds is what its reader may see on pages; what tells of somebody's health is in it for a stated reason
//! only (R26). Each file, and each household in it, leaves an entry in the log.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::{NotAllowed, Permission};
use crate::cases::case::State;
use crate::coded_enum;
use crate::db::StoreError;
use crate::field_problem::FieldProblem;
use crate::ids::DutyId;

pub mod api;
mod asked;
mod calls;
mod cases;
mod duties;
mod export;
mod file;
pub mod pages;
mod results;
mod roster;
mod table;
mod ticket;
mod waiting;

pub use export::{Exported, export};

/// Most characters of a reason.
pub const REASON_MAX: usize = 200;

coded_enum! {
    /// What a file is of.
    pub enum ExportKind {
        Cases = "cases" / "hồ sơ",
        Plan = "plan" / "lịch đến nhà",
        Roster = "roster" / "lịch của tổ công tác",
        Calls = "calls" / "danh sách gọi điện",
        WaitingList = "waiting_list" / "danh sách chờ",
        Results = "results" / "kết quả các lượt đến",
    }
}

coded_enum! {
    /// How a file is written.
    pub enum ExportFormat {
        Xlsx = "xlsx" / "XLSX",
        Csv = "csv" / "CSV",
    }
}

/// What somebody wants to take away.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportWish {
    /// What.
    pub kind: ExportKind,
    /// As which file.
    pub format: ExportFormat,
    /// First day: of filing for cases, of the visit for the plan and for results. Without it the last thirty days of
    /// cases, seven days from today on of the plan, the last seven days of results. The roster is of this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only these wards; none: all that the account reaches.
    #[serde(default)]
    pub ward_codes: Vec<String>,
    /// Only cases in this state.
    #[serde(default)]
    pub state: Option<State>,
    /// Only this duty's roster, whatever its day is.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub duty_id: Option<DutyId>,
    /// With the columns that tell of somebody's health (R26): only with a reason.
    #[serde(default)]
    pub with_health: bool,
    /// Why these columns are needed; it stands in the log.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Why nothing is given out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something about the wish is wrong.
    #[error("yêu cầu chưa hợp lệ")]
    Invalid(Vec<FieldProblem>),
    /// A ward that the account does not reach.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// More than a file may hold.
    #[error("Nhiều hơn {0} dòng; chọn ít ngày hơn hoặc ít phường, xã hơn.")]
    TooMany(usize),
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    File(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExportWish {
    /// All that there usually is of a kind.
    pub fn of(kind: ExportKind, format: ExportFormat) -> Self {
        Self {
            kind,
            format,
            from: None,
            to: None,
            ward_codes: Vec::new(),
            state: None,
            duty_id: None,
            with_health: false,
            reason: None,
        }
    }
}

impl ExportKind {
    /// What somebody must be allowed to see on pages.
    fn permission(self) -> Permission {
        match self {
            Self::Cases | Self::Plan | Self::Results => Permission::ReadCases,
            Self::Roster => Permission::ReadRosters,
            Self::Calls => Permission::CallFamilies,
            Self::WaitingList => Permission::Plan,
        }
    }

    /// How its files are called.
    fn file_name(self) -> &'static str {
        match self {
            Self::Cases => "ho-so",
            Self::Plan => "lich-den-nha",
            Self::Roster => "lich-cua-to",
            Self::Calls => "danh-sach-goi",
            Self::WaitingList => "danh-sach-cho",
            Self::Results => "ket-qua",
        }
    }
}
