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
            ..Duty::from_base(PlaceIndex(salt), Window::new(opens, closes))
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
            ..Visit::at(PlaceIndex(salt % 5))
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
            assert!(best_places(&problem, &solution.plan, visit).is_ok());
        }
    }
}
