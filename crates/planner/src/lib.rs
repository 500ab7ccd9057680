//! Home-visit route planning.
