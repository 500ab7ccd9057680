//! Rivers as coarse lines with their bridges, so that a short line across the water is no short trip.
use super::point::{Point, Province};
use super::zones::points;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::fold::nfc;
use serde::Deserialize;
use std::ops::Range;

const RIVERS: &str = "rivers.csv";
const BRIDGES: &str = "bridges.csv";

/// All rivers and bridges; the positions are approximate, as their `source` column says.
#[derive(Debug, Clone)]
pub struct Rivers {
    rivers: Vec<River>,
    bridges: Vec<Bridge>,
}

/// A place where roads cross a river.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    /// “cầu Bính”
    pub name: String,
    /// Its middle.
    pub point: Point,
}

#[derive(Debug, Clone)]
struct River {
    name: String,
    line: Vec<Point>,
    south: f64,
    west: f64,
    north: f64,
    east: f64,
    bridges: Range<usize>,
}

#[derive(Deserialize)]
struct RiverRow {
    code: String,
    #[serde(default)]
    name: String,
    points: String,
}

#[derive(Deserialize)]
struct BridgeRow {
    river: String,
    name: String,
    lat: f64,
    lng: f64,
}

impl Rivers {
    /// Reads `rivers.csv` and `bridges.csv`; a river without a bridge would cut the province in two.
    pub fn load(files: &ReferenceFiles, province: &Province) -> Result<Self, ReferenceError> {
        let bridge_rows = files.rows::<BridgeRow>(BRIDGES)?;
        let river_rows = files.rows::<RiverRow>(RIVERS)?;
        for row in &bridge_rows {
            if !river_rows.iter().any(|river| river.value.code == row.value.river) {
                let reason = format!("sông “{}” không có trong {RIVERS}", row.value.river);
                return Err(ReferenceError::at(BRIDGES, row.line, reason));
            }
        }
        let mut rivers = Vec::new();
        let mut bridges = Vec::new();
        for (at, row) in river_rows.iter().enumerate() {
            let refuse = |reason| ReferenceError::at(RIVERS, row.line, reason);
            let code = &row.value.code;
            if river_rows[..at].iter().any(|known| known.value.code == *code) {
                return Err(refuse(format!("sông “{code}” bị lặp")));
            }
            let line = points(&row.value.points, province).map_err(refuse)?;
            if line.len() < 2 {
                return Err(refuse(format!("sông “{code}” cần ít nhất hai điểm")));
            }
            let first = bridges.len();
            for bridge in bridge_rows.iter().filter(|bridge| bridge.value.river == *code) {
                let BridgeRow { name, lat, lng, .. } = &bridge.value;
                let point = province
                    .point(*lat, *lng)
                    .map_err(|error| ReferenceError::at(BRIDGES, bridge.line, error.to_string()))?;
                bridges.push(Bridge { name: nfc(name), point });
            }
            if bridges.len() == first {
                return Err(refuse(format!("sông “{code}” không có cầu nào")));
            }
            rivers.push(River::new(nfc(&row.value.name), line, first..bridges.len()));
        }
        Ok(Self { rivers, bridges })
    }

    /// All bridges; positions in this slice are what `detour` takes.
    pub fn bridges(&self) -> &[Bridge] {
        &self.bridges
    }

    /// All rivers with their names, for maps.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &[Point])> {
        self.rivers.iter().map(|river| (river.name.as_str(), river.line.as_slice()))
    }

    /// Metres from a point to every bridge, in the order of `bridges`.
    pub fn metres_to_bridges(&self, point: Point) -> Vec<f64> {
        self.bridges.iter().map(|bridge| point.metres_to(bridge.point)).collect()
    }

    /// The longest of the shortest ways over the rivers that the straight line crosses, in metres.
    ///
    /// None when it crosses none. `from_bridges` and `to_bridges` come from `metres_to_bridges`.
    /// Each river gives a lower bound of the trip, so with several of them the largest counts.
    pub fn detour(&self, from: Point, to: Point, from_bridges: &[f64], to_bridges: &[f64]) -> Option<f64> {
        self.rivers
            .iter()
            .filter(|river| river.parts(from, to))
            .map(|river| {
                river
                    .bridges
                    .clone()
                    .map(|bridge| from_bridges[bridge] + to_bridges[bridge])
                    .fold(f64::INFINITY, f64::min)
            })
            .max_by(f64::total_cmp)
    }
}

impl River {
    fn new(name: String, line: Vec<Point>, bridges: Range<usize>) -> Self {
        let lats = line.iter().map(|point| point.lat());
        let lngs = line.iter().map(|point| point.lng());
        Self {
            south: lats.clone().fold(f64::INFINITY, f64::min),
            west: lngs.clone().fold(f64::INFINITY, f64::min),
            north: lats.fold(f64::NEG_INFINITY, f64::max),
            east: lngs.fold(f64::NEG_INFINITY, f64::max),
            name,
            line,
            bridges,
        }
    }

    /// Whether the straight line ends on the other bank: it crosses the river an odd number of times.
    fn parts(&self, from: Point, to: Point) -> bool {
        let apart = from.lat().max(to.lat()) < self.south
            || from.lat().min(to.lat()) > self.north
            || from.lng().max(to.lng()) < self.west
            || from.lng().min(to.lng()) > self.east;
        if apart {
            return false;
        }
        let mut crossings = 0;
        let mut last = is_left(from, to, self.line[0]);
        for step in self.line.windows(2) {
            let next = is_left(from, to, step[1]);
            if last != next && is_left(step[0], step[1], from) != is_left(step[0], step[1], to) {
                crossings += 1;
            }
            last = next;
        }
        crossings % 2 == 1
    }
}

/// Whether `point` is on the left of the line through `from` and `to`; degrees do as a plane here.
fn is_left(from: Point, to: Point, point: Point) -> bool {
    let along = (to.lng() - from.lng()) * (point.lat() - from.lat());
    let across = (to.lat() - from.lat()) * (point.lng() - from.lng());
    along > across
}
