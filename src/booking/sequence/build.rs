//! Puts a sequence together: sites, legs, the planner's problem, and its checker's verdict.
use std::sync::Arc;

use planner::{
    Break, Crossing, DoorLegs, LocationIndex, MatrixIndex, Oracle, Plan, Problem, ProblemBuilder, ProblemError,
    SolveError, Time, TravelMatrix, Violation, Visit, VisitIndex, Window,
};

use super::{Freed, Member, Sequence};
use crate::booking::door::{Door, TimeConstraint};
use crate::booking::roads::{BASE, Roads, Site};
use crate::config::Hours;
use crate::geography::point::Point;
use crate::geography::travel::Spot;
use crate::planning::units;
use crate::reference_data::ReferenceData;
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::Duty;

/// Steps of the search for what a changed duty can keep: a dozen stops are soon tried out.
const SQUEEZE_STEPS: u64 = 4_000;

/// Why stops do not make a sequence that a team can drive.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The base is not a point on earth.
    #[error("điểm xuất phát của tổ không hợp lệ")]
    Base,
    /// A stop or the shift makes no sense.
    #[error(transparent)]
    Nonsense(#[from] ProblemError),
    /// The checker refuses.
    #[error("{}", said(.0))]
    Refused(Vec<Violation>),
}

fn said(violations: &[Violation]) -> String {
    violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Sites with the seconds between them.
pub(super) struct Sites {
    sites: Vec<Site>,
    legs: Vec<planner::Seconds>,
}

impl Sequence {
    /// A sequence from what is stored.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn new(
        duty: Duty,
        members: Vec<Member>,
        freed: Vec<Freed>,
        roads: Arc<Roads>,
        reference: &ReferenceData,
    ) -> Result<Self, Broken> {
        let sites = Sites::of(&duty, &members, &roads, reference)?;
        assemble(Arc::new(duty), members, freed, roads, reference.hours.clone(), sites)
    }
}

/// Which of some stops a duty could keep, in driving order: as much as possible of what they are worth together.
/// `points` are the stops' worth, in their order. The same question has the same answer.
///
/// # Errors
/// [`Broken`] when the duty itself makes no sense.
pub fn squeeze(
    duty: &Duty,
    members: &[Member],
    points: &[u32],
    roads: &Roads,
    reference: &ReferenceData,
) -> Result<Vec<usize>, Broken> {
    let sites = Sites::of(duty, members, roads, reference)?;
    let problem = problem(duty, members, points, roads, &reference.hours, &sites)?;
    let settings = planner::Settings { iterations: Some(SQUEEZE_STEPS), ..planner::Settings::default() };
    let solution = planner::solve(&problem, &settings, None, &planner::Unwatched);
    let solution = solution.map_err(|SolveError::BadStart(violations)| Broken::Refused(violations))?;
    Ok(solution.plan.duties.into_iter().flatten().map(VisitIndex::at).collect())
}

impl Sites {
    /// The sites of a duty and of those who stand in it.
    pub fn of(duty: &Duty, members: &[Member], roads: &Roads, reference: &ReferenceData) -> Result<Self, Broken> {
        let base = Point::new(duty.team.base.lat, duty.team.base.lng).map_err(|_| Broken::Base)?;
        let base = Spot { zone: reference.geography.zones.at(base).code.clone(), point: base };
        let mut sites = vec![roads.base(&reference.geography, &base)];
        sites.extend(roads.piers.iter().map(|pier| pier.site.clone()));
        sites.extend(members.iter().map(|member| roads.door(&reference.geography, &member.door.spot)));
        let size = sites.len();
        let mut legs = vec![planner::Seconds(0); size * size];
        for from in 0..size {
            for to in from + 1..size {
                let (out, back) = roads.there_and_back(&sites[from], &sites[to], &duty.shift);
                legs[from * size + to] = out;
                legs[to * size + from] = back;
            }
        }
        Ok(Self { sites, legs })
    }

    /// The sites of a sequence as they are.
    pub fn same(sequence: &Sequence) -> Self {
        Self { sites: sequence.sites.clone(), legs: sequence.legs.clone() }
    }

    /// The sites of a sequence with another door in front of its stop number `at`.
    pub fn extended(sequence: &Sequence, door: &Site, ways: &DoorLegs, at: usize) -> Self {
        let old = sequence.sites.len();
        let new_at = sequence.site_of(at.min(sequence.members.len()));
        let mut sites = sequence.sites.clone();
        sites.insert(new_at, door.clone());
        let size = old + 1;
        let mut legs = Vec::with_capacity(size * size);
        for from in 0..size {
            for to in 0..size {
                let (a, b) = (from - usize::from(from > new_at), to - usize::from(to > new_at));
                legs.push(match (from == new_at, to == new_at) {
                    (true, true) => planner::Seconds(0),
                    (true, false) => ways.to[b],
                    (false, true) => ways.from[a],
                    (false, false) => sequence.legs[a * old + b],
                });
            }
        }
        Self { sites, legs }
    }
}

