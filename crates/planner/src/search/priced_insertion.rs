//! The cheapest insertion for a visit in one route, priced so that the objective's order is kept.

use crate::model::{Model, NEVER, NONE};
use crate::route::{Candidate, Insertion, Route};

/// Added to the price of an insertion that gives up a promise: more than any travel.
const BROKEN: i32 = 10_000_000;
/// Price of one second of overtime, in seconds of travel.
const OVERTIME: i32 = 1_000;
/// More overtime, in seconds, does not get dearer: prices must still add up in an `i32`.
const MOST_OVERTIME: i32 = 100_000;
/// Price of moving a visit to another duty, where change outranks travel.
const CHANGED: i32 = 100_000;

/// An insertion in a route, or the knowledge that there is none below a price. Eight bytes, as there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PricedInsertion {
    /// Added travel, set-up and delay in seconds, plus penalties; of no insertion, the least price there could be.
    pub price: i32,
    /// Position, with [`GIVES_UP`] as a flag, or [`NOWHERE`].
    at: u32,
}

const GIVES_UP: u32 = 1 << 31;
const NOWHERE: u32 = GIVES_UP - 1;

impl PricedInsertion {
    /// There is none cheaper than `price`.
    pub fn none_below(price: i32) -> PricedInsertion {
        PricedInsertion { price, at: NOWHERE }
    }

    fn new(price: i32, position: usize, gives_up: bool) -> PricedInsertion {
        PricedInsertion { price, at: position as u32 | if gives_up { GIVES_UP } else { 0 } }
    }

    /// Whether this is an insertion at all.
    #[inline]
    pub fn exists(self) -> bool {
        self.at != NOWHERE
    }

    /// After the link at this position.
    #[inline]
    pub fn position(self) -> usize {
        (self.at & !GIVES_UP) as usize
    }

    /// Whether the promise is given up there.
    #[inline]
    pub fn gives_up(self) -> bool {
        self.at & GIVES_UP != 0
    }
}

/// Leaves no position out.
pub(crate) const ANYWHERE: usize = usize::MAX;

/// A visit looking for its cheapest insertion in one route after another.
pub(crate) struct Seeker<'a> {
    model: &'a Model,
    visit: u32,
    demand: i32,
    fits: &'a [bool],
    /// The visit as a candidate for duties with these legs and this clock.
    candidate: Candidate<'a>,
    alike: (usize, usize),
}

impl<'a> Seeker<'a> {
    /// `duty`: the first one that will be looked at.
    pub fn new(model: &'a Model, visit: u32, duty: u32) -> Seeker<'a> {
        let (demand, fits) = (model.visits[visit as usize].demand, model.fits_of(visit));
        let duty = &model.duties[duty as usize];
        let candidate = Candidate::of(model, visit, duty, false);
        Seeker { model, visit, demand, fits, candidate, alike: (duty.legs, duty.clock) }
    }

    /// The cheapest insertion in `route` below `bound`, leaving out position `skip`.
    #[inline]
    pub fn cheapest(&mut self, route: &Route, bound: i32, skip: usize) -> PricedInsertion {
        let duty = &self.model.duties[route.duty as usize];
        if !self.fits[route.duty as usize] || route.load + self.demand > duty.capacity {
            return PricedInsertion::none_below(NEVER); // whatever the bound, not before the route changes
        }
        if self.model.counts_more_than_road {
            return cheapest_by_all_terms(self.model, route, self.visit, bound, skip);
        }
        let delay = self.model.delay(self.visit, duty);
        if self.alike != (duty.legs, duty.clock) {
            self.candidate = Candidate::of(self.model, self.visit, duty, false);
            self.alike = (duty.legs, duty.clock);
        }
        match self.candidate.best_in(self.model, route, bound - delay, skip) {
            Some(found) => PricedInsertion::new(found.added + delay, found.position, false),
            None => PricedInsertion::none_below(bound),
        }
    }
}

/// The same where promises, changes, waiting or overtime have a price.
#[inline(never)]
fn cheapest_by_all_terms(model: &Model, route: &Route, visit: u32, bound: i32, skip: usize) -> PricedInsertion {
    let data = &model.visits[visit as usize];
    let moved = data.previous != NONE && data.previous != route.duty;
    let mut penalty = model.delay(visit, &model.duties[route.duty as usize]);
    penalty += if model.least_change_first && moved { CHANGED } else { 0 };
    for gives_up in [false, true] {
        if let Some(found) = search(model, route, visit, gives_up, bound - penalty, skip) {
            return PricedInsertion::new(found.added + penalty, found.position, gives_up);
        }
        penalty += BROKEN;
        // an optional visit is not worth a promise, not even its own
        if !data.promised || !data.required || bound <= penalty {
            break;
        }
    }
    PricedInsertion::none_below(bound)
}

fn search(model: &Model, route: &Route, visit: u32, gives_up: bool, bound: i32, skip: usize) -> Option<Insertion> {
    let duty = &model.duties[route.duty as usize];
    let candidate = Candidate::of(model, visit, duty, gives_up);
    if duty.limit == duty.closes && model.prices.1 == 0 {
        return candidate.best_in(model, route, bound, skip);
    }
    // where overtime or waiting counts, the return is recomputed for every insertion that may be the cheapest
    let (out, required) = (route.out(model), model.visits[visit as usize].required);
    // the idle time that a visit can fill at most: its own, and a break that was not needed before it
    let pause = duty.rest.map_or(0, |rest| rest.duration);
    let mut best: Option<Insertion> = None;
    candidate.all_in(model, route, |found| {
        let best_yet = best.map_or(bound, |best| best.added);
        let gain = model.waiting_worth(candidate.service + found.added + pause);
        if found.added - gain >= best_yet || found.position == skip {
            return;
        }
        let (back, new_out) = candidate.back_at(model, route, found.position);
        let overtime = (back - duty.closes).max(0) - route.tally.overtime as i32;
        let waiting = new_out - out - found.added - candidate.service;
        let added =
            found.added + model.waiting_worth(waiting) + OVERTIME * overtime.clamp(-MOST_OVERTIME, MOST_OVERTIME);
        // an optional visit is not worth overtime
        if added < best_yet && (overtime == 0 || required) {
            best = Some(Insertion { added, ..found });
        }
    });
    best
}
