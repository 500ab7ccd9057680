//! Weeks and days of duties in words.
use chrono::{Datelike, Duration, NaiveDate};

use crate::calendar::{Calendar, DayStatus, ExceptionalHalfDay, HalfDay};
use crate::text::dates::short_date;

/// Whether a week can be shown for a date: addresses may name year 262142, and its next week does not exist.
pub fn is_sensible(on: &NaiveDate) -> bool {
    (2000..=2199).contains(&on.year())
}

/// Monday of the week of a date.
pub fn monday_of(on: NaiveDate) -> NaiveDate {
    on - Duration::days(on.weekday().num_days_from_monday().into())
}

/// What is open on a date: “chỉ buổi sáng”, “không làm việc (…)”.
pub fn open_words(calendar: &Calendar, on: NaiveDate, exceptions: &[ExceptionalHalfDay]) -> String {
    if calendar.check_known(on).is_err() {
        return "chưa có lịch làm việc".to_owned();
    }
    let day = calendar.day(on);
    let opened: Vec<&str> = HalfDay::ALL
        .iter()
        .filter(|half| !day.open.includes(**half) && calendar.is_open(on, **half, exceptions))
        .map(|half| half.label())
        .collect();
    let mut words = day.open.label().to_owned();
    if let Some(label) = &day.label {
        words = format!("{words} ({label})");
    }
    if day.status == DayStatus::Estimate && !words.contains("dự kiến") {
        words.push_str(", dự kiến");
    }
    if !opened.is_empty() {
        words = format!("{words}; mở thêm {}", opened.join(" và "));
    }
    words
}

/// The page of the week of a date.
pub fn address_of(on: NaiveDate) -> String {
    format!("/duties?on={on}")
}

/// “28/11/2026” split into what three form fields hold.
pub fn date_fields(on: NaiveDate) -> [String; 3] {
    let parts = short_date(on);
    let mut parts = parts.split('/').map(str::to_owned);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceFiles;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(monday_of(date("2026-11-29")), date("2026-11-23"));
        assert_eq!(monday_of(date("2026-11-23")), date("2026-11-23"));
    }

    #[test]
    fn a_day_says_what_is_open_and_why() {
        let calendar = Calendar::load(&ReferenceFiles::embedded()).unwrap();
        let opened = ExceptionalHalfDay {
            on: date("2026-11-28"),
            half_day: HalfDay::Afternoon,
            opened_by: "Đỗ Thu Hà".to_owned(),
            reason: "Đợt cao điểm".to_owned(),
        };
        let words = |on: &str| open_words(&calendar, date(on), std::slice::from_ref(&opened));
        assert_eq!(words("2026-11-23"), "cả ngày");
        assert_eq!(words("2026-11-24"), "không làm việc (Ngày Văn hóa Việt Nam)");
        assert_eq!(words("2026-11-28"), "chỉ buổi sáng; mở thêm buổi chiều");
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        assert_eq!(date_fields(date("2026-12-05")), ["05", "12", "2026"]);
    }
}
