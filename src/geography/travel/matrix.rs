//! All legs between a list of spots, in the form of a route planner.
use super::leg::{Leg, LegRules, Unreachable};
use crate::geography::crossings::CrossingWindow;
use crate::seconds::{Seconds, TimeOfDay};

/// The legs of all ordered pairs of spots; indices are those of the list that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelMatrix {
    estimator: &'static str,
    size: usize,
    legs: Vec<Leg>,
    rules: LegRules,
}

impl TravelMatrix {
    /// A matrix of `size × size` legs, each given by `leg(from, to)`.
    pub fn new(estimator: &'static str, size: usize, rules: LegRules, leg: impl Fn(usize, usize) -> Leg) -> Self {
        let mut legs = vec![Leg::SamePlace; size * size];
        for from in 0..size {
            for to in 0..size {
                let mirrored = legs[to * size + from];
                // Roads are the same both ways, so half of them is enough; ferries are not.
                let known = to < from && !matches!(mirrored, Leg::Ferry { .. });
                legs[from * size + to] = if known { mirrored } else { leg(from, to) };
            }
        }
        Self { estimator, size, legs, rules }
    }

    /// Which estimator produced it.
    pub fn estimator(&self) -> &'static str {
        self.estimator
    }

    /// How many spots there are.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The way from one spot to another.
    pub fn leg(&self, from: usize, to: usize) -> Leg {
        self.legs[from * self.size + to]
    }

    /// Seconds when leaving at a time of day, or why there is none.
    pub fn secs(&self, from: usize, to: usize, departs_secs: TimeOfDay) -> Result<Seconds, Unreachable> {
        self.rules.secs(self.leg(from, to), departs_secs)
    }

    /// The most seconds for any departure between two times of day, or why there is no way.
    pub fn careful_secs(
        &self,
        from: usize,
        to: usize,
        earliest_secs: TimeOfDay,
        latest_secs: TimeOfDay,
    ) -> Result<Seconds, Unreachable> {
        self.rules.careful_secs(self.leg(from, to), earliest_secs, latest_secs)
    }

    /// Seconds outside busy times and within the ferry's hours, or why there is none.
    pub fn free_secs(&self, from: usize, to: usize) -> Result<Seconds, Unreachable> {
        self.rules.free_secs(self.leg(from, to))
    }

    /// Metres of road; none when there is no way.
    pub fn metres(&self, from: usize, to: usize) -> Option<u32> {
        self.leg(from, to).metres()
    }

    /// The crossings that the ferry legs point at.
    pub fn crossings(&self) -> &[CrossingWindow] {
        &self.rules.crossings
    }
}
