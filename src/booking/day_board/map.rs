//! The routes of a day as a drawing: bases, ways, numbered stops, and the doors of who waits. Who lives in somebody else's
//! ward is drawn at the middle of that ward.
use std::collections::HashMap;

use super::DayBoard;
use crate::booking::sequence::{Member, Occupant, Sequence};
use crate::geography::Geography;
use crate::geography::point::Point;
use crate::geography::wards::WardCode;
use crate::ids::{DutyId, VisitId};

/// Width of the drawing in its own units.
pub const WIDTH: f64 = 432.0;
/// Its height.
pub const HEIGHT: f64 = 300.0;
/// What stays empty at the edges.
const MARGIN: f64 = 24.0;
/// The smallest span that is drawn, degrees: a single door does not fill the picture.
const SPAN_MIN: f64 = 0.01;
/// Routes that a drawing holds and can still be read.
pub const ROUTES_MAX: usize = 4;

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub struct DayMap {
    /// The routes.
    pub routes: Vec<Route>,
    /// Doors of who waits: where, and the code.
    pub doors: Vec<Mark>,
}

/// The way of a duty.
#[derive(Clone, Debug)]
pub struct Route {
    /// The duty.
    pub duty_id: DutyId,
    /// Its team.
    pub team: String,
    /// Colour and dashes: from 1.
    pub style: usize,
    /// The base.
    pub base: Spot,
    /// From the base along the stops and back, as SVG wants it.
    pub way: String,
    /// The stops.
    pub stops: Vec<Mark>,
}

/// A point of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A stop or a door.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where.
    pub spot: Spot,
    /// Its number in the route; 0 without one.
    pub number: usize,
    /// The visit; none: a place that is kept.
    pub visit_id: Option<VisitId>,
    /// Its code, for whoever may read it.
    pub code: Option<String>,
}

/// A rectangle of the earth that fills the drawing.
struct Frame {
    west: f64,
    north: f64,
    scale: f64,
    narrowing: f64,
}

impl DayMap {
    /// Draws some duties of a day, each in the colour of its row.
    pub fn of(board: &DayBoard, geography: &Geography, duties: &[DutyId]) -> Self {
        let shown: Vec<(usize, &Sequence)> = board
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| duties.contains(&line.duty.id))
            .filter_map(|(row, line)| Some((row, find(board, line.duty.id)?)))
            .collect();
        let point = |member: &Member| point_of(board, geography, member);
        let base = |sequence: &Sequence| {
            let base = sequence.duty.team.base;
            Point::new(base.lat, base.lng).ok()
        };
        let doors: Vec<(&str, VisitId, Point)> = board
            .unplaced
            .iter()
            .filter_map(|one| {
                let door = one.door.as_ref()?;
                Some((one.waiter.case.case.code.as_str(), one.waiter.visit.id, door.spot.point))
            })
            .collect();
        let mut points: Vec<Point> = shown.iter().filter_map(|(_, sequence)| base(sequence)).collect();
        points.extend(shown.iter().flat_map(|(_, sequence)| &sequence.members).map(point));
        points.extend(doors.iter().map(|(_, _, point)| *point));
        let Some(frame) = Frame::around(&points) else { return Self::default() };
        let route = |(row, sequence): &(usize, &Sequence)| {
            let base = frame.spot(base(sequence)?);
            let mark = |(member, number): (&Member, usize)| {
                let visit_id = visit_of(member);
                let code = visit_id.and_then(|id| board.labels.get(&id)).and_then(|label| label.code.clone());
                Mark { spot: frame.spot(point(member)), number, visit_id, code }
            };
            let stops: Vec<Mark> = sequence.members.iter().zip(1..).map(mark).collect();
            let spots = std::iter::once(base).chain(stops.iter().map(|stop| stop.spot)).chain(std::iter::once(base));
            let way: Vec<String> = spots.map(|spot| format!("{:.0},{:.0}", spot.x, spot.y)).collect();
            let duty = &sequence.duty;
            let (duty_id, team) = (duty.id, duty.team.name.clone());
            Some(Route { duty_id, team, style: row % ROUTES_MAX + 1, base, way: way.join(" "), stops })
        };
        let routes = shown.iter().filter_map(route).collect();
        let door = |(code, id, point): &(&str, VisitId, Point)| Mark {
            spot: frame.spot(*point),
            number: 0,
            visit_id: Some(*id),
            code: Some((*code).to_owned()),
        };
        Self { routes, doors: doors.iter().map(door).collect() }
    }

    /// In words, for who cannot see it.
    pub fn said(&self) -> String {
        let route = |route: &Route| format!("{}: {} điểm", route.team, route.stops.len());
        let mut words: Vec<String> = self.routes.iter().map(route).collect();
        if !self.doors.is_empty() {
            words.push(format!("{} hộ chưa có chỗ", self.doors.len()));
        }
        format!("{}. Thứ tự đi nằm ở dòng thời gian.", words.join("; "))
    }
}

