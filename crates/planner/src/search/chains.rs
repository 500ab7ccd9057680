//! Several walks at once, each on its own thread, that meet at fixed shares of the budget: to exchange bests, or,
//! where there is time for many walks, to breed plans from the bests of all (`population.rs`).
//!
//! What a walk does depends only on its seed and on what it takes over at the meetings, and everybody takes
//! over the same: so the result depends on (seed, iterations, threads) and not on who runs faster.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::barrier::{Barrier, Broken, lock};
use super::cross::cross;
use super::effort::{Effort, Offer};
use super::neighbours::Neighbours;
use super::population::Population;
use super::split;
use super::walk::{Cooling, Walk};
use crate::model::Model;
use crate::plan::Plan;
use crate::random::Random;

/// How many times the walks meet.
const MEETINGS: u32 = 60;
/// From this many steps a walk and visit on, many short walks with children between them beat a long one.
const LONG_FROM: usize = 1_000;
/// Walks from the start, and walks from children, of each thread.
const FOUNDERS: u32 = 4;
const CHILDREN: u32 = 60;
/// Share of the budget by which the founders have ended, and the temperature they begin with, in mean legs.
const FOUNDED: f64 = 0.3;
const FOUNDER_PEAK: f64 = 3.0;
/// Temperatures that the first and the last children begin with, in mean legs.
const CHILD_PEAK: (f64, f64) = (0.4, 0.14);
/// What founders think of using fewer duties (see [`Walk::favour_fewer_duties`]). How many duties a plan uses settles
/// early and hardly changes later, so there must be founders with more and with fewer than usual.
const BIASES: [f64; 5] = [0.0, -3.0, 3.0, 1.5, -1.5];
/// Beyond this many movable visits the walks share the map out instead of all walking everywhere.
const SPLIT_FROM: usize = 600;

/// Improves a plan; returns the best plan found and the steps made by all walks.
pub(crate) fn improve(model: &Model, plan: &Plan, effort: &Effort) -> (Plan, u64) {
    if model.duties.is_empty() {
        return (plan.clone(), 0); // there need not even be a travel matrix
    }
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
        best_yet: Mutex::new(start.clone()),
        population: Mutex::default(),
        first_steps: AtomicU64::new(0),
        steps: AtomicU64::new(0),
    };
    meeting.barrier.run(|thread| meeting.walk(thread, &start));
    let plan = lock(&meeting.best_yet).plan.clone();
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
    best_yet: Mutex<Offer>,
    population: Mutex<Population>,
    /// Steps of all walks until their first meeting.
    first_steps: AtomicU64,
    steps: AtomicU64,
}

impl Meeting<'_> {
    fn walk(&self, thread: usize, start: &Offer) -> Result<(), Broken> {
        let seed = self.effort.seed.wrapping_mul(1000).wrapping_add(thread as u64 + 1);
        let mut walk = Walk::new(self.model, self.neighbours, seed);
        walk.load(&start.plan, self.duties, &start.absent);
        let until = 1.0 / f64::from(MEETINGS);
        walk.run(until, |steps| self.effort.used(steps, &self.barrier));
        self.first_steps.fetch_add(walk.steps, Ordering::Relaxed);
        self.meet(&mut walk, thread, until)?;
        if self.is_long() {
            self.breed(&mut walk, thread, start)?;
        } else {
            self.exchange(&mut walk, thread)?;
        }
        self.steps.fetch_add(walk.steps, Ordering::Relaxed);
        Ok(())
    }

    /// Walks on, offers its best and waits for the others. Until the next barrier everybody may read all offers.
    fn meet(&self, walk: &mut Walk, thread: usize, until: f64) -> Result<(), Broken> {
        walk.run(until, |steps| self.effort.used(steps, &self.barrier));
        *lock(&self.offers[thread]) = offer(walk, self.duties);
        self.barrier.wait()?;
        if thread == 0 {
            let offer = lock(&self.offers[self.best()]);
            let mut best = lock(&self.best_yet);
            if offer.key < best.key {
                best.clone_from(&offer);
                self.effort.watch.better(&offer.plan);
            }
        }
        Ok(())
    }

    /// Whether there is time for many walks, estimated by the steps until the first meeting.
    fn is_long(&self) -> bool {
        let expected = self.first_steps.load(Ordering::Relaxed) * u64::from(MEETINGS);
        expected > (LONG_FROM * self.model.visits.len() * self.effort.threads) as u64
    }

    /// One long cooling: at every meeting all go on from the best.
    fn exchange(&self, walk: &mut Walk, thread: usize) -> Result<(), Broken> {
        for meeting in 2..=MEETINGS {
            let offer = lock(&self.offers[self.best()]).clone();
            if offer.key < walk.best.key {
                walk.load(&offer.plan, self.duties, &offer.absent);
            }
            self.barrier.wait()?;
            self.meet(walk, thread, f64::from(meeting) / f64::from(MEETINGS))?;
        }
        Ok(())
    }

    /// Many short coolings: first from the start, then from children of what came out before.
    fn breed(&self, walk: &mut Walk, thread: usize, start: &Offer) -> Result<(), Broken> {
        self.barrier.wait()?;
        let mut random = Random::new(!(self.effort.seed.wrapping_mul(1000).wrapping_add(thread as u64)));
        for round in 0..FOUNDERS + CHILDREN {
            walk.cooling = cooling(round);
            if self.effort.used(walk.steps, &self.barrier) >= 1.0 {
                // stopped: only meets the others
            } else if round < FOUNDERS {
                walk.load(&start.plan, self.duties, &start.absent);
                let number = round as usize * self.effort.threads + thread;
                walk.favour_fewer_duties(BIASES[number % BIASES.len()]);
            } else {
                let child = {
                    let population = lock(&self.population);
                    let (own, other) = population.parents(&mut random);
                    cross(self.model, self.neighbours, own, other, &mut random)
                };
                walk.load(&child, self.duties, &absent_in(self.model, &child));
                walk.favour_fewer_duties(0.0);
                walk.construct();
            }
            self.meet(walk, thread, walk.cooling.to)?;
            if thread == 0 {
                let mut population = lock(&self.population);
                for offer in &self.offers {
                    population.take_in(&lock(offer), self.model.visits.len());
                }
            }
            self.barrier.wait()?;
        }
        Ok(())
    }

    /// The thread with the best offer, the first one among equals.
    fn best(&self) -> usize {
        let key = |&thread: &usize| lock(&self.offers[thread]).key;
        (0..self.offers.len()).min_by_key(key).unwrap_or(0)
    }
}

/// When and how hot each of the walks of `breed` is.
fn cooling(round: u32) -> Cooling {
    let parts = |k: u32, of: u32, from: f64, to: f64| from + (to - from) * f64::from(k) / f64::from(of);
    if round < FOUNDERS {
        let share = |k| parts(k, FOUNDERS, 1.0 / f64::from(MEETINGS), FOUNDED);
        return Cooling { from: share(round), to: share(round + 1), peak: Some(FOUNDER_PEAK) };
    }
    let child = round - FOUNDERS;
    let share = |k| parts(k, CHILDREN, FOUNDED, 1.0);
    let peak = CHILD_PEAK.0 * (CHILD_PEAK.1 / CHILD_PEAK.0).powf(f64::from(child) / f64::from(CHILDREN));
    Cooling { from: share(child), to: share(child + 1), peak: Some(peak) }
}
