//! planning over JSON.
