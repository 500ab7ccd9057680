//! Teams: who is at work when, with which kit.
pub mod conflicts;
