//! visits over JSON.
