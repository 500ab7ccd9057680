//! planning pages.
