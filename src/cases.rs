//! Cases: what a household asks for, and the rules that read it.
pub mod card_expiry;
pub mod fees;
pub mod kinds;
pub mod residence;
pub mod triage;
