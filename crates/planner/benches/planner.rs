//! Criterion benches: counted steps from a fixed seed, one question to the oracle, one disturbed day.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use planner::{
    Break, Disturbance, DoorLegs, Duty, DutyIndex, LocationIndex, Oracle, Plan, Prices, Problem, ProblemBuilder,
    Seconds, Settings, Situation, Time, TravelMatrix, Unwatched, Visit, VisitIndex, Window, ZoneIndex, replan, solve,
};

/// Visits scattered by a fixed rule over a square of 40 km, `duties` team-days over five days.
fn problem(visits: usize, duties: usize) -> Problem {
    let mut state = 1_u64;
    let mut dice = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let points: Vec<(i64, i64)> = (0..=visits).map(|_| (dice(40_000) as i64, dice(40_000) as i64)).collect();
    let mut builder = ProblemBuilder::new(points.len());
    builder.prices(Prices { travel: 1, waiting: 0 });
    builder.matrix(TravelMatrix::from_fn(points.len(), |from, to| {
        let (a, b) = (points[from], points[to]);
        let metres = ((a.0 - b.0).pow(2) + (a.1 - b.1).pow(2)).isqrt();
        Some(Seconds((metres / 8) as i32))
    }));
    for location in 0..visits {
        let window = |day: i32, hour| Window::new(Time::at(day, hour, 30), Time::at(day, hour + 3, 30));
        let (day, hour) = (dice(5) as i32, if dice(2) == 0 { 8 } else { 13 });
        builder.visit(Visit {
            service: Seconds::minutes(15 + dice(4) as i32 * 5),
            windows: if day < 4 { vec![window(day, hour), window(day + 1, hour)] } else { vec![window(day, hour)] },
            ..Visit::at(LocationIndex::from_position(location))
        });
    }
    let base = LocationIndex::from_position(visits);
    for number in 0..duties as i32 {
        let day = number % 5;
        let shift = Window::new(Time::at(day, 8, 0), Time::at(day, 17, 0));
        let (earliest, latest) = (Time::at(day, 11, 30), Time::at(day, 13, 0));
        let rest = Some(Break { earliest, latest, duration: Seconds::minutes(30) });
        builder.duty(Duty { team: number as u32 / 5, rest, ..Duty::from_base(base, shift) });
    }
    builder.build().expect("a sound problem")
}

fn planned(problem: &Problem, iterations: u64) -> Plan {
    let settings = Settings { seed: 1, threads: 1, iterations: Some(iterations) };
    solve(problem, &settings, None, &Unwatched).expect("an idle start").plan
}

fn search(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10);
    for (visits, duties) in [(100, 8), (400, 30)] {
        let problem = problem(visits, duties);
        group.bench_function(format!("{visits} visits, 10,000 steps"), |bencher| {
            bencher.iter(|| black_box(planned(&problem, 10_000)));
        });
    }
    group.finish();
}

fn oracle(criterion: &mut Criterion) {
    let problem = problem(1_001, 60);
    let mut oracle = Oracle::new(&problem, &planned(&problem, 2_000)).expect("a feasible plan");
    // the family with the widest choice is the dearest question
    let choices = |oracle: &mut Oracle, visit: VisitIndex| {
        let home = if oracle.remove(visit) { oracle.best_spots(visit) } else { Vec::new() };
        if let Some(spot) = home.first() {
            oracle.insert(visit, spot);
        }
        home.len()
    };
    let all = (0..1_001).map(VisitIndex);
    let newcomer = all.max_by_key(|&visit| choices(&mut oracle, visit)).expect("some visit");
    oracle.remove(newcomer);
    println!("the newcomer may choose among {} places", oracle.best_spots(newcomer).len());
    criterion.bench_function("oracle: one visit against 1,000 visits, 60 duties", |bencher| {
        bencher.iter(|| black_box(oracle.best_spots(newcomer)));
    });
    // as a booking asks: a family that the problem does not know, with the ways to and from its door, on any half-day
    let legs = door_legs(&problem, newcomer);
    let half_day =
        |half: i32| Window::new(Time::at(half / 2, 8 + half % 2 * 5, 30), Time::at(half / 2, 11 + half % 2 * 5, 30));
    let stranger = Visit {
        service: Seconds::minutes(10),
        windows: (0..10).map(half_day).collect(),
        ..Visit::at(LocationIndex::from_position(problem.location_count()))
    };
    let prepared = oracle.newcomer(&stranger, ZoneIndex(0), &legs).expect("a sound visit");
    println!("on any half-day there are {} places", oracle.best_spots_for(&prepared).len());
    criterion.bench_function("oracle: one newcomer, prepared and asked for", |bencher| {
        bencher.iter(|| {
            let prepared = oracle.newcomer(&stranger, ZoneIndex(0), &legs).expect("a sound visit");
            black_box(oracle.best_spots_for(&prepared))
        });
    });
}

/// The ways between a visit's door and every place, as a map service would give them.
fn door_legs(problem: &Problem, visit: VisitIndex) -> [DoorLegs; 1] {
    let matrix = problem.travel(DutyIndex(0));
    let door = problem.visit(visit).location;
    let locations = || (0..problem.location_count()).map(LocationIndex::from_position);
    let leg = |from, to| matrix.between(from, to).expect("a road");
    [DoorLegs {
        from: locations().map(|location| leg(location, door)).collect(),
        to: locations().map(|location| leg(door, location)).collect(),
    }]
}

fn disturbed(criterion: &mut Criterion) {
    let problem = problem(100, 8);
    let plan = planned(&problem, 10_000);
    let settings = Settings { seed: 1, threads: 2, iterations: Some(10_000) };
    let situation = Situation {
        now: Time::at(0, 9, 0),
        disturbances: vec![Disturbance::DutyCancelled(DutyIndex(0))],
        ..Situation::default()
    };
    let mut group = criterion.benchmark_group("replan");
    group.sample_size(10);
    group.bench_function("a team of a planned 100 stops goes home", |bencher| {
        bencher.iter(|| replan(&problem, &plan, &situation, &settings, &Unwatched).expect("a sound situation"));
    });
    group.finish();
}

criterion_group!(benches, search, oracle, disturbed);
criterion_main!(benches);
