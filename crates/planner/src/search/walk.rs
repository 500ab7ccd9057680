//! One annealing walk: ruin, recreate, accept or roll back, remember the best.

use super::energy::{Key, Weights};
use super::neighbours::Neighbours;
use super::recreate::{Recreate, Tools};
use super::ruin::Ruin;
use super::state::State;
use crate::model::{Model, visit_index};
use crate::plan::Plan;
use crate::random::Random;

/// Temperature at the end, in mean legs between near visits.
const COLD: f64 = 0.07;
/// Temperature at the beginning of a walk of [`STEPS_USUAL`]. Four times as many steps may start twice as hot:
/// what a short walk has no time to repair, a long one needs in order to leave the first valley it fell into.
const HOT: f64 = 3.0;
const STEPS_USUAL: f64 = 300_000.0;
/// A shorter walk that begins cooler, or any that begins hotter than this, was worse in every trial.
const HOT_RANGE: (f64, f64) = (3.0, 12.0);

/// A stretch of the budget in which the walk cools down from a peak to [`COLD`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cooling {
    /// Share of the budget used when it begins, and when it ends.
    pub from: f64,
    pub to: f64,
    /// Temperature at the beginning, in mean legs; `None`: what suits a walk of this length.
    pub peak: Option<f64>,
}

impl Cooling {
    /// One long cooling over the whole budget.
    pub const WHOLE: Cooling = Cooling { from: 0.0, to: 1.0, peak: None };
}

/// A walk with its operators and its best solution.
pub(crate) struct Walk<'a> {
    pub state: State<'a>,
    pub steps: u64,
    pub cooling: Cooling,
    ruin: Ruin,
    recreate: Recreate,
    neighbours: &'a Neighbours,
    weights: Weights,
    random: Random,
    pub best: Best,
}

/// The best solution of a walk, kept as plain stops per duty.
pub(crate) struct Best {
    pub key: Key,
    /// Stops per duty, each with whether its promise is given up.
    stops: Vec<Vec<(u32, bool)>>,
    pub absent: Vec<u32>,
    /// Duties whose stops differ from the walk's.
    stale: Vec<bool>,
    stale_list: Vec<u32>,
}

impl<'a> Walk<'a> {
    pub fn new(model: &'a Model, neighbours: &'a Neighbours, seed: u64) -> Walk<'a> {
        let duties = model.duties.len();
        Walk {
            state: State::new(model),
            steps: 0,
            cooling: Cooling::WHOLE,
            ruin: Ruin::new(duties),
            recreate: Recreate::new(model),
            neighbours,
            weights: Weights::new(model, neighbours.worth),
            random: Random::new(seed),
            best: Best {
                key: Key::default(),
                stops: vec![Vec::new(); duties],
                absent: Vec::new(),
                stale: vec![false; duties],
                stale_list: Vec::new(),
            },
        }
    }

    /// Stands on a plan, allowed to change the given duties and place the given absent visits.
    pub fn load(&mut self, plan: &Plan, duties: &[u32], absent: &[u32]) {
        self.state.load(plan, duties, absent);
        self.remember_all();
    }

    /// Inserts what can be inserted, greedily.
    pub fn construct(&mut self) {
        self.state.begin();
        let mut tools = Tools { neighbours: self.neighbours, weights: self.weights, random: &mut self.random };
        self.recreate.construct(&mut self.state, &mut tools);
        self.remember_all();
    }

    /// Walks until `used` (asked now and then; the share of the budget used up) reaches `until`.
    pub fn run(&mut self, until: f64, used: impl Fn(u64) -> f64) {
        if self.state.visits.is_empty() || self.state.duties.is_empty() {
            return;
        }
        loop {
            let share = used(self.steps);
            if share >= until {
                return;
            }
            let temperature = self.temperature(share);
            for _ in 0..16 {
                self.step(temperature);
            }
        }
    }

    /// Prefers plans that use fewer duties (`bias` > 0) or more, by so many mean legs a duty.
    pub fn favour_fewer_duties(&mut self, bias: f64) {
        self.weights.used_duty = bias * self.neighbours.scale;
    }

    fn temperature(&self, share: f64) -> f64 {
        let Cooling { from, to, peak } = self.cooling;
        let peak = peak.unwrap_or_else(|| self.hot(share));
        self.neighbours.scale * peak * (COLD / peak).powf(((share - from) / (to - from)).clamp(0.0, 1.0))
    }

    /// The temperature that a walk of this length begins with; the length follows from the share that is used.
    fn hot(&self, share: f64) -> f64 {
        let expected = if share > 0.0 { self.steps as f64 / share } else { STEPS_USUAL };
        (HOT * (expected / STEPS_USUAL).sqrt()).clamp(HOT_RANGE.0, HOT_RANGE.1)
    }

    /// The search loop of the whole engine.
    fn step(&mut self, temperature: f64) {
        self.steps += 1;
        self.state.begin();
        // threshold of simulated annealing, drawn before the work so that hopeless steps end early
        let energy = self.weights.energy(&self.state.totals, self.state.used);
        let limit = energy - temperature * self.random.unit().max(f64::MIN_POSITIVE).ln();
        self.ruin.run(&mut self.state, self.neighbours, &mut self.random);
        let mut tools = Tools { neighbours: self.neighbours, weights: self.weights, random: &mut self.random };
        let finished = self.recreate.run(&mut self.state, &self.ruin, &mut tools, limit);
        if !finished || !self.state.is_feasible() || self.weights.energy(&self.state.totals, self.state.used) >= limit {
            self.state.roll_back();
            return;
        }
        self.best.mark_stale(&self.state.journal);
        if self.state.totals.key(self.state.model) < self.best.key {
            self.best.remember(&self.state);
        }
    }

    /// Writes the stops as they stand into a plan, and adds the promises they give up.
    pub fn write_current(&self, plan: &mut Plan) {
        let mut stops = Vec::new();
        for &duty in &self.state.duties {
            self.state.copy_stops(duty, &mut stops);
            write_stops(&stops, duty, plan);
        }
    }

    fn remember_all(&mut self) {
        self.best.mark_stale(&self.state.duties);
        self.best.remember(&self.state);
    }
}

impl Best {
    fn mark_stale(&mut self, duties: &[u32]) {
        for &duty in duties {
            if !std::mem::replace(&mut self.stale[duty as usize], true) {
                self.stale_list.push(duty);
            }
        }
    }

    /// Copies only what changed since the last time.
    fn remember(&mut self, state: &State) {
        self.key = state.totals.key(state.model);
        while let Some(duty) = self.stale_list.pop() {
            self.stale[duty as usize] = false;
            state.copy_stops(duty, &mut self.stops[duty as usize]);
        }
        self.absent.clone_from(&state.absent);
    }

    /// Writes the best stops of the given duties into a plan, and adds the promises they give up.
    pub fn write(&self, duties: &[u32], plan: &mut Plan) {
        for &duty in duties {
            write_stops(&self.stops[duty as usize], duty, plan);
        }
    }
}

fn write_stops(stops: &[(u32, bool)], duty: u32, plan: &mut Plan) {
    plan.duties[duty as usize].clear();
    plan.duties[duty as usize].extend(stops.iter().map(|&(visit, _)| visit_index(visit)));
    let broken = stops.iter().filter(|stop| stop.1);
    plan.broken_promises.extend(broken.map(|&(visit, _)| visit_index(visit)));
}
