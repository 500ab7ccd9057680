//! One duty's stops with the two-state slack that makes insertion checks O(1).
//!
//! Every stop carries, for "break still to come" and "break taken", the earliest departure (forward) and the
//! latest moment to be ready there so that the rest of the duty still works (backward). A new visit between two
//! neighbours fits if its earliest departure plus the leg is no later than what the next stop allows, in one
//! of the states.

mod clock;
mod insertion;

pub(crate) use insertion::{Candidate, Insertion};

use crate::model::{Model, Slot};
use clock::Clock;

/// Marks a stop whose promise is given up.
const GIVES_UP: u32 = 1 << 31;

/// A stop or an end of a route, with the leg to the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Link {
    /// Node number, with [`GIVES_UP`] as a flag.
    tag: u32,
    /// Seconds to the next link.
    pub leg: i32,
    /// Earliest departure with the break still to come.
    pub before: i32,
    /// Earliest departure with the break taken (or none to take).
    pub after: i32,
    /// Latest moment to be ready with the break still to come.
    pub latest_before: i32,
    /// Latest moment to be ready with the break taken.
    pub latest_after: i32,
    /// Seconds of service here.
    service: i32,
    /// When service can start here; nothing at the ends of a route.
    slot: Slot,
}

impl Link {
    fn end(node: u32) -> Link {
        Link { tag: node, ..Link::default() }
    }

    /// The visit's own data are copied here, so that timing a route reads one stretch of memory.
    fn stop(model: &Model, duty: u32, visit: u32, gives_up: bool) -> Link {
        Link {
            tag: visit | if gives_up { GIVES_UP } else { 0 },
            service: model.visits[visit as usize].service,
            slot: model.slot(visit, &model.duties[duty as usize], gives_up),
            ..Link::default()
        }
    }

    #[inline]
    pub fn node(self) -> u32 {
        self.tag & !GIVES_UP
    }

    #[inline]
    pub fn gives_up(self) -> bool {
        self.tag & GIVES_UP != 0
    }
}

/// What a route adds to the cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    /// Seconds of travel and set-up.
    pub road: i64,
    pub waiting: i64,
    /// What the days until its visits are worth, in seconds of travel.
    pub delay: i64,
    pub overtime: i64,
    pub broken: i64,
    /// Visits that another duty had before, or at another time.
    pub changed: i64,
}

/// A duty's sequence: start, stops, end.
#[derive(Debug, Default)]
pub(crate) struct Route {
    pub duty: u32,
    pub links: Vec<Link>,
    /// How many stops at the beginning may not move.
    pub frozen: usize,
    pub load: i32,
    pub tally: Tally,
}

impl Clone for Route {
    fn clone(&self) -> Route {
        Route { links: self.links.clone(), ..*self }
    }

    /// Keeps the buffer: the search copies routes in its inner loop.
    fn clone_from(&mut self, other: &Route) {
        self.links.clone_from(&other.links);
        *self = Route { links: std::mem::take(&mut self.links), ..*other };
    }
}

impl Route {
    /// A route with the given stops; `gives_up` tells whose promise is broken.
    pub fn new(model: &Model, duty: u32, stops: &[u32], gives_up: impl Fn(u32) -> bool) -> Route {
        let mut route = Route { duty, ..Route::default() };
        route.reset(model, stops, gives_up);
        route
    }

    /// Replaces all stops.
    pub fn reset(&mut self, model: &Model, stops: &[u32], gives_up: impl Fn(u32) -> bool) {
        let duty = &model.duties[self.duty as usize];
        self.frozen = duty.frozen.len();
        self.links.clear();
        self.links.push(Link::end(duty.start));
        for &stop in stops {
            self.links.push(Link::stop(model, self.duty, stop, gives_up(stop)));
        }
        self.links.push(Link::end(duty.end));
        self.load = stops.iter().map(|&stop| model.visits[stop as usize].demand).sum();
        let delay = stops.iter().map(|&stop| i64::from(model.delay(stop, duty))).sum();
        self.tally = Tally { delay, ..Tally::default() };
        let last = self.links.len() - 1;
        self.update(model, 0, last);
    }

    /// How many stops it has.
    #[inline]
    pub fn len(&self) -> usize {
        self.links.len() - 2
    }

    /// The stops in order.
    pub fn stops(&self) -> impl Iterator<Item = Link> + '_ {
        self.links[1..self.links.len() - 1].iter().copied()
    }

    /// Seconds of service.
    pub fn service(&self) -> i64 {
        self.links.iter().map(|link| i64::from(link.service)).sum()
    }

    /// Whether every window, the break and the return are kept, capacity included.
    pub fn is_feasible(&self, model: &Model) -> bool {
        let duty = &model.duties[self.duty as usize];
        let back = self.links[self.links.len() - 1];
        self.load <= duty.capacity && (self.len() == 0 || back.after <= duty.limit)
    }

    /// Seconds from its begin to its return, the break left out; 0 for an unused duty.
    pub fn out(&self, model: &Model) -> i32 {
        if self.len() == 0 {
            return 0;
        }
        let clock = Clock::new(model, self.duty);
        self.links[self.links.len() - 1].after - clock.begins() - clock.pause(clock.rests(&self.links))
    }

    /// Puts a visit after the link at `position`.
    pub fn insert(&mut self, model: &Model, position: usize, visit: u32, gives_up: bool) {
        self.tally.road -= i64::from(self.links[position].leg);
        self.links.insert(position + 1, Link::stop(model, self.duty, visit, gives_up));
        self.load += model.visits[visit as usize].demand;
        self.tally.delay += i64::from(model.delay(visit, &model.duties[self.duty as usize]));
        self.update(model, position + 1, position + 2);
    }

    /// Takes the stops at link positions `from ..= to` out, except those in `keep`.
    pub fn remove(
        &mut self,
        model: &Model,
        span: std::ops::RangeInclusive<usize>,
        keep: std::ops::Range<usize>,
        mut removed: impl FnMut(u32),
    ) {
        let (from, to) = (*span.start(), *span.end());
        self.tally.road -= sum_of_legs(&self.links[from - 1..=to]);
        let mut write = from;
        for read in from..=to {
            let link = self.links[read];
            if keep.contains(&read) {
                self.links[write] = link;
                write += 1;
            } else {
                self.load -= model.visits[link.node() as usize].demand;
                self.tally.delay -= i64::from(model.delay(link.node(), &model.duties[self.duty as usize]));
                removed(link.node());
            }
        }
        self.links.copy_within(to + 1.., write);
        self.links.truncate(self.links.len() - (to + 1 - write));
        self.update(model, from, write);
    }

    /// Recomputes everything after the legs into links `from ..= to` have changed and the old ones have been
    /// taken off the tally.
    fn update(&mut self, model: &Model, from: usize, to: usize) {
        let clock = Clock::new(model, self.duty);
        clock.forward(&mut self.links, from, to, self.frozen);
        clock.backward(&mut self.links, from.saturating_sub(1), to);
        self.tally.road += sum_of_legs(&self.links[from.saturating_sub(1)..to]);
        if model.counts_more_than_road {
            self.tally = clock.tally(&self.links, self.frozen, self.tally);
        }
    }
}

fn sum_of_legs(links: &[Link]) -> i64 {
    links.iter().map(|link| i64::from(link.leg)).sum()
}
