//! The oracle stays fresh through insertions and removals, and knows newcomers like old friends.

mod common;

use common::{Dice, Size, problem};
use planner::*;
use proptest::prelude::*;

fn solved(problem: &Problem, seed: u64) -> Plan {
    let settings = Settings { seed, threads: 1, iterations: Some(100) };
    solve(problem, &settings, None, &Unwatched).expect("nothing is frozen").plan
}

fn size() -> impl Strategy<Value = Size> {
    (1..=14_i32, 1..=4_i32, 1..=3_i32).prop_map(|(visits, duties, days)| Size { visits, duties, days })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn insertions_and_removals_keep_it_fresh(seed: u64, size in size()) {
        let problem = problem(seed, size);
        let mut oracle = Oracle::new(&problem, &Plan::idle(&problem)).expect("idle plan");
        let mut dice = Dice::new(seed);
        for _ in 0..3 * size.visits {
            let visit = VisitIndex(dice.below(size.visits) as u32);
            if dice.one_in(4) {
                oracle.remove(visit);
            }
            let spots = oracle.best_places(visit);
            if !spots.is_empty() {
                let spot = spots[dice.below(spots.len() as i32) as usize];
                oracle.insert(visit, &spot);
            }
            // a fresh oracle of the same plan gives the same answers
            let plan = oracle.plan();
            let fresh = Oracle::new(&problem, &plan).map_err(|broken| TestCaseError::fail(format!("{broken:?}")))?;
            let other = VisitIndex(dice.below(size.visits) as u32);
            prop_assert_eq!(oracle.best_places(other), fresh.best_places(other));
        }
    }

    #[test]
    fn a_newcomer_is_offered_what_a_known_visit_is(seed: u64, size in size()) {
        let problem = problem(seed, size);
        let oracle = Oracle::new(&problem, &solved(&problem, seed)).expect("feasible plan");
        for number in 0..size.visits as u32 {
            let visit = problem.visit(VisitIndex(number));
            let known = oracle.best_places(VisitIndex(number));
            if visit.promise.is_some() || !oracle.plan().unserved(&problem).contains(&VisitIndex(number)) {
                continue;
            }
            let legs: Vec<DoorLegs> = (0..).map_while(|matrix| door_legs(&problem, matrix, visit.place)).collect();
            let newcomer = oracle.newcomer(visit, problem.zone(visit.place), &legs).expect("sound");
            prop_assert_eq!(oracle.best_places_for(&newcomer), known);
        }
    }
}

/// Legs of a place by one matrix, as a map service would give them for a door.
fn door_legs(problem: &Problem, matrix: u32, door: PlaceIndex) -> Option<DoorLegs> {
    let travel = problem.matrix(MatrixIndex(matrix))?;
    let leg = |from, to| travel.between(from, to).unwrap_or(Seconds::UNREACHABLE);
    let places = (0..problem.place_count()).map(PlaceIndex::from_position);
    let from = places.clone().map(|place| leg(place, door)).collect();
    Some(DoorLegs { from, to: places.map(|place| leg(door, place)).collect() })
}
