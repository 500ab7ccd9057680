//! Crossings between zones: legs that begin with waiting for a boat.

use super::{NEVER, TOO_LATE};
use crate::problem::{Crossing, Problem, TravelMatrix};
use crate::units::{LocationIndex, Seconds, ZoneIndex};

/// Zones of all nodes, boats between zones, and the way to each pier.
pub(crate) struct Ferries {
    /// Zone of each node, numbered densely; empty if all places share one zone.
    zones: Vec<u16>,
    zone_count: usize,
    /// `from zone * zone_count + to zone` → position in `boats`, `NO_BOAT` if nothing crosses there.
    boat_between: Vec<u16>,
    boats: Vec<Vec<(i32, i32)>>,
    piers: Vec<Option<LocationIndex>>,
    /// Names of the dense zone numbers.
    known: Vec<u32>,
    /// `[matrix][node * boats + boat]`: seconds from the node to the pier.
    approach: Vec<Vec<i32>>,
}

const NO_BOAT: u16 = u16::MAX;

/// One end of a leg as the ferries see it.
#[derive(Clone, Copy)]
pub(crate) struct Shore<'a> {
    zone: u16,
    /// Seconds to the pier of every boat.
    approach: &'a [i32],
}

impl<'a> Shore<'a> {
    pub fn new(zone: u16, approach: &'a [i32]) -> Shore<'a> {
        Shore { zone, approach }
    }
}

impl Ferries {
    /// Between the zones of these places.
    pub fn new(problem: &Problem, locations: &[LocationIndex]) -> Ferries {
        Ferries::between(problem, locations, Vec::new())
    }

    /// Also to zones where nobody is yet, but where a boat goes: a newcomer may live there.
    pub fn with_other_shores(problem: &Problem, locations: &[LocationIndex]) -> Ferries {
        let shores = problem.crossings.iter().flat_map(|crossing| [crossing.from.0, crossing.to.0]);
        Ferries::between(problem, locations, shores.collect())
    }

    fn between(problem: &Problem, locations: &[LocationIndex], mut known: Vec<u32>) -> Ferries {
        known.extend(locations.iter().map(|&location| problem.zone(location).0));
        known.sort_unstable();
        known.dedup();
        let dense = |zone: u32| known.binary_search(&zone).ok();
        let zone_count = known.len().max(1);
        let mut boat_between = vec![NO_BOAT; zone_count * zone_count];
        let mut boats = Vec::new();
        let mut crossings: Vec<&Crossing> = Vec::new();
        for crossing in &problem.crossings {
            if let (Some(from), Some(to)) = (dense(crossing.from.0), dense(crossing.to.0)) {
                boat_between[from * zone_count + to] = boats.len() as u16;
                boats.push(crossing.departures.iter().map(|w| (w.opens.0, w.closes.0)).collect());
                crossings.push(crossing);
            }
        }
        let zones = if zone_count == 1 {
            Vec::new()
        } else {
            locations.iter().map(|&location| dense(problem.zone(location).0).unwrap_or(0) as u16).collect()
        };
        let approach = problem.matrices.iter().map(|matrix| approach(matrix, locations, &crossings));
        let approach = approach.collect();
        let piers = crossings.iter().map(|crossing| crossing.pier).collect();
        Ferries { zones, zone_count, boat_between, boats, piers, known, approach }
    }

    /// Whether every leg is an ordinary road.
    #[inline]
    pub fn none(&self) -> bool {
        self.zones.is_empty()
    }

    /// A node as a shore. Only to be asked when there are ferries.
    #[inline]
    pub fn shore(&self, matrix: usize, node: u32) -> Shore<'_> {
        let boats = self.boats.len();
        let approach = &self.approach[matrix][node as usize * boats..][..boats];
        Shore { zone: self.zones[node as usize], approach }
    }

    /// Whether a zone is none of those that nodes are in or boats go to.
    pub fn is_beyond(&self, zone: ZoneIndex) -> bool {
        self.known.binary_search(&zone.0).is_err()
    }

    /// The dense number of a zone; `None` if there are no ferries or nothing is in that zone.
    pub fn zone(&self, zone: ZoneIndex) -> Option<u16> {
        let position = self.known.binary_search(&zone.0).ok().filter(|_| !self.none())?;
        Some(position as u16)
    }

    /// Seconds to the pier of every boat from a door with these legs to all places.
    pub fn approach_from(&self, to: &[Seconds]) -> Vec<i32> {
        self.piers.iter().map(|pier| pier.map_or(0, |pier| to[pier.at()].0)).collect()
    }

    /// Arrival after leaving at `leave`: `NEVER` after the last boat.
    #[inline]
    pub fn arrive(&self, from: Shore, to: Shore, leg: i32, leave: i32) -> i32 {
        if from.zone == to.zone || leave >= NEVER {
            return leave + leg;
        }
        let Some((boat, approach)) = self.boat(from, to) else {
            return NEVER;
        };
        let pier = leave + approach;
        match boat.iter().find(|window| pier <= window.1) {
            Some(window) => pier.max(window.0) - approach + leg,
            None => NEVER,
        }
    }

    /// Latest leaving to arrive by `by`: `TOO_LATE` if none.
    #[inline]
    pub fn leave(&self, from: Shore, to: Shore, leg: i32, by: i32) -> i32 {
        if from.zone == to.zone {
            return by - leg;
        }
        let Some((boat, approach)) = self.boat(from, to) else {
            return TOO_LATE;
        };
        let board_by = by - leg + approach;
        let window = boat.iter().rev().find(|window| window.0 <= board_by);
        window.map_or(TOO_LATE, |window| window.1.min(board_by) - approach)
    }

    fn boat(&self, from: Shore, to: Shore) -> Option<(&[(i32, i32)], i32)> {
        let pair = from.zone as usize * self.zone_count + to.zone as usize;
        let boat = self.boat_between[pair];
        (boat != NO_BOAT).then(|| (&self.boats[boat as usize][..], from.approach[boat as usize]))
    }
}

fn approach(matrix: &TravelMatrix, locations: &[LocationIndex], crossings: &[&Crossing]) -> Vec<i32> {
    let mut approach = Vec::with_capacity(locations.len() * crossings.len());
    for &location in locations {
        for crossing in crossings {
            let lead = crossing.pier.map_or(Seconds(0), |pier| matrix.raw(location, pier));
            approach.push(lead.0);
        }
    }
    approach
}
