//! Half-days as cards of days, week by week: what can be had, and what stands in the way of the other half.
use std::collections::BTreeMap;

use chrono::{Datelike, Duration, NaiveDate};

use super::ticket::is_saturday;
use crate::booking::reasons::PREFERENCE;
use crate::calendar::HalfDay;
use crate::config::Hours;
use crate::families::follow::choose::Choices;
use crate::text::date_block::DateBlock;
use crate::text::date_words::date_words;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;

/// A week with something to choose.
pub struct WeekOfCards {
    /// "Tuần 30/11/2026 – 06/12/2026".
    pub title: String,
    /// Its days.
    pub days: Vec<DayCard>,
}

/// A day with something to choose, and every Saturday on which teams work: nobody looks for it in vain.
pub struct DayCard {
    /// The date.
    pub date: DateBlock,
    /// "Thứ Năm 03/12/2026", for whoever hears the page.
    pub said: String,
    /// Whether it is one.
    pub is_saturday: bool,
    /// Morning and afternoon.
    pub halves: Vec<Half>,
}

/// Half a day.
pub struct Half {
    /// What the form sends; none when it cannot be chosen.
    pub value: Option<String>,
    /// Whether it is the first that can be chosen.
    pub first: bool,
    /// "Sáng".
    pub name: String,
    /// "7:30–11:30".
    pub hours: String,
    /// It is the family's already.
    pub held: bool,
    /// A team is nearby anyway.
    pub near: bool,
    /// Why it cannot be chosen.
    pub why: String,
}

/// The weeks in which something can be chosen.
pub fn weeks(choices: &Choices, hours: &Hours, words: Words) -> Vec<WeekOfCards> {
    let mut found: BTreeMap<NaiveDate, Vec<DayCard>> = BTreeMap::new();
    let mut first = true;
    let mut days: Vec<NaiveDate> = choices.half_days.iter().map(|choice| choice.on).collect();
    let weeks: Vec<NaiveDate> = days.iter().copied().map(monday_of).collect();
    let full = choices.missing.iter().filter(|one| is_saturday(one.on) && says_something(one.code));
    days.extend(full.map(|one| one.on).filter(|on| weeks.contains(&monday_of(*on))));
    days.sort_unstable();
    days.dedup();
    for on in days {
        let halves = HalfDay::ALL.iter().map(|half| half_of(choices, on, *half, &mut first, hours, words)).collect();
        let card = DayCard {
            date: DateBlock::of(on, words),
            said: date_words(on, words),
            is_saturday: is_saturday(on),
            halves,
        };
        found.entry(monday_of(on)).or_default().push(card);
    }
    let title = |monday: NaiveDate| {
        let (from, to) = (short_date(monday), short_date(monday + Duration::days(6)));
        words.with("choose-week", &[("first", &from), ("last", &to)])
    };
    found.into_iter().map(|(monday, days)| WeekOfCards { title: title(monday), days }).collect()
}

fn half_of(choices: &Choices, on: NaiveDate, half_day: HalfDay, first: &mut bool, hours: &Hours, words: Words) -> Half {
    let choice = choices.half_days.iter().find(|choice| (choice.on, choice.half_day) == (on, half_day));
    let missing = choices.missing.iter().find(|one| (one.on, one.half_day) == (on, half_day));
    let (opens, closes) = hours.of(half_day);
    Half {
        value: choice.map(|choice| choice.value()),
        first: choice.is_some() && std::mem::take(first),
        name: words.say(&format!("choose-half-{}", half_day.code())),
        hours: said::span(opens, closes),
        held: choices.is_held(on, half_day),
        near: choice.is_some_and(|choice| choice.recommended),
        why: words.say(match missing.map(|one| one.code) {
            Some("full" | "full_capacity" | "kept") => "choose-half-full",
            Some("no_duty" | "no_team") => "choose-half-no-team",
            Some(PREFERENCE) => "choose-half-preference",
            Some("closed" | "beyond_calendar") | None => "choose-half-closed",
            Some(_) => "choose-half-no-time",
        }),
    }
}

fn says_something(code: &str) -> bool {
    !matches!(code, "closed" | "beyond_calendar" | "not_before" | PREFERENCE)
}

fn monday_of(on: NaiveDate) -> NaiveDate {
    on - Duration::days(i64::from(on.weekday().num_days_from_monday()))
}
