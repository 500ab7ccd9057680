//! Dates and half-days in the words of the page's language.
use chrono::{Datelike, NaiveDate};

use super::dates::short_date;
use super::messages::Words;
use crate::calendar::HalfDay;

/// “Thứ Bảy 28/11/2026”, “Saturday 28/11/2026” (R38).
pub fn date_words(on: NaiveDate, words: Words) -> String {
    let weekday = words.with("dates-weekday", &[("number", &on.weekday().number_from_monday())]);
    words.with("dates-long", &[("weekday", &weekday), ("date", &short_date(on))])
}

/// “buổi sáng”, “morning”.
pub fn half_words(half_day: HalfDay, words: Words) -> String {
    words.with("dates-half", &[("half", &half_day.code())])
}

/// “Thứ Bảy 28/11/2026, buổi sáng”, “Saturday 28/11/2026, morning”.
pub fn half_day_words(on: NaiveDate, half_day: HalfDay, words: Words) -> String {
    words.with("dates-half-day", &[("date", &date_words(on, words)), ("half", &half_words(half_day, words))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_day_is_said_in_both_languages() {
        let saturday = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let vietnamese = half_day_words(saturday, HalfDay::Morning, Words::VIETNAMESE);
        assert_eq!(vietnamese, "Thứ Bảy 28/11/2026, buổi sáng");
        let english = half_day_words(saturday, HalfDay::Afternoon, Words::of_tag("en"));
        assert_eq!(english, "Saturday 28/11/2026, afternoon");
        let sunday = date_words(saturday.succ_opt().unwrap(), Words::VIETNAMESE);
        assert_eq!(sunday, "Chủ nhật 29/11/2026");
    }
}
