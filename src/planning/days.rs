//! The days of a planning run.
use chrono::NaiveDate;

/// From the first to the last day that is planned, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
}
