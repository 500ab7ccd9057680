//! The cheapest place for a visit in one route, priced so that the objective's order is kept.

use crate::model::{Model, NONE};
use crate::route::{Candidate, Insertion, Route};

/// Added to the price of a place that gives up a promise: more than any travel.
const BROKEN: i32 = 10_000_000;
/// Price of one second of overtime, in seconds of travel.
const OVERTIME: i32 = 1_000;
/// More overtime, in seconds, does not get dearer: prices must still add up in an `i32`.
const MOST_OVERTIME: i32 = 100_000;
/// Price of moving a visit to another duty, where change outranks travel.
const CHANGED: i32 = 100_000;

/// A place in a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Added travel and set-up in seconds, plus penalties.
    pub price: i32,
    /// After the link at this position.
    pub position: u32,
    /// Whether the promise is given up there.
    pub gives_up: bool,
}

/// The cheapest place for `visit` in `route` below `bound`, leaving out position `skip`.
#[inline]
pub(crate) fn cheapest(model: &Model, route: &Route, visit: u32, bound: i32, skip: u32) -> Option<Place> {
    let (data, duty) = (&model.visits[visit as usize], &model.duties[route.duty as usize]);
    if !model.fits(visit, route.duty) || route.load + data.demand > duty.capacity {
        return None;
    }
    if model.counts_more_than_road {
        return cheapest_by_all_terms(model, route, visit, bound, skip);
    }
    let candidate = Candidate::of(model, visit, duty, false);
    let found = candidate.best_in(model, route, bound, skip as usize)?;
    Some(Place { price: found.added, position: found.position as u32, gives_up: false })
}

/// The same where promises, changes, waiting or overtime have a price.
#[inline(never)]
fn cheapest_by_all_terms(model: &Model, route: &Route, visit: u32, bound: i32, skip: u32) -> Option<Place> {
    let data = &model.visits[visit as usize];
    let moved = data.previous != NONE && data.previous != route.duty;
    let mut penalty = if model.least_change_first && moved { CHANGED } else { 0 };
    for gives_up in [false, true] {
        if let Some(found) = search(model, route, visit, gives_up, bound - penalty, skip) {
            let position = found.position as u32;
            return Some(Place { price: found.added + penalty, position, gives_up });
        }
        penalty += BROKEN;
        // an optional visit is not worth a promise, not even its own
        if !data.promised || !data.required || bound <= penalty {
            return None;
        }
    }
    None
}

fn search(model: &Model, route: &Route, visit: u32, gives_up: bool, bound: i32, skip: u32) -> Option<Insertion> {
    let duty = &model.duties[route.duty as usize];
    let candidate = Candidate::of(model, visit, duty, gives_up);
    if duty.limit == duty.closes && model.prices.1 == 0 {
        return candidate.best_in(model, route, bound, skip as usize);
    }
    // where overtime or waiting counts, the return is recomputed for every place that may be the cheapest
    let (begin, required) = (route.back(model), model.visits[visit as usize].required);
    let mut best: Option<Insertion> = None;
    candidate.all_in(model, route, |found| {
        let best_yet = best.map_or(bound, |best| best.added);
        let gain = model.waiting_worth(candidate.service + found.added);
        if found.added - gain >= best_yet || found.position == skip as usize {
            return;
        }
        let back = candidate.times_at(model, route, found.position).back;
        let overtime = (back - duty.closes).max(0) - route.tally.overtime as i32;
        let waiting = back - begin - found.added - candidate.service;
        let added =
            found.added + model.waiting_worth(waiting) + OVERTIME * overtime.clamp(-MOST_OVERTIME, MOST_OVERTIME);
        // an optional visit is not worth overtime
        if added < best_yet && (overtime == 0 || required) {
            best = Some(Insertion { added, ..found });
        }
    });
    best
}
