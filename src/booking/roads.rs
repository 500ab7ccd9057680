//! Travel-time estimator of one date with its ferry timetable, prepared once, so that an insertion query computes the
//! legs of the new door only and no matrix.
use chrono::NaiveDate;
use planner::{LocationIndex, ZoneIndex};

use crate::geography::Geography;
use crate::geography::crossings::CrossingWindow;
use crate::geography::travel::leg::Leg;
use crate::geography::travel::model::TravelModel;
use crate::geography::travel::straight_line::{Prepared, StraightLine};
use crate::geography::travel::{Spot, leg::LegRules};
use crate::planning::problem::{leg_hours, zone_of};
use crate::seconds::Seconds;
use crate::teams::shift::Shift;

/// The estimator of a date with its piers.
pub struct Roads {
    line: StraightLine,
    another_door_secs: Seconds,
    /// Ferries of the date with the place of their pier.
    pub piers: Vec<Pier>,
}

/// A ferry in one direction.
pub struct Pier {
    /// When one may come to it.
    pub window: CrossingWindow,
    /// Zone left.
    pub from: ZoneIndex,
    /// Zone reached.
    pub to: ZoneIndex,
    /// Where one boards.
    pub site: Site,
}

/// A place of a sequence: a base, a pier or a door.
#[derive(Clone, Debug)]
pub struct Site {
    prepared: Prepared,
    /// Its zone as the planner counts them.
    pub zone: ZoneIndex,
    is_base: bool,
}

impl Roads {
    /// Travel on a date, whose ferry timetables count.
    pub fn on(date: NaiveDate, geography: &Geography, model: &TravelModel) -> Self {
        let line = StraightLine::new(model.clone(), geography, date);
        let another_door_secs = model.parking_secs + model.drive_secs(model.road_offset_metres);
        let pier = |window: CrossingWindow| {
            let zone = |code| ZoneIndex::from_position(geography.zones.road_group(code).unwrap_or(0));
            let spot = Spot { point: window.from_pier, zone: window.from_zone.clone() };
            let site = Site { prepared: line.prepare(&spot), zone: zone_of(geography, &spot), is_base: false };
            Pier { from: zone(&window.from_zone), to: zone(&window.to_zone), site, window }
        };
        let piers = geography.crossings.on(date).iter().map(|one| pier(one.window())).collect();
        Self { another_door_secs, piers, line }
    }

    /// A door made ready.
    pub fn door(&self, geography: &Geography, spot: &Spot) -> Site {
        Site { prepared: self.line.prepare(spot), zone: zone_of(geography, spot), is_base: false }
    }

    /// A base made ready.
    pub fn base(&self, geography: &Geography, spot: &Spot) -> Site {
        Site { is_base: true, ..self.door(geography, spot) }
    }

    /// Careful seconds there and back between two different places in a shift: the first and the last leg may meet
    /// the rush hour.
    pub fn there_and_back(&self, here: &Site, there: &Site, shift: &Shift) -> (planner::Seconds, planner::Seconds) {
        let out = self.line.leg_between(&here.prepared, &there.prepared);
        let back = match out {
            Leg::Ferry { .. } => self.line.leg_between(&there.prepared, &here.prepared),
            road => road,
        };
        let rules = self.line.rules();
        let secs_out = self.secs(rules, out, here, there, shift);
        if out == back && !here.is_base && !there.is_base {
            return (secs_out, secs_out);
        }
        (secs_out, self.secs(rules, back, there, here, shift))
    }

    fn secs(&self, rules: &LegRules, leg: Leg, from: &Site, to: &Site, shift: &Shift) -> planner::Seconds {
        let (earliest, latest) = leg_hours(from.is_base, to.is_base, shift.starts_secs, shift.ends_secs);
        let Ok(secs) = rules.careful_secs(leg, earliest, latest) else {
            return planner::Seconds::UNREACHABLE;
        };
        if secs == Seconds::ZERO { self.another_door_secs.into() } else { secs.into() }
    }
}

/// The base is the first place of every sequence, the piers follow.
pub const BASE: LocationIndex = LocationIndex(0);
