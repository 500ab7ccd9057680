//! Lưu Động.
pub mod calendar;
pub mod cases;
pub mod places;
pub mod reference;
pub mod teams;
pub mod text;
pub mod visits;
