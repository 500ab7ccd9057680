//! `luudong bench risk`: how long the promise risk of a day takes, shared among teams and, which is dearest, in one duty.
use std::time::{Duration, Instant};

use clap::Args;
use planner::{
    Duty, LocationIndex, Plan, Problem, ProblemBuilder, Seconds, Settings, Time, Trials, Unwatched, VisitIndex, Window,
};

use super::made_day::MadeDay;
use crate::commands::{CommandError, say};
use crate::planning::spread::SpreadTable;
use crate::reference::ReferenceFiles;

const BUFFER: Seconds = Seconds::minutes(20);
/// Windows as families are told them: how long before the planned arrival they open, and how wide they are.
const LEAD: Seconds = Seconds::minutes(45);
const WIDTH: Seconds = Seconds::minutes(120);
/// Steps of the search for the day that is shared among teams.
const STEPS: u64 = 20_000;

/// What to measure on.
#[derive(Args)]
pub struct RiskBench {
    /// Số điểm dừng của ngày.
    #[arg(long, default_value_t = 60)]
    stops: usize,
    /// Số ca công tác của ngày.
    #[arg(long, default_value_t = 12)]
    duties: usize,
    /// Số ngày giả định cho mỗi ca.
    #[arg(long, default_value_t = 500)]
    days: u32,
    /// Số lần đo.
    #[arg(long, default_value_t = 21)]
    times: u32,
}

/// Measures and prints a table.
///
/// # Errors
/// [`CommandError::Input`] when the numbers make no problem.
pub fn run(arguments: &RiskBench) -> Result<(), CommandError> {
    let RiskBench { stops, duties, days, times } = *arguments;
    let sensible = (1..=1_000).contains(&stops) && (1..=200).contains(&duties) && (1..=1_000).contains(&times);
    if !sensible || !(1..=100_000).contains(&days) {
        return Err(CommandError::Input("số điểm dừng, số ca, số ngày hoặc số lần đo vô lý".to_owned()));
    }
    let input = |error: planner::ProblemError| CommandError::Input(error.to_string());
    let made = MadeDay::new(1, stops, duties, 1).map_err(input)?;
    let settings = Settings { seed: 1, threads: 1, iterations: Some(STEPS) };
    let shared = planner::solve(&made.problem, &settings, None, &Unwatched);
    let shared = shared.map_err(|error| CommandError::Refused(error.to_string()))?.plan;
    say("| việc | số lần | trung vị | lâu nhất |\n|---|---|---|---|")?;
    measure(&made.problem, &shared, &format!("{duties} ca"), arguments)?;
    let all = Plan { duties: vec![(0..stops).map(VisitIndex::from_position).collect()], broken_promises: Vec::new() };
    measure(&in_one_duty(&made.problem).map_err(input)?, &all, "một ca", arguments)
}

fn measure(problem: &Problem, plan: &Plan, among: &str, arguments: &RiskBench) -> Result<(), CommandError> {
    let RiskBench { days, times, .. } = *arguments;
    let refused = |violations: Vec<planner::Violation>| CommandError::Refused(format!("{violations:?}"));
    let mut windows = vec![None; problem.visits().len()];
    let checked = planner::check(problem, plan).map_err(refused)?;
    for stop in checked.duties.iter().flat_map(|duty| &duty.stops) {
        let opens = stop.arrival - LEAD;
        windows[stop.visit.at()] = Some(Window { opens, closes: opens + WIDTH });
    }
    let spreads = SpreadTable::load(&ReferenceFiles::embedded())?;
    let spread = spreads.newest().shares();
    let (mut took, mut kept) = (Vec::new(), Vec::new());
    for seed in 0..times {
        let trials = Trials { days, seed: seed.into(), buffer: BUFFER };
        let began = Instant::now();
        let risks = planner::promise_risk(problem, plan, &windows, &spread, trials).map_err(refused)?;
        took.push(began.elapsed());
        kept = risks.iter().flat_map(|duty| &duty.stops).filter_map(|stop| stop.kept).map(|kept| kept.0).collect();
    }
    took.sort_unstable();
    let (median, last): (Duration, Duration) = (took[took.len() / 2], took[took.len() - 1]);
    let mean = kept.iter().sum::<u32>() / u32::try_from(kept.len().max(1)).unwrap_or(1);
    let what = format!("{} điểm dừng, {among}, {days} ngày giả định; trung bình giữ được {mean} ‰", kept.len());
    say(format_args!("| {what} | {times} | {median:.1?} | {last:.1?} |"))
}

/// All stops behind each other in one duty without an end, which tries a buffer before each of them.
fn in_one_duty(problem: &Problem) -> Result<Problem, planner::ProblemError> {
    let forever = Window { opens: Time::at(0, 8, 0), closes: Time::at(30, 0, 0) };
    let mut builder = ProblemBuilder::new(problem.location_count());
    builder.matrix(problem.travel(planner::DutyIndex(0)).clone());
    for visit in problem.visits() {
        builder.visit(planner::Visit { windows: vec![forever], skills: 0, ..visit.clone() });
    }
    builder.duty(Duty::from_base(LocationIndex::from_position(problem.visits().len()), forever));
    builder.build()
}
