//! Cases: what a household asks for, and the rules that read it.
pub mod card_expiry;
pub mod case;
pub mod fees;
pub mod household;
pub mod kinds;
pub mod new_case;
pub mod residence;
pub mod store;
pub mod tables;
pub mod triage;

pub use case::{Applicant, Case, State};
pub use household::Household;
pub use tables::CaseTables;
