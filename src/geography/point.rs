//! A place on the map: degrees, their checks, the province's box and the great-circle distance.
use crate::reference::{ReferenceError, ReferenceFiles};
use serde::Deserialize;

/// Mean radius of the earth in metres (IUGG), good to 0.5 % for any pair of points.
const EARTH_RADIUS_METRES: f64 = 6_371_008.8;

/// A position in degrees: latitude −90…90 north, longitude −180…180 east (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    lat: f64,
    lng: f64,
}

/// Why two numbers are not a position we can use.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PointError {
    /// The text is not two numbers.
    #[error("tọa độ “{0}” không phải hai số “vĩ độ, kinh độ”")]
    NotTwoNumbers(String),
    /// Not on earth at all.
    #[error("tọa độ {0}, {1} không hợp lệ")]
    NotOnEarth(f64, f64),
    /// A real place, but not in this province: a typing error, or lat and lng swapped.
    #[error("tọa độ {0}, {1} nằm ngoài phạm vi của {2}")]
    OutsideProvince(f64, f64, String),
}

/// The box of degrees that holds the whole province, from `province.csv`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Province {
    /// What people call the province, for example “Thành phố Hải Phòng”.
    pub name: String,
    /// Southern edge, degrees north.
    pub south: f64,
    /// Western edge, degrees east.
    pub west: f64,
    /// Northern edge, degrees north.
    pub north: f64,
    /// Eastern edge, degrees east.
    pub east: f64,
}

impl Point {
    /// A position from degrees; refuses what is not on earth.
    pub fn new(lat: f64, lng: f64) -> Result<Self, PointError> {
        // Written so that NaN is refused too.
        if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lng) {
            return Ok(Self { lat, lng });
        }
        Err(PointError::NotOnEarth(lat, lng))
    }

    /// Reads “20.727 107.048” or “20.727, 107.048” (latitude first, decimal points).
    pub fn parse(text: &str) -> Result<Self, PointError> {
        let wrong = || PointError::NotTwoNumbers(text.trim().to_owned());
        let numbers: Vec<&str> = text.split([',', ' ']).filter(|part| !part.is_empty()).collect();
        let [lat, lng] = numbers[..] else {
            return Err(wrong());
        };
        let lat = lat.trim().parse().map_err(|_| wrong())?;
        let lng = lng.trim().parse().map_err(|_| wrong())?;
        Self::new(lat, lng)
    }

    /// Latitude in degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude in degrees east.
    pub fn lng(self) -> f64 {
        self.lng
    }

    /// Great-circle distance in metres (haversine): symmetric, and no road is shorter.
    pub fn metres_to(self, other: Self) -> f64 {
        let half_lat = (other.lat - self.lat).to_radians() / 2.0;
        let half_lng = (other.lng - self.lng).to_radians() / 2.0;
        let parallels = self.lat.to_radians().cos() * other.lat.to_radians().cos();
        let h = half_lat.sin().powi(2) + parallels * half_lng.sin().powi(2);
        2.0 * EARTH_RADIUS_METRES * h.min(1.0).sqrt().asin()
    }
}

impl Province {
    /// Reads the single row of `province.csv`.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let file = "province.csv";
        let mut rows = files.rows::<Self>(file)?.into_iter();
        let Some(first) = rows.next() else {
            return Err(ReferenceError::whole(file, "thiếu dòng mô tả tỉnh, thành phố"));
        };
        if let Some(second) = rows.next() {
            return Err(ReferenceError::at(file, second.line, "chỉ được có một tỉnh, thành phố"));
        }
        let province = first.value;
        if province.south < province.north && province.west < province.east {
            return Ok(province);
        }
        let reason = "hộp tọa độ rỗng: cần south < north và west < east";
        Err(ReferenceError::at(file, first.line, reason))
    }

    /// A position inside the province's box; refuses every other.
    pub fn point(&self, lat: f64, lng: f64) -> Result<Point, PointError> {
        self.checked(Point::new(lat, lng)?)
    }

    /// The same position when it lies inside the province's box.
    pub fn checked(&self, point: Point) -> Result<Point, PointError> {
        let inside = (self.south..=self.north).contains(&point.lat) && (self.west..=self.east).contains(&point.lng);
        if inside {
            return Ok(point);
        }
        Err(PointError::OutsideProvince(point.lat, point.lng, self.name.clone()))
    }
}
