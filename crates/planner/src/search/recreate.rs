//! Recreate by greedy insertion with blinks: every removed visit goes to its cheapest place, but now and then
//! the best place of a route is overlooked, so that the greedy order does not decide everything.

use super::energy::Weights;
use super::neighbours::Neighbours;
use super::order::Order;
use super::place::{Place, cheapest};
use super::random::Random;
use super::ruin::Ruin;
use super::state::State;
use crate::model::{Model, NEVER, NONE};

/// Chance of overlooking the best place of a route: the paper's, and more in tiny problems, where greedy
/// insertion would otherwise always go the same way.
const BLINK: f64 = 0.01;
/// Up to this many visits absent ones are tried everywhere, not only in the routes of the step.
const THOROUGH_UP_TO: usize = 30;
/// Up to this many visits every route is looked at; beyond, only those of near visits.
const GRANULAR_FROM: usize = 250;
/// Near visits whose routes are looked at.
const GRANULAR: usize = 40;
/// Absent visits tried in one step.
const ABSENT_TRIED: usize = 15;

/// A place for a visit in one route, valid while the route keeps its version.
#[derive(Clone, Copy)]
struct Cached {
    version: u64,
    /// The price of the place, or a lower bound if `position` is `NONE`.
    price: i32,
    position: u32,
    gives_up: bool,
}

/// The cheapest place found so far.
#[derive(Clone, Copy)]
struct Best {
    place: Place,
    duty: u32,
}

/// The operator with its memory.
pub(crate) struct Recreate {
    /// Chance of overlooking a route's best place.
    pub blink: f64,
    order: Order,
    cache: Vec<Cached>,
    /// Used duties, then one unused duty of each kind.
    open: Vec<u32>,
    first_unused: usize,
    near: Vec<u32>,
    stamp: u64,
    duty_stamp: Vec<u64>,
    kind_stamp: Vec<u64>,
    visit_stamp: Vec<u64>,
    /// Visits to put back, and who of them was absent before the ruin.
    visits: Vec<u32>,
    some_absent: bool,
    was_absent: Vec<bool>,
}

impl Recreate {
    pub fn new(model: &Model) -> Recreate {
        let (visits, duties) = (model.visits.len(), model.duties.len());
        let nothing = Cached {
            version: 0,
            price: 0,
            position: NONE,
            gives_up: false,
        };
        Recreate {
            blink: (1.0 / visits.max(1) as f64).max(BLINK),
            order: Order::default(),
            cache: vec![nothing; visits * duties],
            open: Vec::new(),
            first_unused: 0,
            near: Vec::new(),
            stamp: 0,
            duty_stamp: vec![0; duties],
            kind_stamp: vec![0; duties],
            visit_stamp: vec![0; visits],
            visits: Vec::new(),
            some_absent: false,
            was_absent: vec![false; visits],
        }
    }

    /// Builds a first solution: all absent visits are tried everywhere.
    pub fn construct(&mut self, state: &mut State, tools: &mut Tools) {
        let blink = std::mem::replace(&mut self.blink, 0.0);
        self.some_absent = true;
        self.visits.clear();
        self.visits.append(&mut state.absent);
        for &visit in &self.visits {
            self.was_absent[visit as usize] = false;
            state.totals.absent(state.model, visit, -1);
        }
        self.put_back(state, tools, f64::INFINITY);
        self.blink = blink;
    }

    /// Puts the ruined visits and some absent ones back. Gives up with `false` as soon as the solution is
    /// sure to end at `limit` or above.
    pub fn run(&mut self, state: &mut State, ruin: &Ruin, tools: &mut Tools, limit: f64) -> bool {
        self.visits.clear();
        self.visits.extend_from_slice(&ruin.removed);
        for &visit in &ruin.removed {
            self.was_absent[visit as usize] = false;
        }
        self.some_absent = !state.absent.is_empty();
        self.call_absent(state, ruin.seed, tools);
        self.put_back(state, tools, limit)
    }

    /// Moves absent visits to those to be tried: all, or those near the seed and a few at random.
    fn call_absent(&mut self, state: &mut State, seed: u32, tools: &mut Tools) {
        self.stamp += 1;
        let ruined = self.visits.len();
        if state.absent.len() <= ABSENT_TRIED {
            self.visits.extend_from_slice(&state.absent);
        } else {
            let is_ruined = |visits: &[u32], visit: u32| visits[..ruined].contains(&visit);
            for &visit in tools.neighbours.of(seed) {
                if self.visits.len() - ruined >= ABSENT_TRIED * 2 / 3 {
                    break;
                }
                if state.is_absent(visit) && !is_ruined(&self.visits, visit) {
                    self.visit_stamp[visit as usize] = self.stamp;
                    self.visits.push(visit);
                }
            }
            for _ in self.visits.len() - ruined..ABSENT_TRIED {
                let visit = state.absent[tools.random.below(state.absent.len())];
                if self.visit_stamp[visit as usize] != self.stamp {
                    self.visit_stamp[visit as usize] = self.stamp;
                    self.visits.push(visit);
                }
            }
        }
        for &visit in &self.visits[ruined..] {
            self.visit_stamp[visit as usize] = self.stamp;
            self.was_absent[visit as usize] = true;
            state.totals.absent(state.model, visit, -1);
        }
        state
            .absent
            .retain(|&visit| self.visit_stamp[visit as usize] != self.stamp);
    }

