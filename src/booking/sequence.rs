//! One duty's stop sequence, ready for questions: where could this door come in, and what would it cost?
//!
//! A sequence never changes: putting a stop in or taking one out makes a new one, verified by `planner::check`.
use std::sync::Arc;

use planner::{DoorLegs, Oracle, Plan, Problem, Reason, Visit, VisitIndex, Window};

use super::door::{Door, TimeConstraint};
use super::roads::{Roads, Site};
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::config::Hours;
use crate::geography::Geography;
use crate::ids::{HoldId, VisitId};
use crate::planning::units;
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::Duty;

mod build;
mod refusal;

pub use build::{Broken, squeeze};
pub use refusal::{Hindered, Refusal};

/// Who stands at a place of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Occupant {
    /// A visit.
    Visit(VisitId),
    /// A hold.
    Hold(HoldId),
}

/// A stop of a sequence.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub occupant: Occupant,
    /// The stored position.
    pub position: i32,
    /// Where.
    pub door: Door,
    /// When it may start.
    pub time: TimeConstraint,
}

/// Time of a duty that the public does not see yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freed {
    /// In which half-day.
    pub half_day: HalfDay,
    /// How much.
    pub secs: Seconds,
    /// When the public sees it.
    pub public_at: Timestamp,
}

/// A duty's stops in driving order, with everything that a question needs.
pub struct Sequence {
    /// The duty, with its stamp.
    pub duty: Arc<Duty>,
    /// Its stops in driving order.
    pub members: Vec<Member>,
    /// What was given back and is not public yet.
    pub freed: Vec<Freed>,
    roads: Arc<Roads>,
    hours: Hours,
    sites: Vec<Site>,
    /// Seconds from site to site, row by row.
    legs: Vec<planner::Seconds>,
    problem: Problem,
    oracle: Oracle,
}

/// Somebody who looks for a place, made ready for many sequences of a date.
pub struct Seeker<'a> {
    /// Where they live.
    pub door: &'a Door,
    site: Site,
}

/// A feasible place in one sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// It would become the stop with this number, counted from 0.
    pub at: usize,
    /// Added travel and set-up.
    pub added_secs: Seconds,
    /// At the door.
    pub arrives_secs: TimeOfDay,
}

impl<'a> Seeker<'a> {
    /// Makes a door ready for the sequences of a date.
    pub fn new(door: &'a Door, roads: &Roads, geography: &Geography) -> Self {
        Self { door, site: roads.door(geography, &door.spot) }
    }
}

/// A seeker with its way to every site of one sequence.
pub struct Approach<'a> {
    sequence: &'a Sequence,
    seeker: &'a Seeker<'a>,
    legs: [DoorLegs; 1],
}

impl Sequence {
    /// The roads it was built with.
    pub fn roads(&self) -> &Arc<Roads> {
        &self.roads
    }

    /// Whether its team goes to this ward at all, and not for days to an island.
    pub fn serves(&self, ward_code: &str) -> bool {
        !self.duty.island_mission && self.duty.team.ward_codes.iter().any(|ward| ward == ward_code)
    }

    /// Whether one more stop that nobody has looked at fits into the share of a half-day's work which such stops may
    /// take together. One always does.
    pub fn takes_unapproved(&self, half_day: HalfDay, door: &Door, percent: i32) -> bool {
        let work = |door: &Door| i64::from(door.service_secs) + i64::from(door.setup_secs);
        let kept =
            self.members.iter().filter(|one| !one.door.is_approved && one.time == TimeConstraint::HalfDay(half_day));
        let kept: i64 = kept.map(|one| work(&one.door)).sum();
        let (opens, closes) = self.hours.of(half_day);
        let shift = &self.duty.shift;
        let open_secs = i64::from((closes.min(shift.ends_secs) - opens.max(shift.starts_secs)).max(Seconds::ZERO));
        kept == 0 || (kept + work(door)) * 100 <= open_secs * i64::from(percent)
    }

    /// Whether its families know their windows, or would: then every newcomer who is approved is told one too.
    pub fn is_published(&self) -> bool {
        self.duty.published_at.is_some()
    }

    /// Works out the seeker's way to every site.
    pub fn approach<'a>(&'a self, seeker: &'a Seeker<'a>) -> Approach<'a> {
        let ways = |site| self.roads.there_and_back(site, &seeker.site, &self.duty.shift);
        let (from, to) = self.sites.iter().map(ways).unzip();
        Approach { sequence: self, seeker, legs: [DoorLegs { from, to }] }
    }

    /// The planner's problem and plan of this sequence.
    pub fn as_problem(&self) -> (&Problem, Plan) {
        (&self.problem, self.oracle.plan())
    }

    /// Planned times of every stop, as early as possible.
    ///
    /// # Errors
    /// [`Broken`] when the checker refuses, which a stored sequence excludes.
    pub fn times(&self) -> Result<Vec<planner::StopTimes>, Broken> {
        let checked = planner::check(&self.problem, &self.oracle.plan()).map_err(Broken::Refused)?;
        Ok(checked.duties.into_iter().flat_map(|duty| duty.stops).collect())
    }

    /// When the duty is where, and how long it drives and works.
    ///
    /// # Errors
    /// [`Broken`] when the checker refuses, which a stored sequence excludes.
    pub fn duty_times(&self) -> Result<planner::DutyTimes, Broken> {
        let checked = planner::check(&self.problem, &self.oracle.plan()).map_err(Broken::Refused)?;
        Ok(checked.duties.into_iter().next().unwrap_or_default())
    }

    /// The road to a stop from the one before it, or from the base; where a ferry lies between, as far as it is known.
    pub fn leg_to(&self, member: usize) -> Seconds {
        let location = |member: usize| self.problem.visit(VisitIndex::from_position(member)).location.at();
        let from = member.checked_sub(1).map_or(0, location);
        self.legs.get(from * self.sites.len() + location(member)).copied().map_or(Seconds::ZERO, Seconds::from)
    }

    /// When a stop may start: inside its half-day or its window, unpacked, and done before closing.
    pub fn windows(&self, door: &Door, time: TimeConstraint, extra_secs: Seconds) -> Vec<Window> {
        build::windows(door, time, extra_secs, &self.hours).into_iter().collect()
    }
}

