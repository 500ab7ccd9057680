//! Plans one day for two teams, then takes a call: "could somebody come this morning?"

use planner::{
    Break, Duty, LocationIndex, Oracle, Problem, ProblemBuilder, Seconds, Settings, Time, TravelMatrix, Unwatched,
    Visit, VisitIndex, Window, schedule, solve,
};

/// Kilometres east and north of the town hall: the base, and eight homes.
const LOCATIONS: [(f64, f64); 9] =
    [(0.0, 0.0), (2.0, 1.0), (2.5, 1.5), (-4.0, 3.0), (-5.0, 2.0), (6.0, -3.0), (7.0, -2.5), (1.0, 8.0), (-1.0, -6.0)];

/// 25 km/h on roads a third longer than the crow flies.
fn travel(from: usize, to: usize) -> Option<Seconds> {
    let (a, b) = (LOCATIONS[from], LOCATIONS[to]);
    let kilometres = 1.33 * (a.0 - b.0).hypot(a.1 - b.1);
    Some(Seconds((kilometres / 25.0 * 3600.0) as i32))
}

fn problem() -> Problem {
    let mut builder = ProblemBuilder::new(LOCATIONS.len());
    builder.matrix(TravelMatrix::from_fn(LOCATIONS.len(), travel));
    let morning = Window::new(Time::at(0, 8, 0), Time::at(0, 11, 0));
    let afternoon = Window::new(Time::at(0, 13, 30), Time::at(0, 16, 0));
    for location in 1..LOCATIONS.len() {
        builder.visit(Visit {
            service: Seconds::minutes(35),
            setup: Seconds::minutes(10),
            demand: 1,
            windows: if location % 2 == 0 { vec![morning, afternoon] } else { vec![afternoon] },
            ..Visit::at(LocationIndex::from_position(location))
        });
    }
    for team in 0..2 {
        let shift = Window::new(Time::at(0, 8, 0), Time::at(0, 17, 0));
        let lunch = Break { earliest: Time::at(0, 11, 30), latest: Time::at(0, 13, 0), duration: Seconds::minutes(60) };
        builder.duty(Duty { team, rest: Some(lunch), ..Duty::from_base(LocationIndex(0), shift) });
    }
    builder.build().expect("a sound problem")
}

fn main() {
    let problem = problem();
    let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("an idle start");
    println!("{}", solution.cost);
    let days = schedule(&problem, &solution.plan).expect("a feasible plan");
    for (duty, day) in days.iter().enumerate() {
        println!("duty {duty}, back at {}", day.returns);
        for stop in &day.stops {
            let minutes = stop.slack.0 / 60;
            println!("  visit {} at {}, may be {minutes} min late", stop.visit.0, stop.arrival);
        }
    }

    // one family cancels and asks where else it could go
    let mut oracle = Oracle::new(&problem, &solution.plan).expect("a feasible plan");
    let family = VisitIndex(1);
    assert!(oracle.remove(family));
    for spot in oracle.best_spots(family).iter().take(3) {
        let (duty, minutes) = (spot.duty.0, spot.added.0 / 60);
        println!("visit 1 could come at {} with duty {duty}, {minutes} min more", spot.arrival);
    }
}
