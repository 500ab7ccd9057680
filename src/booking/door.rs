//! The service location of a stop, as vehicle routing needs it, and the time constraint of serving it. Nothing here
//! says who lives there, so that sequences in memory hold no personal data.
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::geography::travel::Spot;
use crate::ids::CaseId;
use crate::seconds::{Seconds, TimeOfDay};
pub use crate::visits::hold::StoredDoor;
use crate::visits::visit::Promise;

/// What a route needs to know of a stop, and nothing that says who lives there.
#[derive(Clone, Debug, PartialEq)]
pub struct Door {
    /// The case behind it; none while a family has not filed yet. Parts of one case share the set-up.
    pub case_id: Option<CaseId>,
    /// Ward, which decides the teams that serve it.
    pub ward_code: String,
    /// Where exactly.
    pub spot: Spot,
    /// People to capture.
    pub captures: i32,
    /// Seconds of work without the set-up.
    pub service_secs: Seconds,
    /// Seconds to set up on arrival.
    pub setup_secs: Seconds,
    /// Somebody of ours has looked at the case, or keeps the place for one that waits: it counts in no share.
    pub is_approved: bool,
    /// When somebody may come; said of those who look for a place, not of who stands in one.
    pub admissible: AdmissibleTimes,
}

/// When a stop may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeConstraint {
    /// Any time of a half-day.
    HalfDay(HalfDay),
    /// Arrival inside a window that the family was told.
    Window {
        /// No earlier.
        from_secs: TimeOfDay,
        /// No later.
        to_secs: TimeOfDay,
    },
}

impl TimeConstraint {
    /// What a promise binds to.
    pub fn of(promise: Promise) -> Self {
        Self::Window { from_secs: promise.from_secs, to_secs: promise.to_secs }
    }
}

impl StoredDoor {
    /// What has to be sealed of a door.
    pub fn of(door: &Door) -> Self {
        Self::new(&door.ward_code, &door.spot)
    }
}
