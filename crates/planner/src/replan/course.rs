//! How far a duty has come: as reported, or as it would have by plan.

use super::situation::{Disturbance, Progress, Situation};
use crate::check::{Relaxed, Trip};
use crate::plan::Plan;
use crate::problem::{Duty, Frozen, Problem, Resume};
use crate::schedule::Schedule;
use crate::units::{DutyIndex, Seconds, Time, VisitIndex};

/// One duty of a running day.
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    pub problem: &'a Problem,
    pub plan: &'a Plan,
    pub duty: DutyIndex,
    /// Its times by plan.
    pub planned: &'a Schedule,
    pub situation: &'a Situation,
}

impl Course<'_> {
    /// What may not move any more. What was frozen before stays so, and a break that was taken stays taken.
    pub fn frozen(&self) -> Frozen {
        let (rules, now) = (self.rules(), self.situation.now);
        let (old, stops) = (&rules.frozen, self.stops());
        let known = self.situation.progress.iter().find(|progress| progress.duty == self.duty);
        let mut progress = known.copied().unwrap_or_else(|| self.as_planned());
        progress.begun = progress.begun.min(stops.len());
        if progress.begun < old.visits.len() {
            if self.still_ahead(&progress) {
                return old.clone();
            }
            progress = self.as_frozen(&progress);
        }
        let at = progress.free_at.max(now);
        let break_taken = progress.break_taken || old.resume.is_some_and(|resume| resume.break_taken);
        let goes_on = progress.begun > 0 || old.resume.is_some() || at > rules.shift.opens;
        Frozen {
            visits: stops[..progress.begun].to_vec(),
            resume: goes_on.then_some(Resume { at, break_taken }),
            closed: old.closed,
        }
    }

    /// How many stops are history: their times are known no more than by the moment the last of them is left.
    pub fn history(&self) -> usize {
        let frozen = &self.rules().frozen;
        frozen.resume.map_or(0, |_| frozen.visits.len())
    }

    fn rules(&self) -> &Duty {
        self.problem.duty(self.duty)
    }

    fn stops(&self) -> &[VisitIndex] {
        &self.plan.duties[self.duty.at()]
    }

    /// A team is on its way to a stop from the moment it leaves the one before; it leaves its base as late as it can.
    fn as_planned(&self) -> Progress {
        let (stops, now) = (&self.planned.stops, self.situation.now);
        let gone = |position: &usize| stops[*position].departure + self.longer(*position) <= now;
        let left = (0..stops.len()).take_while(gone).count();
        let history = self.history();
        if left == 0 && history == 0 && !self.has_set_off() {
            return self.at_base();
        }
        let begun = if left == 0 { history.max(1) } else { (left + 1).min(stops.len()) };
        let last = begun - 1;
        let free_at = if left == begun { now } else { stops[last].departure + self.longer(last) };
        let break_taken = self.planned.break_before.is_some_and(|leg| leg < begun);
        Progress { duty: self.duty, begun, free_at: free_at.max(now), break_taken }
    }

    /// Whether it is too late to leave the base and be at the first stop by plan.
    fn has_set_off(&self) -> bool {
        let Some(first) = self.planned.stops.first() else { return false };
        let next = self.begin().max(self.situation.now + Seconds(1));
        let rests_on_way = self.planned.break_before == Some(0) && self.rests_at_base().is_none();
        self.trip().first_ready(next, rests_on_way).is_none_or(|ready| ready > first.start)
    }

    /// A team that waits at its base rests there if that is when it rests by plan.
    fn at_base(&self) -> Progress {
        let resume = self.rules().frozen.resume;
        let free_at = resume.map_or(self.situation.now, |resume| resume.at.max(self.situation.now));
        let rest = self.rests_at_base().filter(|rest| rest.0 <= self.situation.now);
        let free_at = rest.map_or(free_at, |(_, over)| free_at.max(over));
        Progress { duty: self.duty, begun: 0, free_at, break_taken: rest.is_some() }
    }

    /// From when to when it rests before it sets off. Nobody knows when a team without stops rests, so that counts
    /// only when it is over.
    fn rests_at_base(&self) -> Option<(Time, Time)> {
        let (rules, stops) = (self.rules(), &self.planned.stops);
        let rest = rules.rest.filter(|_| !rules.frozen.resume.is_some_and(|resume| resume.break_taken))?;
        let Some(first) = stops.first() else {
            let over = rest.earliest.max(rules.shift.opens) + rest.duration;
            return Some((over, over));
        };
        let from = rest.earliest.max(self.begin());
        let over = from + rest.duration;
        // a team that could not rest on the way as well takes an earlier boat instead
        let in_time = |leave, on_way| self.trip().first_ready(leave, on_way).is_some_and(|ready| ready <= first.start);
        let rests_first = self.planned.break_before == Some(0);
        (rests_first && in_time(over, false) && in_time(from, true)).then_some((from, over))
    }

    /// When it can leave its base at the soonest.
    fn begin(&self) -> Time {
        let rules = self.rules();
        rules.frozen.resume.map_or(rules.shift.opens, |resume| resume.at)
    }

    fn trip(&self) -> Trip<'_> {
        let (problem, duty, plan) = (self.problem, self.duty, self.plan);
        Trip { problem, duty, visits: self.stops(), plan, relaxed: Relaxed::default() }
    }

    /// By how much longer (or less) than planned service takes at a stop. What is over is over.
    fn longer(&self, position: usize) -> Seconds {
        let visit = self.planned.stops[position].visit;
        let takes = self.situation.disturbances.iter().rev().find_map(|disturbance| match *disturbance {
            Disturbance::ServiceTakes(other, service) if other == visit => Some(service),
            _ => None,
        });
        let takes = takes.filter(|_| position + 1 >= self.history());
        Seconds(takes.map_or(0, |takes| takes.0 - self.problem.visit(visit).service.0))
    }

    /// Whether the frozen stops are all to come, at the times they were planned for.
    fn still_ahead(&self, progress: &Progress) -> bool {
        let frozen = &self.rules().frozen;
        let touched = self.situation.disturbances.iter().any(|disturbance| match disturbance {
            Disturbance::VisitCancelled(visit) | Disturbance::ServiceTakes(visit, _) => frozen.visits.contains(visit),
            Disturbance::DutyCancelled(_) | Disturbance::DutyEndsAt(..) => false,
        });
        frozen.resume.is_none() && progress.begun == 0 && !touched && self.delay(progress) == Seconds(0)
    }

    /// The progress of a duty that has begun less than is frozen: by the end of the frozen stops.
    fn as_frozen(&self, progress: &Progress) -> Progress {
        let frozen = &self.rules().frozen;
        let begun = frozen.visits.len();
        let free_at = match frozen.resume {
            Some(resume) => progress.free_at.max(resume.at),
            None => {
                let late = (progress.begun..begun).map(|position| self.longer(position).0).sum();
                self.planned.stops[begun - 1].departure + self.delay(progress) + Seconds(late)
            }
        };
        let rests = self.planned.break_before.is_some_and(|leg| leg < begun);
        Progress { begun, free_at, break_taken: progress.break_taken || rests, ..*progress }
    }

    /// By how much a duty is behind its plan, in seconds (≥ 0). Waiting that makes up for it later is not counted on.
    fn delay(&self, progress: &Progress) -> Seconds {
        let stops = &self.planned.stops;
        let late = match progress.begun.checked_sub(1) {
            Some(last) => progress.free_at - stops[last].departure,
            None => {
                let rests = self.planned.break_before == Some(0) && !progress.break_taken;
                let ready = self.trip().first_ready(progress.free_at.max(self.begin()), rests);
                ready.map_or(progress.free_at - self.begin(), |ready| ready - stops[0].start)
            }
        };
        Seconds(late.0.max(0))
    }
}
