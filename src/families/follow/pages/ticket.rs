//! The appointment as a ticket: a date as the largest thing on the page, what is kept and what is promised.
use chrono::{Datelike, NaiveDate, Weekday};

use crate::cases::case::State;
use crate::config::Hours;
use crate::text::date_block::DateBlock;
use crate::text::date_words::date_words;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::follow::{Followed, FollowedVisit};

/// What a family holds of an open visit.
pub struct Ticket {
    /// "Lịch hẹn đến nhà", "Buổi đã giữ".
    pub title: String,
    /// The same as a sentence, for whoever hears the page.
    pub when: String,
    /// The date.
    pub date: DateBlock,
    /// "7:30–9:30"; none before a round is published.
    pub window: Option<String>,
    /// "buổi sáng".
    pub half: String,
    /// "7:30–11:30".
    pub hours: String,
    /// Nobody has approved the case: a request does not look like a promise.
    pub asked: bool,
}

impl Ticket {
    /// The ticket of a visit that is to come; none for one that is over or waits.
    pub fn of(followed: &Followed, one: &FollowedVisit, hours: &Hours, words: Words) -> Option<Self> {
        let visit = &one.visit;
        if !visit.is_open() || followed.overdue.contains(&visit.id) {
            return None;
        }
        let asked = followed.case.state() == State::Filed;
        let (on, half_day) = match (visit.promise, visit.booking) {
            (Some(promise), _) => (promise.on, promise.half_day),
            (None, Some(booking)) => (booking.on, booking.half_day),
            (None, None) => return None,
        };
        let promise = visit.promise.filter(|_| !asked);
        let title = match (asked, &promise) {
            (true, _) => "follow-ticket-kept",
            (false, None) => "follow-ticket-booked",
            (false, Some(_)) => "follow-ticket-promised",
        };
        let when = match &promise {
            Some(promise) => {
                let window = said::window(words, promise.from_secs, promise.to_secs);
                format!("{}, {window}", date_words(on, words))
            }
            None => said::half_day(words, half_day, on),
        };
        let (opens, closes) = hours.of(half_day);
        Some(Self {
            title: words.say(title),
            when,
            date: DateBlock::of(on, words),
            window: promise.map(|promise| said::span(promise.from_secs, promise.to_secs)),
            half: said::half(words, half_day),
            hours: said::span(opens, closes),
            asked,
        })
    }
}

/// The day of the week on which those who work ask most.
pub fn is_saturday(on: NaiveDate) -> bool {
    on.weekday() == Weekday::Sat
}

/// "cụ Mận, cháu Bi": those for whom the team comes, as people speak of them; whole names in other languages.
pub fn called(followed: &Followed, today: NaiveDate, words: Words) -> String {
    let people = followed.household.people.iter().map(|one| &one.identity);
    let called = people.map(|one| match words.is_vietnamese() {
        true => one.name.called(one.birth.age_on(today), one.sex),
        false => one.name.to_string(),
    });
    called.collect::<Vec<_>>().join(", ")
}
