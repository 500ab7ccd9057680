//! Recomputes a plan naively, sharing nothing with the search: the checker of every stored sequence.

mod clock;

use std::collections::BTreeMap;
use std::fmt;

pub use clock::{DutyTimes, StopTimes};
pub(crate) use clock::{Relaxed, Trip, Trouble, TroubleKind};

use crate::cost::CostBreakdown;
use crate::plan::Plan;
use crate::problem::{Duty, Problem};
use crate::units::{DAY, DutyIndex, VisitIndex};

/// A plan that keeps every rule, with its times and its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Times of each duty, by [`DutyIndex`].
    pub duties: Vec<DutyTimes>,
    /// Visits that no duty serves.
    pub unserved: Vec<VisitIndex>,
    /// The cost, term by term.
    pub cost: CostBreakdown,
}

/// A rule that a plan breaks, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The plan does not have one sequence per duty.
    DutyCount,
    /// A sequence names a visit that the problem does not have.
    UnknownVisit(DutyIndex),
    /// A visit is served twice.
    ServedTwice(VisitIndex),
    /// A visit is served by another duty than the one it is pinned to.
    PinnedElsewhere(VisitIndex),
    /// A duty lacks a skill or kit that a visit needs.
    SkillMissing(DutyIndex, VisitIndex),
    /// A duty takes on more captures than it can make.
    Overloaded(DutyIndex),
    /// A duty does not begin with its frozen visits, or goes on after them although it is closed.
    FrozenMoved(DutyIndex),
    /// No road leads to the stop at this position (the number of stops: to the end place).
    NoRoad(DutyIndex, usize),
    /// The last crossing is missed on the way to this position.
    CrossingMissed(DutyIndex, usize),
    /// There is no moment left for the break on the way to this position.
    BreakMissed(DutyIndex, usize),
    /// The stop at this position (or the return) is too late for every window.
    Late(DutyIndex, usize),
    /// A visit whose promise is given up has none, or is not served.
    BrokenWithoutPromise(VisitIndex),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Violation::DutyCount => write!(f, "the plan does not have one sequence per duty"),
            Violation::UnknownVisit(duty) => write!(f, "duty {}: unknown visit", duty.0),
            Violation::ServedTwice(visit) => write!(f, "visit {}: served twice", visit.0),
            Violation::PinnedElsewhere(visit) => write!(f, "visit {}: pinned elsewhere", visit.0),
            Violation::SkillMissing(duty, visit) => {
                write!(f, "visit {}: duty {} lacks a skill", visit.0, duty.0)
            }
            Violation::Overloaded(duty) => write!(f, "duty {}: overloaded", duty.0),
            Violation::FrozenMoved(duty) => write!(f, "duty {}: frozen part moved", duty.0),
            Violation::NoRoad(duty, stop) => write!(f, "duty {}: no road to stop {stop}", duty.0),
            Violation::CrossingMissed(duty, stop) => {
                write!(f, "duty {}: misses the last crossing before stop {stop}", duty.0)
            }
            Violation::BreakMissed(duty, stop) => {
                write!(f, "duty {}: no time for the break before stop {stop}", duty.0)
            }
            Violation::Late(duty, stop) => write!(f, "duty {}: late at stop {stop}", duty.0),
            Violation::BrokenWithoutPromise(visit) => {
                write!(f, "visit {}: gives up a promise it does not serve", visit.0)
            }
        }
    }
}

