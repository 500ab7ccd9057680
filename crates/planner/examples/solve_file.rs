//! Solves a benchmark file: `solve_file home|solomon FILE SECONDS THREADS SEED [PLAN.json]`; `SECONDS` may be a number of steps like `20000x`.

mod common;

use std::time::Instant;

use planner::{Settings, Watch, check, solve};

struct Budget {
    start: Instant,
    seconds: f64,
}

impl Watch for Budget {
    fn used(&self) -> f64 {
        if self.seconds > 0.0 { self.start.elapsed().as_secs_f64() / self.seconds } else { 0.0 }
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, format, file, seconds, threads, seed, rest @ ..] = &args[..] else {
        eprintln!("usage: solve_file home|solomon FILE SECONDS THREADS SEED [PLAN.json]");
        std::process::exit(2);
    };
    let text = std::fs::read_to_string(file).expect("readable file");
    let problem = common::read(format, &text).unwrap_or_else(|error| {
        eprintln!("{file}: {error}");
        std::process::exit(2);
    });
    let steps = seconds.strip_suffix('x').map(|steps| steps.parse().expect("steps"));
    let seconds: f64 = if steps.is_some() { 0.0 } else { seconds.parse().expect("seconds") };
    let settings =
        Settings { seed: seed.parse().expect("seed"), threads: threads.parse().expect("threads"), iterations: steps };
    let budget = Budget { start: Instant::now(), seconds };
    let solution = solve(&problem, &settings, None, &budget).expect("feasible start");
    let took = budget.start.elapsed().as_secs_f64();
    let checked = check(&problem, &solution.plan).expect("feasible plan");
    println!("{file}: {} · {} steps in {took:.2} s", checked.cost, solution.steps);
    if let Some(path) = rest.first() {
        std::fs::write(path, common::plan_json(&solution.plan)).expect("writable plan");
    }
}
