//! What families see and do without an account: the notice board, filing, choosing a half-day, following the case.
pub mod api;
pub mod apply;
pub mod choose;
pub mod deletion;
pub mod draft;
pub mod emails;
pub mod erase;
pub mod find_ward;
pub mod notice;
pub mod pages;
pub mod qr;
pub mod schedule;
pub mod store;
pub mod stored;
pub mod turn;
pub mod words;
