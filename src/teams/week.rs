//! A week of duties in words, as the page of duties shows it.
use chrono::{Datelike, Duration, NaiveDate};

use super::duty::Duty;
use super::may_arrange;
use crate::accounts::Staff;
use crate::calendar::{Calendar, DayStatus, ExceptionalHalfDay, HalfDay};
use crate::ids::DutyId;
use crate::text::dates::{long_date, short_date};

/// Monday to Sunday.
#[derive(Debug)]
pub struct Week {
    /// “từ Thứ Hai 23/11/2026 đến Chủ nhật 29/11/2026”.
    pub words: String,
    /// Monday of the week before, ISO.
    pub previous: String,
    /// Monday of the week after, ISO.
    pub next: String,
    /// Its seven days.
    pub days: Vec<DayInWords>,
}

/// One day of the week.
#[derive(Debug)]
pub struct DayInWords {
    /// “Thứ Bảy 28/11/2026”.
    pub date: String,
    /// What is open: “chỉ buổi sáng”, “không làm việc (…)”.
    pub open: String,
    /// Duties in the order of their start.
    pub duties: Vec<DutyInWords>,
}

/// One duty.
#[derive(Debug)]
pub struct DutyInWords {
    /// Its number.
    pub id: DutyId,
    /// “cả ngày, 07:30–17:00”.
    pub time: String,
    /// The team's name.
    pub team: String,
    /// The kit's name.
    pub kit: String,
    /// Names of the officers.
    pub officers: String,
    /// “Sắp tới”, “Hôm nay”, “Đã qua” with the mission where it is one, or “Đã huỷ” with its reason.
    pub state: String,
    /// Whether this person may still cancel it.
    pub may_cancel: bool,
}

/// Whether a week can be shown for a date: addresses may name year 262142, and its next week does not exist.
pub fn is_sensible(on: &NaiveDate) -> bool {
    (2000..=2199).contains(&on.year())
}

/// Monday of the week of a date.
pub fn monday_of(on: NaiveDate) -> NaiveDate {
    on - Duration::days(on.weekday().num_days_from_monday().into())
}

/// The week from a Monday, with the duties that stand in it.
pub fn in_words(
    monday: NaiveDate,
    today: NaiveDate,
    duties: &[Duty],
    staff: &Staff,
    calendar: &Calendar,
    exceptions: &[ExceptionalHalfDay],
) -> Week {
    let dates = monday.iter_days().take(7);
    let day = |on: NaiveDate| {
        let mut of_day: Vec<&Duty> = duties.iter().filter(|duty| duty.on == on).collect();
        of_day.sort_by_key(|duty| (duty.shift.starts_secs, duty.id));
        DayInWords {
            date: long_date(on),
            open: open_words(calendar, on, exceptions),
            duties: of_day.into_iter().map(|duty| duty_words(duty, today, staff)).collect(),
        }
    };
    Week {
        words: format!("từ {} đến {}", long_date(monday), long_date(monday + Duration::days(6))),
        previous: (monday - Duration::days(7)).to_string(),
        next: (monday + Duration::days(7)).to_string(),
        days: dates.map(day).collect(),
    }
}

fn duty_words(duty: &Duty, today: NaiveDate, staff: &Staff) -> DutyInWords {
    let (from, to) = (duty.shift.starts_secs, duty.shift.ends_secs);
    let when = match duty.on.cmp(&today) {
        std::cmp::Ordering::Less => "Đã qua",
        std::cmp::Ordering::Equal => "Hôm nay",
        std::cmp::Ordering::Greater => "Sắp tới",
    };
    let mission = if duty.island_mission { ", nhiệm vụ đảo" } else { "" };
    let standing = || format!("{when}{mission}, nhiều nhất {} lượt thu nhận", duty.capacity);
    DutyInWords {
        id: duty.id,
        time: format!("{}, {from}–{to}", duty.half_days.label()),
        team: duty.team.name.clone(),
        kit: duty.kit.name.clone(),
        officers: duty.officer_names(),
        state: duty.cancelled.as_ref().map_or_else(standing, |cancelled| format!("Đã huỷ: {}", cancelled.reason)),
        may_cancel: duty.cancelled.is_none() && duty.on >= today && may_arrange(staff, &duty.team.ward_codes),
    }
}

fn open_words(calendar: &Calendar, on: NaiveDate, exceptions: &[ExceptionalHalfDay]) -> String {
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
