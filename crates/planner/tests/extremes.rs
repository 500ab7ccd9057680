//! The largest numbers that a problem may hold: no sum overflows, and the check agrees.

use planner::*;

fn extreme(seed: u32) -> Problem {
    let pick = |salt: u32, choices: &[i32]| {
        let mixed = (seed ^ salt.wrapping_mul(0x9E37_79B9)).wrapping_mul(0x85EB_CA6B) >> 13;
        choices[mixed as usize % choices.len()]
    };
    let limit = Seconds::LIMIT.0;
    let month = 30 * 86_400;
    let mut builder = ProblemBuilder::new(5);
    builder.prices(Prices { travel: 1, waiting: 1000 * (seed % 2) });
    builder.least_change_first(seed.is_multiple_of(3));
    builder.matrix(TravelMatrix::from_fn(5, |from, to| {
        let leg = pick(from as u32 * 5 + to as u32, &[0, 1, month, month, -1]);
        (leg >= 0).then_some(Seconds(leg))
    }));
    for salt in 0..3 {
        let opens = Time(pick(100 + salt, &[0, limit / 2]));
        let closes = opens + Seconds(pick(200 + salt, &[limit / 2, 100]));
        builder.duty(Duty {
            overtime: Seconds(pick(300 + salt, &[0, limit - closes.0])),
            rest: Some(Break { earliest: opens, latest: closes, duration: Seconds(pick(400 + salt, &[0, limit])) }),
            capacity: pick(500 + salt, &[0, 1_000_000]) as u32,
            ..Duty::from_base(LocationIndex(salt), Window::new(opens, closes))
        });
    }
    for salt in 0..8 {
        let anywhen = Window::new(Time(0), Time(pick(600 + salt, &[0, limit])));
        builder.visit(Visit {
            service: Seconds(pick(700 + salt, &[0, 1000, limit])),
            setup: Seconds(pick(800 + salt, &[0, 1000, limit])),
            demand: pick(900 + salt, &[0, 1_000_000]) as u32,
            priority: pick(1000 + salt, &[1, 1_000_000]) as u32,
            windows: vec![anywhen],
            promise: (salt % 2 == 0).then_some(Promise { window: Window::new(Time(limit), Time(limit)) }),
            previous: Some(Previous { duty: DutyIndex(0), start: Time(limit), tolerance: Seconds(0) }),
            required: salt % 3 != 0,
            ..Visit::at(LocationIndex(salt % 5))
        });
    }
    builder.build().expect("large, but sound")
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    for seed in 0..2_000 {
        let problem = extreme(seed);
        let settings = Settings { seed: u64::from(seed), threads: 1, iterations: Some(50) };
        let solution = solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen");
        assert_eq!(check(&problem, &solution.plan).map(|checked| checked.cost), Ok(solution.cost), "seed {seed}");
        assert!(schedule(&problem, &solution.plan).is_ok());
        for (visit, _) in solution.unserved {
            assert!(best_spots(&problem, &solution.plan, visit).is_ok());
        }
    }
}

/// One duty with many visits of the longest service, at the base.
fn long_services(visits: u32, frozen: Frozen) -> (Problem, Plan) {
    let limit = Seconds::LIMIT;
    let mut builder = ProblemBuilder::new(1);
    builder.matrix(TravelMatrix::from_rows(1, vec![Seconds(0)]));
    let always = Window::new(Time(0), Time(limit.0));
    builder.duty(Duty { frozen, ..Duty::from_base(LocationIndex(0), always) });
    for _ in 0..visits {
        builder.visit(Visit { service: limit, setup: limit, windows: vec![always], ..Visit::at(LocationIndex(0)) });
    }
    let plan = Plan { duties: vec![(0..visits).map(VisitIndex).collect()], ..Plan::default() };
    (builder.build().expect("large, but sound"), plan)
}

#[test]
fn services_that_add_up_beyond_any_time_are_late_and_not_a_panic() {
    let (problem, plan) = long_services(22, Frozen::default());
    assert_eq!(check(&problem, &plan).map(|checked| checked.cost), Err(vec![Violation::Late(DutyIndex(0), 1)]));
}

#[test]
fn history_that_adds_up_beyond_any_time_is_taken_as_it_is() {
    let resume = Some(Resume { at: Time(0), break_taken: false });
    let frozen = Frozen { visits: (0..22).map(VisitIndex).collect(), resume, closed: true };
    let (problem, plan) = long_services(22, frozen);
    let checked = check(&problem, &plan).expect("what happened is not argued with");
    assert_eq!(checked.duties[0].service, Seconds(i32::MAX));
    let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
    assert_eq!(solution.plan, plan);
}

/// A whole day that is offered to a team for which no road leads anywhere: hopeless, but no sum overflows.
#[test]
fn a_day_without_any_road_does_not_overflow() {
    let day = Window::new(Time(0), Time(80_000));
    let mut builder = ProblemBuilder::new(12);
    let roads = builder.matrix(TravelMatrix::from_fn(12, |_, _| Some(Seconds(60))));
    let none = builder.matrix(TravelMatrix::from_fn(12, |_, _| None));
    for (team, matrix) in [(0, roads), (1, none)] {
        builder.duty(Duty { team, matrix, overtime: Seconds(60), ..Duty::from_base(LocationIndex(0), day) });
    }
    for location in 1..12 {
        builder.visit(Visit { windows: vec![day], ..Visit::at(LocationIndex(location)) });
    }
    let problem = builder.build().expect("sound");
    let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("nothing is frozen");
    assert!(solution.unserved.is_empty());
}
