//! Finds the cheapest insertion of a visit over many routes, remembering what it saw in routes that did not change.

use super::neighbours::Neighbours;
use super::priced_insertion::{ANYWHERE, PricedInsertion, Seeker};
use super::state::State;
use crate::model::{Model, NEVER};
use crate::random::Random;

/// Chance of overlooking the best insertion of a route: the paper's, and more in tiny problems, where greedy
/// insertion would otherwise always go the same way.
const BLINK: f64 = 0.01;
/// Up to this many visits every route is looked at; beyond, only those of near visits.
const GRANULAR_FROM: usize = 250;
/// Near visits whose routes are looked at.
const GRANULAR: usize = 40;

/// An insertion in one route, valid while the route keeps its version.
#[derive(Clone, Copy)]
struct Seen {
    version: u64,
    insertion: PricedInsertion,
}

/// The duties worth looking at, and the memory of insertions.
pub(super) struct Finder {
    /// Chance of overlooking a route's best insertion.
    pub blink: f64,
    /// `visit * duties + duty`.
    seen: Vec<Seen>,
    /// Used duties, then one unused duty of each kind.
    open: Vec<u32>,
    first_unused: usize,
    near: Vec<u32>,
    stamp: u64,
    duty_stamp: Vec<u64>,
    kind_stamp: Vec<u64>,
}

impl Finder {
    pub fn new(model: &Model) -> Finder {
        let (visits, duties) = (model.visits.len(), model.duties.len());
        let nowhere = PricedInsertion::none_below(0);
        Finder {
            blink: (1.0 / visits.max(1) as f64).max(BLINK),
            seen: vec![Seen { version: 0, insertion: nowhere }; visits * duties],
            open: Vec::new(),
            first_unused: 0,
            near: Vec::new(),
            stamp: 0,
            duty_stamp: vec![0; duties],
            kind_stamp: vec![0; duties],
        }
    }

    /// Lists the duties worth looking at: all used ones, one unused one of each kind.
    pub fn open_duties(&mut self, state: &State) {
        self.stamp += 1;
        self.open.clear();
        self.near.clear();
        for &duty in &state.duties {
            if state.routes[duty as usize].len() > 0 {
                self.open.push(duty);
                continue;
            }
            let kind = state.model.duties[duty as usize].kind as usize;
            if self.kind_stamp[kind] != self.stamp {
                self.kind_stamp[kind] = self.stamp;
                self.near.push(duty);
            }
        }
        self.first_unused = self.open.len();
        self.open.append(&mut self.near);
    }

    /// After an unused duty got its first stop: offers the next unused one of its kind.
    pub fn open_another(&mut self, state: &State, duty: u32) {
        let kind = |duty: u32| state.model.duties[duty as usize].kind;
        let unused = |&&other: &&u32| state.routes[other as usize].len() == 0 && kind(other) == kind(duty);
        self.open.extend(state.duties.iter().find(unused));
    }

    /// The best opening among the routes changed in this step.
    pub fn best_in_changed(
        &mut self,
        state: &State,
        visit: u32,
        random: &mut Random,
    ) -> Option<(u32, PricedInsertion)> {
        let blink = self.blink;
        best_of(self.row(state, visit), blink, state, visit, &state.journal, random)
    }

    /// The best opening among the routes near by, or among all if those have none.
    pub fn best(
        &mut self,
        state: &State,
        visit: u32,
        neighbours: &Neighbours,
        random: &mut Random,
    ) -> Option<(u32, PricedInsertion)> {
        // taken out for a moment, so that the memory can be written while the lists are read
        let open = std::mem::take(&mut self.open);
        let mut near = std::mem::take(&mut self.near);
        let blink = self.blink;
        let mut best = None;
        if state.visits.len() > GRANULAR_FROM {
            self.list_near(state, visit, neighbours, &mut near);
            near.extend_from_slice(&open[self.first_unused..]);
            best = best_of(self.row(state, visit), blink, state, visit, &near, random);
        }
        if best.is_none() {
            best = best_of(self.row(state, visit), blink, state, visit, &open, random);
        }
        (self.open, self.near) = (open, near);
        best
    }

    /// Lists the duties of the nearest visits, if they can take this one.
    fn list_near(&mut self, state: &State, visit: u32, neighbours: &Neighbours, near: &mut Vec<u32>) {
        self.stamp += 1;
        near.clear();
        for &other in neighbours.partners(visit).iter().take(GRANULAR) {
            let Some((duty, _)) = state.locate(other) else {
                continue;
            };
            let stamp = &mut self.duty_stamp[duty as usize];
            if *stamp != self.stamp && state.model.fits(visit, duty) {
                *stamp = self.stamp;
                near.push(duty);
            }
        }
    }

    fn row(&mut self, state: &State, visit: u32) -> &mut [Seen] {
        let duties = state.routes.len();
        &mut self.seen[visit as usize * duties..][..duties]
    }
}

fn best_of(
    row: &mut [Seen],
    blink: f64,
    state: &State,
    visit: u32,
    duties: &[u32],
    random: &mut Random,
) -> Option<(u32, PricedInsertion)> {
    let mut best = None;
    let mut bound = NEVER;
    let mut seeker = Seeker::new(state.model, visit, *duties.first()?);
    for &duty in duties {
        let version = state.versions[duty as usize];
        let route = &state.routes[duty as usize];
        let seen = &mut row[duty as usize];
        // a bound from an earlier, tighter look says nothing about insertions between it and today's bound
        let unsure = !seen.insertion.exists() && seen.insertion.price < bound;
        if seen.version != version || unsure {
            *seen = Seen { version, insertion: seeker.cheapest(route, bound, ANYWHERE) };
        }
        if seen.insertion.price >= bound {
            continue;
        }
        let mut insertion = seen.insertion;
        if blink > 0.0 && random.unit() < blink {
            insertion = seeker.cheapest(route, bound, insertion.position());
        }
        if insertion.exists() {
            bound = insertion.price;
            best = Some((duty, insertion));
        }
    }
    best
}
