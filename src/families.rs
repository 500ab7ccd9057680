//! What families see and do without an account: the notice board, filing, choosing a half-day, following the case.
pub mod pages;
pub mod picture;
pub mod pin;
