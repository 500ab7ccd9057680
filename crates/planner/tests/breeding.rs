//! Searches long enough to breed plans from each other, with every feature combined.

mod common;

use common::{Dice, Size, freeze, problem};
use planner::*;

/// Steps of a walk per visit: just above the length from which walks breed.
const STEPS: u64 = 1_100;

#[test]
fn children_keep_every_rule_and_the_same_settings_give_the_same_plan() {
    for seed in 0..20 {
        let size = Size { visits: 4 + seed as i32 % 11, duties: 2 + seed as i32 % 5, days: 1 + seed as i32 % 3 };
        let problem = problem(seed, size);
        let settings = settings(seed, &problem);
        let once = solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen");
        let again = solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen");
        assert_eq!(once, again, "the same settings gave two plans");
        assert_eq!(check(&problem, &once.plan).expect("a feasible plan").cost, once.cost);
        let frozen = freeze(&problem, &once.plan, &mut Dice::new(seed));
        let Ok(before) = check(&frozen, &once.plan) else { continue };
        let after = solve(&frozen, &settings, Some(&once.plan), &Unwatched).expect("feasible start");
        assert!(after.cost <= before.cost);
        assert_eq!(check(&frozen, &after.plan).expect("a feasible plan").cost, after.cost);
        for (duty, stops) in frozen.duties().iter().zip(&after.plan.duties) {
            assert!(stops.starts_with(&duty.frozen.visits), "a frozen stop moved");
        }
    }
}

#[test]
fn a_search_that_breeds_can_be_stopped_at_any_moment() {
    let problem = problem(7, Size { visits: 30, duties: 5, days: 2 });
    for last in [0, 1, 2_000, 20_000, 60_000] {
        let asked = std::sync::atomic::AtomicU64::new(0);
        let stop = || if asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= last { 1.0 } else { 0.0 };
        let solution = solve(&problem, &settings(7, &problem), None, &stop).expect("nothing is frozen");
        assert_eq!(check(&problem, &solution.plan).expect("a feasible plan").cost, solution.cost);
    }
}

fn settings(seed: u64, problem: &Problem) -> Settings {
    Settings { seed, threads: 1 + seed as usize % 3, iterations: Some(STEPS * problem.visits().len() as u64) }
}
