//! Lưu Động.
pub mod calendar;
pub mod reference;
pub mod text;