/// Builds the problem, has it checked, and makes it ready for questions.
pub(super) fn assemble(
    duty: Arc<Duty>,
    members: Vec<Member>,
    freed: Vec<Freed>,
    roads: Arc<Roads>,
    hours: Hours,
    sites: Sites,
) -> Result<Sequence, Broken> {
    let problem = problem(&duty, &members, &[], &roads, &hours, &sites)?;
    let plan =
        Plan { duties: vec![(0..members.len()).map(VisitIndex::from_position).collect()], broken_promises: Vec::new() };
    let oracle = Oracle::new(&problem, &plan).map_err(Broken::Refused)?;
    let Sites { sites, legs } = sites;
    Ok(Sequence { duty, members, freed, roads, hours, sites, legs, problem, oracle })
}

/// The planner's problem of one duty; a stop without points of its own is worth 1. Whether all can be served is
/// another question.
pub(super) fn problem(
    duty: &Duty,
    members: &[Member],
    points: &[u32],
    roads: &Roads,
    hours: &Hours,
    Sites { sites, legs }: &Sites,
) -> Result<Problem, ProblemError> {
    let mut builder = ProblemBuilder::new(sites.len());
    for (location, site) in sites.iter().enumerate() {
        builder.zone(LocationIndex::from_position(location), site.zone);
    }
    builder.matrix(TravelMatrix::from_rows(sites.len(), legs.clone()));
    builder.duty(planned(duty));
    for (number, pier) in roads.piers.iter().enumerate() {
        builder.crossing(Crossing {
            from: pier.from,
            to: pier.to,
            pier: Some(LocationIndex::from_position(1 + number)),
            departures: vec![Window { opens: at(pier.window.opens_secs), closes: at(pier.window.closes_secs) }],
        });
    }
    let first_door = 1 + roads.piers.len();
    for (number, member) in members.iter().enumerate() {
        let mut visit = planned_visit(member, location_of(members, number, first_door), hours);
        visit.priority = points.get(number).copied().unwrap_or(1);
        builder.visit(visit);
    }
    builder.build()
}

/// Parts of one case share the place of the first of them, so that set-up is paid once there.
fn location_of(members: &[Member], number: usize, first_door: usize) -> LocationIndex {
    let own = &members[number].door;
    let same =
        |member: &Member| own.case_id.is_some() && member.door.case_id == own.case_id && member.door.spot == own.spot;
    let first = members.iter().position(same).unwrap_or(number);
    LocationIndex::from_position(first_door + first)
}

/// The day of a sequence is the only one of its problem.
fn at(time: TimeOfDay) -> Time {
    units::on_axis(0, time)
}

fn planned(duty: &Duty) -> planner::Duty {
    let shift = Window { opens: at(duty.shift.starts_secs), closes: at(duty.shift.ends_secs) };
    let mut planned = planner::Duty::from_base(BASE, shift);
    planned.capacity = u32::try_from(duty.capacity).unwrap_or(0);
    planned.matrix = MatrixIndex(0);
    planned.rest = duty.shift.rest.map(|rest| Break {
        earliest: at(rest.earliest_secs),
        latest: at(rest.latest_secs),
        duration: rest.duration_secs.into(),
    });
    planned
}

fn planned_visit(member: &Member, location: LocationIndex, hours: &Hours) -> Visit {
    let mut visit = Visit::at(location);
    visit.service = member.door.service_secs.into();
    visit.setup = member.door.setup_secs.into();
    visit.demand = u32::try_from(member.door.captures).unwrap_or(0);
    visit.windows = windows(&member.door, member.time, Seconds::ZERO, hours).into_iter().collect();
    visit
}

/// When service may start; none when the half-day is too short for the work.
pub(super) fn windows(door: &Door, time: TimeConstraint, extra_secs: Seconds, hours: &Hours) -> Option<Window> {
    let window = match time {
        TimeConstraint::HalfDay(half_day) => {
            let (opens, closes) = hours.of(half_day);
            let work = door.service_secs.saturating_add(extra_secs);
            Window { opens: at(opens + door.setup_secs), closes: at(closes.saturating_sub(work)) }
        }
        TimeConstraint::Window { from_secs, to_secs } => {
            Window { opens: at(from_secs), closes: at(to_secs + door.setup_secs) }
        }
    };
    (window.opens <= window.closes).then_some(window)
}
