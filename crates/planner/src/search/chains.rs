//! Several walks at once, each on its own thread, that meet at fixed shares of the budget and exchange bests.
//!
//! What a walk does depends only on its seed and on what it takes over at the meetings, and everybody takes
//! over the same: so the result depends on (seed, iterations, threads) and not on who runs faster.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};

use super::energy::Key;
use super::neighbours::Neighbours;
use super::split;
use super::walk::Walk;
use crate::model::Model;
use crate::plan::Plan;
use crate::solve::Watch;

/// How many times the walks meet.
const MEETINGS: u32 = 60;
/// Beyond this many movable visits the walks share the map out instead of all walking everywhere.
const SPLIT_FROM: usize = 600;

/// How long and how wide to search.
pub(crate) struct Effort<'a> {
    pub seed: u64,
    pub threads: usize,
    /// Steps of each walk.
    pub iterations: u64,
    pub watch: &'a dyn Watch,
}

impl Effort<'_> {
    /// Share of the budget used by a walk after `steps`.
    pub(super) fn used(&self, steps: u64) -> f64 {
        let counted = if steps >= self.iterations { 1.0 } else { steps as f64 / self.iterations as f64 };
        counted.max(self.watch.used())
    }
}

/// A plan with its key, as one walk offers it to the others.
#[derive(Clone)]
pub(super) struct Offer {
    pub key: Key,
    pub plan: Plan,
    pub absent: Vec<u32>,
}

/// Improves a plan; returns the best plan found and the steps made by all walks.
pub(crate) fn improve(model: &Model, plan: &Plan, effort: &Effort) -> (Plan, u64) {
    let neighbours = Neighbours::new(model);
    let duties: Vec<u32> = (0..model.duties.len() as u32).collect();
    let mut first = Walk::new(model, &neighbours, effort.seed);
    first.load(plan, &duties, &absent_in(model, plan));
    first.construct();
    let start = offer(&first, &duties);
    effort.watch.better(&start.plan);
    if effort.threads > 1 && first.state.visits.len() > SPLIT_FROM {
        return split::improve(model, &neighbours, effort, &start);
    }
    drop(first);
    let meeting = Meeting {
        model,
        neighbours: &neighbours,
        effort,
        duties: &duties,
        barrier: Barrier::new(effort.threads),
        offers: (0..effort.threads).map(|_| Mutex::new(start.clone())).collect(),
        steps: AtomicU64::new(0),
    };
    std::thread::scope(|scope| {
        for thread in 1..effort.threads {
            let (meeting, start) = (&meeting, &start);
            scope.spawn(move || meeting.walk(thread, start));
        }
        meeting.walk(0, &start);
    });
    let plan = lock(&meeting.offers[meeting.best()]).plan.clone();
    (plan, meeting.steps.into_inner())
}

/// Visits that no duty of the plan serves.
fn absent_in(model: &Model, plan: &Plan) -> Vec<u32> {
    let mut served = vec![false; model.visits.len()];
    for visit in plan.duties.iter().flatten() {
        served[visit.at()] = true;
    }
    (0..model.visits.len() as u32).filter(|&visit| !served[visit as usize]).collect()
}

fn offer(walk: &Walk, duties: &[u32]) -> Offer {
    let mut plan = Plan { duties: vec![Vec::new(); duties.len()], broken_promises: Vec::new() };
    walk.best.write(duties, &mut plan);
    plan.broken_promises.sort_unstable();
    Offer { key: walk.best.key, plan, absent: walk.best.absent.clone() }
}

/// What the walks share.
struct Meeting<'a> {
    model: &'a Model,
    neighbours: &'a Neighbours,
    effort: &'a Effort<'a>,
    duties: &'a [u32],
    barrier: Barrier,
    offers: Vec<Mutex<Offer>>,
    steps: AtomicU64,
}

impl Meeting<'_> {
    fn walk(&self, thread: usize, start: &Offer) {
        let seed = self.effort.seed.wrapping_mul(1000).wrapping_add(thread as u64 + 1);
        let mut walk = Walk::new(self.model, self.neighbours, seed);
        walk.load(&start.plan, self.duties, &start.absent);
        let mut known = start.key;
        for meeting in 1..=MEETINGS {
            let until = f64::from(meeting) / f64::from(MEETINGS);
            walk.run(until, |steps| self.effort.used(steps));
            *lock(&self.offers[thread]) = offer(&walk, self.duties);
            self.barrier.wait();
            let best = self.best();
            let offer = lock(&self.offers[best]);
            if offer.key < walk.best.key && meeting < MEETINGS {
                walk.load(&offer.plan, self.duties, &offer.absent);
            }
            if thread == 0 && offer.key < known {
                known = offer.key;
                self.effort.watch.better(&offer.plan);
            }
            drop(offer);
            self.barrier.wait();
        }
        self.steps.fetch_add(walk.steps, Ordering::Relaxed);
    }

    /// The thread with the best offer, the first one among equals.
    fn best(&self) -> usize {
        let key = |&thread: &usize| lock(&self.offers[thread]).key;
        (0..self.offers.len()).min_by_key(key).unwrap_or(0)
    }
}

/// A lock whose holder panicked is taken over: the panic itself ends the search.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
