//! Half-days and hours as they stand in sentences of a language: "buổi sáng Thứ Bảy 28/11/2026", "the morning of
//! Saturday 28/11/2026".
use chrono::{NaiveDate, NaiveTime};

use super::date_words::date_words;
use super::dates::clock_time;
use super::messages::Words;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;

/// "buổi sáng Thứ Bảy 28/11/2026", "the morning of Saturday 28/11/2026".
pub fn half_day(words: Words, half_day: HalfDay, on: NaiveDate) -> String {
    words.with(&format!("follow-half-day-{}", half_day.code()), &[("date", &date_words(on, words))])
}

/// "từ 09:15 đến 11:15", "between 09:15 and 11:15"; seconds since midnight.
pub fn window(words: Words, from_secs: i32, to_secs: i32) -> String {
    words.with("follow-window", &[("from", &clock(from_secs)), ("to", &clock(to_secs))])
}

/// "buổi sáng", "morning".
pub fn half(words: Words, half_day: HalfDay) -> String {
    words.with("dates-half", &[("half", &half_day.code())])
}

/// "7:30–9:30", as it stands large: without spaces, so that no line breaks it.
pub fn span((from_secs, to_secs): (i32, i32)) -> String {
    let short = |secs| {
        let clock = clock(secs);
        clock.strip_prefix('0').unwrap_or(&clock).to_owned()
    };
    format!("{}–{}", short(from_secs), short(to_secs))
}

/// "08:30, Thứ Hai 23/11/2026".
pub fn moment(words: Words, at: Timestamp) -> String {
    format!("{}, {}", clock(at.secs_of_day()), date_words(at.date(), words))
}

/// "09:15" from seconds since midnight.
pub fn clock(secs: i32) -> String {
    let secs = u32::try_from(secs.clamp(0, 86_399)).unwrap_or(0);
    clock_time(NaiveTime::from_num_seconds_from_midnight_opt(secs, 0).unwrap_or(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::messages::Locale;

    #[test]
    fn a_half_day_is_said_in_both_languages_and_in_vietnamese_as_ever() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let english = Words(Locale::English);
        assert_eq!(half_day(english, HalfDay::Morning, on), "the morning of Saturday 28/11/2026");
        assert_eq!(window(english, 33_300, 40_500), "between 09:15 and 11:15");
        assert_eq!(window(Words::VIETNAMESE, 33_300, 40_500), "từ 09:15 đến 11:15");
        for on in on.iter_days().take(7) {
            for half in HalfDay::ALL {
                assert_eq!(half_day(Words::VIETNAMESE, *half, on), half.on(on));
            }
        }
    }
}
