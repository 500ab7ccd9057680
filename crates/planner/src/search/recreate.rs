//! Recreate by greedy insertion with blinks: every removed visit goes to its cheapest insertion, but now and then
//! the best insertion of a route is overlooked, so that the greedy order does not decide everything.

use super::energy::Weights;
use super::finder::Finder;
use super::neighbours::Neighbours;
use super::order::Order;
use super::ruin::Ruin;
use super::state::State;
use crate::model::Model;
use crate::random::Random;

/// Up to this many visits absent ones are tried everywhere, not only in the routes of the step.
const THOROUGH_UP_TO: usize = 30;
/// Absent visits tried in one step.
const ABSENT_TRIED: usize = 15;

/// What every operator needs besides the solution.
pub(crate) struct Tools<'a> {
    pub neighbours: &'a Neighbours,
    pub weights: Weights,
    pub random: &'a mut Random,
}

/// The operator with its memory.
pub(crate) struct Recreate {
    order: Order,
    finder: Finder,
    /// Visits to put back, and who of them was absent before the ruin.
    visits: Vec<u32>,
    was_absent: Vec<bool>,
    some_absent: bool,
    stamp: u64,
    visit_stamp: Vec<u64>,
}

impl Recreate {
    pub fn new(model: &Model) -> Recreate {
        let visits = model.visits.len();
        Recreate {
            order: Order::default(),
            finder: Finder::new(model),
            visits: Vec::new(),
            was_absent: vec![false; visits],
            some_absent: false,
            stamp: 0,
            visit_stamp: vec![0; visits],
        }
    }

    /// Builds a first solution: all absent visits are tried everywhere.
    pub fn construct(&mut self, state: &mut State, tools: &mut Tools) {
        let blink = std::mem::replace(&mut self.finder.blink, 0.0);
        self.some_absent = true;
        self.visits.clear();
        self.visits.append(&mut state.absent);
        for &visit in &self.visits {
            self.was_absent[visit as usize] = false;
            state.totals.absent(state.model, visit, -1);
        }
        self.put_back(state, tools, f64::INFINITY);
        self.finder.blink = blink;
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
            for &visit in &self.visits {
                self.visit_stamp[visit as usize] = self.stamp; // the ruined ones are called already
            }
            let mut free = ABSENT_TRIED * 2 / 3;
            for &visit in tools.neighbours.of(seed) {
                if free == 0 {
                    break;
                }
                free -= usize::from(state.is_absent(visit) && self.call(visit));
            }
            for _ in self.visits.len() - ruined..ABSENT_TRIED {
                self.call(state.absent[tools.random.below(state.absent.len())]);
            }
        }
        for &visit in &self.visits[ruined..] {
            self.visit_stamp[visit as usize] = self.stamp;
            self.was_absent[visit as usize] = true;
            state.totals.absent(state.model, visit, -1);
        }
        state.absent.retain(|&visit| self.visit_stamp[visit as usize] != self.stamp);
    }

    /// Calls a visit unless it is called already.
    fn call(&mut self, visit: u32) -> bool {
        let stamp = &mut self.visit_stamp[visit as usize];
        let new = std::mem::replace(stamp, self.stamp) != self.stamp;
        if new {
            self.visits.push(visit);
        }
        new
    }

    fn put_back(&mut self, state: &mut State, tools: &mut Tools, limit: f64) -> bool {
        let by_priority = self.some_absent && tools.random.unit() < 0.5;
        self.order.sort(state.model, &self.visits, by_priority, tools.random);
        self.finder.open_duties(state);
        for next in 0..self.order.len() {
            if tools.weights.energy(&state.totals, state.used) >= limit {
                return false;
            }
            let visit = self.order.visit(next);
            // who was absent fitted nowhere before: only routes changed in this step can take it
            let only_changed = self.was_absent[visit as usize] && state.visits.len() > THOROUGH_UP_TO;
            let best = if only_changed {
                self.finder.best_in_changed(state, visit, tools.random)
            } else {
                self.finder.best(state, visit, tools.neighbours, tools.random)
            };
            let Some((duty, insertion)) = best else {
                state.absent.push(visit);
                state.totals.absent(state.model, visit, 1);
                continue;
            };
            let unused = state.routes[duty as usize].len() == 0;
            state.insert(duty, insertion.position(), visit, insertion.gives_up());
            if unused {
                self.finder.open_another(state, duty);
            }
        }
        true
    }
}