    fn put_back(&mut self, state: &mut State, tools: &mut Tools, limit: f64) -> bool {
        let by_priority = self.some_absent && tools.random.unit() < 0.5;
        self.order
            .sort(state.model, &self.visits, by_priority, tools.random);
        self.open_duties(state);
        for next in 0..self.order.len() {
            if tools.weights.energy(&state.totals) >= limit {
                return false;
            }
            let visit = self.order.visit(next);
            match self.best_place(state, visit, tools) {
                Some(best) => {
                    let unused = state.routes[best.duty as usize].len() == 0;
                    let Place {
                        position, gives_up, ..
                    } = best.place;
                    state.insert(best.duty, position as usize, visit, gives_up);
                    if unused {
                        self.open_another(state, best.duty);
                    }
                }
                None => {
                    state.absent.push(visit);
                    state.totals.absent(state.model, visit, 1);
                }
            }
        }
        true
    }

    /// Lists the duties worth looking at: all used ones, one unused one of each kind.
    fn open_duties(&mut self, state: &State) {
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
    fn open_another(&mut self, state: &State, duty: u32) {
        let kind = state.model.duties[duty as usize].kind;
        let unused = |&&other: &&u32| {
            state.routes[other as usize].len() == 0
                && state.model.duties[other as usize].kind == kind
        };
        self.open.extend(state.duties.iter().find(unused));
    }

    fn best_place(&mut self, state: &State, visit: u32, tools: &mut Tools) -> Option<Best> {
        let duties = state.routes.len();
        let row = &mut self.cache[visit as usize * duties..][..duties];
        let mut scan = Scan {
            row,
            state,
            visit,
            blink: self.blink,
        };
        if self.was_absent[visit as usize] && state.visits.len() > THOROUGH_UP_TO {
            // it fitted nowhere before: only routes changed in this step can take it
            return scan.best_of(&state.journal, tools.random);
        }
        if state.visits.len() > GRANULAR_FROM {
            self.stamp += 1;
            self.near.clear();
            for &other in tools.neighbours.partners(visit).iter().take(GRANULAR) {
                let Some((duty, _)) = state.locate(other) else {
                    continue;
                };
                if self.duty_stamp[duty as usize] != self.stamp {
                    self.duty_stamp[duty as usize] = self.stamp;
                    self.near.push(duty);
                }
            }
            self.near.extend_from_slice(&self.open[self.first_unused..]);
            let best = scan.best_of(&self.near, tools.random);
            if best.is_some() {
                return best;
            }
        }
        scan.best_of(&self.open, tools.random)
    }
}

/// One visit looking for its place, with its row of the cache.
struct Scan<'a> {
    row: &'a mut [Cached],
    state: &'a State<'a>,
    visit: u32,
    blink: f64,
}

impl Scan<'_> {
    fn best_of(&mut self, duties: &[u32], random: &mut Random) -> Option<Best> {
        let (state, visit) = (self.state, self.visit);
        let mut best: Option<Best> = None;
        let mut bound = NEVER;
        for &duty in duties {
            let version = state.versions[duty as usize];
            let route = &state.routes[duty as usize];
            let cached = &mut self.row[duty as usize];
            let known = cached.version == version;
            if !known || (cached.position == NONE && cached.price < bound) {
                *cached = match cheapest(state.model, route, visit, bound, NONE) {
                    Some(Place {
                        price,
                        position,
                        gives_up,
                    }) => Cached {
                        version,
                        price,
                        position,
                        gives_up,
                    },
                    None => Cached {
                        version,
                        price: bound,
                        position: NONE,
                        gives_up: false,
                    },
                };
            }
            if cached.price >= bound {
                continue;
            }
            let Cached {
                price,
                position,
                gives_up,
                ..
            } = *cached;
            let mut place = Some(Place {
                price,
                position,
                gives_up,
            });
            if self.blink > 0.0 && random.unit() < self.blink {
                place = cheapest(state.model, route, visit, bound, position);
            }
            if let Some(place) = place {
                bound = place.price;
                best = Some(Best { place, duty });
            }
        }
        best
    }
}

/// What every operator needs besides the solution.
pub(crate) struct Tools<'a> {
    pub neighbours: &'a Neighbours,
    pub weights: Weights,
    pub random: &'a mut Random,
}
