//! Cases: what a household asks for, and the rules that read it.
pub mod add_person;
pub mod admissible;
pub mod allowance;
pub mod answer;
pub mod api;
pub mod card_expiry;
pub mod case;
pub mod complaints;
pub mod correct_person;
pub mod data_request;
pub mod doubts;
pub mod edit;
pub mod emails;
pub mod fees;
pub mod filing;
pub mod find;
pub mod groups;
pub mod handover;
pub mod household;
pub mod import;
pub mod kinds;
pub mod name_words;
pub mod new_case;
pub mod no_visit;
pub mod not_before;
pub mod pages;
pub mod phrases;
pub mod preference;
pub mod read;
pub mod readiness;
pub mod rehash;
pub mod residence;
pub mod return_channel;
pub mod same_person;
pub mod staff_note;
pub mod store;
pub mod tables;
pub mod triage;
pub mod verify;
pub mod withdraw;
pub mod withdraw_consent;

pub use case::{Applicant, Case, State};
pub use household::Household;
pub use tables::CaseTables;

#[cfg(test)]
mod tests;
