//! The half-days of a ward as a list by week, in words with the lunar date as a hint.
use chrono::{Datelike, Duration, Weekday};

use crate::calendar::{DayStatus, HalfDay};
use crate::families::notice::schedule::{Availability, DayOfWard, Schedule};
use crate::text::date_words::date_words;
use crate::text::lunar::lunar_words;
use crate::text::messages::Words;

/// A week, or what is left of it.
#[derive(Debug)]
pub struct WeekInWords {
    /// “Từ Thứ Tư 25/11/2026 đến Chủ nhật 29/11/2026”.
    pub title: String,
    /// Its days.
    pub days: Vec<DayInWords>,
}

/// A day.
#[derive(Debug)]
pub struct DayInWords {
    /// “Thứ Bảy 28/11/2026”.
    pub date: String,
    /// “20 tháng Mười âm lịch”.
    pub lunar: String,
    /// What is open: the standing's code, and “Buổi sáng: có tổ đến, còn chỗ”.
    pub open: Vec<(&'static str, String)>,
    /// Why it is closed, if nothing is open.
    pub closed: Option<String>,
    /// Name of the holiday or make-up day, in Vietnamese.
    pub label: Option<String>,
    /// Whether that may still change.
    pub estimate: bool,
    /// The day on which those who work ask most.
    pub is_saturday: bool,
}

/// The weeks of a schedule.
pub fn weeks(schedule: &Schedule, words: Words) -> Vec<WeekInWords> {
    let week = |days: &[DayOfWard]| WeekInWords {
        title: title(days, words),
        days: days.iter().map(|day| day_in_words(day, words)).collect(),
    };
    schedule.weeks().into_iter().map(week).collect()
}

fn title(days: &[DayOfWard], words: Words) -> String {
    let Some(first) = days.first() else {
        return String::new();
    };
    let sunday = first.on + Duration::days(6 - i64::from(first.on.weekday().num_days_from_monday()));
    words.with("notice-week", &[("first", &date_words(first.on, words)), ("last", &date_words(sunday, words))])
}

fn day_in_words(day: &DayOfWard, words: Words) -> DayInWords {
    DayInWords {
        date: date_words(day.on, words),
        lunar: lunar_words(day.on, words),
        open: open_half_days(&day.open, words),
        closed: day.open.is_empty().then(|| why_closed(day, words)),
        label: day.label.clone(),
        estimate: day.status == DayStatus::Estimate && !day.beyond,
        is_saturday: day.on.weekday() == Weekday::Sat,
    }
}

/// A sentence for each half-day, or one for both where the same is true of them.
fn open_half_days(halves: &[(HalfDay, Availability)], words: Words) -> Vec<(&'static str, String)> {
    let line = |half: &str, availability: Availability| {
        let half = words.with("notice-half", &[("half", &half)]);
        (availability.code(), words.with(&format!("notice-standing-{}", availability.code()), &[("half", &half)]))
    };
    match halves {
        [(_, morning), (_, afternoon)] if morning == afternoon => vec![line("full", *morning)],
        halves => halves.iter().map(|(half, availability)| line(half.code(), *availability)).collect(),
    }
}

fn why_closed(day: &DayOfWard, words: Words) -> String {
    match (day.label.is_some(), day.on.weekday()) {
        _ if day.beyond => words.say("notice-closed-beyond"),
        (true, _) => words.say("notice-closed-holiday"),
        (false, Weekday::Sun) => words.say("notice-closed-sunday"),
        (false, _) => words.say("notice-closed"),
    }
}
