//! Visits: how long they take, how they end and what clock they start.
pub mod due;
pub mod durations;
pub mod outcomes;
