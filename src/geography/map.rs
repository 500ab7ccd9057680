//! A square picture of the map: where it lies, and which point of the earth is at which point of the picture.
//!
//! Positions are those of Web Mercator at a zoom level, as map tiles have them, so that a picture and tiles agree.
use super::point::{Point, PointError};

/// Width and height of a picture in its own units.
pub const SIDE: u32 = 576;

/// Pictures are centred on multiples of this many units: neighbours share a picture, and its address tells of a
/// neighbourhood, never of a house.
const STEP: u32 = 144;

/// The world at zoom 0 in units, as map tiles have it.
const WORLD: f64 = 256.0;

/// The whole province.
pub const ZOOM_MIN: u8 = 9;

/// A street.
pub const ZOOM_MAX: u8 = 17;

/// Metres of one unit at zoom 0 on the equator (WGS 84, as map tiles count).
const EQUATOR_METRES: f64 = 156_543.033_928;

/// Which part of the earth a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapView {
    /// Doubles the scale from each to the next.
    pub zoom: u8,
    /// Its centre, in steps from the west of the world.
    pub column: u32,
    /// Its centre, in steps from the north of the world.
    pub row: u32,
}

/// A point of a picture, in units from its left and top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PicturePoint {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl PicturePoint {
    /// Whether it is in the picture, its edge included.
    pub fn is_inside(self) -> bool {
        let side = 0.0..=f64::from(SIDE);
        side.contains(&self.x) && side.contains(&self.y)
    }

    /// Halfway to another one.
    pub fn midpoint(self, other: Self) -> Self {
        Self { x: f64::midpoint(self.x, other.x), y: f64::midpoint(self.y, other.y) }
    }
}

impl MapView {
    /// The picture whose centre is nearest to a point.
    pub fn around(point: Point, zoom: u8) -> Self {
        let zoom = zoom.clamp(ZOOM_MIN, ZOOM_MAX);
        let (x, y) = world(point, zoom);
        let step = |units: f64| whole((units / f64::from(STEP)).round());
        Self { zoom, column: step(x), row: step(y) }
    }

    /// The largest zoom at which a circle of so many metres fits into a picture around its centre.
    pub fn zoom_for(centre: Point, radius_metres: f64) -> u8 {
        let fits = |zoom: &u8| radius_metres * 2.4 <= metres_per_unit(centre, *zoom) * f64::from(SIDE);
        (ZOOM_MIN..=ZOOM_MAX).rev().find(fits).unwrap_or(ZOOM_MIN)
    }

    /// Where a point is in the picture, from its left and top; outside it for points that are not in it.
    pub fn project(self, point: Point) -> PicturePoint {
        let (x, y) = world(point, self.zoom);
        let (left, top) = self.corner();
        PicturePoint { x: x - left, y: y - top }
    }

    /// The point of the earth at a place in the picture.
    ///
    /// # Errors
    /// [`PointError`] beyond the edge of the world.
    pub fn point_at(self, x: f64, y: f64) -> Result<Point, PointError> {
        let (left, top) = self.corner();
        let size = size(self.zoom);
        let lng = (left + x) / size * 360.0 - 180.0;
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * (top + y) / size)).sinh().atan().to_degrees();
        Point::new(lat, lng)
    }

    /// The middle of the picture.
    ///
    /// # Errors
    /// [`PointError`] when there is no such picture.
    pub fn centre(self) -> Result<Point, PointError> {
        self.point_at(f64::from(SIDE) / 2.0, f64::from(SIDE) / 2.0)
    }

    /// Metres of one unit around a point.
    pub fn metres_per_unit(self, around: Point) -> f64 {
        metres_per_unit(around, self.zoom)
    }

    fn corner(self) -> (f64, f64) {
        let edge = |steps: u32| f64::from(steps) * f64::from(STEP) - f64::from(SIDE) / 2.0;
        (edge(self.column), edge(self.row))
    }
}

fn metres_per_unit(around: Point, zoom: u8) -> f64 {
    EQUATOR_METRES * around.lat().to_radians().cos() / f64::from(1_u32 << zoom)
}

fn size(zoom: u8) -> f64 {
    WORLD * f64::from(1_u32 << zoom)
}

fn world(point: Point, zoom: u8) -> (f64, f64) {
    let x = (point.lng() + 180.0) / 360.0;
    let y = (1.0 - point.lat().to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    (x * size(zoom), y * size(zoom))
}

fn whole(number: f64) -> u32 {
    number.max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_comes_back_from_its_place_and_is_near_the_middle() {
        for zoom in ZOOM_MIN..=ZOOM_MAX {
            let point = Point::new(20.866, 106.704).expect("a point on earth");
            let view = MapView::around(point, zoom);
            let PicturePoint { x, y } = view.project(point);
            assert!((216.0..=360.0).contains(&x) && (216.0..=360.0).contains(&y), "{zoom}: {x} {y}");
            let back = view.point_at(x, y).expect("a point on earth");
            assert!(back.metres_to(point) < 0.01, "{zoom}: {back:?}");
        }
    }

    #[test]
    fn a_unit_is_as_long_as_it_says() {
        let point = Point::new(20.866, 106.704).expect("a point on earth");
        let view = MapView::around(point, 15);
        let PicturePoint { x, y } = view.project(point);
        let east = view.point_at(x + 100.0, y).expect("a point on earth");
        let share = point.metres_to(east) / (100.0 * view.metres_per_unit(point));
        assert!((0.99..1.01).contains(&share), "{share}");
    }
}
