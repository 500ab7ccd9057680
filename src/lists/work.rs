//! What carrying out and undoing have in common: a lease, and how the work may end.
use crate::clock::Timestamp;
use crate::desk::Desk;

/// How the work on a list ended.
pub enum Ended {
    /// All of it is done.
    Whole,
    /// The process ends; the next one goes on.
    Stopped,
    /// Another process has it in hand.
    Lost,
}

/// Until when a list that is taken in hand now is nobody else's.
pub fn lease(desk: &Desk) -> Timestamp {
    desk.now() + chrono::Duration::from(desk.settings.lists.lease_secs)
}