fn find(board: &DayBoard, id: DutyId) -> Option<&Sequence> {
    board.sequences.iter().find(|sequence| sequence.duty.id == id).map(AsRef::as_ref)
}

fn visit_of(member: &Member) -> Option<VisitId> {
    match member.occupant {
        Occupant::Visit(id) => Some(id),
        Occupant::Hold(_) => None,
    }
}

/// The door of a household of one's own wards; of another one the middle of its ward.
fn point_of(board: &DayBoard, geography: &Geography, member: &Member) -> Point {
    let label = visit_of(member).and_then(|id| board.labels.get(&id));
    let middle = || {
        let code = WardCode::parse(&member.door.ward_code).ok()?;
        geography.wards.find(&code).map(|ward| ward.center)
    };
    match label {
        Some(label) if label.code.is_some() => member.door.spot.point,
        _ => middle().unwrap_or(member.door.spot.point),
    }
}

impl Frame {
    fn around(points: &[Point]) -> Option<Self> {
        let first = points.first()?;
        let [mut south, mut north, mut west, mut east] = [first.lat(), first.lat(), first.lng(), first.lng()];
        for point in points {
            south = south.min(point.lat());
            north = north.max(point.lat());
            west = west.min(point.lng());
            east = east.max(point.lng());
        }
        // A degree of longitude is shorter than one of latitude.
        let narrowing = f64::midpoint(south, north).to_radians().cos();
        let (height, width) = ((north - south).max(SPAN_MIN), ((east - west) * narrowing).max(SPAN_MIN));
        let scale = ((WIDTH - 2.0 * MARGIN) / width).min((HEIGHT - 2.0 * MARGIN) / height);
        let (middle, centre) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let west = middle - WIDTH / scale / 2.0 / narrowing;
        let north = centre + HEIGHT / scale / 2.0;
        Some(Self { west, north, scale, narrowing })
    }

    fn spot(&self, point: Point) -> Spot {
        let x = (point.lng() - self.west) * self.narrowing * self.scale;
        Spot { x, y: (self.north - point.lat()) * self.scale }
    }
}

/// Which duties are drawn: the one that was chosen, else the first that fit.
pub fn drawn(board: &DayBoard, chosen: Option<DutyId>) -> Vec<DutyId> {
    let ids: Vec<DutyId> = board.lines.iter().map(|line| line.duty.id).collect();
    match chosen.filter(|id| ids.contains(id)) {
        Some(id) => vec![id],
        None => {
            let stops: HashMap<DutyId, usize> =
                board.sequences.iter().map(|one| (one.duty.id, one.members.len())).collect();
            let has_stops = |id: &DutyId| stops.get(id).is_some_and(|stops| *stops > 0);
            ids.into_iter().filter(has_stops).take(ROUTES_MAX).collect()
        }
    }
}
