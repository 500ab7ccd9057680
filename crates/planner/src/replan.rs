//! A day that does not go as planned: freeze what is done, apply what happened, change as little as possible.

mod course;
mod situation;

use course::Course;
pub use situation::{Disturbance, Progress, Situation};

use crate::check::{Relaxed, Trip, Violation, check};
use crate::plan::Plan;
use crate::problem::{Duty, Previous, Problem, ProblemBuilder, ProblemError};
use crate::schedule::{Schedule, schedule};
use crate::solve::{Settings, Solution, SolveError, solve};
use crate::units::{DutyIndex, LocationIndex, Seconds, Time, VisitIndex, Window};
use crate::watch::Watch;

/// A day planned anew.
#[derive(Clone, Debug)]
pub struct Replanned {
    /// The problem as it now is: visits and duties keep their numbers. The plan is checked against this.
    pub problem: Problem,
    /// The new plan.
    pub solution: Solution,
}

/// Why a day cannot be planned anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplanError {
    /// The plan was not feasible even before the disturbance.
    BadPlan(Vec<Violation>),
    /// The situation makes no sense.
    BadSituation(ProblemError),
    /// The search could not begin.
    Search(SolveError),
}

impl std::fmt::Display for ReplanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReplanError::BadPlan(violations) => {
                write!(f, "the plan to be changed is not feasible")?;
                violations.iter().try_for_each(|violation| write!(f, "; {violation}"))
            }
            ReplanError::BadSituation(error) => error.fmt(f),
            ReplanError::Search(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReplanError {}

/// How far a start may shift before the family has to be told.
const TOLERANCE: Seconds = Seconds::minutes(30);
/// Overtime that any history fits into.
const UNLIMITED: Seconds = Seconds::minutes(36 * 60);

/// Plans the rest of a running day, changes before travel.
///
/// # Errors
/// If plan or situation make no sense.
pub fn replan(
    problem: &Problem,
    plan: &Plan,
    situation: &Situation,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<Replanned, ReplanError> {
    let planned = schedule(problem, plan).map_err(ReplanError::BadPlan)?;
    let changed = apply(problem, plan, &planned, situation).map_err(ReplanError::BadSituation)?;
    let (problem, warm) = carry_over(&changed, plan).map_err(ReplanError::BadSituation)?;
    let solution = solve(&problem, settings, Some(&warm), watch).map_err(ReplanError::Search)?;
    Ok(Replanned { problem, solution })
}

/// The problem after the disturbances: history frozen, the old plan remembered.
fn apply(problem: &Problem, plan: &Plan, planned: &[Schedule], situation: &Situation) -> Result<Problem, ProblemError> {
    let mut builder = problem.to_builder();
    builder.least_change_first(true);
    for (number, planned) in planned.iter().enumerate() {
        let duty = DutyIndex::from_position(number);
        let course = Course { problem, plan, duty, planned, situation };
        // what is history by now keeps the start it once had
        for stop in planned.stops.iter().skip(course.history()) {
            let previous = Previous { duty, start: stop.start, tolerance: TOLERANCE };
            builder.visits_mut()[stop.visit.at()].previous = Some(previous);
        }
        builder.duties_mut()[number].frozen = course.frozen();
    }
    for disturbance in &situation.disturbances {
        disturb(&mut builder, situation.now, disturbance);
    }
    builder.build()
}

fn disturb(builder: &mut ProblemBuilder, now: Time, disturbance: &Disturbance) {
    match *disturbance {
        Disturbance::VisitCancelled(visit) => {
            // keeps its number, but nobody can serve it and nobody misses it
            if let Some(visit) = builder.visits_mut().get_mut(visit.at()) {
                visit.windows = vec![Window::new(Time(0), Time(0))];
                (visit.required, visit.promise, visit.previous) = (false, None, None);
            }
        }
        Disturbance::ServiceTakes(visit, service) => {
            if let Some(visit) = builder.visits_mut().get_mut(visit.at()) {
                visit.service = service;
            }
        }
        Disturbance::DutyCancelled(duty) => {
            if let Some(duty) = builder.duties_mut().get_mut(duty.at()) {
                close(duty, now);
                duty.frozen.closed = true;
                duty.rest = None; // nobody goes home later for a break
            }
        }
        Disturbance::DutyEndsAt(duty, time) => {
            if let Some(duty) = builder.duties_mut().get_mut(duty.at()) {
                close(duty, time);
            }
        }
    }
}

/// Ends a shift at `time`, without overtime.
fn close(duty: &mut Duty, time: Time) {
    duty.shift.closes = time.max(duty.shift.opens).min(duty.shift.closes);
    duty.overtime = Seconds(0);
}

/// Makes every frozen part feasible by itself, and keeps as many of the old stops as still fit, in their order.
fn carry_over(problem: &Problem, old: &Plan) -> Result<(Problem, Plan), ProblemError> {
    let mut builder = problem.to_builder();
    for (number, duty) in builder.duties_mut().iter_mut().enumerate() {
        accept_history(problem, old, DutyIndex::from_position(number), duty);
    }
    let problem = builder.build()?;
    let mut plan = Plan::idle(&problem);
    plan.broken_promises = old.broken_promises.clone();
    plan.broken_promises.retain(|&visit| problem.visit(visit).promise.is_some());
    for (number, stops) in old.duties.iter().enumerate() {
        let frozen = plan.duties[number].clone();
        plan.duties[number].clone_from(stops);
        if check(&problem, &served_only(&plan)).is_ok() {
            continue; // nothing has to be dropped here
        }
        plan.duties[number] = frozen;
        for &stop in &stops[plan.duties[number].len()..] {
            keep(&problem, &mut plan, DutyIndex::from_position(number), stop);
        }
    }
    let plan = served_only(&plan);
    Ok((problem, plan))
}

/// The plan without broken promises of visits that it does not serve.
fn served_only(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let (duties, broken) = (&plan.duties, &mut plan.broken_promises);
    broken.retain(|visit| duties.iter().any(|stops| stops.contains(visit)));
    plan
}

/// Facts are not argued with: a full team has the captures it has, a late one may return late, a break that
/// is overdue is taken next or not at all, and who has missed the last boat stays at the last stop.
fn accept_history(problem: &Problem, old: &Plan, number: DutyIndex, duty: &mut Duty) {
    if let (Some(rest), Some(resume)) = (&mut duty.rest, duty.frozen.resume) {
        rest.latest = rest.latest.max(resume.at);
    }
    let visits = &problem.duty(number).frozen.visits;
    let Some(&last) = visits.last() else { return };
    let load: u32 = visits.iter().map(|&visit| problem.visit(visit).demand).sum();
    duty.capacity = duty.capacity.max(load);
    let overtime = |duty: &Duty| {
        let mut generous = problem.to_builder();
        generous.duties_mut()[number.at()] = Duty { overtime: UNLIMITED, ..duty.clone() };
        let generous = generous.build().ok()?;
        let trip = Trip { problem: &generous, duty: number, visits, plan: old, relaxed: Relaxed::default() };
        trip.times().ok().map(|times| times.overtime)
    };
    let facts: [fn(&mut Duty, LocationIndex); 3] =
        [|_, _| {}, |duty, _| duty.rest = None, |duty, here| duty.end_location = here];
    for accept in facts {
        accept(duty, problem.visit(last).location);
        if let Some(overtime) = overtime(duty) {
            duty.overtime = duty.overtime.max(overtime);
            return;
        }
    }
}

/// Appends a stop if it still fits, giving up its promise if it must.
fn keep(problem: &Problem, plan: &mut Plan, duty: DutyIndex, stop: VisitIndex) {
    plan.duties[duty.at()].push(stop);
    if check(problem, &served_only(plan)).is_ok() {
        return;
    }
    if problem.visit(stop).promise.is_some() && !plan.breaks_promise(stop) {
        plan.broken_promises.push(stop);
        if check(problem, &served_only(plan)).is_ok() {
            return;
        }
        plan.broken_promises.pop();
    }
    plan.duties[duty.at()].pop();
}
