//! How long a team is on its way between two spots: the trait that every road engine answers.
pub mod leg;
pub mod matrix;
pub mod model;
pub mod round_trip;
pub mod straight_line;

use super::point::Point;
use super::zones::ZoneCode;
use crate::seconds::{Seconds, TimeOfDay};
use leg::Unreachable;
use matrix::TravelMatrix;

/// Where a team stops or starts: a position and the zone it lies in.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The position.
    pub point: Point,
    /// The zone, which decides whether a road or only a boat leads there.
    pub zone: ZoneCode,
}

/// An answer: how long, how far, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TravelTime {
    /// From leaving the one spot until ready at the door of the other: driving, parking and
    /// finding the house, and on a ferry line the wait and the crossing.
    pub secs: Seconds,
    /// Length of the roads, metres; the water is not counted.
    pub metres: u32,
    /// Which estimator produced it: `straight_line`, `osrm`.
    pub estimator: &'static str,
}

/// A source of travel times. Implementations are made for one date, because timetables change.
pub trait TravelTimes {
    /// The name that goes with every answer.
    fn estimator(&self) -> &'static str;

    /// The time from one spot to another when leaving at a time of day, or why there is none.
    fn seconds(&self, from: &Spot, to: &Spot, departs_secs: TimeOfDay) -> Result<TravelTime, Unreachable>;

    /// All pairs at once, in the form of a route planner.
    fn matrix(&self, spots: &[Spot]) -> TravelMatrix;
}
