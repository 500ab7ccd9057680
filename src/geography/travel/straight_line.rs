//! The embedded estimator without any map: great-circle distance, river detours, speeds, ferries.
//!
//! Real inner Hà Nội (717 200 pairs): road ≈ 0.45 km + 1.25 × great-circle, median error 7 %.
use super::leg::{Leg, LegRules, Unreachable};
use super::matrix::TravelMatrix;
use super::model::{TravelModel, whole};
use super::{Spot, TravelTime, TravelTimes};
use crate::geography::Geography;
use crate::geography::crossings::Crossing;
use crate::geography::point::Point;
use crate::geography::rivers::Rivers;
use crate::geography::zones::{ZoneAccess, ZoneCode, Zones};
use crate::seconds::{Seconds, TimeOfDay};
use chrono::NaiveDate;

const ESTIMATOR: &str = "straight_line";

/// Travel times of one date.
#[derive(Debug, Clone)]
pub struct StraightLine {
    model: TravelModel,
    rivers: Rivers,
    zones: Zones,
    crossings: Vec<Crossing>,
    piers: Vec<(Approach, Approach)>,
    rules: LegRules,
}

/// A point with its distances to all bridges, worked out once.
#[derive(Debug, Clone)]
struct Approach {
    point: Point,
    bridges: Vec<f64>,
}

/// A spot made ready for many pairs.
#[derive(Debug, Clone)]
pub struct Prepared {
    zone: ZoneCode,
    access: ZoneAccess,
    here: Approach,
}

impl StraightLine {
    /// The estimator for a date, whose ferry timetables count.
    pub fn new(model: TravelModel, geography: &Geography, on: NaiveDate) -> Self {
        let crossings = geography.crossings.on(on);
        let rules = LegRules {
            peaks: model.peaks.clone(),
            parking_secs: model.parking_secs,
            crossings: crossings.iter().map(Crossing::window).collect(),
        };
        let pier = |point| approach(&geography.rivers, point);
        let piers = crossings.iter().map(|crossing| (pier(crossing.from_pier), pier(crossing.to_pier))).collect();
        Self { model, rivers: geography.rivers.clone(), zones: geography.zones.clone(), crossings, piers, rules }
    }

    /// The way between two spots, without a time of day.
    pub fn leg(&self, from: &Spot, to: &Spot) -> Leg {
        self.leg_between(&self.prepare(from), &self.prepare(to))
    }

    /// Makes a spot ready for many pairs.
    pub fn prepare(&self, spot: &Spot) -> Prepared {
        Prepared { zone: spot.zone.clone(), access: self.access(&spot.zone), here: approach(&self.rivers, spot.point) }
    }

    /// What turns this estimator's legs into seconds.
    pub fn rules(&self) -> &LegRules {
        &self.rules
    }

    /// The way between two prepared spots, without a time of day. Roads are the same both ways, ferries are not.
    pub fn leg_between(&self, from: &Prepared, to: &Prepared) -> Leg {
        if !joined_by_road(&from.zone, from.access, &to.zone, to.access) {
            return self.ferry_leg(from, to);
        }
        let straight = from.here.point.metres_to(to.here.point);
        if straight < self.model.same_place_metres {
            return Leg::SamePlace;
        }
        let metres = self.road_metres(&from.here, &to.here);
        Leg::Road { drive_secs: self.model.drive_secs(metres), metres: whole(metres) }
    }

    /// The quickest way over one crossing; two crossings in one leg do not happen in a day's work.
    fn ferry_leg(&self, from: &Prepared, to: &Prepared) -> Leg {
        if [from.access, to.access].contains(&ZoneAccess::Mission) {
            return Leg::None(Unreachable::NoDayTrip);
        }
        let ways = self.crossings.iter().enumerate().filter_map(|(at, crossing)| {
            let joins =
                |end: &Prepared, zone: &ZoneCode| joined_by_road(&end.zone, end.access, zone, self.access(zone));
            if !joins(from, &crossing.from_zone) || !joins(to, &crossing.to_zone) {
                return None;
            }
            let (boarding, landing) = &self.piers[at];
            let before = self.road_metres(&from.here, boarding);
            let after = self.road_metres(landing, &to.here);
            Some(Leg::Ferry {
                crossing: at,
                before_secs: self.model.drive_secs(before),
                after_secs: self.model.drive_secs(after),
                metres: whole(before + after),
            })
        });
        ways.min_by_key(|way| self.rules.free_secs(*way).unwrap_or(Seconds(i32::MAX)))
            .unwrap_or(Leg::None(Unreachable::NoCrossing))
    }

    fn road_metres(&self, from: &Approach, to: &Approach) -> f64 {
        let straight = from.point.metres_to(to.point);
        let by_bridge = self.rivers.detour(from.point, to.point, &from.bridges, &to.bridges);
        self.model.road_metres(straight, by_bridge)
    }

    /// A zone that the data does not know is treated as out of reach, never as a road.
    fn access(&self, zone: &ZoneCode) -> ZoneAccess {
        self.zones.find(zone).map_or(ZoneAccess::Mission, |zone| zone.access)
    }
}

impl TravelTimes for StraightLine {
    fn estimator(&self) -> &'static str {
        ESTIMATOR
    }

    fn seconds(&self, from: &Spot, to: &Spot, departs_secs: TimeOfDay) -> Result<TravelTime, Unreachable> {
        let leg = self.leg(from, to);
        let secs = self.rules.secs(leg, departs_secs)?;
        let metres = leg.metres().unwrap_or(0);
        Ok(TravelTime { secs, metres, estimator: ESTIMATOR })
    }

    fn matrix(&self, spots: &[Spot]) -> TravelMatrix {
        let ready: Vec<Prepared> = spots.iter().map(|spot| self.prepare(spot)).collect();
        TravelMatrix::new(ESTIMATOR, spots.len(), self.rules.clone(), |from, to| {
            self.leg_between(&ready[from], &ready[to])
        })
    }
}

fn approach(rivers: &Rivers, point: Point) -> Approach {
    Approach { point, bridges: rivers.metres_to_bridges(point) }
}

fn joined_by_road(a: &ZoneCode, a_access: ZoneAccess, b: &ZoneCode, b_access: ZoneAccess) -> bool {
    a == b || (a_access == ZoneAccess::Road && b_access == ZoneAccess::Road)
}
