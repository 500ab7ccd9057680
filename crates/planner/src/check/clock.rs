//! Naive timing of one duty: every leg is tried as the one with the break, each by plain simulation.

use crate::plan::Plan;
use crate::problem::Problem;
use crate::units::{DutyIndex, LocationIndex, Seconds, Time, VisitIndex};

/// When a duty is where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyTimes {
    /// One entry per stop, in driving order.
    pub stops: Vec<StopTimes>,
    /// When it is back at its end place.
    pub returns: Time,
    /// Seconds of driving; like the next two at most `i32::MAX`, which only what is history can reach.
    pub travel: Seconds,
    /// Seconds of unpacking.
    pub setup: Seconds,
    /// Seconds of service.
    pub service: Seconds,
    /// Seconds of idle waiting.
    pub waiting: Seconds,
    /// Seconds of work after the shift's end.
    pub overtime: Seconds,
    /// The leg with the break: before this stop (`stops.len()`: on the way home).
    pub break_before: Option<usize>,
}

/// When a team is at one stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopTimes {
    /// Who is visited.
    pub visit: VisitIndex,
    /// At the door, in time to unpack. A team that is early waits before, not at the door.
    pub arrival: Time,
    /// Service starts.
    pub start: Time,
    /// Service ends and the team leaves.
    pub departure: Time,
}

/// Why a sequence cannot be driven: the first stop (or the return) that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Trouble {
    /// Position in the sequence; its length means the return.
    pub stop: usize,
    /// What fails there.
    pub kind: TroubleKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TroubleKind {
    NoRoad,
    NoCrossing,
    BreakTooLate,
    Late,
}

/// Rules that an explanation switches off to see which of them binds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Relaxed {
    pub without_break: bool,
    pub without_crossings: bool,
}

/// One duty with one sequence of visits, about to be timed.
#[derive(Clone, Copy)]
pub(crate) struct Trip<'a> {
    pub problem: &'a Problem,
    pub duty: DutyIndex,
    pub visits: &'a [VisitIndex],
    /// Only its list of broken promises is read.
    pub plan: &'a Plan,
    pub relaxed: Relaxed,
}

/// One leg of a trip.
struct Hop {
    from: LocationIndex,
    to: LocationIndex,
    drive: Seconds,
    setup: Seconds,
}

