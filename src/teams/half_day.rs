//! Exceptional half-days: opened against the calendar by a named dispatcher, with a reason (R1, R5).
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::{BeyondCalendar, HalfDay};
use crate::clock::Timestamp;
use crate::db::StoreError;
use crate::ids::HalfDayId;
use crate::text::dates::long_date;

pub mod api;
pub mod pages;

/// A half-day that somebody opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenedHalfDay {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: HalfDayId,
    /// The date.
    pub on: NaiveDate,
    /// Which half of it.
    pub half_day: HalfDay,
    /// Who opened it.
    pub opened_by: String,
    /// Why, in words.
    pub reason: String,
    /// When it was opened (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
}

/// A half-day to open.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHalfDay {
    /// The date.
    pub on: NaiveDate,
    /// Which half of it.
    pub half_day: HalfDay,
    /// Why, 5…300 characters.
    #[schema(example = "Đợt cao điểm cấp căn cước cho người cao tuổi, Kế hoạch 12/KH-CAP")]
    pub reason: String,
}

/// Why a half-day cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenHalfDayError {
    /// It counts for the whole city, and the account does not reach all of it.
    #[error("Buổi mở thêm có hiệu lực toàn thành phố: nhờ điều phối toàn thành phố hoặc quản trị viên")]
    NotCityWide,
    /// The date is over.
    #[error("Ngày này đã qua")]
    Past,
    /// The date is more than a year ahead.
    #[error("Chỉ mở được trong vòng 366 ngày tới")]
    TooFar,
    /// The calendar does not reach so far: what would be opened against it?
    #[error(transparent)]
    Beyond(#[from] BeyondCalendar),
    /// The calendar has it open.
    #[error("{0} vốn đã làm việc theo lịch")]
    OpenAnyway(String),
    /// Somebody opened it before.
    #[error("{0} đã được mở rồi")]
    OpenedBefore(String),
    /// No reason, or one that is too short or too long.
    #[error("Ghi lý do mở buổi, từ 5 đến 300 ký tự")]
    Reason,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// “Buổi chiều Thứ Bảy 28/11/2026”, for the beginning of a sentence.
pub fn words(half_day: HalfDay, on: NaiveDate) -> String {
    let half = match half_day {
        HalfDay::Morning => "Buổi sáng",
        HalfDay::Afternoon => "Buổi chiều",
    };
    format!("{half} {}", long_date(on))
}
