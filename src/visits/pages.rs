//! visits pages.