impl Approach<'_> {
    /// The cheapest insertion in a half-day that leaves `spare_secs` for others; none if there is none.
    pub fn best(&self, half_day: HalfDay, spare_secs: Seconds) -> Option<Insertion> {
        let sequence = self.sequence;
        if !sequence.duty.half_days.includes(half_day) {
            return None;
        }
        let door = self.seeker.door;
        let known = sequence.members.iter().position(|member| {
            door.case_id.is_some() && member.door.case_id == door.case_id && member.door.spot == door.spot
        });
        let location = known.map_or(sequence.sites.len(), |member| sequence.site_of(member));
        let mut visit = Visit::at(planner::LocationIndex::from_position(location));
        visit.service = door.service_secs.saturating_add(spare_secs).into();
        visit.setup = door.setup_secs.into();
        visit.demand = u32::try_from(door.captures).unwrap_or(0);
        visit.windows = sequence.windows(door, TimeConstraint::HalfDay(half_day), spare_secs);
        if visit.windows.is_empty() {
            return None;
        }
        let newcomer = sequence.oracle.newcomer(&visit, self.seeker.site.zone, &self.legs).ok()?;
        let spot = sequence.oracle.best_spots_for(&newcomer).into_iter().next()?;
        Some(Insertion {
            at: spot.position,
            added_secs: spot.added.into(),
            arrives_secs: units::time_of_day(0, spot.arrival),
        })
    }

    /// The constraint that keeps the seeker out of a half-day of this duty, if all of its time were free for them.
    pub fn why_not(&self, half_day: HalfDay) -> Reason {
        let (sequence, door) = (self.sequence, self.seeker.door);
        let time = TimeConstraint::HalfDay(half_day);
        if sequence.windows(door, time, Seconds::ZERO).is_empty() {
            return Reason::ShiftTooShort;
        }
        let at = sequence.members.len();
        let mut members = sequence.members.clone();
        members.push(Member { occupant: Occupant::Hold(HoldId::UNSTORED), position: 0, door: door.clone(), time });
        let ground = build::Sites::extended(sequence, &self.seeker.site, &self.legs[0], at);
        let problem = build::problem(&sequence.duty, &members, &[], &sequence.roads, &sequence.hours, &ground);
        let Ok(problem) = problem else { return Reason::Unreachable };
        let refusals = planner::refusals(&problem, &sequence.oracle.plan(), VisitIndex::from_position(at));
        refusals.first().map_or(Reason::NoDuty, |(_, reason)| *reason)
    }

    /// The sequence with the seeker at an insertion.
    ///
    /// # Errors
    /// [`Broken`] when the checker refuses: a bug in the oracle, never stored.
    pub fn put_in(&self, at: usize, member: Member, stamp: i64) -> Result<Sequence, Broken> {
        let sequence = self.sequence;
        let mut members = sequence.members.clone();
        members.insert(at.min(sequence.members.len()), member);
        let duty = Arc::new(Duty { stamp, ..Duty::clone(&sequence.duty) });
        let ground = build::Sites::extended(sequence, &self.seeker.site, &self.legs[0], at);
        build::assemble(duty, members, sequence.freed.clone(), sequence.roads.clone(), sequence.hours.clone(), ground)
    }
}

impl Sequence {
    fn site_of(&self, member: usize) -> usize {
        1 + self.roads.piers.len() + member
    }

    /// The sequence with somebody else at one of its places, who stands at the same door and has no more to do.
    ///
    /// # Errors
    /// [`Broken`] when the checker refuses: then it is not the same door, or there is more to do.
    pub fn hand_over(&self, at: usize, member: Member, stamp: i64) -> Result<Sequence, Broken> {
        let mut members = self.members.clone();
        members[at] = member;
        let duty = Arc::new(Duty { stamp, ..Duty::clone(&self.duty) });
        let ground = build::Sites::same(self);
        build::assemble(duty, members, self.freed.clone(), self.roads.clone(), self.hours.clone(), ground)
    }

    /// The index of an occupant's stop.
    pub fn index_of(&self, occupant: Occupant) -> Option<usize> {
        self.members.iter().position(|member| member.occupant == occupant)
    }

    /// The planner's number of a stop.
    pub fn visit_index(&self, member: usize) -> VisitIndex {
        VisitIndex::from_position(member)
    }
}
