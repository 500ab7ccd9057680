//! What families see and do without an account: the notice board, filing, choosing a half-day, following the case.
pub mod api;
pub mod choose;
pub mod deletion;
pub mod emails;
pub mod erase;
pub mod pages;
pub mod store;
pub mod stored;
pub mod turn;
pub mod words;
