//! Which half-days suit a household, as its family says: mornings, afternoons, Saturdays, not before a day. Offers,
//! invitations and planning obey it; a half-day that is taken already stays.
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::HalfDay;
use crate::coded_enum;
use crate::text::date_words::date_words;
use crate::text::messages::Words;

coded_enum! {
    /// Which half-days of the week suit. Saturdays have a morning only, unless somebody opens an afternoon.
    pub enum PreferredTimes {
        Any = "any",
        Mornings = "mornings",
        Afternoons = "afternoons",
        Saturdays = "saturdays",
    }
}

/// What a family prefers; nobody comes to it at another time unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimePreference {
    /// Which half-days suit.
    pub times: PreferredTimes,
    /// The first day that suits; none when any does.
    #[schema(example = "2026-12-07")]
    pub from: Option<NaiveDate>,
}

impl PreferredTimes {
    /// “chỉ buổi sáng”, fit for the middle of a sentence.
    pub fn words(self, words: Words) -> String {
        words.say(&format!("choose-times-{}", self.code()))
    }

    fn include(self, on: NaiveDate, half_day: HalfDay) -> bool {
        match self {
            Self::Any => true,
            Self::Mornings => half_day == HalfDay::Morning,
            Self::Afternoons => half_day == HalfDay::Afternoon,
            Self::Saturdays => on.weekday() == Weekday::Sat,
        }
    }
}

impl TimePreference {
    /// Every half-day suits.
    pub const ANY: Self = Self { times: PreferredTimes::Any, from: None };

    /// Whether every half-day suits.
    pub fn is_any(self) -> bool {
        self == Self::ANY
    }

    /// Whether a half-day suits.
    pub fn allows(self, on: NaiveDate, half_day: HalfDay) -> bool {
        self.times.include(on, half_day) && self.from.is_none_or(|from| on >= from)
    }

    /// The preference as far as it still rules something out: a day that has come keeps nobody away.
    pub fn ahead(self, today: NaiveDate) -> Self {
        Self { from: self.from.filter(|from| *from > today), ..self }
    }

    /// What somebody may be told of it; nothing when every half-day suits.
    pub fn stated(self) -> Option<Self> {
        (!self.is_any()).then_some(self)
    }

    /// “chỉ buổi sáng, không trước Thứ Hai 07/12/2026”, in a reader's language.
    pub fn words(self, words: Words) -> String {
        let from = self.from.map(|from| words.with("choose-times-from", &[("date", &date_words(from, words))]));
        let times = (self.times != PreferredTimes::Any || from.is_none()).then(|| self.times.words(words));
        times.into_iter().chain(from).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(on: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, on).unwrap()
    }

    #[test]
    fn each_choice_rules_out_what_it_says_and_nothing_else() {
        let (friday, saturday) = (day(4), day(5));
        for (times, suits) in [
            (PreferredTimes::Any, [true, true, true, true]),
            (PreferredTimes::Mornings, [true, false, true, false]),
            (PreferredTimes::Afternoons, [false, true, false, true]),
            (PreferredTimes::Saturdays, [false, false, true, true]),
        ] {
            let preference = TimePreference { times, from: None };
            let all = [friday, saturday].into_iter().flat_map(|on| HalfDay::ALL.iter().map(move |half| (on, *half)));
            assert_eq!(all.map(|(on, half)| preference.allows(on, half)).collect::<Vec<_>>(), suits, "{times}");
            let later = TimePreference { times, from: Some(day(6)) };
            assert!(!later.allows(saturday, HalfDay::Morning), "{times}");
        }
        let from = TimePreference { from: Some(friday), ..TimePreference::ANY };
        assert!(from.allows(friday, HalfDay::Morning) && !from.allows(day(3), HalfDay::Afternoon));
    }

    #[test]
    fn it_is_said_in_one_breath_and_a_day_that_has_come_is_not_said() {
        let both = TimePreference { times: PreferredTimes::Mornings, from: Some(day(7)) };
        assert_eq!(both.words(Words::VIETNAMESE), "chỉ buổi sáng, không trước Thứ Hai 07/12/2026");
        assert_eq!(both.ahead(day(7)).words(Words::VIETNAMESE), "chỉ buổi sáng");
        let from = TimePreference { from: Some(day(7)), ..TimePreference::ANY };
        assert_eq!(from.words(Words::VIETNAMESE), "không trước Thứ Hai 07/12/2026");
        assert!(from.ahead(day(8)).is_any() && from.ahead(day(8)).stated().is_none());
        assert_eq!(TimePreference::ANY.words(Words::VIETNAMESE), "buổi nào cũng được");
    }
}
