//! The clocks of a complaint (Luật Khiếu nại; `config/reference/complaints.csv` has the days with their source).
use chrono::{Days, NaiveDate};

use crate::cases::complaints::ComplaintDays;
use crate::clock::Timestamp;

/// The day by which whoever complained must hear whether the matter is taken up.
pub fn accept_by(days: &ComplaintDays, received_at: Timestamp) -> NaiveDate {
    received_at.date() + Days::new(days.accept.into())
}

/// The day by which a matter that was taken up must be decided.
pub fn decide_by(days: &ComplaintDays, accepted_at: Timestamp) -> NaiveDate {
    accepted_at.date() + Days::new(days.decide.into())
}

/// The same when it is complex.
pub fn decide_complex_by(days: &ComplaintDays, accepted_at: Timestamp) -> NaiveDate {
    accepted_at.date() + Days::new(days.decide_complex.into())
}
