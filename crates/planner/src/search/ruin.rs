//! Ruin by adjacent string removal (Christiaens & Vanden Berghe 2020, "SISR").
//!
//! Around a random seed visit, take a string of neighbouring stops out of each of a few neighbouring routes:
//! slack then appears close together in space, where a recreate can use it.

use super::neighbours::Neighbours;
use super::state::State;
use crate::random::Random;

/// How much is removed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuinSettings {
    /// Mean number of removed visits (c̄ of the paper).
    pub mean_removed: f64,
    /// Longest string (L_max of the paper).
    pub longest_string: f64,
    /// Chance of the split string procedure (α of the paper).
    pub split: f64,
    /// Chance that the seed is an absent visit, if there is one.
    pub absent_seed: f64,
}

impl Default for RuinSettings {
    fn default() -> RuinSettings {
        RuinSettings { mean_removed: 10.0, longest_string: 10.0, split: 0.5, absent_seed: 0.3 }
    }
}

/// The operator with its memory.
pub(crate) struct Ruin {
    pub settings: RuinSettings,
    pub removed: Vec<u32>,
    pub seed: u32,
    step: u64,
    ruined: Vec<u64>,
}

impl Ruin {
    pub fn new(duties: usize) -> Ruin {
        let settings = RuinSettings::default();
        Ruin { settings, removed: Vec::new(), seed: 0, step: 0, ruined: vec![0; duties] }
    }

    /// Takes strings out of routes around a random seed; the removed visits stand in `removed`.
    pub fn run(&mut self, state: &mut State, neighbours: &Neighbours, random: &mut Random) {
        self.step += 1;
        self.removed.clear();
        self.seed = self.pick_seed(state, random);
        let mean_length = state.served as f64 / state.used.max(1) as f64;
        let longest = self.settings.longest_string.min(mean_length.max(1.0));
        let most_strings = 4.0 * self.settings.mean_removed / (1.0 + longest) - 1.0;
        let strings = (random.unit() * most_strings + 1.0) as usize;
        let mut done = 0;
        for &visit in neighbours.of(self.seed) {
            let Some((duty, position)) = state.locate(visit) else {
                continue;
            };
            let frozen = state.routes[duty as usize].frozen;
            if self.ruined[duty as usize] == self.step || position <= frozen {
                continue;
            }
            self.ruined[duty as usize] = self.step;
            self.remove_string(state, duty, position, longest, random);
            done += 1;
            if done == strings {
                return;
            }
        }
    }

    fn pick_seed(&self, state: &State, random: &mut Random) -> u32 {
        if !state.absent.is_empty() && random.unit() < self.settings.absent_seed {
            return state.absent[random.below(state.absent.len())];
        }
        state.visits[random.below(state.visits.len())]
    }

    /// Removes a string of random length that holds `position`; now and then it skips a few stops inside.
    fn remove_string(&mut self, state: &mut State, duty: u32, position: usize, longest: f64, random: &mut Random) {
        let route = &state.routes[duty as usize];
        let (first, stops) = (route.frozen + 1, route.len() - route.frozen);
        let length = (random.unit() * longest.min(stops as f64) + 1.0) as usize;
        let length = length.min(stops);
        let mut kept = 0;
        if length > 1 && length < stops && random.unit() < self.settings.split {
            kept = 1;
            while length + kept < stops && random.unit() < 0.01 {
                kept += 1;
            }
        }
        let span = length + kept;
        let earliest = (position + 1).saturating_sub(span).max(first);
        let latest = position.min(route.len() + 1 - span);
        let start = earliest + random.below(latest - earliest + 1);
        let keep = if kept > 0 { start + 1 + random.below(length - 1) } else { start };
        state.remove(duty, start..=start + span - 1, keep..keep + kept, &mut self.removed);
    }
}
