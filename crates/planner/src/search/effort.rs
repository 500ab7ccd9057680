//! How much is searched, and what one walk offers the others.

use super::barrier::Barrier;
use super::energy::Key;
use crate::plan::Plan;
use crate::watch::Watch;

/// How long and how wide to search.
pub(crate) struct Effort<'a> {
    pub seed: u64,
    pub threads: usize,
    /// Steps of each walk.
    pub iterations: u64,
    pub watch: &'a dyn Watch,
}

impl Effort<'_> {
    /// Share of the budget used by a walk after `steps`; all of it once another walk has panicked.
    pub(super) fn used(&self, steps: u64, barrier: &Barrier) -> f64 {
        if barrier.is_broken() {
            return 1.0;
        }
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
