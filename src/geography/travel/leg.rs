//! One leg between two spots without its time of day, and the rules that turn it into an arrival.
use super::model::{Peak, drive_ends};
use crate::geography::crossings::CrossingWindow;
use crate::seconds::{Seconds, TimeOfDay};
use std::fmt;

/// The way from one spot to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Both are one place.
    SamePlace,
    /// By road only.
    Road {
        /// Driving outside busy times.
        drive_secs: Seconds,
        /// Length, metres.
        metres: u32,
    },
    /// Road, one ferry, road.
    Ferry {
        /// Which crossing: position in the list of windows.
        crossing: usize,
        /// Driving to the pier outside busy times.
        before_secs: Seconds,
        /// Driving from the other pier outside busy times.
        after_secs: Seconds,
        /// Both roads together, metres.
        metres: u32,
    },
    /// No way.
    None(Unreachable),
}

/// Why there is no travel time; never a number in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// One of the zones can only be visited on a mission of several days (R23).
    NoDayTrip,
    /// No ferry of the timetables valid that day joins the zones.
    NoCrossing,
    /// The pier is reached too late for the last boat (R23).
    LastBoatGone {
        /// When the last boat leaves.
        last_departure_secs: TimeOfDay,
    },
}

/// What turns legs into times of day: busy times, parking, ferry windows.
#[derive(Debug, Clone, PartialEq)]
pub struct LegRules {
    /// Busy times of day.
    pub peaks: Vec<Peak>,
    /// Parking and finding the house, once per leg.
    pub parking_secs: Seconds,
    /// The crossings valid that day.
    pub crossings: Vec<CrossingWindow>,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDayTrip => f.write_str("không đến được trong ngày, chỉ đi trong chuyến nhiều ngày"),
            Self::NoCrossing => f.write_str("không đến được: không có tuyến phà nối hai khu vực"),
            Self::LastBoatGone { last_departure_secs } => {
                write!(f, "không đến được: lỡ chuyến phà cuối lúc {last_departure_secs}")
            }
        }
    }
}

impl std::error::Error for Unreachable {}

impl LegRules {
    /// Seconds from leaving at a time of day until ready at the other door.
    ///
    /// Whoever leaves later never arrives earlier.
    pub fn secs(&self, leg: Leg, departs_secs: TimeOfDay) -> Result<Seconds, Unreachable> {
        let ends = match leg {
            Leg::SamePlace => return Ok(Seconds::ZERO),
            Leg::None(reason) => return Err(reason),
            Leg::Road { drive_secs, .. } => drive_ends(&self.peaks, departs_secs, drive_secs),
            Leg::Ferry { crossing, before_secs, after_secs, .. } => {
                let window = &self.crossings[crossing];
                let at_pier = drive_ends(&self.peaks, departs_secs, before_secs);
                if at_pier > window.closes_secs {
                    let last_departure_secs = window.last_departure_secs;
                    return Err(Unreachable::LastBoatGone { last_departure_secs });
                }
                let landed = at_pier.max(window.opens_secs) + window.crossing_secs;
                drive_ends(&self.peaks, landed, after_secs)
            }
        };
        Ok(ends - departs_secs + self.parking_secs)
    }

    /// The most seconds for any departure between two times of day: one careful number for a promise.
    ///
    /// The ferry's hours are not looked at; a route planner checks them with the windows.
    pub fn careful_secs(
        &self,
        leg: Leg,
        earliest_secs: TimeOfDay,
        latest_secs: TimeOfDay,
    ) -> Result<Seconds, Unreachable> {
        let longest = |drive| longest_drive(&self.peaks, drive, earliest_secs, latest_secs);
        let slower = |drive_secs| longest(drive_secs) - drive_secs;
        let extra = match leg {
            Leg::SamePlace | Leg::None(_) => Seconds::ZERO,
            Leg::Road { drive_secs, .. } => slower(drive_secs),
            Leg::Ferry { before_secs, after_secs, .. } => slower(before_secs) + slower(after_secs),
        };
        Ok(self.free_secs(leg)? + extra)
    }

    /// Seconds outside busy times and within the ferry's hours, for clustering and bounds.
    pub fn free_secs(&self, leg: Leg) -> Result<Seconds, Unreachable> {
        match leg {
            Leg::SamePlace => Ok(Seconds::ZERO),
            Leg::None(reason) => Err(reason),
            Leg::Road { drive_secs, .. } => Ok(drive_secs + self.parking_secs),
            Leg::Ferry { crossing, before_secs, after_secs, .. } => {
                let on_water = self.crossings[crossing].crossing_secs;
                Ok(before_secs + on_water + after_secs + self.parking_secs)
            }
        }
    }
}

impl Leg {
    /// Length of the roads, metres; none when there is no way.
    pub fn metres(self) -> Option<u32> {
        match self {
            Self::SamePlace => Some(0),
            Self::Road { metres, .. } | Self::Ferry { metres, .. } => Some(metres),
            Self::None(_) => None,
        }
    }
}

/// The longest a drive takes for departures in a range: at its start or just when a busy time begins.
fn longest_drive(peaks: &[Peak], drive_secs: Seconds, earliest: TimeOfDay, latest: TimeOfDay) -> Seconds {
    let starts = peaks.iter().map(Peak::from_secs);
    starts
        .filter(|from| (earliest..=latest).contains(from))
        .chain([earliest])
        .map(|departs| drive_ends(peaks, departs, drive_secs) - departs)
        .max()
        .unwrap_or(drive_secs)
}
