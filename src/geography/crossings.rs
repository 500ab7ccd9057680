//! Ferry crossings between zones: piers, minutes, first and last departure, and when they are valid (R23).
use super::point::{Point, Province};
use super::zones::{ZoneCode, Zones};
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::seconds::{Seconds, TimeOfDay};
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

const FILE: &str = "crossings.csv";

/// More than a day is a typing error.
const MINUTES_MAX: u32 = 24 * 60;

/// One direction of a ferry line; the way back is a row of its own, with its own last boat.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// Zone of the pier where teams board.
    pub from_zone: ZoneCode,
    /// Zone of the pier where they land.
    pub to_zone: ZoneCode,
    /// Where they board.
    pub from_pier: Point,
    /// Where they land.
    pub to_pier: Point,
    /// On the water.
    pub crossing_secs: Seconds,
    /// Queue and boarding to plan with: a team is at the pier this long before its boat.
    pub waiting_secs: Seconds,
    /// First boat of the day.
    pub first_departure_secs: TimeOfDay,
    /// Last boat of the day.
    pub last_departure_secs: TimeOfDay,
    /// First day of this timetable.
    pub valid_from: NaiveDate,
    /// Last day of this timetable; none while it lasts.
    pub valid_to: Option<NaiveDate>,
}

/// A crossing as a route planner needs it: when one may come to the pier, and how long it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossingWindow {
    /// Zone of the pier where teams board.
    pub from_zone: ZoneCode,
    /// Zone of the pier where they land.
    pub to_zone: ZoneCode,
    /// Where they board, on the near side.
    pub from_pier: Point,
    /// From coming to the pier until landing, waiting included.
    pub crossing_secs: Seconds,
    /// Who comes to the pier earlier waits until this time of day.
    pub opens_secs: TimeOfDay,
    /// Who comes to the pier later misses the last boat.
    pub closes_secs: TimeOfDay,
    /// The last boat itself, for messages.
    pub last_departure_secs: TimeOfDay,
}

/// All timetables.
#[derive(Debug, Clone)]
pub struct Crossings {
    list: Vec<Crossing>,
}

#[derive(Deserialize)]
struct CrossingRow {
    from_zone: String,
    to_zone: String,
    from_lat: f64,
    from_lng: f64,
    to_lat: f64,
    to_lng: f64,
    crossing_minutes: u32,
    waiting_minutes: u32,
    first_departure: String,
    last_departure: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl Crossings {
    /// Reads `crossings.csv`; both zones must exist, the first boat leaves before the last.
    pub fn load(files: &ReferenceFiles, province: &Province, zones: &Zones) -> Result<Self, ReferenceError> {
        let mut list: Vec<Crossing> = Vec::new();
        for row in files.rows::<CrossingRow>(FILE)? {
            let refuse = |reason| ReferenceError::at(FILE, row.line, reason);
            let crossing = crossing(&row.value, province, zones).map_err(refuse)?;
            if list.iter().any(|known| known.clashes_with(&crossing)) {
                let (from, to) = (&crossing.from_zone, &crossing.to_zone);
                return Err(refuse(format!("hai lịch tàu {from} → {to} trùng ngày hiệu lực")));
            }
            list.push(crossing);
        }
        Ok(Self { list })
    }

    /// Every line, whenever it is valid: for maps.
    pub fn all(&self) -> &[Crossing] {
        &self.list
    }

    /// The crossings whose timetable is valid on a date.
    pub fn on(&self, date: NaiveDate) -> Vec<Crossing> {
        let valid = |c: &&Crossing| c.valid_from <= date && c.valid_to.is_none_or(|to| date <= to);
        self.list.iter().filter(valid).cloned().collect()
    }
}

impl Crossing {
    /// The same crossing in the form of a route planner.
    ///
    /// One is at the pier `waiting_secs` before a boat, so the pier opens and closes that much
    /// before the first and the last departure.
    pub fn window(&self) -> CrossingWindow {
        CrossingWindow {
            from_zone: self.from_zone.clone(),
            to_zone: self.to_zone.clone(),
            from_pier: self.from_pier,
            crossing_secs: self.waiting_secs + self.crossing_secs,
            opens_secs: (self.first_departure_secs - self.waiting_secs).max(TimeOfDay::MIDNIGHT),
            closes_secs: (self.last_departure_secs - self.waiting_secs).max(TimeOfDay::MIDNIGHT),
            last_departure_secs: self.last_departure_secs,
        }
    }

    fn clashes_with(&self, other: &Self) -> bool {
        let same_way = self.from_zone == other.from_zone && self.to_zone == other.to_zone;
        let before = |a: &Self, b: &Self| a.valid_to.is_some_and(|to| to < b.valid_from);
        same_way && !before(self, other) && !before(other, self)
    }
}

fn crossing(row: &CrossingRow, province: &Province, zones: &Zones) -> Result<Crossing, String> {
    for zone in [&row.from_zone, &row.to_zone] {
        if zones.find(&ZoneCode(zone.clone())).is_none() {
            return Err(format!("khu vực “{zone}” không có trong zones.csv"));
        }
    }
    if row.from_zone == row.to_zone {
        return Err(format!("khu vực “{}” nối với chính nó", row.from_zone));
    }
    if row.crossing_minutes.max(row.waiting_minutes) > MINUTES_MAX {
        return Err("số phút trên tàu và chờ không được quá 24 giờ".to_owned());
    }
    let pier = |lat, lng| province.point(lat, lng).map_err(|error| error.to_string());
    let crossing = Crossing {
        from_zone: ZoneCode(row.from_zone.clone()),
        to_zone: ZoneCode(row.to_zone.clone()),
        from_pier: pier(row.from_lat, row.from_lng)?,
        to_pier: pier(row.to_lat, row.to_lng)?,
        crossing_secs: Seconds::of_minutes(row.crossing_minutes),
        waiting_secs: Seconds::of_minutes(row.waiting_minutes),
        first_departure_secs: secs_of_day(&row.first_departure)?,
        last_departure_secs: secs_of_day(&row.last_departure)?,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    };
    if crossing.first_departure_secs > crossing.last_departure_secs {
        return Err("chuyến đầu muộn hơn chuyến cuối".to_owned());
    }
    Ok(crossing)
}

fn secs_of_day(text: &str) -> Result<TimeOfDay, String> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .map(TimeOfDay::from)
        .map_err(|_| format!("giờ “{text}” phải viết dạng 05:30"))
}
