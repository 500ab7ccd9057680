//! What "a better plan" means.
//!
//! A plan's cost is a list of terms, compared from the first to the last (lexicographically):
//!
//! ```text
//! 1. unserved     Σ priority(v)                    over required visits v that no duty serves
//! 2. broken       number of promises given up
//! 3. overtime     Σ max(0, return(d) − shift end(d))   seconds over duties d
//! 4. optional     Σ priority(v)                    over optional visits v that no duty serves
//! 5. road         Σ price.travel · (travel(d) + set-up(d) + delay(d)) + price.waiting · waiting(d)
//! 6. unfairness   max − min over teams of busy seconds per duty (travel + set-up + service)
//! 7. change       number of visits moved to another duty, or by more than their tolerance
//!
//! waiting(d) = return(d) − shift start(d) − travel(d) − set-up(d) − service(d) − break(d)
//! delay(d)   = Σ day(d) · day price(v)              over the visits v of d
//! ```
//!
//! break(d) is its length if it is taken; a team that is home before its break must begin takes none. Waiting is idle
//! time of a team, delay the days that families wait, in seconds of travel at each family's price of a day.
//!
//! One rule stands above the road and is no term: of two visits of one neighbourhood that need the same, the one with the
//! higher day price is not served on a later day if they can change places (`search/turns.rs`).
//!
//! When a running day is replanned (`least_change_first`), term 7 is weighed before term 5.

use std::cmp::Ordering;
use std::fmt;

/// The cost of a plan, term by term. Smaller is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostBreakdown {
    /// Sum of the priorities of required visits left unserved.
    pub unserved: i64,
    /// How many promises are given up.
    pub broken_promises: i64,
    /// Seconds worked after the end of shifts.
    pub overtime: i64,
    /// Sum of the priorities of optional visits left unserved.
    pub optional_unserved: i64,
    /// Seconds of driving.
    pub travel: i64,
    /// Seconds of unpacking.
    pub setup: i64,
    /// Seconds of idle waiting.
    pub waiting: i64,
    /// The days until the visits, each at its visit's price of a day, in seconds of travel.
    pub delay: i64,
    /// Travel, set-up, delay and waiting at their prices ([`Prices`](crate::Prices)): the term that is compared.
    pub road: i64,
    /// Busy seconds per duty of the busiest team, less those of the least busy one.
    pub unfairness: i64,
    /// How many visits are moved against the previous plan.
    pub change: i64,
    /// Whether change is weighed before the road (see the file's header).
    pub least_change_first: bool,
}

impl CostBreakdown {
    /// The terms in the order in which they are compared.
    #[must_use]
    pub fn terms(&self) -> [i64; 7] {
        let [first, second, third] = if self.least_change_first {
            [self.change, self.road, self.unfairness]
        } else {
            [self.road, self.unfairness, self.change]
        };
        [self.unserved, self.broken_promises, self.overtime, self.optional_unserved, first, second, third]
    }
}

impl Ord for CostBreakdown {
    fn cmp(&self, other: &Self) -> Ordering {
        // the parts of `road` come last, only so that equal means identical
        let parts = |cost: &Self| (cost.travel, cost.setup, cost.waiting, cost.delay, cost.least_change_first);
        self.terms().cmp(&other.terms()).then_with(|| parts(self).cmp(&parts(other)))
    }
}

impl PartialOrd for CostBreakdown {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for CostBreakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unserved {} · broken promises {} · overtime {} s · optional unserved {} · travel {} s · set-up {} s · waiting {} s · delay {} s · unfairness {} s · changes {}",
            self.unserved,
            self.broken_promises,
            self.overtime,
            self.optional_unserved,
            self.travel,
            self.setup,
            self.waiting,
            self.delay,
            self.unfairness,
            self.change
        )
    }
}
