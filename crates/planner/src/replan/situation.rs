//! Where a running day stands, and what has happened.

use crate::units::{DutyIndex, Seconds, Time, VisitIndex};

/// A running day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// The moment; nothing can be moved into the past.
    pub now: Time,
    /// Duties whose progress is known. The others are taken to run as planned.
    pub progress: Vec<Progress>,
    /// What has happened, in order.
    pub disturbances: Vec<Disturbance>,
}

/// How far a duty has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which duty.
    pub duty: DutyIndex,
    /// How many stops are done, under way or being driven to: they stay where they are.
    pub begun: usize,
    /// When the team can leave the last of them (or the base).
    pub free_at: Time,
    /// Whether the break is behind it by then.
    pub break_taken: bool,
}

/// Something that was not planned. A new visit needs no word here: add it to the problem, and it is unserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disturbance {
    /// The family does not need the visit any more.
    VisitCancelled(VisitIndex),
    /// Service at a visit takes this many seconds, 0 to [`Seconds::LIMIT`]. A team that is there by plan and has not
    /// reported anything else leaves when they are over.
    ServiceTakes(VisitIndex, Seconds),
    /// The team goes home: nothing more can be done by this duty.
    DutyCancelled(DutyIndex),
    /// The duty has to be back by then.
    DutyEndsAt(DutyIndex, Time),
}
