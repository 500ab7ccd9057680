//! What a family follows and does with its code and secret: its turn, its half-day, what is stored about it.
pub mod api;
pub mod choose;
pub mod pages;
pub mod stored;
pub mod turn;