impl Trip<'_> {
    /// The times with the earliest return over all legs that can hold the break, and without one if it is not needed.
    pub fn times(&self) -> Result<DutyTimes, Trouble> {
        let duty = self.problem.duty(self.duty);
        let taken = duty.frozen.resume.is_some_and(|resume| resume.break_taken);
        let Some(rest) = duty.rest.filter(|_| !taken && !self.relaxed.without_break && !self.visits.is_empty()) else {
            return self.drive_with_break_on(None);
        };
        let first = if duty.frozen.resume.is_some() { duty.frozen.visits.len() } else { 0 };
        let mut best: Result<DutyTimes, Trouble> = Err(Trouble { stop: 0, kind: TroubleKind::BreakTooLate });
        for leg in first..=self.visits.len() {
            let times = self.drive_with_break_on(Some(leg));
            best = match (best, times) {
                (Ok(old), Ok(new)) => Ok(if new.returns < old.returns { new } else { old }),
                (Ok(old), Err(_)) => Ok(old),
                (Err(_), Ok(new)) => Ok(new),
                (Err(old), Err(new)) => Err(old.max(new)),
            };
        }
        // who is home before the break must begin needs none
        let without = self.drive_with_break_on(None).ok().filter(|times| times.returns <= rest.latest);
        match (best, without) {
            (Ok(with), Some(without)) => Ok(if without.returns < with.returns { without } else { with }),
            (best, without) => without.ok_or(()).or(best),
        }
    }

    /// When service could start at the first stop after leaving the start place at `leave`, windows aside.
    pub fn first_ready(&self, leave: Time, with_break: bool) -> Option<Time> {
        self.ready(self.hops().ok()?.first()?, leave, with_break).ok()
    }

    fn drive_with_break_on(&self, break_leg: Option<usize>) -> Result<DutyTimes, Trouble> {
        let duty = self.problem.duty(self.duty);
        let begin = duty.frozen.resume.map_or(duty.shift.opens, |resume| resume.at);
        let mut times = DutyTimes { returns: begin, break_before: break_leg, ..DutyTimes::default() };
        if self.visits.is_empty() {
            return Ok(times);
        }
        let hops = self.hops()?;
        for (hop, &visit) in hops.iter().zip(self.visits) {
            times.setup = plus(times.setup, hop.setup);
            times.service = plus(times.service, self.problem.visit(visit).service);
        }
        times.travel = hops.iter().fold(Seconds(0), |sum, hop| plus(sum, hop.drive));

        // what was done before `resume` is history: it is neither timed nor counted as waiting
        let done = if duty.frozen.resume.is_some() { duty.frozen.visits.len() } else { 0 };
        let past = StopTimes { visit: VisitIndex(0), arrival: begin, start: begin, departure: begin };
        let history = &self.visits[..done];
        times.stops.extend(history.iter().map(|&visit| StopTimes { visit, ..past }));
        let (mut clock, mut worked) = (begin, Seconds(0));
        for (stop, &visit) in self.visits.iter().enumerate().skip(done) {
            let hop = &hops[stop];
            let at_stop = |kind| Trouble { stop, kind };
            let ready = self.ready(hop, clock, break_leg == Some(stop)).map_err(at_stop)?;
            let start = self.start(visit, ready).ok_or(at_stop(TroubleKind::Late))?;
            let service = self.problem.visit(visit).service;
            worked = worked + hop.drive + hop.setup + service;
            clock = start + service;
            let arrival = start - hop.setup;
            times.stops.push(StopTimes { visit, arrival, start, departure: clock });
        }
        let (stop, last) = (self.visits.len(), &hops[self.visits.len()]);
        let at_end = |kind| Trouble { stop, kind };
        let home = self.ready(last, clock, break_leg == Some(stop)).map_err(at_end)?;
        if home > duty.shift.closes + duty.overtime {
            return Err(at_end(TroubleKind::Late));
        }
        let pause = break_leg.and(duty.rest).map_or(Seconds(0), |rest| rest.duration);
        times.returns = home;
        times.waiting = Seconds((home - begin).0 - worked.0 - last.drive.0 - pause.0);
        times.overtime = Seconds((home - duty.shift.closes).0.max(0));
        Ok(times)
    }

    /// The way to every stop and home, with what has to be unpacked on arrival.
    fn hops(&self) -> Result<Vec<Hop>, Trouble> {
        let duty = self.problem.duty(self.duty);
        let mut hops: Vec<Hop> = Vec::new();
        for (stop, &visit) in self.visits.iter().enumerate() {
            let visit = self.problem.visit(visit);
            let from = hops.last().map_or(duty.start_location, |hop| hop.to);
            let same_place = stop > 0 && from == visit.location;
            let setup = if same_place { Seconds(0) } else { visit.setup };
            hops.push(self.hop(stop, from, visit.location, setup)?);
        }
        let from = hops.last().map_or(duty.start_location, |hop| hop.to);
        hops.push(self.hop(hops.len(), from, duty.end_location, Seconds(0))?);
        Ok(hops)
    }

    fn hop(&self, stop: usize, from: LocationIndex, to: LocationIndex, setup: Seconds) -> Result<Hop, Trouble> {
        let drive = self.leg(from, to).ok_or(Trouble { stop, kind: TroubleKind::NoRoad })?;
        Ok(Hop { from, to, drive, setup })
    }

    fn leg(&self, from: LocationIndex, to: LocationIndex) -> Option<Seconds> {
        self.problem.travel(self.duty).between(from, to)
    }

    /// When service could start at the hop's end after leaving its begin at `clock`, windows aside.
    fn ready(&self, hop: &Hop, clock: Time, with_break: bool) -> Result<Time, TroubleKind> {
        let mut leave = clock;
        let (near, far) = (self.problem.zone(hop.from), self.problem.zone(hop.to));
        if near != far && !self.relaxed.without_crossings {
            let crossing = self.problem.crossing(near, far).ok_or(TroubleKind::NoRoad)?;
            let approach = match crossing.pier {
                Some(pier) => self.leg(hop.from, pier).ok_or(TroubleKind::NoRoad)?,
                None => Seconds(0),
            };
            let boards = clock + approach;
            let boat = crossing.departures.iter().find(|window| boards <= window.closes);
            let boat = boat.ok_or(TroubleKind::NoCrossing)?;
            leave = boards.max(boat.opens) - approach;
        }
        let mut ready = leave + hop.drive + hop.setup;
        if let (true, Some(rest)) = (with_break, self.problem.duty(self.duty).rest) {
            if clock > rest.latest {
                return Err(TroubleKind::BreakTooLate);
            }
            ready = ready.max(rest.earliest) + rest.duration;
        }
        Ok(ready)
    }

    /// First start not before `ready` in a window of the visit, and in its promise unless given up.
    fn start(&self, index: VisitIndex, ready: Time) -> Option<Time> {
        let visit = self.problem.visit(index);
        let promise = visit.promise.filter(|_| !self.plan.breaks_promise(index));
        visit.windows.iter().find_map(|window| {
            let opens = promise.map_or(window.opens, |kept| kept.window.opens.max(window.opens));
            let closes = promise.map_or(window.closes, |kept| kept.window.closes.min(window.closes));
            (opens <= closes && ready <= closes).then(|| ready.max(opens))
        })
    }
}

/// A sum over a sequence that nobody has checked yet: it may be longer than anybody can work.
fn plus(sum: Seconds, span: Seconds) -> Seconds {
    Seconds(sum.0.saturating_add(span.0))
}
