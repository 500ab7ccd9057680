//! One duty with its stops in driving order, made a planner's problem of its own.
use std::collections::HashSet;

use planner::{Plan, StopTimes, VisitIndex, Window};

use super::{BufferGain, DutyRisk, RiskLevel, VisitRisk};
use crate::ids::{DutyId, HoldId, VisitId};
use crate::planning::days::Days;
use crate::planning::inputs::{HeldPlace, Inputs};
use crate::planning::problem::{self, Built, Who};
use crate::planning::proposal::ProposedDuty;
use crate::planning::run_parameters::RunParameters;
use crate::planning::units;
use crate::reference_data::ReferenceData;
use crate::seconds::TimeOfDay;
use crate::teams::duty::Duty;
use crate::visits::promise::promise_of;
use crate::visits::visit::{Promise, Stop};

/// Who stands in a duty's sequence.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Member {
    Visit(VisitId),
    Hold(HoldId),
}

/// The sequence that stands in a duty.
pub(super) fn stored(stops: &[Stop], held: &[HeldPlace], duty_id: DutyId) -> Vec<Member> {
    let held = held.iter().filter(|one| one.hold.duty_id == duty_id);
    let mut order: Vec<(i32, Member)> = held.map(|one| (one.hold.position, Member::Hold(one.hold.id))).collect();
    order.extend(stops.iter().map(|stop| (stop.position, Member::Visit(stop.visit_id))));
    order.sort_by_key(|one| one.0);
    order.into_iter().map(|one| one.1).collect()
}

/// The sequence that a run proposes for a duty.
pub(super) fn proposed(duty: &ProposedDuty) -> Vec<Member> {
    let mut held = duty.held.iter().peekable();
    let mut order = Vec::new();
    for (before, stop) in duty.stops.iter().enumerate() {
        while let Some(hold) = held.next_if(|hold| hold.after_stops <= before) {
            order.push(Member::Hold(hold.hold_id));
        }
        order.push(Member::Visit(stop.visit_id));
    }
    order.extend(held.map(|hold| Member::Hold(hold.hold_id)));
    order
}

/// A duty with the inputs that are about it.
pub(super) struct PlannedDay {
    inputs: Inputs,
    /// Places in the inputs (visits, then holds), in driving order.
    order: Vec<VisitIndex>,
}

impl PlannedDay {
    /// Takes what one duty needs out of the inputs of all; none without a visit, or when one cannot be found there.
    pub fn take(all: &mut Inputs, duty: Duty, order: &[Member]) -> Option<Self> {
        let wants = |member: Member| order.contains(&member);
        let (visits, others) =
            std::mem::take(&mut all.visits).into_iter().partition(|one| wants(Member::Visit(one.visit.id)));
        all.visits = others;
        let (held, others) =
            std::mem::take(&mut all.held).into_iter().partition(|one| wants(Member::Hold(one.hold.id)));
        all.held = others;
        let half_days = all.half_days.iter().copied().filter(|one| one.0 == duty.on).collect();
        let inputs = Inputs {
            from: duty.on,
            to: duty.on,
            now: all.now,
            wards: None,
            visits,
            not_on_map: Vec::new(),
            no_half_day: Vec::new(),
            suits_none: Vec::new(),
            beyond: Vec::new(),
            duties: vec![duty],
            half_days,
            held,
            hand_placed: HashSet::default(),
            locked: HashSet::default(),
        };
        // A hold that has ended meanwhile leaves its time to the others; a visit that has gone does not.
        let order: Option<Vec<VisitIndex>> = order.iter().filter_map(|member| inputs.index_of(*member)).collect();
        let order = order.filter(|_| !inputs.visits.is_empty())?;
        Some(Self { inputs, order })
    }

    pub fn days(&self) -> Days {
        Days { from: self.inputs.from, to: self.inputs.to }
    }

    pub fn duty_id(&self) -> DutyId {
        self.inputs.duties[0].id
    }

