//! When a team may come to a household at all: what was agreed at the door or on the telephone, and what the family
//! prefers. Whoever puts a visit into a half-day asks here.
use chrono::NaiveDate;
use serde::Serialize;

use super::case::Case;
use super::not_before::NotBefore;
use super::preference::TimePreference;
use crate::calendar::HalfDay;

/// The half-days that a household admits; by default all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AdmissibleTimes {
    /// Before which day nobody may come.
    pub not_before: Option<NotBefore>,
    /// What the family prefers.
    pub preference: TimePreference,
}

impl Default for AdmissibleTimes {
    fn default() -> Self {
        Self { not_before: None, preference: TimePreference::ANY }
    }
}

impl AdmissibleTimes {
    /// Of a case that looks for a half-day.
    pub fn of(case: &Case) -> Self {
        Self { not_before: case.not_before, preference: case.preference }
    }

    /// Whether a team may come in a half-day.
    pub fn allow(&self, on: NaiveDate, half_day: HalfDay) -> bool {
        NotBefore::allows(self.not_before, on) && self.preference.allows(on, half_day)
    }

    /// The same household, were every half-day welcome to it.
    pub fn without_preference(&self) -> Self {
        Self { preference: TimePreference::ANY, ..*self }
    }
}
