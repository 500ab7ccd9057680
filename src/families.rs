//! What families see and do without an account, feature by feature: the notice board, filing, following the case, asking
//! whether a visit is real, feedback, what they ask about their data, remarks to the office, and secrets that were lost.
pub mod apply;
pub mod check;
pub mod deletion;
pub mod emails;
pub mod erase;
pub mod feedback;
pub mod follow;
pub mod notice;
pub mod readiness;
pub mod remarks;
pub mod retention;
pub mod rights;
pub mod secrets;
pub mod store;
pub mod words;
