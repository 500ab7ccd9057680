//! The search: slack induction by string removals with simulated annealing, in parallel walks.

mod balance;
mod barrier;
mod chains;
mod cross;
mod days;
mod energy;
mod finder;
mod neighbours;
mod opening;
mod order;
mod population;
mod random;
mod recreate;
mod ruin;
mod split;
mod state;
mod turns;
mod walk;

pub(crate) use balance::balance;
pub(crate) use chains::{Effort, improve};
pub(crate) use days::settle;
