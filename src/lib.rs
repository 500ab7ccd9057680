//! Lưu Động.
pub mod calendar;
pub mod cases;
pub mod reference;
pub mod teams;
pub mod text;
pub mod visits;
