//! Teams: who is at work when, with which kit.
pub mod absence;
pub mod add_kit;
pub mod add_officer;
pub mod add_team;
pub mod api;
pub mod availability;
pub mod cancel_duty;
pub mod change_duty;
pub mod change_kit;
pub mod change_officer;
pub mod change_team;
pub mod claims;
pub mod conflicts;
pub mod copy_duties;
pub mod duty;
pub mod half_day;
pub mod kit;
pub mod locked_duty;
pub mod note_absence;
pub mod officer;
pub mod open_duty;
pub mod open_half_day;
pub mod pages;
pub mod shift;
pub mod store;
pub mod team;
#[cfg(test)]
mod tests;
pub mod week;

pub use duty::Duty;
pub use kit::Kit;
pub use officer::Officer;
pub use shift::DutyHalfDays;
pub use shift::{Break, Shift};
pub use team::Team;

use chrono::NaiveDate;

use crate::accounts::{Permission, Staff};
use crate::clock::Timestamp;
use crate::text::fold::tidy;

/// Whether this person may arrange a team that serves these wards: one of them must be theirs.
pub fn may_arrange(staff: &Staff, ward_codes: &[String]) -> bool {
    let mut wards = ward_codes.iter();
    wards.any(|ward| staff.may_in_ward(Permission::EditDuties, ward))
}

/// Fewest and most characters of a reason: enough to say something, short enough to read in a list.
pub const REASON_LENGTH: std::ops::RangeInclusive<usize> = 5..=300;

/// How far ahead duties and half-days may be opened, days: nobody knows the calendar of the year after next.
const DAYS_AHEAD_MAX: i64 = 366;

/// Whether a date is so far ahead that its year must be a slip.
pub fn is_too_far(on: NaiveDate, now: Timestamp) -> bool {
    (on - now.date()).num_days() > DAYS_AHEAD_MAX
}

/// A stated reason in its stored form; `None` when it says too little or too much.
pub fn read_reason(typed: &str) -> Option<String> {
    Some(tidy(typed)).filter(|reason| REASON_LENGTH.contains(&reason.chars().count()))
}
