//! Lưu Động.
