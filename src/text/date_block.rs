//! A date taken apart, to stand large on a ticket: "Thứ Năm", 3, "tháng 12".
use chrono::{Datelike, NaiveDate};

use super::lunar::lunar_words;
use super::messages::Words;

/// A date, taken apart.
pub struct DateBlock {
    /// "Thứ Năm".
    pub weekday: String,
    /// "3".
    pub day: u32,
    /// "tháng 12".
    pub month: String,
    /// "25 tháng Mười âm lịch".
    pub lunar: String,
}

impl DateBlock {
    /// A date in the words of a language.
    pub fn of(on: NaiveDate, words: Words) -> Self {
        Self {
            weekday: words.with("dates-weekday", &[("number", &on.weekday().number_from_monday())]),
            day: on.day(),
            month: words.with("dates-month", &[("number", &on.month())]),
            lunar: lunar_words(on, words),
        }
    }
}
