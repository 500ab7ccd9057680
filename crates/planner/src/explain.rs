//! Why a visit is not, or cannot be, in a duty: the binding constraint in a word the product can translate.

use std::fmt;

use crate::check::{Relaxed, Trip, TroubleKind};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::units::{DutyIndex, VisitIndex};

/// The constraint that keeps a visit out of a duty, from the most to the least hopeless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// There is no duty at all.
    NoDuty,
    /// The duty is closed: nothing may be added.
    DutyClosed,
    /// It is pinned to another duty.
    PinnedElsewhere,
    /// The duty lacks a skill or a kit.
    NoSkill,
    /// No window of the visit overlaps the shift.
    NoWindow,
    /// No road and no crossing leads there and back.
    Unreachable,
    /// It needs more captures than the whole duty can make.
    Capacity,
    /// The last crossing, there or back, would be missed.
    Crossing,
    /// The shift leaves no time for it, even alone.
    ShiftTooShort,
    /// It would fit alone, but not together with the break.
    Break,
    /// It would fit alone, but others have taken the captures.
    FullCapacity,
    /// It would fit alone, but others have taken the time.
    Full,
}

impl Reason {
    /// A stable machine-readable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::NoDuty => "no_duty",
            Reason::DutyClosed => "duty_closed",
            Reason::PinnedElsewhere => "pinned_elsewhere",
            Reason::NoSkill => "no_skill",
            Reason::NoWindow => "no_window",
            Reason::Unreachable => "unreachable",
            Reason::Capacity => "capacity",
            Reason::Crossing => "crossing",
            Reason::ShiftTooShort => "shift_too_short",
            Reason::Break => "break",
            Reason::FullCapacity => "full_capacity",
            Reason::Full => "full",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NoDuty => "there is no duty",
            Reason::DutyClosed => "the duty is closed",
            Reason::PinnedElsewhere => "pinned to another duty",
            Reason::NoSkill => "no duty has the skill or kit",
            Reason::NoWindow => "no window overlaps a shift",
            Reason::Unreachable => "cannot be reached",
            Reason::Capacity => "needs more captures than a duty can make",
            Reason::Crossing => "the crossing there or back would be missed",
            Reason::ShiftTooShort => "does not fit into the shift",
            Reason::Break => "leaves no time for the break",
            Reason::FullCapacity => "captures are taken by other visits",
            Reason::Full => "time is taken by other visits",
        })
    }
}

/// For each unserved visit the reason of the duty that comes closest to taking it.
///
/// # Panics
/// If the plan does not have one sequence per duty, or names visits that the problem does not have.
#[must_use]
pub fn why_unserved(problem: &Problem, plan: &Plan) -> Vec<(VisitIndex, Reason)> {
    let why = |visit| {
        let reasons = refusals(problem, plan, visit).into_iter().map(|(_, reason)| reason);
        (visit, reasons.max().unwrap_or(Reason::NoDuty))
    };
    plan.unserved(problem).into_iter().map(why).collect()
}

/// For each duty, what keeps an unserved visit out of it. Decided by the duty as a whole, so a duty that does have a
/// feasible place is [`Reason::Full`] too: ask the [`Oracle`](crate::Oracle) first.
///
/// # Panics
/// If the plan does not have one sequence per duty, or names visits that the problem does not have.
#[must_use]
pub fn refusals(problem: &Problem, plan: &Plan, visit: VisitIndex) -> Vec<(DutyIndex, Reason)> {
    let duties = (0..problem.duties().len()).map(DutyIndex::from_position);
    duties.map(|duty| (duty, refusal(problem, plan, duty, visit))).collect()
}

fn refusal(problem: &Problem, plan: &Plan, duty: DutyIndex, index: VisitIndex) -> Reason {
    let (rules, visit) = (problem.duty(duty), problem.visit(index));
    if rules.frozen.closed {
        return Reason::DutyClosed;
    }
    if visit.pinned_duty.is_some_and(|pinned| pinned != duty) {
        return Reason::PinnedElsewhere;
    }
    if visit.skills & !rules.skills != 0 {
        return Reason::NoSkill;
    }
    let end = rules.shift.closes + rules.overtime;
    if !visit.windows.iter().any(|w| w.opens <= end && w.closes >= rules.shift.opens) {
        return Reason::NoWindow;
    }
    if visit.demand > rules.capacity {
        return Reason::Capacity;
    }
    if let Err(reason) = alone(problem, duty, index) {
        return reason;
    }
    let taken = plan.duties[duty.at()].iter().map(|&stop| u64::from(problem.visit(stop).demand));
    if taken.sum::<u64>() + u64::from(visit.demand) > u64::from(rules.capacity) {
        return Reason::FullCapacity;
    }
    Reason::Full
}

/// Whether the duty could serve the visit if it had nothing else to do than its frozen part.
fn alone(problem: &Problem, duty: DutyIndex, visit: VisitIndex) -> Result<(), Reason> {
    let mut visits = problem.duty(duty).frozen.visits.clone();
    visits.push(visit);
    // a promise that can only be broken is no reason to stay away
    let broken_promises = visits.iter().copied().filter(|&v| problem.visit(v).promise.is_some());
    let plan = Plan { duties: Vec::new(), broken_promises: broken_promises.collect() };
    let times = |relaxed| Trip { problem, duty, visits: &visits, plan: &plan, relaxed }.times();
    let Err(trouble) = times(Relaxed::default()) else {
        return Ok(());
    };
    if trouble.kind == TroubleKind::NoRoad {
        return Err(Reason::Unreachable);
    }
    let without_break = Relaxed { without_break: true, ..Relaxed::default() };
    if times(without_break).is_ok() {
        return Err(Reason::Break);
    }
    let without_crossings = Relaxed { without_crossings: true, ..Relaxed::default() };
    if times(without_crossings).is_ok() {
        return Err(Reason::Crossing);
    }
    Err(Reason::ShiftTooShort)
}
