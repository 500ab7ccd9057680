//! Draws the factors by which one day differs from its plan.

use super::Spread;
use crate::random::Random;

/// How much longer than planned one stop takes, and the way to it: 1 is as planned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub leg: f64,
    pub work: f64,
}

/// Repeatable lognormal numbers.
pub(super) struct Draws {
    random: Random,
    /// The second of two normal numbers that come together.
    spare: Option<f64>,
}

impl Draws {
    pub fn new(seed: u64) -> Draws {
        Draws { random: Random::new(seed), spare: None }
    }

    /// One day of a duty with so many stops.
    pub fn day(&mut self, spread: &Spread, stops: usize) -> Vec<Pace> {
        let (legs, work) = (Scatter::of(spread.leg), Scatter::of(spread.work));
        let all_legs = self.factor(Scatter::of(spread.all_legs));
        let all_work = self.factor(Scatter::of(spread.all_work));
        let mut pace = || Pace { leg: all_legs * self.factor(legs), work: all_work * self.factor(work) };
        (0..stops).map(|_| pace()).collect()
    }

    fn factor(&mut self, scatter: Scatter) -> f64 {
        let normal = self.normal();
        scatter.deviation.mul_add(normal, scatter.mean).exp()
    }

    /// A standard normal number (Box and Muller).
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * (1.0 - self.random.unit()).ln()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * self.random.unit()).sin_cos();
        self.spare = Some(radius * sine);
        radius * cosine
    }
}

/// The logarithm of a factor with mean 1: its own mean and deviation.
#[derive(Clone, Copy)]
struct Scatter {
    mean: f64,
    deviation: f64,
}

impl Scatter {
    fn of(spread: f64) -> Scatter {
        let variance = spread.max(0.0).powi(2).ln_1p();
        Scatter { mean: -variance / 2.0, deviation: variance.sqrt() }
    }
}
