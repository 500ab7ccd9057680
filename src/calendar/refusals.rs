//! Refusals of the calendar, in words.
use chrono::NaiveDate;
use thiserror::Error;

use super::day::{Day, DayStatus, HalfDay};
use crate::text::dates::long_date;

/// An attempt to book a half-day on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{half_day_name} {date} không làm việc{why}", half_day_name = capitalised(.half_day.label()), date = long_date(.day.on), why = why_closed(.day))]
pub struct ClosedHalfDay {
    /// Which half.
    pub half_day: HalfDay,
    /// The day as the calendar has it.
    pub day: Day,
}

/// An attempt to promise something for a day of which nobody knows yet whether it is a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Chưa nhận hẹn cho {}: {}", long_date(*.on), ends_words(*.last))]
pub struct BeyondCalendar {
    /// The day that was wanted.
    pub on: NaiveDate,
    /// The last day that can be promised; none when no year of the calendar is complete.
    pub last: Option<NaiveDate>,
}

/// Why a half-day is not open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOpen {
    /// Nobody works then.
    #[error(transparent)]
    Closed(#[from] ClosedHalfDay),
    /// The calendar does not reach so far.
    #[error(transparent)]
    Beyond(#[from] BeyondCalendar),
}

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Up to when there is a calendar.
pub(super) fn ends_words(last: Option<NaiveDate>) -> String {
    match last {
        Some(last) => format!("lịch làm việc mới có đến hết {}", long_date(last)),
        None => "chưa năm nào có lịch làm việc đầy đủ".to_owned(),
    }
}

fn why_closed(day: &Day) -> String {
    let Some(label) = &day.label else {
        return String::new();
    };
    if day.status == DayStatus::Estimate && !label.contains("dự kiến") {
        return format!(" ({label}, dự kiến)");
    }
    format!(" ({label})")
}
