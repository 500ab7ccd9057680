//! Large problems: the walks share the map out, each improves its part, and the cut moves at every meeting.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::barrier::{Barrier, Broken, lock};
use super::effort::{Effort, Offer};
use super::neighbours::Neighbours;
use super::walk::Walk;
use crate::model::Model;
use crate::plan::Plan;
use crate::random::Random;

/// How many times the map is cut anew.
const MEETINGS: u32 = 40;
/// Share of the budget during which parts are put together as they stand. Later only bests are: so the walks
/// may first climb, and then settle.
const HOT: f64 = 0.7;

/// What one walk may change, and later what came out.
#[derive(Clone, Default)]
struct Part {
    duties: Vec<u32>,
    absent: Vec<u32>,
    current: Plan,
    best: Option<Offer>,
}

/// What the walks share.
struct Map<'a> {
    model: &'a Model,
    neighbours: &'a Neighbours,
    effort: &'a Effort<'a>,
    barrier: Barrier,
    parts: Vec<Mutex<Part>>,
    /// The plan all parts are cut from.
    work: Mutex<Offer>,
    best: Mutex<Offer>,
    steps: AtomicU64,
}

/// Improves a plan by parts; returns the best plan found and the steps made by all walks.
pub(super) fn improve(model: &Model, neighbours: &Neighbours, effort: &Effort, start: &Offer) -> (Plan, u64) {
    let map = Map {
        model,
        neighbours,
        effort,
        barrier: Barrier::new(effort.threads),
        parts: (0..effort.threads).map(|_| Mutex::default()).collect(),
        work: Mutex::new(start.clone()),
        best: Mutex::new(start.clone()),
        steps: AtomicU64::new(0),
    };
    map.barrier.run(|thread| map.walk(thread));
    let plan = lock(&map.best).plan.clone();
    (plan, map.steps.into_inner())
}

impl Map<'_> {
    fn walk(&self, thread: usize) -> Result<(), Broken> {
        let seed = self.effort.seed.wrapping_mul(1000).wrapping_add(thread as u64 + 1);
        let mut walk = Walk::new(self.model, self.neighbours, seed);
        let mut random = Random::new(self.effort.seed);
        for meeting in 1..=MEETINGS {
            let until = f64::from(meeting) / f64::from(MEETINGS);
            if thread == 0 {
                self.cut(&mut random);
            }
            self.barrier.wait()?;
            self.work_on_part(&mut walk, thread, until);
            self.barrier.wait()?;
            if thread == 0 {
                self.join(until < HOT);
            }
        }
        self.steps.fetch_add(walk.steps, Ordering::Relaxed);
        Ok(())
    }

    fn work_on_part(&self, walk: &mut Walk, thread: usize, until: f64) {
        let mut part = lock(&self.parts[thread]);
        walk.load(&lock(&self.work).plan, &part.duties, &part.absent);
        walk.run(until, |steps| self.effort.used(steps, &self.barrier));
        let empty = Plan { duties: vec![Vec::new(); self.model.duties.len()], ..Plan::default() };
        part.current = empty.clone();
        walk.write_current(&mut part.current);
        part.absent.clone_from(&walk.state.absent);
        let mut best = Offer { key: walk.best.key, plan: empty, absent: walk.best.absent.clone() };
        walk.best.write(&part.duties, &mut best.plan);
        part.best = Some(best);
    }

    /// Puts the parts together again.
    fn join(&self, hot: bool) {
        let empty = Plan { duties: vec![Vec::new(); self.model.duties.len()], ..Plan::default() };
        let mut best = Offer { key: [0; 6], plan: empty.clone(), absent: Vec::new() };
        let mut current = Offer { plan: empty, ..best.clone() };
        for part in &self.parts {
            let part = lock(part);
            let Some(own) = &part.best else { return };
            for (sum, term) in best.key.iter_mut().zip(own.key) {
                *sum += term;
            }
            take_over(&own.plan, &part.duties, &mut best.plan);
            best.absent.extend_from_slice(&own.absent);
            take_over(&part.current, &part.duties, &mut current.plan);
            current.absent.extend_from_slice(&part.absent);
        }
        let mut record = lock(&self.best);
        if best.key < record.key {
            best.plan.broken_promises.sort_unstable();
            *record = best;
            self.effort.watch.better(&record.plan);
        }
        *lock(&self.work) = if hot { current } else { record.clone() };
    }

    /// Cuts the map into bands of equally many visits, across a line between two random visits.
    fn cut(&self, random: &mut Random) {
        let work = lock(&self.work);
        let visits = self.model.visits.len();
        let (pole, other) = (random.below(visits) as u32, random.below(visits) as u32);
        let legs = &self.model.legs[0];
        let side = |visit: u32| i64::from(legs.between(visit, pole)) - i64::from(legs.between(visit, other));
        let mut used: Vec<(i64, usize)> = Vec::new();
        let mut parts = vec![Part::default(); self.parts.len()];
        for (duty, stops) in work.plan.duties.iter().enumerate() {
            if stops.is_empty() {
                parts[duty % self.parts.len()].duties.push(duty as u32);
            } else {
                let sum: i64 = stops.iter().map(|stop| side(stop.0)).sum();
                used.push((sum / stops.len() as i64, duty));
            }
        }
        used.sort_unstable();
        let total: usize = used.iter().map(|&(_, duty)| work.plan.duties[duty].len()).sum();
        let mut ends = vec![i64::MAX; parts.len()];
        let mut before = 0;
        for (mean, duty) in used {
            let band = (before * parts.len() / total.max(1)).min(parts.len() - 1);
            before += work.plan.duties[duty].len();
            parts[band].duties.push(duty as u32);
            ends[band] = mean;
        }
        for &visit in &work.absent {
            let band = ends.iter().position(|&end| side(visit) <= end).unwrap_or(parts.len() - 1);
            parts[band].absent.push(visit);
        }
        for (slot, part) in self.parts.iter().zip(parts) {
            *lock(slot) = part;
        }
    }
}

/// Copies some duties of a plan, and the promises they give up.
fn take_over(from: &Plan, duties: &[u32], to: &mut Plan) {
    for &duty in duties {
        to.duties[duty as usize].clone_from(&from.duties[duty as usize]);
    }
    to.broken_promises.extend_from_slice(&from.broken_promises);
}
