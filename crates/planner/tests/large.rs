//! Problems large enough for granular insertion and for splitting the map, with every feature combined.

mod common;

use common::{Size, problem};
use planner::*;

fn solved_twice(seed: u64, size: Size, settings: &Settings) -> (Problem, Solution) {
    let problem = problem(seed, size);
    let once = solve(&problem, settings, None, &Unwatched).expect("nothing is frozen");
    let again = solve(&problem, settings, None, &Unwatched).expect("nothing is frozen");
    assert_eq!(once, again, "the same settings gave two plans");
    let checked = check(&problem, &once.plan).expect("a feasible plan");
    assert_eq!(checked.cost, once.cost);
    (problem, once)
}

#[test]
fn granular_insertion_keeps_every_rule() {
    for (seed, threads) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
        let settings = Settings { seed, threads, iterations: Some(2_000) };
        let (problem, solution) = solved_twice(seed, Size { visits: 300, duties: 20, days: 3 }, &settings);
        let warm = solve(&problem, &settings, Some(&solution.plan), &Unwatched).expect("feasible start");
        assert!(warm.cost <= solution.cost);
    }
}

#[test]
fn walks_that_share_the_map_out_keep_every_rule_and_lose_nobody() {
    for seed in 0..3 {
        for threads in [2, 3] {
            let settings = Settings { seed, threads, iterations: Some(1_000) };
            let (problem, solution) = solved_twice(seed, Size { visits: 700, duties: 40, days: 3 }, &settings);
            let served: usize = solution.plan.duties.iter().map(Vec::len).sum();
            assert_eq!(served + solution.unserved.len(), problem.visits().len());
            let start = Settings { iterations: Some(0), ..settings };
            let start = solve(&problem, &start, None, &Unwatched).expect("nothing is frozen");
            assert!(solution.cost < start.cost, "the search found nothing at all");
        }
    }
}

#[test]
fn better_plans_are_reported_on_the_way() {
    struct Count(std::sync::Mutex<Vec<Plan>>);
    impl Watch for Count {
        fn better(&self, plan: &Plan) {
            self.0.lock().expect("no panic before").push(plan.clone());
        }
    }
    let problem = problem(5, Size { visits: 120, duties: 8, days: 2 });
    let count = Count(std::sync::Mutex::default());
    let settings = Settings { seed: 5, threads: 2, iterations: Some(3_000) };
    let solution = solve(&problem, &settings, None, &count).expect("nothing is frozen");
    let plans = count.0.into_inner().expect("no panic before");
    assert!(plans.len() > 1);
    for plan in &plans {
        let cost = check(&problem, plan).expect("every plan is feasible").cost;
        assert!(solution.cost <= cost);
    }
}

#[test]
fn a_watch_that_says_stop_is_obeyed() {
    let problem = problem(7, Size { visits: 200, duties: 10, days: 2 });
    let settings = Settings { seed: 7, threads: 2, iterations: None };
    let solution = solve(&problem, &settings, None, &|| 1.0).expect("nothing is frozen");
    assert!(solution.steps < 100);
    assert!(check(&problem, &solution.plan).is_ok());
}

/// Eight hundred duties with a visit each; those of the last two are better swapped, which takes a while to find out.
#[test]
fn a_watch_that_says_stop_ends_the_handing_around_of_days() {
    const DUTIES: u32 = 800;
    let day = Window::new(Time(0), Time(36_000));
    let mut builder = ProblemBuilder::new(2);
    builder.matrix(TravelMatrix::from_fn(2, |_, _| Some(Seconds(600))));
    for number in 0..DUTIES {
        builder.duty(Duty { team: number, ..Duty::from_base(LocationIndex(0), day) });
        let was = if number + 2 < DUTIES { number } else { 2 * DUTIES - 3 - number };
        let previous = Previous { duty: DutyIndex(was), start: Time(0), tolerance: Seconds(36_000) };
        builder.visit(Visit { windows: vec![day], previous: Some(previous), ..Visit::at(LocationIndex(1)) });
    }
    let problem = builder.build().expect("sound");
    let warm =
        Plan { duties: (0..DUTIES).map(|number| vec![VisitIndex(number)]).collect(), broken_promises: Vec::new() };
    let settings = Settings { iterations: Some(0), ..Settings::default() };
    let moved = |used: f64| {
        let solution = solve(&problem, &settings, Some(&warm), &move || used).expect("a feasible start");
        solution.cost.change
    };
    assert_eq!((moved(0.0), moved(1.0)), (0, 2));
}
