//! From a problem to a plan: construct or warm-start, search, polish, explain what is left out.

use crate::check::check;
use crate::cost::CostBreakdown;
use crate::explain::{Reason, why_unserved};
use crate::model::Model;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::search::{Effort, balance, improve, settle};
use crate::units::VisitIndex;
use crate::watch::Watch;

/// How to search. The same settings give the same plan unless the [`Watch`] stops the search early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the random numbers start; any number.
    pub seed: u64,
    /// Parallel walks (≥ 1).
    pub threads: usize,
    /// Steps of each walk, rounded up to sixteens; 0 only inserts greedily. `None`: only the watch ends the search.
    pub iterations: Option<u64>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { seed: 1, threads: 1, iterations: Some(20_000) }
    }
}

/// A plan and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The best plan found.
    pub plan: Plan,
    /// Its cost, as [`check`] computes it.
    pub cost: CostBreakdown,
    /// Who is left out, and why.
    pub unserved: Vec<(VisitIndex, Reason)>,
    /// Steps made by all walks.
    pub steps: u64,
}

/// Why a search cannot begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SolveError {
    /// The warm start, or the frozen part without anything else, breaks these rules.
    BadStart(Vec<crate::check::Violation>),
}

impl std::fmt::Display for SolveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let SolveError::BadStart(violations) = self;
        write!(f, "the plan to start from is not feasible")?;
        for violation in violations {
            write!(f, "; {violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SolveError {}

/// Plans a problem, from a warm start if there is one. Never returns worse than the warm start, except that visits of one
/// neighbourhood which need the same change places until the higher day price comes first, whatever the road.
///
/// # Errors
/// If the warm start (or, without one, the frozen part) is not feasible.
pub fn solve(
    problem: &Problem,
    settings: &Settings,
    warm: Option<&Plan>,
    watch: &dyn Watch,
) -> Result<Solution, SolveError> {
    let start = warm.cloned().unwrap_or_else(|| Plan::idle(problem));
    let before = check(problem, &start).map_err(SolveError::BadStart)?;
    let model = Model::new(problem);
    let effort = Effort {
        seed: settings.seed,
        threads: settings.threads.max(1),
        iterations: settings.iterations.unwrap_or(u64::MAX),
        watch,
    };
    let (plan, steps) = improve(&model, &start, &effort);
    let balanced = balance(&model, &plan, watch);
    // the search ranks a few terms loosely (see search/energy.rs); the checker decides
    let mut best = (start, before);
    for plan in [plan, balanced] {
        let found = check(problem, &plan);
        debug_assert!(found.is_ok(), "the search broke a rule: {found:?}");
        match found {
            Ok(checked) if checked.cost <= best.1.cost => best = (plan, checked),
            _ => {}
        }
    }
    let settled = settle(&model, &best.0, watch);
    let found = check(problem, &settled);
    debug_assert!(found.is_ok(), "the handing around of days broke a rule: {found:?}");
    // whose turn it is stands above the road, see search/turns.rs
    if let Ok(checked) = found.map(|checked| (settled, checked)) {
        best = checked;
    }
    let (plan, checked) = best;
    let unserved = why_unserved(problem, &plan);
    Ok(Solution { plan, cost: checked.cost, unserved, steps })
}
