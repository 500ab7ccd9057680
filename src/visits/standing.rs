//! Where a case stands for its family: one of these, with its arguments; the sentence is said in its language.
use chrono::NaiveDate;

use super::visit::{Booking, Promise};
use crate::clock::Timestamp;
use crate::text::date_words::date_words;
use crate::text::messages::Words;
use crate::text::said;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Everything that identifies was erased on this day.
    Erased(NaiveDate),
    /// The family took it back.
    Withdrawn,
    /// The same people have another case, which goes on.
    Joined,
    /// It was refused.
    Refused,
    /// A dispatcher asked something and waits; no half-day is kept.
    Asked,
    /// The same while a half-day is kept, until the moment by which the case must be approved.
    AskedAndBooked(Booking, Timestamp),
    /// Nobody has decided, no half-day is kept; the family cannot choose one.
    Filed,
    /// The same, and the family can choose one.
    FiledToChoose,
    /// Nobody has decided; a half-day is kept until the moment by which the case must be approved.
    FiledAndBooked(Booking, Timestamp),
    /// Approved, without a half-day.
    Waiting,
    /// Another visit is needed and has no half-day yet.
    WaitingAgain,
    /// A half-day is taken.
    Booked(Booking),
    /// The window is known.
    Promised(Promise),
    /// Its day has passed and nobody reported anything.
    Overdue,
    /// The team is on its way.
    OnTheWay,
    /// The team is at the door.
    AtTheDoor,
    /// Captured; the card is due.
    Done(NaiveDate),
    /// No further visit is wanted, nobody was captured.
    Ended,
}

impl Standing {
    /// Whether somebody comes, or came, for sure: only this is told in the colour of good news.
    pub fn is_firm(self) -> bool {
        matches!(self, Self::Booked(_) | Self::Promised(_) | Self::OnTheWay | Self::AtTheDoor | Self::Done(_))
    }

    /// In one sentence.
    pub fn sentence(self, words: Words) -> String {
        let half_day = |booking: Booking| said::half_day(words, booking.half_day, booking.on);
        match self {
            Self::Erased(on) => words.with("follow-state-erased", &[("date", &date_words(on, words))]),
            Self::Withdrawn => words.say("follow-state-withdrawn"),
            Self::Joined => words.say("follow-state-joined"),
            Self::Refused => words.say("follow-state-refused"),
            Self::Asked => words.say("follow-state-asked"),
            Self::Filed | Self::FiledToChoose => words.say("follow-state-filed"),
            Self::FiledAndBooked(booking, _) => {
                words.with("follow-state-filed-booked", &[("half_day", &half_day(booking))])
            }
            Self::AskedAndBooked(booking, _) => {
                words.with("follow-state-asked-booked", &[("half_day", &half_day(booking))])
            }
            Self::Waiting => words.say("follow-state-waiting"),
            Self::WaitingAgain => words.say("follow-state-waiting-again"),
            Self::Booked(booking) => words.with("follow-state-booked", &[("half_day", &half_day(booking))]),
            Self::Promised(promise) => {
                let window = said::window(words, promise.from_secs, promise.to_secs);
                let when = [("date", &date_words(promise.on, words) as _), ("window", &window as _)];
                words.with("follow-state-promised", &when)
            }
            Self::Overdue => words.say("follow-state-overdue"),
            Self::OnTheWay => words.say("follow-state-on-the-way"),
            Self::AtTheDoor => words.say("follow-state-at-the-door"),
            Self::Done(due_on) => words.with("follow-state-done", &[("date", &date_words(due_on, words))]),
            Self::Ended => words.say("follow-state-ended"),
        }
    }

    /// What the family can expect next.
    pub fn next(self, words: Words) -> String {
        let key = match self {
            Self::Erased(_) => "follow-next-erased",
            Self::Withdrawn | Self::Refused | Self::Ended => "follow-next-ended",
            Self::Joined => "follow-next-joined",
            Self::Done(_) => "follow-next-done",
            Self::Asked | Self::Filed => "follow-next-filed",
            Self::FiledToChoose => "follow-next-filed-choose",
            Self::FiledAndBooked(_, deadline) | Self::AskedAndBooked(_, deadline) => {
                return words.with("follow-next-filed-booked", &[("deadline", &said::moment(words, deadline))]);
            }
            Self::Waiting | Self::WaitingAgain | Self::Overdue => "follow-next-waiting",
            Self::Booked(_) => "follow-next-booked",
            Self::Promised(_) => "follow-next-promised",
            Self::OnTheWay => "follow-next-on-the-way",
            Self::AtTheDoor => "follow-next-at-the-door",
        };
        words.say(key)
    }
}
