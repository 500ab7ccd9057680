//! What families see and do without an account: the notice board, filing, choosing a half-day, following the case.
pub mod api;
pub mod apply;
pub mod draft;
pub mod find_ward;
pub mod notice;
pub mod pages;
pub mod picture;
pub mod pin;
pub mod qr;
pub mod schedule;
