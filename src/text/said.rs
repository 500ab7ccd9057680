//! Half-days and hours as they stand in sentences of a language: "buổi sáng Thứ Bảy 28/11/2026", "the morning of
//! Saturday 28/11/2026".
use chrono::NaiveDate;

use super::date_words::date_words;
use super::dates::clock_time;
use super::messages::Words;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::seconds::TimeOfDay;

/// "buổi sáng Thứ Bảy 28/11/2026", "the morning of Saturday 28/11/2026".
pub fn half_day(words: Words, half_day: HalfDay, on: NaiveDate) -> String {
    words.with(&format!("follow-half-day-{}", half_day.code()), &[("date", &date_words(on, words))])
}

/// "từ 09:15 đến 11:15", "between 09:15 and 11:15".
pub fn window(words: Words, from_secs: TimeOfDay, to_secs: TimeOfDay) -> String {
    words.with("follow-window", &[("from", &clock(from_secs)), ("to", &clock(to_secs))])
}

/// "buổi sáng", "morning".
pub fn half(words: Words, half_day: HalfDay) -> String {
    words.with("dates-half", &[("half", &half_day.code())])
}

/// "7:30–9:30", as it stands large: without spaces, so that no line breaks it.
pub fn span(from_secs: TimeOfDay, to_secs: TimeOfDay) -> String {
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

/// "09:15"; what lies outside the day is cut to it.
pub fn clock(time: TimeOfDay) -> String {
    clock_time(time.on_the_wall())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_day_is_said_in_both_languages_and_in_vietnamese_as_ever() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let english = Words::of_tag("en");
        assert_eq!(half_day(english, HalfDay::Morning, on), "the morning of Saturday 28/11/2026");
        assert_eq!(window(english, TimeOfDay(33_300), TimeOfDay(40_500)), "between 09:15 and 11:15");
        assert_eq!(window(Words::VIETNAMESE, TimeOfDay(33_300), TimeOfDay(40_500)), "từ 09:15 đến 11:15");
        for on in on.iter_days().take(7) {
            for half in HalfDay::ALL {
                assert_eq!(half_day(Words::VIETNAMESE, *half, on), half.on(on));
            }
        }
    }
}
