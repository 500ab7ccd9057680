//! Geography of a province: today's units, old addresses, zones, and how long a team is on its way between them.
pub mod api;
pub mod crossings;
pub mod direction;
pub mod map;
pub mod old_wards;
pub mod pins;
pub mod plus_code;
pub mod point;
pub mod rivers;
pub mod travel;
pub mod unit_words;
pub mod wards;
pub mod zones;

use crate::reference::{ReferenceError, ReferenceFiles};
use crossings::Crossings;
use old_wards::OldWards;
use point::{Point, PointError, Province};
use rivers::Rivers;
use travel::Spot;
use wards::{WardCode, Wards};
use zones::{Zone, ZoneAccess, ZoneCode, Zones};

/// All places of one province, from its files; another province is other files.
#[derive(Debug, Clone)]
pub struct Geography {
    /// Its name and box of degrees.
    pub province: Province,
    /// Units of today.
    pub wards: Wards,
    /// Units of before 1/7/2025.
    pub old_wards: OldWards,
    /// Parts that a road, a ferry or a mission reaches.
    pub zones: Zones,
    /// Ferry timetables.
    pub crossings: Crossings,
    /// Rivers and their bridges.
    pub rivers: Rivers,
}

/// A part of a ward that a family can choose when it cannot set a pin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubArea {
    /// What is stored.
    pub code: ZoneCode,
    /// What is shown.
    pub name: String,
}

/// Why a visit cannot be put on the map yet.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LocateError {
    /// The code belongs to no unit of today.
    #[error("không có đơn vị mang mã {0}")]
    UnknownWard(WardCode),
    /// The ward has parts that are hours apart: ask which one, or ask for a pin (R24).
    #[error("cần chọn khu vực hoặc ghim vị trí")]
    AsksSubArea(Vec<SubArea>),
    /// The part named is not one of this ward.
    #[error("khu vực “{0}” không thuộc đơn vị đã chọn")]
    UnknownSubArea(ZoneCode),
    /// The pin lies on an island of another ward, or outside the islands of this one.
    #[error("vị trí ghim không nằm trong đơn vị đã chọn")]
    PinElsewhere,
    /// The pin is not in the province.
    #[error(transparent)]
    BadPin(#[from] PointError),
}

impl Geography {
    /// Reads and cross-checks all files; the first bad row refuses them with file, line and reason.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let province = Province::load(files)?;
        let wards = Wards::load(files, &province)?;
        let old_wards = OldWards::load(files, &wards)?;
        let zones = Zones::load(files, &province, &wards)?;
        let crossings = Crossings::load(files, &province, &zones)?;
        let rivers = Rivers::load(files, &province)?;
        Ok(Self { province, wards, old_wards, zones, crossings, rivers })
    }

    /// Where to plan a visit: its pin, else the stop of its sub-area, else the centre of its ward (R24).
    pub fn locate(
        &self,
        ward: &WardCode,
        sub_area: Option<&ZoneCode>,
        pin: Option<Point>,
    ) -> Result<Spot, LocateError> {
        let Some(unit) = self.wards.find(ward) else {
            return Err(LocateError::UnknownWard(ward.clone()));
        };
        let zones = self.zones.of_ward(ward);
        if let Some(pin) = pin {
            return self.at_pin(&zones, pin);
        }
        if let Some(chosen) = sub_area {
            let zone = zones.iter().find(|zone| zone.code == *chosen);
            return zone.and_then(|zone| default_spot(zone)).ok_or_else(|| LocateError::UnknownSubArea(chosen.clone()));
        }
        match zones[..] {
            [] => Ok(Spot { point: unit.center, zone: self.zones.general().code.clone() }),
            [only] => default_spot(only).ok_or_else(|| LocateError::UnknownSubArea(only.code.clone())),
            _ => Err(LocateError::AsksSubArea(zones.into_iter().map(sub_area_of).collect())),
        }
    }

    /// Whether a day's route can serve this spot at all; false only for mission zones (R23).
    pub fn day_trip(&self, spot: &Spot) -> bool {
        let zone = self.zones.find(&spot.zone);
        zone.is_some_and(|zone| zone.access != ZoneAccess::Mission)
    }

    fn at_pin(&self, zones_of_ward: &[&Zone], pin: Point) -> Result<Spot, LocateError> {
        let point = self.province.checked(pin)?;
        let zone = self.zones.at(point);
        let fits = if zones_of_ward.is_empty() { zone.ward.is_none() } else { zones_of_ward.contains(&zone) };
        if !fits {
            return Err(LocateError::PinElsewhere);
        }
        Ok(Spot { point, zone: zone.code.clone() })
    }
}

fn default_spot(zone: &Zone) -> Option<Spot> {
    let point = zone.stop?;
    Some(Spot { point, zone: zone.code.clone() })
}

fn sub_area_of(zone: &Zone) -> SubArea {
    SubArea { code: zone.code.clone(), name: zone.name.clone() }
}