    /// None when the sequence cannot be driven as planned any more.
    pub fn risk(
        &self,
        reference: &ReferenceData,
        run: &RunParameters<'_>,
        spread: &planner::Spread,
        trials: planner::Trials,
    ) -> Option<DutyRisk> {
        let built = problem::build(&self.inputs, reference, run).ok()?;
        let plan = Plan { duties: vec![self.order.clone()], broken_promises: Vec::new() };
        let checked = planner::check(&built.problem, &plan).ok()?;
        let mut promises: Vec<Option<Promise>> = vec![None; built.problem.visits().len()];
        for stop in &checked.duties.first()?.stops {
            promises[stop.visit.at()] = self.promise(&built, stop, reference, run);
        }
        let arrival =
            |promise: &Promise| Window::new(units::on_axis(0, promise.from_secs), units::on_axis(0, promise.to_secs));
        let windows: Vec<Option<Window>> = promises.iter().map(|promise| promise.as_ref().map(arrival)).collect();
        let risk = planner::promise_risk(&built.problem, &plan, &windows, spread, trials).ok()?.pop()?;
        let visits = risk.stops.iter().filter_map(|stop| {
            let (Who::Visit(visit_id), Some(promise)) = (built.who(stop.visit), promises[stop.visit.at()]) else {
                return None;
            };
            let promised = self.inputs.visits[stop.visit.at()].visit.promise == Some(promise);
            let kept_per_mille = stop.kept?.0;
            let [arrives_10_secs, arrives_50_secs, arrives_90_secs] = stop.arrival.map(|at| at.map(within_the_day));
            Some(VisitRisk {
                visit_id,
                from_secs: promise.from_secs,
                to_secs: promise.to_secs,
                promised,
                kept_per_mille,
                level: RiskLevel::of(kept_per_mille),
                arrives_10_secs,
                arrives_50_secs,
                arrives_90_secs,
            })
        });
        let (visits, duty) = (visits.collect(), &self.inputs.duties[0]);
        let buffer = risk.best_buffer.and_then(|gain| {
            let visits = risk.stops[gain.before..].iter().filter_map(|stop| visit_of(&built, stop.visit));
            Some(BufferGain { before_visit_id: visits.into_iter().next()?, saved_per_mille: gain.saved.0 })
        });
        Some(DutyRisk { duty_id: duty.id, on: duty.on, visits, buffer })
    }

    /// The window that a family knows, or would be told; a place that is kept has none.
    fn promise(
        &self,
        built: &Built,
        stop: &StopTimes,
        reference: &ReferenceData,
        run: &RunParameters<'_>,
    ) -> Option<Promise> {
        visit_of(built, stop.visit)?;
        let (wanted, duty) = (&self.inputs.visits[stop.visit.at()], &self.inputs.duties[0]);
        let known = wanted.visit.promise.filter(|promise| promise.on == duty.on && wanted.duty_id == Some(duty.id));
        let (arrives, starts) = (units::time_of_day(0, stop.arrival), units::time_of_day(0, stop.start));
        let would_be = || promise_of(arrives, starts, duty, run.settings, &reference.hours, run.now);
        Some(known.unwrap_or_else(would_be))
    }
}

impl Inputs {
    /// The planner's number of a member; `None` within for a visit that is not there, none at all for a hold.
    fn index_of(&self, member: Member) -> Option<Option<VisitIndex>> {
        match member {
            Member::Visit(id) => {
                Some(self.visits.iter().position(|one| one.visit.id == id).map(VisitIndex::from_position))
            }
            Member::Hold(id) => {
                let number = self.held.iter().position(|one| one.hold.id == id)?;
                Some(Some(VisitIndex::from_position(self.visits.len() + number)))
            }
        }
    }
}

fn visit_of(built: &Built, index: VisitIndex) -> Option<VisitId> {
    match built.who(index) {
        Who::Visit(visit_id) => Some(visit_id),
        Who::Hold(_) => None,
    }
}

/// Whoever would come after midnight comes at its end.
fn within_the_day(at: planner::Time) -> TimeOfDay {
    units::time_of_day(0, at).min(TimeOfDay::END)
}
