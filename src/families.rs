//! What families see and do without an account: the notice board, filing, choosing a half-day, following the case.
pub mod apply;
pub mod draft;
pub mod pages;
