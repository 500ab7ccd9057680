//! Zones: parts of the province that only a road, a ferry or a mission of several days reaches (R23, R24).
use super::point::{Point, Province};
use super::wards::{WardCode, Wards};
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::fold::nfc;
use serde::{Deserialize, Serialize};
use std::fmt;

const FILE: &str = "zones.csv";

/// The short name of a zone in the data, for example `cat_ba`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ZoneCode(pub String);

/// How a team gets into a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneAccess {
    /// By road from every other zone of this access (a bridge is a road).
    Road,
    /// Only by a crossing of `crossings.csv`.
    Ferry,
    /// No day trip exists; only a mission of several days.
    Mission,
}

/// One zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Its short name.
    pub code: ZoneCode,
    /// What people call it: “Đảo Cát Bà”.
    pub name: String,
    /// How a team gets there.
    pub access: ZoneAccess,
    /// The ward it is a part of; none for the one zone of all wards without their own.
    pub ward: Option<WardCode>,
    /// Where a visit without a pin is planned; none for the zone of all other wards.
    pub stop: Option<Point>,
    outline: Vec<Point>,
}

/// All zones of the province.
#[derive(Debug, Clone)]
pub struct Zones {
    list: Vec<Zone>,
    general: usize,
}

#[derive(Deserialize)]
struct ZoneRow {
    code: String,
    name: String,
    access: String,
    ward: String,
    stop_lat: Option<f64>,
    stop_lng: Option<f64>,
    outline: String,
}

impl fmt::Display for ZoneCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Zones {
    /// Reads `zones.csv`; exactly one zone has no ward: it holds all wards without zones of their own.
    pub fn load(files: &ReferenceFiles, province: &Province, wards: &Wards) -> Result<Self, ReferenceError> {
        let mut list: Vec<Zone> = Vec::new();
        let mut general = None;
        for row in files.rows::<ZoneRow>(FILE)? {
            let refuse = |reason| ReferenceError::at(FILE, row.line, reason);
            let zone = zone(&row.value, province, wards).map_err(refuse)?;
            if list.iter().any(|known| known.code == zone.code) {
                return Err(refuse(format!("khu vực {} bị lặp", zone.code)));
            }
            if zone.ward.is_none() && general.replace(list.len()).is_some() {
                return Err(refuse("chỉ được có một khu vực chung (cột ward để trống)".to_owned()));
            }
            list.push(zone);
        }
        let general = general.filter(|at| list[*at].access == ZoneAccess::Road);
        let Some(general) = general else {
            let reason = "thiếu khu vực chung đến được bằng đường bộ (cột ward để trống)";
            return Err(ReferenceError::whole(FILE, reason));
        };
        Ok(Self { list, general })
    }

    /// The zone with this code.
    pub fn find(&self, code: &ZoneCode) -> Option<&Zone> {
        self.list.iter().find(|zone| zone.code == *code)
    }

    /// The zone of all wards without zones of their own.
    pub fn general(&self) -> &Zone {
        &self.list[self.general]
    }

    /// The zones that a ward is divided into; empty for an ordinary ward, two for Cát Hải.
    pub fn of_ward(&self, ward: &WardCode) -> Vec<&Zone> {
        self.list.iter().filter(|zone| zone.ward.as_ref() == Some(ward)).collect()
    }

    /// The zone whose outline holds the position; the general zone when none does.
    pub fn at(&self, point: Point) -> &Zone {
        self.list.iter().find(|zone| inside(point, &zone.outline)).unwrap_or_else(|| self.general())
    }

    /// A number shared by the zones that roads join, for route planners: 0 for the general zone.
    ///
    /// Every zone of access ferry or mission has a number of its own; an unknown code has none.
    pub fn road_group(&self, code: &ZoneCode) -> Option<usize> {
        let at = self.list.iter().position(|zone| zone.code == *code)?;
        match self.list[at].access {
            ZoneAccess::Road => Some(0),
            ZoneAccess::Ferry | ZoneAccess::Mission => Some(at + 1),
        }
    }

    /// All zones in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Zone> {
        self.list.iter()
    }
}

impl Zone {
    /// Its coast, coarsely; empty for the zone of all other wards.
    pub fn outline(&self) -> &[Point] {
        &self.outline
    }
}

impl ZoneAccess {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "road" => Some(Self::Road),
            "ferry" => Some(Self::Ferry),
            "mission" => Some(Self::Mission),
            _ => None,
        }
    }
}

fn zone(row: &ZoneRow, province: &Province, wards: &Wards) -> Result<Zone, String> {
    if row.code.is_empty() || row.name.is_empty() {
        return Err("thiếu mã hoặc tên khu vực".to_owned());
    }
    let Some(access) = ZoneAccess::parse(&row.access) else {
        let known = "road, ferry hoặc mission";
        return Err(format!("cách đến “{}” không có; phải là {known}", row.access));
    };
    let zone = Zone {
        code: ZoneCode(row.code.clone()),
        name: nfc(&row.name),
        access,
        ward: None,
        stop: None,
        outline: points(&row.outline, province)?,
    };
    if row.ward.is_empty() {
        return Ok(zone);
    }
    let ward = WardCode::parse(&row.ward).map_err(|error| error.to_string())?;
    if wards.find(&ward).is_none() {
        return Err(format!("mã {ward} không có trong wards.csv"));
    }
    let (Some(lat), Some(lng)) = (row.stop_lat, row.stop_lng) else {
        return Err(format!("khu vực {} thiếu điểm dừng mặc định", zone.code));
    };
    let stop = province.point(lat, lng).map_err(|error| error.to_string())?;
    if !inside(stop, &zone.outline) {
        return Err(format!("điểm dừng của {} nằm ngoài đường bao của nó", zone.code));
    }
    Ok(Zone { ward: Some(ward), stop: Some(stop), ..zone })
}

/// Reads “lat lng;lat lng;…”; an empty text gives no points.
pub(super) fn points(text: &str, province: &Province) -> Result<Vec<Point>, String> {
    text.split(';')
        .filter(|part| !part.trim().is_empty())
        .map(|part| Point::parse(part).and_then(|point| province.checked(point)).map_err(|error| error.to_string()))
        .collect()
}

/// Whether a ring holds the point: an eastward ray crosses it an odd number of times.
fn inside(point: Point, ring: &[Point]) -> bool {
    let mut odd = false;
    for (at, from) in ring.iter().enumerate() {
        let to = ring[(at + 1) % ring.len()];
        if (from.lat() > point.lat()) == (to.lat() > point.lat()) {
            continue;
        }
        let share = (point.lat() - from.lat()) / (to.lat() - from.lat());
        if point.lng() < from.lng() + share * (to.lng() - from.lng()) {
            odd = !odd;
        }
    }
    odd
}
