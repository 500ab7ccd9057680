//! The walk's view of the cost: one number to walk by, one list of terms to remember the best by.
//!
//! The objective is lexicographic, but a walk that never gives up a visit for a while would never move. So the
//! walk weighs the terms against each other (in seconds of travel), and only "is this the best so far?" is
//! asked lexicographically.

use crate::model::Model;
use crate::route::Tally;

/// Sums over all routes and all absent visits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    pub road: i64,
    pub waiting: i64,
    pub delay: i64,
    pub overtime: i64,
    pub broken: i64,
    pub changed: i64,
    /// Priority of absent required visits.
    pub unserved: i64,
    /// Priority of absent optional visits.
    pub optional: i64,
}

/// Terms in the order of the objective; smaller is better.
pub(crate) type Key = [i64; 6];

impl Totals {
    pub fn add(&mut self, tally: &Tally) {
        self.road += tally.road;
        self.waiting += tally.waiting;
        self.delay += tally.delay;
        self.overtime += tally.overtime;
        self.broken += tally.broken;
        self.changed += tally.changed;
    }

    pub fn subtract(&mut self, tally: &Tally) {
        self.road -= tally.road;
        self.waiting -= tally.waiting;
        self.delay -= tally.delay;
        self.overtime -= tally.overtime;
        self.broken -= tally.broken;
        self.changed -= tally.changed;
    }

    /// Adds (`sign` 1) or takes away (−1) an absent visit.
    pub fn absent(&mut self, model: &Model, visit: u32, sign: i64) {
        let visit = &model.visits[visit as usize];
        let term = if visit.required { &mut self.unserved } else { &mut self.optional };
        *term += sign * visit.priority;
    }

    /// The terms as `cost.rs` orders them; fairness is left to the polish at the end.
    pub fn key(&self, model: &Model) -> Key {
        let road = model.prices.0 * (self.road + self.delay) + model.prices.1 * self.waiting;
        let [first, second] = if model.least_change_first { [self.changed, road] } else { [road, self.changed] };
        [self.unserved, self.broken, self.overtime, self.optional, first, second]
    }
}

/// What each term weighs in the walk, in seconds of travel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    /// Per unit of priority left unserved.
    unserved: f64,
    optional: f64,
    broken: f64,
    overtime: f64,
    waiting: f64,
    changed: f64,
    /// Per duty with at least one visit, besides its road. Not part of the objective: a bias to start from.
    pub used_duty: f64,
}

impl Weights {
    /// `unserved`: seconds of travel that one unit of priority is worth to the walk.
    pub fn new(model: &Model, unserved: f64) -> Weights {
        Weights {
            unserved,
            optional: unserved / 8.0,
            broken: unserved / 2.0,
            overtime: 4.0,
            waiting: model.prices.1 as f64 / model.prices.0 as f64,
            changed: if model.least_change_first { unserved / 4.0 } else { 0.0 },
            used_duty: 0.0,
        }
    }

    /// `used`: duties with at least one visit.
    #[inline]
    pub fn energy(&self, totals: &Totals, used: usize) -> f64 {
        (totals.road + totals.delay) as f64
            + self.waiting * totals.waiting as f64
            + self.unserved * totals.unserved as f64
            + self.optional * totals.optional as f64
            + self.broken * totals.broken as f64
            + self.overtime * totals.overtime as f64
            + self.changed * totals.changed as f64
            + self.used_duty * used as f64
    }
}
