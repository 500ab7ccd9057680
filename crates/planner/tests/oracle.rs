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
            let spots = oracle.best_spots(visit);
            if !spots.is_empty() {
                let spot = spots[dice.below(spots.len() as i32) as usize];
                oracle.insert(visit, &spot);
            }
            // a fresh oracle of the same plan gives the same answers
            let plan = oracle.plan();
            let fresh = Oracle::new(&problem, &plan).map_err(|broken| TestCaseError::fail(format!("{broken:?}")))?;
            let other = VisitIndex(dice.below(size.visits) as u32);
            prop_assert_eq!(oracle.best_spots(other), fresh.best_spots(other));
        }
    }

    #[test]
    fn a_newcomer_is_offered_what_a_known_visit_is(seed: u64, size in size()) {
        let problem = problem(seed, size);
        let oracle = Oracle::new(&problem, &solved(&problem, seed)).expect("feasible plan");
        for number in 0..size.visits as u32 {
            let visit = problem.visit(VisitIndex(number));
            let known = oracle.best_spots(VisitIndex(number));
            if visit.promise.is_some() || !oracle.plan().unserved(&problem).contains(&VisitIndex(number)) {
                continue;
            }
            let legs: Vec<DoorLegs> = (0..).map_while(|matrix| door_legs(&problem, matrix, visit.location)).collect();
            let newcomer = oracle.newcomer(visit, problem.zone(visit.location), &legs).expect("sound");
            prop_assert_eq!(oracle.best_spots_for(&newcomer), known);
        }
    }
}

/// Legs of a place by one matrix, as a map service would give them for a door.
fn door_legs(problem: &Problem, matrix: u32, door: LocationIndex) -> Option<DoorLegs> {
    let travel = problem.matrix(MatrixIndex(matrix))?;
    let leg = |from, to| travel.between(from, to).unwrap_or(Seconds::UNREACHABLE);
    let locations = (0..problem.location_count()).map(LocationIndex::from_position);
    let from = locations.clone().map(|location| leg(location, door)).collect();
    Some(DoorLegs { from, to: locations.map(|location| leg(door, location)).collect() })
}

/// One duty on the mainland with nobody on the island: who lives there needs the boat there and back all the same.
#[test]
fn a_newcomer_on_an_island_where_nobody_is_yet_takes_the_boat() {
    let (mainland, island, beyond) = (ZoneIndex(0), ZoneIndex(1), ZoneIndex(2));
    let last_boat = |secs: i32| {
        let mut builder = ProblemBuilder::new(2);
        builder.zone(LocationIndex(0), mainland).zone(LocationIndex(1), mainland);
        builder.matrix(TravelMatrix::from_rows(2, vec![Seconds(0), Seconds(60), Seconds(60), Seconds(0)]));
        builder.duty(Duty::from_base(LocationIndex(0), Window { opens: Time(0), closes: Time(36_000) }));
        for (from, to) in [(mainland, island), (island, mainland)] {
            let departures = vec![Window { opens: Time(0), closes: Time(secs) }];
            builder.crossing(Crossing { from, to, pier: Some(LocationIndex(1)), departures });
        }
        let problem = builder.build().expect("a problem");
        let plan = Plan::idle(&problem);
        Oracle::new(&problem, &plan).expect("nobody to serve")
    };
    let mut visit = Visit::at(LocationIndex(2));
    visit.service = Seconds(3_600);
    visit.windows = vec![Window { opens: Time(0), closes: Time(30_000) }];
    let legs = [DoorLegs { from: vec![Seconds(1_800); 2], to: vec![Seconds(1_800); 2] }];
    let count_spots = |oracle: &Oracle, zone| {
        let newcomer = oracle.newcomer(&visit, zone, &legs).expect("a sane visit");
        oracle.best_spots_for(&newcomer).len()
    };
    assert_eq!(count_spots(&last_boat(18_000), island), 1, "there and back");
    assert_eq!(count_spots(&last_boat(3_000), island), 0, "the last boat back has left");
    assert_eq!(count_spots(&last_boat(3_000), mainland), 1, "a road leads there");
    assert_eq!(count_spots(&last_boat(18_000), beyond), 0, "no boat goes there");
}

/// A duty that is late anyhow, and waits on the way, takes one more visit at no cost; an empty one would come home late.
#[test]
fn overtime_that_is_there_anyhow_does_not_count_against_a_duty() {
    let at = |minutes: i32| Time(60 * minutes);
    let mut builder = ProblemBuilder::new(2);
    builder.matrix(TravelMatrix::from_fn(2, |from, to| Some(Seconds::minutes(if from == to { 0 } else { 10 }))));
    for (opens, closes) in [(0, 100), (0, 25)] {
        let shift = Window::new(at(opens), at(closes));
        builder.duty(Duty { overtime: Seconds::minutes(60), ..Duty::from_base(LocationIndex(0), shift) });
    }
    // home ten minutes after the first shift, after waiting at the door
    let first = Window::new(at(90), at(90));
    let known = Visit { service: Seconds::minutes(10), windows: vec![first], ..Visit::at(LocationIndex(1)) };
    let asked = Visit { windows: vec![Window::new(at(0), at(80))], ..known.clone() };
    builder.visit(known);
    builder.visit(asked);
    let problem = builder.build().expect("a sound problem");
    let plan = Plan { duties: vec![vec![VisitIndex(0)], vec![]], ..Plan::default() };
    let spots = best_spots(&problem, &plan, VisitIndex(1)).expect("a feasible plan");
    let offered: Vec<(u32, Seconds)> = spots.iter().map(|spot| (spot.duty.0, spot.added_overtime)).collect();
    assert_eq!(offered, [(0, Seconds(0)), (1, Seconds::minutes(5))]);
}
