//! The family that a fact is told, and what an appointment consists of: known to what tells and to the mails.
use super::visit::{Promise, Visit};
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::teams::duty::Duty;
use crate::text::messages::Words;

/// Whom a fact is told: the family of a case.
#[derive(Clone, Copy)]
pub struct Whom<'a> {
    /// What tells.
    pub desk: &'a Desk,
    /// The case, as it is now.
    pub case: &'a Case,
    /// Its household, where somebody has it at hand.
    pub household: Option<&'a Household>,
    /// The family made it so itself, and reads it on its screen.
    pub own: bool,
    /// When it became so.
    pub now: Timestamp,
}

/// Who comes to a visit, and when.
#[derive(Clone, Copy)]
pub struct Appointment<'a> {
    /// As it was read before the change was stored: its `invite_sequence` numbers this version of the calendar entry.
    pub visit: &'a Visit,
    /// The window.
    pub promise: Promise,
    /// Team and officers.
    pub duty: &'a Duty,
}

impl<'a> Whom<'a> {
    /// The family of a case, told of what somebody else did.
    pub fn of(desk: &'a Desk, case: &'a Case, now: Timestamp) -> Self {
        Self { desk, case, household: None, own: false, now }
    }

    /// The words in which it is written to.
    pub fn words(self) -> Words {
        self.case.words()
    }

    /// The same, when `own` says whether the family did it.
    #[must_use]
    pub fn who_acted(self, own: bool) -> Self {
        Self { own, ..self }
    }
}
