//! An answer to a problem: which duty serves which visits in which order.

use crate::problem::Problem;
use crate::units::VisitIndex;

/// Ordered visits per duty, and the promises it gives up on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// For each duty its visits in driving order.
    pub duties: Vec<Vec<VisitIndex>>,
    /// Served visits whose promised window is given up: they are served as soon as their own windows allow.
    pub broken_promises: Vec<VisitIndex>,
}

impl Plan {
    /// The plan that serves nothing but what is frozen.
    #[must_use]
    pub fn idle(problem: &Problem) -> Plan {
        let duties = problem.duties().iter().map(|duty| duty.frozen.visits.clone()).collect();
        Plan { duties, broken_promises: Vec::new() }
    }

    /// Visits that no duty serves, in order of their numbers.
    ///
    /// # Panics
    /// If it names a visit that the problem does not have; [`check`](crate::check) says so without panicking.
    #[must_use]
    pub fn unserved(&self, problem: &Problem) -> Vec<VisitIndex> {
        let mut served = vec![false; problem.visits().len()];
        for visit in self.duties.iter().flatten() {
            served[visit.at()] = true;
        }
        let missing = served.iter().enumerate().filter(|(_, served)| !**served);
        missing.map(|(position, _)| VisitIndex::from_position(position)).collect()
    }

    /// Whether the promise of `visit` is given up.
    #[must_use]
    pub fn breaks_promise(&self, visit: VisitIndex) -> bool {
        self.broken_promises.contains(&visit)
    }
}
