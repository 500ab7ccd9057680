//! A day as the calendar has it.
use chrono::NaiveDate;

use crate::coded_enum;

coded_enum! {
    /// Half of a working day; a Saturday has a morning only (QĐ 5710/QĐ-BCA-C06).
    pub enum HalfDay {
        Morning = "morning" / "buổi sáng",
        Afternoon = "afternoon" / "buổi chiều",
    }
}

coded_enum! {
    /// What is open on a date by the calendar alone.
    pub enum OpenHalfDays {
        None = "none" / "không làm việc",
        Morning = "morning" / "chỉ buổi sáng",
        Full = "full" / "cả ngày",
    }
}

coded_enum! {
    /// How sure a fact of the calendar is.
    pub enum DayStatus {
        Confirmed = "confirmed" / "đã công bố",
        Policy = "policy" / "theo chủ trương",
        Estimate = "estimate" / "dự kiến",
    }
}

/// What the calendar says about one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub on: NaiveDate,
    /// Half-days open without any exception.
    pub open: OpenHalfDays,
    /// How sure that is. An estimate is shown as “dự kiến” and is bookable only by an exception (R5).
    pub status: DayStatus,
    /// Name of the holiday or of the make-up day; none on an ordinary day.
    pub label: Option<String>,
}
