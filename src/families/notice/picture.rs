//! A drawing of a ward's surroundings: centres of wards, rivers, bridges, ferries, a grid and a scale. No household.
use crate::geography::Geography;
use crate::geography::direction::Distance;
use crate::geography::map::{MapView, PicturePoint, SIDE};
use crate::geography::point::{Point, PointError};
use crate::geography::wards::Ward;

mod labels;

pub use labels::Label;
use labels::Labels;

/// Most names in one picture, so that they can be read.
const NAMES_MAX: usize = 10;

/// Lengths that a scale bar can have, metres.
const SCALES: [u32; 9] = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/// Shortest scale bar, in units of the picture.
const SCALE_MIN: f64 = 90.0;

/// A drawing; lengths are in units of a picture that is [`SIDE`] wide and high.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Positions of the lines of the grid, from the left and from the top.
    pub grid: Vec<String>,
    /// Rivers as `x,y x,y …`.
    pub rivers: Vec<String>,
    /// Lines around islands as `x,y x,y …`.
    pub coasts: Vec<String>,
    /// Ferry lines: from and to.
    pub ferries: Vec<(String, String, String, String)>,
    /// Bridges.
    pub bridges: Vec<(String, String)>,
    /// Centres of other wards.
    pub neighbours: Vec<(String, String)>,
    /// Centre of the ward.
    pub centre: (String, String),
    /// Radius of a circle as large as the ward; none for one of several islands.
    pub circle: Option<String>,
    /// Names.
    pub labels: Vec<Label>,
    /// Length of the scale bar in units, and what it is.
    pub scale: (String, Distance),
}

impl Picture {
    /// Draws what a view shows of the surroundings of a ward.
    ///
    /// # Errors
    /// [`PointError`] for a view of no place in the province.
    pub fn draw(geography: &Geography, ward: &Ward, view: MapView) -> Result<Self, PointError> {
        let middle = geography.province.checked(view.centre()?)?;
        let unit = view.metres_per_unit(middle);
        let place = |point: Point| view.project(point);
        let drawn = |point: Point| Some(place(point)).filter(|place| place.is_inside()).map(written);
        let scale = SCALES.into_iter().find(|metres| f64::from(*metres) / unit >= SCALE_MIN).unwrap_or(SCALES[8]);
        let is_whole = geography.zones.of_ward(&ward.code).len() < 2;
        let others = || geography.wards.iter().filter(|other| other.code != ward.code);
        Ok(Self {
            grid: grid(f64::from(scale) / unit),
            rivers: geography.rivers.lines().filter_map(|(_, line)| line_of(line, view, 0)).collect(),
            coasts: geography.zones.iter().filter_map(|zone| line_of(zone.outline(), view, 1)).collect(),
            ferries: ferries(geography, view),
            bridges: geography.rivers.bridges().iter().filter_map(|bridge| drawn(bridge.point)).collect(),
            neighbours: others().filter_map(|other| drawn(other.center)).collect(),
            centre: written(place(ward.center)),
            circle: is_whole.then(|| number(ward.radius_metres() / unit)),
            labels: names(geography, ward, view),
            scale: (number(f64::from(scale) / unit), Distance::of_metres(scale)),
        })
    }
}

/// Names in the order in which they matter; those that would cover another are left out.
fn names(geography: &Geography, ward: &Ward, view: MapView) -> Vec<Label> {
    let mut labels = Labels::new(NAMES_MAX);
    labels.add(&ward.name, view.project(ward.center), true);
    for zone in geography.zones.iter() {
        if let Some(stop) = zone.stop {
            labels.add(&zone.name, view.project(stop), false);
        }
    }
    let middle = f64::from(SIDE) / 2.0;
    let off = |ward: &&Ward| {
        let PicturePoint { x, y } = view.project(ward.center);
        (x - middle).hypot(y - middle)
    };
    let mut others: Vec<&Ward> = geography.wards.iter().filter(|other| other.code != ward.code).collect();
    others.sort_by(|one, other| off(one).total_cmp(&off(other)));
    for other in others.into_iter().take(NAMES_MAX) {
        labels.add(&other.name, view.project(other.center), false);
    }
    for bridge in geography.rivers.bridges() {
        labels.add(&bridge.name, view.project(bridge.point), false);
    }
    for (name, line) in geography.rivers.lines() {
        let seen = line.windows(2).map(|ends| view.project(ends[0]).midpoint(view.project(ends[1])));
        if let Some(place) = seen.into_iter().find(|place| place.is_inside()) {
            labels.add(name, place, false);
        }
    }
    labels.placed()
}

fn ferries(geography: &Geography, view: MapView) -> Vec<(String, String, String, String)> {
    let mut lines = Vec::new();
    for crossing in geography.crossings.all() {
        let (from, to) = (view.project(crossing.from_pier), view.project(crossing.to_pier));
        if from.is_inside() || to.is_inside() {
            let ((x1, y1), (x2, y2)) = (written(from), written(to));
            lines.push((x1, y1, x2, y2));
        }
    }
    lines
}

/// A line as text when some of it can be in the picture; `closed` lines come back to their first point.
fn line_of(line: &[Point], view: MapView, closed: usize) -> Option<String> {
    let corners: Vec<PicturePoint> = line.iter().map(|point| view.project(*point)).collect();
    let side = f64::from(SIDE);
    let apart = |along: fn(&PicturePoint) -> f64| {
        corners.iter().all(|place| along(place) < 0.0) || corners.iter().all(|place| along(place) > side)
    };
    if corners.len() < 2 || apart(|place| place.x) || apart(|place| place.y) {
        return None;
    }
    let again = corners.iter().take(closed);
    let written = corners.iter().chain(again).map(|place| {
        let (x, y) = written(*place);
        format!("{x},{y}")
    });
    Some(written.collect::<Vec<_>>().join(" "))
}

fn grid(step: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut at = step / 2.0;
    while at < f64::from(SIDE) {
        lines.push(number(at));
        at += step;
    }
    lines
}

fn written(place: PicturePoint) -> (String, String) {
    (number(place.x), number(place.y))
}

fn number(number: f64) -> String {
    format!("{number:.1}")
}
