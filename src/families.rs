//! What families see and do without an account: the notice board, filing, choosing a half-day, following the case.
pub mod api;
pub mod check;
pub mod feedback;
pub mod pages;
