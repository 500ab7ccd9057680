//! Compiles planning inputs into the planner's problem: locations, travel matrices, time windows, skills.
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use planner::{
    Break, Crossing, LocationIndex, MatrixIndex, Problem, ProblemBuilder, ProblemError, TravelMatrix, Window, ZoneIndex,
};

mod current_plan;
mod times;
mod visits;

use super::inputs::{Inputs, WantedVisit};
use super::run_parameters::RunParameters;
use super::service_areas::{ServiceAreas, TooManyServiceAreas};
use crate::config::PlanningSettings;
use crate::geography::Geography;
use crate::geography::crossings::CrossingWindow;
use crate::geography::point::Point;
use crate::geography::travel::straight_line::{Prepared, StraightLine};
use crate::geography::travel::{Spot, TravelTimes};
use crate::ids::{CaseId, DutyId, HoldId, VisitId};
use crate::reference_data::ReferenceData;
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::Duty;
pub use current_plan::Who;
use times::at;
use visits::{Wards, planned_hold, planned_visit};

/// How long after the start of a shift the first leg is driven at the latest.
const FIRST_LEG: Seconds = Seconds::hours(1);
/// Legs between stops are driven this long after the start and before the end of a shift: something is always
/// captured before the first and after the last of them.
const BETWEEN: Seconds = Seconds::minutes(30);

/// A problem with the way back to our own numbers.
pub struct Built {
    /// What the planner solves.
    pub problem: Problem,
    /// Visit ids by planner index; the holds follow, in the order of the inputs.
    pub visit_ids: Vec<VisitId>,
    /// Duty ids by planner index.
    pub duty_ids: Vec<DutyId>,
    /// Which estimator made the travel times.
    pub estimator: &'static str,
}

