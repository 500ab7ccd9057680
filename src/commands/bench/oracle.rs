//! `luudong bench oracle`: how long a question of the booking path takes, and a replan; how much memory solving takes.
use std::time::{Duration, Instant};

use clap::Args;
use planner::{Disturbance, DutyIndex, Oracle, Plan, Problem, Settings, Situation, Time, Unwatched, ZoneIndex};

use super::made_day::MadeDay;
use crate::commands::{CommandError, say};

/// The disturbed day, and how many steps a thread may take to mend it.
const STOPS: usize = 100;
const TEAMS: usize = 8;
const REPLAN_STEPS: u64 = 10_000;

/// What to measure on.
#[derive(Args)]
pub struct OracleBench {
    /// Số lượt đến đã có chỗ.
    #[arg(long, default_value_t = 1_000)]
    visits: usize,
    /// Số ca công tác, trong bốn ngày.
    #[arg(long, default_value_t = 60)]
    duties: usize,
    /// Số gia đình mới hỏi chỗ, lần lượt từng nhà.
    #[arg(long, default_value_t = 2_000)]
    questions: usize,
    /// Số lần xếp lại ngày bị xáo trộn.
    #[arg(long, default_value_t = 40)]
    replans: usize,
    /// Số bước mỗi luồng khi giải bài toán lớn.
    #[arg(long, default_value_t = 5_000)]
    steps: u64,
    /// Số luồng.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Hạt giống của bài toán.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Mỗi việc vài lần trên bài toán nhỏ, để thử xem có chạy không; không phải để lấy số liệu.
    #[arg(long)]
    once: bool,
}

/// Measures and prints a table.
///
/// # Errors
/// [`CommandError::Input`] when the numbers make no problem.
pub fn run(arguments: &OracleBench) -> Result<(), CommandError> {
    let OracleBench { threads, seed, once, .. } = *arguments;
    let OracleBench { visits, duties, questions, replans, steps, .. } = *arguments;
    let (visits, duties, questions, replans, steps) =
        if once { (60, 12, 20, 1, 50) } else { (visits, duties, questions, replans, steps) };
    let sensible = (1..=5_000).contains(&visits) && (1..=1_000).contains(&duties) && (1..=64).contains(&threads);
    if !sensible || questions == 0 || replans == 0 {
        return Err(CommandError::Input("số lượt đến, số ca hoặc số lần đo vô lý".to_owned()));
    }
    let made = made_day(seed, visits, duties, 4)?;
    // first of all: the peak of the process is then the peak of solving
    let before = kilobytes("VmRSS:");
    let plan = solved(&made.problem, Settings { seed, threads, iterations: Some(steps) })?;
    let grown = before.zip(kilobytes("VmHWM:")).map(|(before, peak)| peak.saturating_sub(before));

    say("| việc | số lần | trung vị | p99 |\n|---|---|---|---|")?;
    let served: usize = plan.duties.iter().map(Vec::len).sum();
    let (times, places) = ask(&made, &plan, questions)?;
    let what =
        format!("hỏi chỗ cho một lượt đến mới: {served} lượt đã có chỗ, {duties} ca, {places} chỗ được nêu (trung vị)");
    say(row(&what, times))?;
    let what = format!("xếp lại ngày {STOPS} điểm dừng khi một tổ về sớm: {REPLAN_STEPS} bước × {threads} luồng");
    say(row(&what, replan(seed, replans, threads)?))?;
    let memory = grown
        .map_or_else(|| "không đo được ở đây".to_owned(), |kilobytes| format!("{:.1} MB", kilobytes as f64 / 1024.0));
    say(format_args!(
        "| bộ nhớ tăng thêm khi giải {visits} lượt, {duties} ca, không kể bài toán và ma trận của nó | 1 | {memory} | |"
    ))
}

fn made_day(seed: u64, visits: usize, duties: usize, days: u64) -> Result<MadeDay, CommandError> {
    MadeDay::new(seed, visits, duties, days).map_err(|error| CommandError::Input(error.to_string()))
}

fn solved(problem: &Problem, settings: Settings) -> Result<Plan, CommandError> {
    let solution = planner::solve(problem, &settings, None, &Unwatched);
    Ok(solution.map_err(|error| CommandError::Refused(error.to_string()))?.plan)
}

/// One newcomer after the other, each prepared and asked for; also the median of the places offered.
fn ask(made: &MadeDay, plan: &Plan, questions: usize) -> Result<(Vec<Duration>, usize), CommandError> {
    let refused = |reason: String| CommandError::Refused(reason);
    let oracle = Oracle::new(&made.problem, plan).map_err(|violations| refused(format!("{violations:?}")))?;
    let (mut times, mut offered) = (Vec::new(), Vec::new());
    for _ in 0..questions {
        let (visit, legs) = made.newcomer();
        let start = Instant::now();
        let newcomer = oracle.newcomer(&visit, ZoneIndex(0), &[legs]);
        let newcomer = newcomer.map_err(|error| refused(error.to_string()))?;
        let spots = oracle.best_spots_for(&newcomer);
        times.push(start.elapsed());
        offered.push(spots.len());
    }
    offered.sort_unstable();
    Ok((times, offered[offered.len() / 2]))
}

/// A planned day of which one team after the other goes home at nine.
fn replan(seed: u64, replans: usize, threads: usize) -> Result<Vec<Duration>, CommandError> {
    let made = made_day(seed, STOPS, TEAMS, 1)?;
    let plan = solved(&made.problem, Settings { seed, threads: 1, iterations: Some(20_000) })?;
    let mut times = Vec::new();
    for number in 0..replans {
        let settings = Settings { seed: number as u64, threads, iterations: Some(REPLAN_STEPS) };
        let gone = DutyIndex::from_position(number % TEAMS);
        let disturbances = vec![Disturbance::DutyCancelled(gone)];
        let situation = Situation { now: Time::at(0, 9, 0), disturbances, ..Situation::default() };
        let start = Instant::now();
        let replanned = planner::replan(&made.problem, &plan, &situation, &settings, &Unwatched);
        replanned.map_err(|error| CommandError::Refused(error.to_string()))?;
        times.push(start.elapsed());
    }
    Ok(times)
}

fn row(what: &str, mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    format!("| {what} | {} | {median:.1?} | {late:.1?} |", times.len())
}

/// A line of what Linux knows of this process; elsewhere there is none.
fn kilobytes(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