/// Checks every rule and computes times and cost.
///
/// # Errors
/// All violations found.
pub fn check(problem: &Problem, plan: &Plan) -> Result<Checked, Vec<Violation>> {
    if plan.duties.len() != problem.duties().len() {
        return Err(vec![Violation::DutyCount]);
    }
    let mut violations = Vec::new();
    for (number, visits) in plan.duties.iter().enumerate() {
        if visits.iter().any(|visit| visit.at() >= problem.visits().len()) {
            violations.push(Violation::UnknownVisit(DutyIndex::from_position(number)));
        }
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    check_coverage(problem, plan, &mut violations);
    let mut duties = Vec::new();
    for (number, visits) in plan.duties.iter().enumerate() {
        let duty = DutyIndex::from_position(number);
        check_membership(problem, duty, visits, &mut violations);
        if !visits.starts_with(&problem.duty(duty).frozen.visits) {
            continue; // said above; without its history there is nothing to time
        }
        match (Trip { problem, duty, visits, plan, relaxed: Relaxed::default() }).times() {
            Ok(times) => duties.push(times),
            Err(trouble) => violations.push(late(duty, trouble)),
        }
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    let cost = cost(problem, plan, &duties);
    Ok(Checked { duties, unserved: plan.unserved(problem), cost })
}

fn late(duty: DutyIndex, trouble: Trouble) -> Violation {
    match trouble.kind {
        TroubleKind::NoRoad => Violation::NoRoad(duty, trouble.stop),
        TroubleKind::NoCrossing => Violation::CrossingMissed(duty, trouble.stop),
        TroubleKind::BreakTooLate => Violation::BreakMissed(duty, trouble.stop),
        TroubleKind::Late => Violation::Late(duty, trouble.stop),
    }
}

fn check_coverage(problem: &Problem, plan: &Plan, violations: &mut Vec<Violation>) {
    let mut times_served = vec![0; problem.visits().len()];
    for &visit in plan.duties.iter().flatten() {
        times_served[visit.at()] += 1;
        if times_served[visit.at()] == 2 {
            violations.push(Violation::ServedTwice(visit));
        }
    }
    for (position, &visit) in plan.broken_promises.iter().enumerate() {
        let known = visit.at() < times_served.len();
        let served = known && times_served[visit.at()] > 0;
        let twice = plan.broken_promises[..position].contains(&visit);
        if !served || twice || problem.visit(visit).promise.is_none() {
            violations.push(Violation::BrokenWithoutPromise(visit));
        }
    }
}

fn check_membership(problem: &Problem, duty: DutyIndex, visits: &[VisitIndex], violations: &mut Vec<Violation>) {
    let rules = problem.duty(duty);
    let mut load: u64 = 0;
    for &index in visits {
        let visit = problem.visit(index);
        load += u64::from(visit.demand);
        if visit.pinned_duty.is_some_and(|pinned| pinned != duty) {
            violations.push(Violation::PinnedElsewhere(index));
        }
        // what already happened is not argued with
        let history = rules.frozen.resume.is_some() && rules.frozen.visits.contains(&index);
        if visit.skills & !rules.skills != 0 && !history {
            violations.push(Violation::SkillMissing(duty, index));
        }
    }
    if load > u64::from(rules.capacity) {
        violations.push(Violation::Overloaded(duty));
    }
    let frozen = &rules.frozen;
    let added = visits.len() > frozen.visits.len();
    if !visits.starts_with(&frozen.visits) || (frozen.closed && added) {
        violations.push(Violation::FrozenMoved(duty));
    }
}

/// The formula in `cost.rs`, term by term.
fn cost(problem: &Problem, plan: &Plan, duties: &[DutyTimes]) -> CostBreakdown {
    let mut cost = CostBreakdown {
        least_change_first: problem.least_change_first(),
        broken_promises: plan.broken_promises.len() as i64,
        ..CostBreakdown::default()
    };
    for visit in plan.unserved(problem) {
        let visit = problem.visit(visit);
        let term = if visit.required { &mut cost.unserved } else { &mut cost.optional_unserved };
        *term += i64::from(visit.priority);
    }
    for (number, times) in duties.iter().enumerate() {
        cost.overtime += i64::from(times.overtime.0);
        cost.travel += i64::from(times.travel.0);
        cost.setup += i64::from(times.setup.0);
        cost.waiting += i64::from(times.waiting.0);
        let Duty { shift, frozen, .. } = problem.duty(DutyIndex::from_position(number));
        let day = i64::from(shift.opens.0 / DAY.0);
        cost.delay +=
            times.stops.iter().map(|stop| day * i64::from(problem.visit(stop.visit).day_price.0)).sum::<i64>();
        let history = frozen.resume.map_or(0, |_| frozen.visits.len());
        for stop in times.stops.iter().skip(history) {
            let previous = problem.visit(stop.visit).previous;
            let moved = previous.is_some_and(|previous| {
                let shift = (stop.start - previous.start).0.abs();
                previous.duty.at() != number || shift > previous.tolerance.0
            });
            cost.change += i64::from(moved);
        }
    }
    let prices = problem.prices();
    let driven = cost.travel + cost.setup + cost.delay;
    cost.road = i64::from(prices.travel) * driven + i64::from(prices.waiting) * cost.waiting;
    cost.unfairness = unfairness(problem, duties);
    cost
}

/// Busy seconds per duty of the busiest team, less those of the least busy one.
fn unfairness(problem: &Problem, duties: &[DutyTimes]) -> i64 {
    let mut teams: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    for (duty, times) in problem.duties().iter().zip(duties) {
        let team = teams.entry(duty.team).or_default();
        team.0 += [times.travel, times.setup, times.service].iter().map(|span| i64::from(span.0)).sum::<i64>();
        team.1 += 1;
    }
    let means = || teams.values().map(|(busy, count)| busy / count);
    means().max().unwrap_or(0) - means().min().unwrap_or(0)
}