/// Why inputs do not make a problem.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// More combinations of teams than the planner can tell apart.
    #[error(transparent)]
    TooManyServiceAreas(#[from] TooManyServiceAreas),
    /// A part makes no sense, for instance a shift that ends before it starts.
    #[error("dữ liệu xếp lịch không hợp lệ: {0}")]
    Nonsense(#[from] ProblemError),
    /// Those who have a half-day in the span alone are more than the memory allows for.
    #[error("khoảng ngày này có quá nhiều lịch hẹn ({0} nơi phải đến, bộ nhớ cho phép {1}): xếp từng khoảng ngắn hơn")]
    TooLarge(usize, usize),
}

/// How many places to go to fit into the memory that one run may take: for each shift that differs, the travel times of
/// all pairs, and the search's own two copies of them.
pub fn most_places(planning: &PlanningSettings, duties: &[Duty]) -> usize {
    let shifts: BTreeSet<(TimeOfDay, TimeOfDay)> =
        duties.iter().map(|duty| (duty.shift.starts_secs, duty.shift.ends_secs)).collect();
    let bytes_per_pair = 3 * size_of::<planner::Seconds>() * shifts.len().max(1);
    (planning.memory_mb * 1_000_000 / bytes_per_pair).isqrt()
}

/// Builds the problem; its day 0 is the inputs' first date.
///
/// # Errors
/// [`BuildError`].
pub fn build(inputs: &Inputs, reference: &ReferenceData, run: &RunParameters<'_>) -> Result<Built, BuildError> {
    let ground = Ground::new(inputs, reference);
    // Asked before it is taken.
    let most = most_places(run.settings, &inputs.duties);
    let visited = inputs.visits.len() + inputs.held.len();
    if visited > most {
        return Err(BuildError::TooLarge(visited, most));
    }
    let mut builder = ProblemBuilder::new(ground.spots.len());
    for (location, spot) in ground.spots.iter().enumerate() {
        builder.zone(LocationIndex::from_position(location), zone_of(&reference.geography, spot));
    }
    let areas = ServiceAreas::of(&inputs.duties)?;
    let mut matrices: HashMap<(TimeOfDay, TimeOfDay), MatrixIndex> = HashMap::new();
    for duty in &inputs.duties {
        let (starts, ends) = (duty.shift.starts_secs, duty.shift.ends_secs);
        let matrix = || ground.matrix(starts, ends, inputs.duties.len());
        let number = *matrices.entry((starts, ends)).or_insert_with(|| builder.matrix(matrix()));
        let planned = planned_duty(duty, inputs, &ground, &areas, number);
        builder.duty(planned);
    }
    if inputs.duties.is_empty() {
        builder.matrix(ground.matrix(TimeOfDay::MIDNIGHT, TimeOfDay::MIDNIGHT, 0));
    }
    for crossing in crossings(inputs, &reference.geography, &ground) {
        builder.crossing(crossing);
    }
    let wards = Wards::of(inputs);
    for (position, wanted) in inputs.visits.iter().enumerate() {
        let location = ground.location_of_visit(position);
        builder.visit(planned_visit(wanted, location, inputs, reference, run, &areas, &wards));
    }
    for (held, location) in inputs.held.iter().zip(&ground.held_locations) {
        builder.visit(planned_hold(held, *location, inputs, &reference.hours));
    }
    Ok(Built {
        problem: builder.build()?,
        visit_ids: inputs.visits.iter().map(|wanted| wanted.visit.id).collect(),
        duty_ids: inputs.duties.iter().map(|duty| duty.id).collect(),
        estimator: ground.times.estimator(),
    })
}

/// Whose door a place is.
#[derive(Clone, Copy, PartialEq)]
enum Door {
    Case(CaseId),
    Hold(HoldId),
}

/// All places with the legs between them. The parts of one case share a place, so that set-up is paid once there;
/// two cases never do: without a pin every home of a ward stands at the ward's middle and is still another door.
struct Ground {
    spots: Vec<Spot>,
    another_door_secs: Seconds,
    visit_locations: Vec<LocationIndex>,
    held_locations: Vec<LocationIndex>,
    base_locations: HashMap<DutyId, LocationIndex>,
    piers: Vec<(CrossingWindow, LocationIndex)>,
    ready: Vec<Prepared>,
    times: StraightLine,
}

impl Ground {
    fn new(inputs: &Inputs, reference: &ReferenceData) -> Self {
        let mut known: Vec<(Spot, Option<Door>)> = Vec::new();
        let mut location = |spot: Spot, door: Option<Door>| {
            let wanted = (spot, door);
            let position = known.iter().position(|one| *one == wanted).unwrap_or(known.len());
            if position == known.len() {
                known.push(wanted);
            }
            LocationIndex::from_position(position)
        };
        let home = |wanted: &WantedVisit| location(wanted.spot.clone(), Some(Door::Case(wanted.visit.case_id)));
        let visit_locations = inputs.visits.iter().map(home).collect();
        // Nobody knows yet which case a hold is for: it is a door of its own.
        let held_locations =
            inputs.held.iter().map(|held| location(held.spot.clone(), Some(Door::Hold(held.hold.id)))).collect();
        let general = reference.geography.zones.general().code.clone();
        let base = |duty: &Duty| {
            let point = Point::new(duty.team.base.lat, duty.team.base.lng).ok();
            let point = point.unwrap_or(
                reference.geography.zones.general().stop.unwrap_or_else(|| province_middle(&reference.geography)),
            );
            Spot { zone: reference.geography.zones.at(point).code.clone(), point }
        };
        let base_locations = inputs.duties.iter().map(|duty| (duty.id, location(base(duty), None))).collect();
        // Timetables are those of the first date; a run that spans a change of timetable is planned by the old one.
        let times = StraightLine::new(reference.travel.clone(), &reference.geography, inputs.from);
        let windows: Vec<CrossingWindow> =
            reference.geography.crossings.on(inputs.from).iter().map(|one| one.window()).collect();
        let pier = |window: CrossingWindow| {
            let spot = Spot { point: window.from_pier, zone: window.from_zone.clone() };
            let location = location(spot, None);
            (window, location)
        };
        let piers = windows.into_iter().map(pier).collect();
        let mut spots: Vec<Spot> = known.into_iter().map(|(spot, _)| spot).collect();
        if spots.is_empty() {
            spots.push(Spot { point: province_middle(&reference.geography), zone: general });
        }
        let ready = spots.iter().map(|spot| times.prepare(spot)).collect();
        let another_door_secs =
            reference.travel.parking_secs + reference.travel.drive_secs(reference.travel.road_offset_metres);
        Self { spots, another_door_secs, visit_locations, held_locations, base_locations, piers, ready, times }
    }

    fn location_of_visit(&self, position: usize) -> LocationIndex {
        self.visit_locations[position]
    }

    /// Seconds of every leg for a shift, on the careful side: the first and the last leg may meet the rush hour.
    fn matrix(&self, starts: TimeOfDay, ends: TimeOfDay, duties: usize) -> TravelMatrix {
        let bases: BTreeSet<usize> = self.base_locations.values().map(|location| location.at()).collect();
        TravelMatrix::from_fn(self.spots.len(), |from, to| {
            if duties == 0 {
                return Some(planner::Seconds(0));
            }
            let (earliest, latest) = leg_hours(bases.contains(&from), bases.contains(&to), starts, ends);
            // Worked out for each shift anew: kept, the legs would take more room than all that is made of them.
            let leg = self.times.leg_between(&self.ready[from], &self.ready[to]);
            let secs = self.times.rules().careful_secs(leg, earliest, latest).ok()?;
            let secs = if from != to && secs == Seconds::ZERO { self.another_door_secs } else { secs };
            Some(secs.into())
        })
    }
}

/// The times of day between which a leg may begin, from a base or not and to a base or not, in a shift.
pub fn leg_hours(from_base: bool, to_base: bool, starts: TimeOfDay, ends: TimeOfDay) -> (TimeOfDay, TimeOfDay) {
    let (earliest, latest) = match (from_base, to_base) {
        (true, _) => (starts, starts + FIRST_LEG),
        (_, true) => (ends - FIRST_LEG, ends),
        _ => (starts + BETWEEN, (ends - BETWEEN).max(starts + BETWEEN)),
    };
    (earliest.within_the_day(), latest.within_the_day())
}

fn planned_duty(
    duty: &Duty,
    inputs: &Inputs,
    ground: &Ground,
    areas: &ServiceAreas,
    matrix: MatrixIndex,
) -> planner::Duty {
    let at = |secs: TimeOfDay| at(inputs, duty.on, secs);
    let base = ground.base_locations[&duty.id];
    let mut planned =
        planner::Duty::from_base(base, Window { opens: at(duty.shift.starts_secs), closes: at(duty.shift.ends_secs) });
    planned.team = u32::try_from(duty.team.id.0).unwrap_or(0);
    planned.capacity = u32::try_from(duty.capacity).unwrap_or(0);
    planned.skills = if inputs.locked.contains(&duty.id) { 0 } else { areas.of_team(duty.team.id) };
    planned.matrix = matrix;
    planned.rest = duty.shift.rest.map(|rest| Break {
        earliest: at(rest.earliest_secs),
        latest: at(rest.latest_secs),
        duration: rest.duration_secs.into(),
    });
    planned
}

fn crossings(inputs: &Inputs, geography: &Geography, ground: &Ground) -> Vec<Crossing> {
    let days: Vec<NaiveDate> = inputs.from.iter_days().take_while(|on| *on <= inputs.to).collect();
    let crossing = |(window, pier): &(CrossingWindow, LocationIndex)| {
        let zone = |code| ZoneIndex::from_position(geography.zones.road_group(code).unwrap_or(0));
        let open = |on: &NaiveDate| Window {
            opens: at(inputs, *on, window.opens_secs),
            closes: at(inputs, *on, window.closes_secs),
        };
        Crossing {
            from: zone(&window.from_zone),
            to: zone(&window.to_zone),
            pier: Some(*pier),
            departures: days.iter().map(open).collect(),
        }
    };
    ground.piers.iter().map(crossing).collect()
}

/// The zone of a spot as the planner counts them.
pub fn zone_of(geography: &Geography, spot: &Spot) -> ZoneIndex {
    ZoneIndex::from_position(geography.zones.road_group(&spot.zone).unwrap_or(0))
}

fn province_middle(geography: &Geography) -> Point {
    let box_ = &geography.province;
    let middle = Point::new(f64::midpoint(box_.south, box_.north), f64::midpoint(box_.west, box_.east));
    middle.unwrap_or_else(|_| {
        geography.wards.iter().next().map_or_else(|| unreachable!("a province has wards"), |ward| ward.center)
    })
}
