//! How a search is watched and ended from outside.

use crate::plan::Plan;

/// Watches a search from outside: the planner has no clock of its own.
pub trait Watch: Sync {
    /// Share of the budget used so far, from 0.0; 1.0 or more ends the search soon. Asked often, by every thread.
    fn used(&self) -> f64 {
        0.0
    }

    /// Told about better plans now and then. Each is feasible.
    fn better(&self, _plan: &Plan) {}
}

/// Never ends a search.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

impl<F: Fn() -> f64 + Sync> Watch for F {
    fn used(&self) -> f64 {
        self()
    }
}
