//! A duty's day as a time line: driving, waiting, work, break, the windows that families know, and how late each may be.
use std::collections::HashMap;

use crate::booking::door::TimeConstraint;
use crate::booking::sequence::{Occupant, Sequence};
use crate::ids::{DutyId, VisitId};
use crate::planning::units;
use crate::seconds::{Seconds, TimeOfDay};

/// The day of a duty.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its stops in driving order.
    pub stops: Vec<LineStop>,
    /// Where it rests.
    pub rest: Option<Span>,
    /// Back at the base.
    pub returns: TimeOfDay,
    /// Driving.
    pub travel: Seconds,
    /// Work and unpacking.
    pub work: Seconds,
    /// Waiting for a window to open.
    pub waiting: Seconds,
    /// What nothing takes of the shift.
    pub left: Seconds,
}

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Begins.
    pub from: TimeOfDay,
    /// Ends.
    pub to: TimeOfDay,
}

/// A stop of a line.
#[derive(Clone, Debug)]
pub struct LineStop {
    /// The visit; none: a place that is kept for somebody who is about to book.
    pub visit_id: Option<VisitId>,
    /// On the road before.
    pub travel: Option<Span>,
    /// Waiting before.
    pub wait: Option<Span>,
    /// Unpacking and work.
    pub work: Span,
    /// The window that the family knows.
    pub window: Option<Span>,
    /// How much later everything could be.
    pub slack: Seconds,
    /// Somebody put it there by hand.
    pub is_pinned: bool,
}

impl Line {
    /// The line of a sequence; none where the checker refuses it.
    pub fn of(sequence: &Sequence, pinned: &HashMap<VisitId, DutyId>) -> Option<Self> {
        let (problem, plan) = sequence.as_problem();
        let day = sequence.duty_times().ok()?;
        let schedule = planner::schedule(problem, &plan).ok()?.into_iter().next()?;
        let duty = &sequence.duty;
        let at = |moment| units::time_of_day(0, moment);
        let rest = duty.shift.rest;
        let mut left_at = duty.shift.starts_secs;
        let mut rested = None;
        let mut stops = Vec::with_capacity(sequence.members.len());
        for (number, (member, stop)) in sequence.members.iter().zip(&schedule.stops).enumerate() {
            let (arrives, departs) = (at(stop.arrival), at(stop.departure));
            let driven = sequence.leg_to(number).min((arrives - left_at).max(Seconds::ZERO));
            let mut ready = left_at + driven;
            if let Some(rest) = rest.filter(|_| schedule.break_before == Some(number)) {
                let begins = ready.max(rest.earliest_secs);
                rested = Some(Span { from: begins, to: begins + rest.duration_secs });
                ready = begins + rest.duration_secs;
            }
            let begins = ready.min(arrives);
            let visit_id = match member.occupant {
                Occupant::Visit(id) => Some(id),
                Occupant::Hold(_) => None,
            };
            let window = match member.time {
                TimeConstraint::Window { from_secs, to_secs } => Some(Span { from: from_secs, to: to_secs }),
                TimeConstraint::HalfDay(_) => None,
            };
            stops.push(LineStop {
                visit_id,
                travel: (driven > Seconds::ZERO).then_some(Span { from: left_at, to: (left_at + driven).min(arrives) }),
                wait: (begins < arrives).then_some(Span { from: begins, to: arrives }),
                work: Span { from: arrives, to: departs },
                window,
                slack: stop.slack.into(),
                is_pinned: visit_id.is_some_and(|id| pinned.get(&id) == Some(&duty.id)),
            });
            left_at = departs;
        }
        if let Some(rest) = rest.filter(|_| schedule.break_before == Some(sequence.members.len())) {
            let begins = left_at.max(rest.earliest_secs);
            rested = Some(Span { from: begins, to: begins + rest.duration_secs });
        }
        let (travel, work) = (Seconds::from(day.travel), Seconds::from(day.setup) + Seconds::from(day.service));
        let pause = rest.map_or(Seconds::ZERO, |rest| rest.duration_secs);
        Some(Self {
            stops,
            rest: rested,
            returns: at(schedule.returns),
            travel,
            work,
            waiting: day.waiting.into(),
            left: (duty.shift.ends_secs - duty.shift.starts_secs - travel - work - pause).max(Seconds::ZERO),
        })
    }
}
