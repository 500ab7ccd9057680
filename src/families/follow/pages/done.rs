//! What a family has just done, said on the page to which each act leads: what is true now.
use chrono::NaiveDate;

use crate::calendar::HalfDay;
use crate::cases::case::State;
use crate::coded_enum;
use crate::families::follow::choose::{read_value, value_of};
use crate::families::words as options;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::follow::Followed;

coded_enum! {
    /// An act of a family.
    pub enum Done {
        /// A half-day was taken.
        Kept = "kept",
        /// The one that was wished for was held already.
        Same = "same",
        /// It waits for an invitation.
        Waiting = "waiting",
        /// Its half-day was given back.
        GivenBack = "given-back",
        /// An invitation was accepted.
        Accepted = "accepted",
        /// An invitation was refused.
        Declined = "declined",
        /// A person was added.
        Added = "added",
        /// Contact, door or note were corrected.
        Corrected = "corrected",
        /// What is said about the home was corrected.
        Ready = "ready",
        /// How the cards come back was chosen.
        Channel = "channel",
        /// A question was answered.
        Answered = "answered",
        /// The secret was changed.
        Secret = "secret",
        /// No more mail.
        NoMoreMail = "no-more-mail",
        /// The case was taken back.
        Withdrawn = "withdrawn",
        /// Everything is to be erased, or was.
        Erasure = "erasure",
    }
}

impl Done {
    /// The query of the page that says it.
    pub fn query(self) -> String {
        format!("?done={self}")
    }

    /// The same about a half-day.
    pub fn query_of(self, on: NaiveDate, half_day: HalfDay) -> String {
        format!("?done={self}&on={}", value_of(on, half_day))
    }

    /// What is true now; nothing when it no longer is, because an address may be opened again any day.
    pub fn sentence(self, followed: &Followed, is_invited: bool, about: Option<&str>, words: Words) -> Option<String> {
        if !self.is_so(followed, is_invited) {
            return None;
        }
        let half_day = about.and_then(read_value).map(|(on, half_day)| said::half_day(words, half_day, on));
        let people = followed.household.people.len();
        Some(match (self, half_day) {
            (Self::GivenBack, Some(half_day)) => words.with("done-given-back", &[("half_day", &half_day)]),
            (Self::GivenBack, None) => words.say("done-waiting"),
            (Self::Same, _) => {
                let held = followed.held()?;
                words.with("choose-same", &[("half_day", &said::half_day(words, held.half_day, held.on))])
            }
            (Self::Added, _) => words.with("done-added", &[("people", &people)]),
            (Self::Channel, _) => {
                let channel = options::return_channel(words, followed.return_channel?);
                words.with("done-channel", &[("channel", &channel)])
            }
            (Self::Erasure, _) if followed.erased_on().is_some() => words.say("done-erased"),
            _ => words.say(&format!("done-{self}")),
        })
    }

    fn is_so(self, followed: &Followed, is_invited: bool) -> bool {
        let is_running = matches!(followed.case.state(), State::Filed | State::Verified);
        match self {
            Self::Kept | Self::Same | Self::Accepted => is_running && followed.held().is_some(),
            Self::Waiting | Self::GivenBack => followed.expects_team() && followed.held().is_none() && !is_invited,
            Self::Declined => followed.expects_team() && !is_invited,
            Self::Added | Self::Corrected | Self::Ready | Self::Channel => is_running,
            Self::Answered => followed.answer().is_some(),
            Self::Secret => followed.erased_on().is_none(),
            Self::NoMoreMail => !followed.case.has_email,
            Self::Withdrawn => followed.case.state() == State::Withdrawn,
            Self::Erasure => followed.deletion.is_some(),
        }
    }
}
