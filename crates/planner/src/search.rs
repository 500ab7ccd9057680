//! The search: slack induction by string removals with simulated annealing, in parallel walks.

mod balance;
mod barrier;
mod chains;
mod cross;
mod days;
mod effort;
mod energy;
mod finder;
mod neighbours;
mod order;
mod population;
mod priced_insertion;
mod recreate;
mod ruin;
mod settle;
mod split;
mod state;
mod turns;
mod walk;

pub(crate) use balance::balance;
pub(crate) use chains::improve;
pub(crate) use effort::Effort;
pub(crate) use settle::settle;
