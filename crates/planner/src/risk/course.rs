//! One duty's day, taken apart into what may take longer than planned, and driven once with drawn factors.

use super::draw::Pace;
use crate::check::DutyTimes;
use crate::problem::{Break, Problem};
use crate::units::{DutyIndex, LocationIndex, Seconds, Time, VisitIndex, Window};

/// So late that nobody is expected any more; what one stop adds still fits behind it.
const LATEST: Time = Time(10 * Seconds::LIMIT.0);

/// The stops of a duty that are still to come.
pub(super) struct Course<'a> {
    pub begins: Time,
    pub stops: Vec<Stop<'a>>,
    rest: Option<Break>,
}

/// A stop with the way to it.
pub(super) struct Stop<'a> {
    pub visit: VisitIndex,
    drive: Seconds,
    setup: Seconds,
    service: Seconds,
    boat: Option<Boat<'a>>,
    /// The break is taken on the way to it.
    rests: bool,
    times: Times<'a>,
}

/// When a team may be at the door.
#[derive(Clone, Copy)]
enum Times<'a> {
    /// The arrival window.
    Promised(Window),
    /// When service may start; nobody waits for the team.
    Windows(&'a [Window]),
}

/// The ferry on a way.
struct Boat<'a> {
    approach: Seconds,
    departures: &'a [Window],
}

/// A day as it was driven.
pub(super) struct Trail {
    /// When the stop before is left, or the base; none after the last boat was missed.
    leaves: Vec<Option<Time>>,
    /// At the door.
    pub arrivals: Vec<Option<Time>>,
}

impl Trail {
    pub fn of(course: &Course<'_>) -> Trail {
        Trail { leaves: vec![None; course.stops.len()], arrivals: vec![None; course.stops.len()] }
    }
}

impl<'a> Course<'a> {
    pub fn of(problem: &'a Problem, duty: DutyIndex, times: &DutyTimes, promised: &[Option<Window>]) -> Course<'a> {
        let rules = problem.duty(duty);
        let begins = rules.frozen.resume.map_or(rules.shift.opens, |resume| resume.at);
        let done = rules.frozen.resume.map_or(0, |_| rules.frozen.visits.len());
        let mut from = rules.start_location;
        let mut stops = Vec::with_capacity(times.stops.len());
        for (number, stop) in times.stops.iter().enumerate() {
            let visit = problem.visit(stop.visit);
            let same_location = number > 0 && from == visit.location;
            let promise = promised.get(stop.visit.at()).copied().flatten();
            stops.push(Stop {
                visit: stop.visit,
                drive: problem.travel(duty).between(from, visit.location).unwrap_or_default(),
                setup: if same_location { Seconds(0) } else { visit.setup },
                service: visit.service,
                boat: boat(problem, duty, from, visit.location),
                rests: times.break_before == Some(number),
                times: promise.map_or(Times::Windows(&visit.windows), Times::Promised),
            });
            from = visit.location;
        }
        Course { begins, stops: stops.split_off(done), rest: rules.rest }
    }

    /// Drives from stop number `first` on, after leaving the one before at `leaves`.
    pub fn drive(&self, paces: &[Pace], first: usize, leaves: Option<Time>, trail: &mut Trail) {
        let mut clock = leaves;
        for (number, (stop, pace)) in self.stops.iter().zip(paces).enumerate().skip(first) {
            trail.leaves[number] = clock;
            let setup = scaled(stop.setup, pace.work);
            let arrival = clock.and_then(|leaves| self.at_door(stop, leaves, pace.leg, setup));
            trail.arrivals[number] = arrival;
            clock = arrival.map(|arrival| (arrival + setup + scaled(stop.service, pace.work)).min(LATEST));
        }
    }

    /// When the stop before number `before` is left if there is so much less to do there, the base if there is none. No
    /// stop takes less than no time.
    pub fn leaves_earlier(&self, paces: &[Pace], before: usize, planned: &Trail, buffer: Seconds) -> Option<Time> {
        let leaves = planned.leaves[before]?;
        let Some(last) = before.checked_sub(1) else { return Some(leaves - buffer) };
        let (stop, pace) = (&self.stops[last], paces[last]);
        Some(leaves - buffer.min(scaled(stop.setup, pace.work) + scaled(stop.service, pace.work)))
    }

    /// Whether the promise of a stop is kept, if it has one.
    pub fn is_kept(&self, number: usize, arrival: Option<Time>) -> bool {
        let promised = self.stops[number].promised();
        promised.is_some_and(|window| arrival.is_some_and(|arrival| arrival <= window.closes))
    }

    /// At the door, or waiting before it; none when no boat goes any more.
    fn at_door(&self, stop: &Stop<'_>, leaves: Time, pace: f64, setup: Seconds) -> Option<Time> {
        let mut sets_off = leaves;
        if let Some(boat) = &stop.boat {
            let approach = scaled(boat.approach, pace);
            let boards = leaves + approach;
            let departure = boat.departures.iter().find(|window| boards <= window.closes)?;
            sets_off = boards.max(departure.opens) - approach;
        }
        let mut ready = sets_off + scaled(stop.drive, pace) + setup;
        if let (true, Some(rest)) = (stop.rests, self.rest) {
            ready = ready.max(rest.earliest) + rest.duration;
        }
        Some(match stop.times {
            Times::Promised(window) => (ready - setup).max(window.opens),
            Times::Windows(windows) => {
                let window = windows.iter().find(|window| ready <= window.closes);
                window.map_or(ready, |window| ready.max(window.opens)) - setup
            }
        })
    }
}

impl Stop<'_> {
    /// The arrival window.
    pub fn promised(&self) -> Option<Window> {
        match self.times {
            Times::Promised(window) => Some(window),
            Times::Windows(_) => None,
        }
    }
}

fn boat(problem: &Problem, duty: DutyIndex, from: LocationIndex, to: LocationIndex) -> Option<Boat<'_>> {
    let (near, far) = (problem.zone(from), problem.zone(to));
    let crossing = problem.crossing(near, far).filter(|_| near != far)?;
    let approach = crossing.pier.and_then(|pier| problem.travel(duty).between(from, pier)).unwrap_or_default();
    Some(Boat { approach, departures: &crossing.departures })
}

fn scaled(span: Seconds, factor: f64) -> Seconds {
    Seconds(((f64::from(span.0) * factor).round() as i32).min(Seconds::LIMIT.0))
}
