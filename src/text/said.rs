//! Dates, half-days and hours in the words of a language: "buổi sáng Thứ Bảy 28/11/2026", "the morning of Saturday
//! 28/11/2026". Numbers stand as Việt Nam writes them in every language, so that nobody mixes days and months up.
use chrono::{Datelike, NaiveDate, NaiveTime};

use super::dates::{clock_time, short_date};
use super::messages::Words;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;

/// "Thứ Bảy 28/11/2026", "Saturday 28/11/2026".
pub fn date(words: Words, on: NaiveDate) -> String {
    let weekday = words.say(&format!("follow-weekday-{}", on.weekday().num_days_from_monday()));
    format!("{weekday} {}", short_date(on))
}

/// "buổi sáng Thứ Bảy 28/11/2026", "the morning of Saturday 28/11/2026".
pub fn half_day(words: Words, half_day: HalfDay, on: NaiveDate) -> String {
    words.with(&format!("follow-half-day-{}", half_day.code()), &[("date", &date(words, on))])
}

/// "Thứ Bảy 28/11/2026, buổi sáng", "Saturday 28/11/2026, morning": for lists, where the date is looked for first.
pub fn date_and_half(words: Words, on: NaiveDate, half_day: HalfDay) -> String {
    words.with(&format!("follow-date-half-{}", half_day.code()), &[("date", &date(words, on))])
}

/// "từ 09:15 đến 11:15", "between 09:15 and 11:15"; seconds since midnight.
pub fn window(words: Words, from_secs: i32, to_secs: i32) -> String {
    words.with("follow-window", &[("from", &clock(from_secs)), ("to", &clock(to_secs))])
}

/// "08:30, Thứ Hai 23/11/2026".
pub fn moment(words: Words, at: Timestamp) -> String {
    format!("{}, {}", clock(at.secs_of_day()), date(words, at.date()))
}

/// "09:15" from seconds since midnight.
pub fn clock(secs: i32) -> String {
    let secs = u32::try_from(secs.clamp(0, 86_399)).unwrap_or(0);
    clock_time(NaiveTime::from_num_seconds_from_midnight_opt(secs, 0).unwrap_or(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::dates::long_date;
    use crate::text::messages::Locale;

    #[test]
    fn a_half_day_is_said_in_both_languages_and_in_vietnamese_as_ever() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let english = Words(Locale::English);
        assert_eq!(half_day(english, HalfDay::Morning, on), "the morning of Saturday 28/11/2026");
        assert_eq!(date_and_half(english, on, HalfDay::Afternoon), "Saturday 28/11/2026, afternoon");
        assert_eq!(window(english, 33_300, 40_500), "between 09:15 and 11:15");
        assert_eq!(date_and_half(Words::VIETNAMESE, on, HalfDay::Morning), "Thứ Bảy 28/11/2026, buổi sáng");
        for on in on.iter_days().take(7) {
            assert_eq!(date(Words::VIETNAMESE, on), long_date(on));
            for half in HalfDay::ALL {
                assert_eq!(half_day(Words::VIETNAMESE, *half, on), half.on(on));
            }
        }
    }
}
