//! Properties that must hold for any problem, on thousands of random ones with every feature combined.

mod common;

use common::{Dice, Size, above_turns, freeze, problem};
use planner::*;
use proptest::prelude::*;

fn settings(seed: u64) -> Settings {
    Settings { seed, threads: 1, iterations: Some(300) }
}

fn size() -> impl Strategy<Value = Size> {
    (1..=14_i32, 1..=4_i32, 1..=3_i32).prop_map(|(visits, duties, days)| Size { visits, duties, days })
}

fn solved(problem: &Problem, seed: u64) -> Solution {
    solve(problem, &settings(seed), None, &Unwatched).expect("nothing is frozen")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_passes_the_naive_check(seed: u64, size in size()) {
        let problem = problem(seed, size);
        let solution = solved(&problem, seed);
        passes(&problem, &solution)?;
        // the same with frozen parts, unless what was observed there has already made them impossible
        let frozen = freeze(&problem, &solution.plan, &mut Dice::new(seed));
        if let Ok(solution) = solve(&frozen, &settings(seed), None, &Unwatched) {
            passes(&frozen, &solution)?;
        }
    }
}

/// A plan that nobody would make: stops shuffled, doubled, lost, unknown, in the wrong duty.
fn nonsense(problem: &Problem, plan: &Plan, dice: &mut Dice) -> Plan {
    let mut plan = plan.clone();
    let visits = problem.visits().len() as i32;
    for _ in 0..=dice.below(3) {
        let duty = dice.below(plan.duties.len() as i32) as usize;
        let visit = VisitIndex(dice.below(visits + 1) as u32);
        let stops = &mut plan.duties[duty];
        let position = dice.below(stops.len() as i32 + 1) as usize;
        match dice.below(6) {
            0 => stops.insert(position, visit),
            1 => stops.truncate(position),
            2 => stops.reverse(),
            3 => plan.broken_promises.push(visit),
            4 => plan.duties.swap(0, duty),
            _ => drop(plan.duties.pop()),
        }
        if plan.duties.is_empty() {
            break;
        }
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_check_answers_whatever_it_is_asked(seed: u64, size in size()) {
        let problem = problem(seed, size);
        let mut dice = Dice::new(seed);
        let settings = Settings { iterations: Some(0), ..settings(seed) };
        let plan = solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen").plan;
        let problem = freeze(&problem, &plan, &mut dice);
        let plan = nonsense(&problem, &plan, &mut dice);
        let checked = check(&problem, &plan);
        prop_assert_eq!(checked.is_ok(), schedule(&problem, &plan).is_ok());
        prop_assert_eq!(checked.is_ok(), Oracle::new(&problem, &plan).is_ok());
        let warm = solve(&problem, &settings, Some(&plan), &Unwatched);
        prop_assert_eq!(warm.is_ok(), checked.is_ok());
    }
}

fn passes(problem: &Problem, solution: &Solution) -> Result<(), TestCaseError> {
    let checked = check(problem, &solution.plan);
    let checked = checked.map_err(|violations| TestCaseError::fail(format!("{violations:?}")))?;
    prop_assert_eq!(checked.cost, solution.cost);
    let unserved: Vec<VisitIndex> = solution.unserved.iter().map(|&(visit, _)| visit).collect();
    prop_assert_eq!(checked.unserved, unserved);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_oracle_offers_exactly_what_the_check_accepts(seed: u64, size in size()) {
        let mut dice = Dice::new(seed);
        let mut problem = problem(seed, size);
        let mut plan = solved(&problem, seed).plan;
        if dice.one_in(2) {
            problem = freeze(&problem, &plan, &mut dice);
        }
        let visit = VisitIndex(dice.below(size.visits) as u32);
        for stops in &mut plan.duties {
            stops.retain(|&stop| stop != visit);
        }
        plan.broken_promises.retain(|&broken| broken != visit);
        let Ok(before) = check(&problem, &plan) else { return Ok(()) };
        let spots = best_spots(&problem, &plan, visit).expect("feasible plan");
        prop_assert!(spots.is_sorted_by_key(|spot| (spot.breaks_promise, spot.added_overtime, spot.added + spot.delay)));
        for duty in 0..plan.duties.len() {
            for position in 0..=plan.duties[duty].len() {
                let here = |spot: &&Spot| (spot.duty.at(), spot.position) == (duty, position);
                let spot = spots.iter().find(here);
                let breaks = spot.is_some_and(|spot| spot.breaks_promise);
                let mut after = plan.clone();
                after.duties[duty].insert(position, visit);
                if breaks || (spot.is_none() && problem.visit(visit).promise.is_some()) {
                    after.broken_promises.push(visit);
                }
                let checked = check(&problem, &after);
                prop_assert_eq!(spot.is_some(), checked.is_ok(), "duty {} position {}: {:?} {:?}", duty, position, spot, checked);
                let (Some(spot), Ok(checked)) = (spot, checked) else { continue };
                let road = |cost: CostBreakdown| cost.travel + cost.setup;
                prop_assert_eq!(road(checked.cost) - road(before.cost), i64::from(spot.added.0));
                prop_assert_eq!(checked.cost.delay - before.cost.delay, i64::from(spot.delay.0));
                let times = &checked.duties[duty];
                let overtime = checked.cost.overtime - before.cost.overtime;
                prop_assert_eq!(overtime, i64::from(spot.added_overtime.0));
                prop_assert!(spot.start <= times.stops[position].start);
                if problem.duties()[duty].rest.is_none() {
                    prop_assert_eq!((spot.arrival, spot.start), (times.stops[position].arrival, times.stops[position].start));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_start_never_gets_worse_and_frozen_stops_never_move(seed: u64, size in size(), threads in 1..=2_usize) {
        let problem = problem(seed, size);
        let plan = solved(&problem, seed).plan;
        let problem = freeze(&problem, &plan, &mut Dice::new(seed));
        let Ok(before) = check(&problem, &plan) else { return Ok(()) };
        let settings = Settings { threads, ..settings(!seed) };
        let after = solve(&problem, &settings, Some(&plan), &Unwatched).expect("feasible start");
        prop_assert!(above_turns(&after.cost) <= above_turns(&before.cost));
        let compared = problem.visits().iter().any(|visit| visit.neighbourhood.is_some());
        prop_assert!(compared || after.cost <= before.cost);
        prop_assert_eq!(check(&problem, &after.plan).map(|checked| checked.cost), Ok(after.cost));
        for (duty, stops) in problem.duties().iter().zip(&after.plan.duties) {
            prop_assert!(stops.starts_with(&duty.frozen.visits));
        }
    }

    #[test]
    fn the_same_settings_give_the_same_plan(seed: u64, size in size(), threads in 1..=3_usize) {
        let problem = problem(seed, size);
        let settings = Settings { threads, ..settings(seed) };
        let once = solve(&problem, &settings, None, &Unwatched);
        prop_assert_eq!(once, solve(&problem, &settings, None, &Unwatched));
    }

    #[test]
    fn slack_is_exactly_the_delay_that_still_works(seed: u64, size in size()) {
        let problem = problem(seed, size);
        let plan = solved(&problem, seed).plan;
        for (duty, day) in schedule(&problem, &plan).expect("feasible plan").iter().enumerate() {
            for (position, stop) in day.stops.iter().enumerate() {
                prop_assert!(stop.slack >= Seconds(0));
                let before = position.checked_sub(1).map(|before| problem.visit(day.stops[before].visit).location);
                let visit = problem.visit(stop.visit);
                let setup = if before == Some(visit.location) { Seconds(0) } else { visit.setup };
                let works = |delay| {
                    let not_before = stop.arrival + setup + delay;
                    let plan = &plan;
                    start_later(&problem, stop.visit, not_before).is_some_and(|later| check(&later, plan).is_ok())
                };
                prop_assert!(works(stop.slack));
                // a break may be moved to allow more; without one the slack is the very limit
                if problem.duties()[duty].rest.is_none() {
                    prop_assert!(!works(stop.slack + Seconds(1)));
                }
            }
        }
    }
}

/// The problem with a visit that cannot start before a moment; `None` if that leaves no window.
fn start_later(problem: &Problem, visit: VisitIndex, not_before: Time) -> Option<Problem> {
    let mut builder = problem.to_builder();
    let changed = &mut builder.visits_mut()[visit.at()];
    changed.windows.retain(|window| window.closes >= not_before);
    for window in &mut changed.windows {
        window.opens = window.opens.max(not_before);
    }
    builder.build().ok()
}
