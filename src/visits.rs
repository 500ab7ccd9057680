//! Visits: how long they take, where they stand in a duty, how they end and what clock they start.
pub mod api;
pub mod bring;
pub mod call;
pub mod code_words;
pub mod decide;
pub mod due;
pub mod durations;
pub mod emails;
pub mod follow;
pub mod give_back;
pub mod hold;
pub mod lock;
pub mod open_missing;
pub mod outcomes;
pub mod overdue;
pub mod pages;
pub mod people;
pub mod postpone;
pub mod progress;
pub mod promise;
pub mod record;
pub mod roster;
pub mod standing;
pub mod store;
pub mod visit;
pub mod withdraw;

pub use visit::{Visit, VisitState};
