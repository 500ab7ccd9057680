//! Where one point lies from another, in words that people use: so many metres to the north-east.
use super::point::Point;
use crate::coded_enum;

/// Metres of one degree of latitude.
const DEGREE_METRES: f64 = 111_195.0;

coded_enum! {
    /// One of eight directions.
    pub enum Direction {
        North = "n" / "Bắc",
        NorthEast = "ne" / "Đông Bắc",
        East = "e" / "Đông",
        SouthEast = "se" / "Đông Nam",
        South = "s" / "Nam",
        SouthWest = "sw" / "Tây Nam",
        West = "w" / "Tây",
        NorthWest = "nw" / "Tây Bắc",
    }
}

/// A distance and a direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offset {
    /// Great-circle metres.
    pub metres: f64,
    /// The nearest of eight; meaningless for no distance.
    pub direction: Direction,
}

/// How a distance is said: a number with at most one digit behind the decimal mark, and whether it is kilometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// So near that the direction says nothing: closer than ten metres.
    Here,
    /// Tens of metres.
    Metres(u32),
    /// Tenths of a kilometre.
    TenthsOfKm(u32),
}

impl Offset {
    /// From one point to another.
    pub fn between(from: Point, to: Point) -> Self {
        let north = to.lat() - from.lat();
        let east = (to.lng() - from.lng()) * from.lat().to_radians().cos();
        Self { metres: from.metres_to(to), direction: Direction::of(north, east) }
    }

    /// Its distance as it is said.
    pub fn distance(self) -> Distance {
        if self.metres < 10.0 {
            Distance::Here
        } else if self.metres < 995.0 {
            Distance::Metres(rounded(self.metres / 10.0) * 10)
        } else {
            Distance::TenthsOfKm(rounded(self.metres / 100.0))
        }
    }
}

impl Direction {
    fn of(north: f64, east: f64) -> Self {
        let eighth = (east.atan2(north).to_degrees().rem_euclid(360.0) / 45.0).round();
        Self::ALL.get(rounded(eighth) as usize % 8).copied().unwrap_or(Self::North)
    }
}

impl Distance {
    /// Of a round number of metres.
    pub fn of_metres(metres: u32) -> Self {
        if metres < 1_000 { Self::Metres(metres) } else { Self::TenthsOfKm(metres / 100) }
    }

    /// “420 m”, “3,4 km”: with the decimal mark of the language, never broken between two lines.
    pub fn said(self, decimal_mark: char) -> String {
        match self {
            Self::Here => "0\u{a0}m".to_owned(),
            Self::Metres(metres) => format!("{metres}\u{a0}m"),
            Self::TenthsOfKm(tenths) if tenths >= 100 || tenths % 10 == 0 => format!("{}\u{a0}km", (tenths + 5) / 10),
            Self::TenthsOfKm(tenths) => format!("{}{decimal_mark}{}\u{a0}km", tenths / 10, tenths % 10),
        }
    }
}

impl Point {
    /// So many metres further north and east; stays where it is when that would leave the map.
    #[must_use]
    pub fn moved(self, north_metres: f64, east_metres: f64) -> Self {
        let lat = self.lat() + north_metres / DEGREE_METRES;
        let lng = self.lng() + east_metres / (DEGREE_METRES * self.lat().to_radians().cos());
        Self::new(lat, lng).unwrap_or(self)
    }
}

fn rounded(number: f64) -> u32 {
    number.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lng: f64) -> Point {
        Point::new(lat, lng).expect("a point on earth")
    }

    #[test]
    fn eight_directions_and_their_distances() {
        let from = at(20.85, 106.68);
        let all = [
            (0.0, 120.0, "e", "120 m"),
            (0.0, -120.0, "w", "120 m"),
            (300.0, 300.0, "ne", "420 m"),
            (-300.0, 300.0, "se", "420 m"),
            (994.0, 0.0, "n", "990 m"),
            (-999.0, 20.0, "s", "1 km"),
            (2400.0, -2400.0, "nw", "3,4 km"),
            (-9000.0, -9000.0, "sw", "13 km"),
            (3.0, 3.0, "ne", "0 m"),
        ];
        for (north, east, direction, said) in all {
            let offset = Offset::between(from, from.moved(north, east));
            assert_eq!(
                (offset.direction.code(), &*offset.distance().said(',').replace('\u{a0}', " ")),
                (direction, said),
                "{north} {east}"
            );
        }
    }
}
