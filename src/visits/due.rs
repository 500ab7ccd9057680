//! The clock of the seven working days (R7).
use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::visits::outcomes::Outcome;

/// How and when one visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitEnd {
    /// The local date of the visit.
    pub on: NaiveDate,
    /// How it ended.
    pub outcome: Outcome,
}

/// A running clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueClock {
    /// Date of the successful capture, not counted itself.
    pub started_on: NaiveDate,
    /// Date on which the card is due.
    pub due_on: NaiveDate,
}

/// The clock of an applicant: it starts at the first successful capture, never at the wish for a
/// visit or at a failed visit (Luật Căn cước art. 26; R7). None while nothing was captured.
pub fn due_clock(calendar: &Calendar, visits: &[VisitEnd]) -> Option<DueClock> {
    let started_on = visits.iter().filter(|visit| visit.outcome.is_captured()).map(|visit| visit.on).min()?;
    Some(DueClock { started_on, due_on: calendar.due_on(started_on) })
}
