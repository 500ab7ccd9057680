//! `luudong bench waiting`: what the price of waiting brings the households of the demo month, and what driving it costs.
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::AddAssign;

use chrono::{Duration, NaiveDate, NaiveTime};
use clap::Args;
use planner::{Plan, Problem, Seconds, Unwatched};

use super::home::Home;
use crate::app::Shared;
use crate::clock::{Clock, Timestamp};
use crate::commands::demo::month;
use crate::commands::{CommandError, say, shared};
use crate::config::Settings;
use crate::db::StoreError;
use crate::dice::Dice;
use crate::ids::DutyId;
use crate::planning::inputs::{self, Scope};
use crate::planning::priority::WaitingPrice;
use crate::planning::problem;
use crate::planning::propose::{self, Span};
use crate::planning::run_parameters::RunParameters;

/// Which month, and at what price.
#[derive(Args)]
pub struct WaitingBench {
    /// Ngày được coi là hôm nay (YYYY-MM-DD).
    #[arg(long, default_value = "2026-11-23")]
    date: NaiveDate,
    /// Hạt giống của dữ liệu.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Giải mỗi lần xếp với các hạt giống 1…N và cộng lại.
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// Số phút đi đường đổi một ngày chờ của hộ 100 điểm; bỏ trống: giá đang có hiệu lực.
    #[arg(long)]
    minutes: Option<u32>,
}

/// What plans cost.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Seconds of driving that the days waited are worth, and that one day more for everybody would be.
    delay: i64,
    day: i64,
    travel: i64,
    served: usize,
    left_out: usize,
    /// Duties that are free although their team goes out on a later day.
    idle: usize,
}

/// Runs it.
///
/// # Errors
/// [`CommandError`] when the month cannot be made or planned.
pub fn run(arguments: &WaitingBench) -> Result<(), CommandError> {
    let home = Home::new(None)?;
    let own = format!("database.url = '{}'\nmail.folder = '{}'", home.url(None), home.mail_folder().display());
    let settings = Settings::defaults_with(&own)?;
    let start = Timestamp::local(arguments.date - Duration::days(month::DAYS_BACK), NaiveTime::MIN);
    let shared = shared(settings, Clock::fixed(start), Dice::seeded(arguments.seed))?;
    say(
        "| những ngày | có giá | chờ trung bình (ngày, theo điểm) | đi đường (phút) | có chỗ | bỏ lại | ca trống trước ca dùng |",
    )?;
    say("|---|---|---|---|---|---|---|")?;
    let total = RefCell::new([Sums::default(); 2]);
    month::fill(&shared, arguments.date, arguments.seed, &|shared, span| {
        let sums = measure(shared, span, arguments)?;
        for (name, (sum, total)) in ["không", "có"].iter().zip(sums.into_iter().zip(total.borrow_mut().iter_mut())) {
            *total += sum;
            print(&format!("{} … {}", span.from, span.to), name, &sum)?;
        }
        Ok(())
    })?;
    let [without, with] = total.into_inner();
    print("cả tháng", "không", &without)?;
    print("cả tháng", "có", &with)?;
    let percent = |new: f64, old: f64| (new / old - 1.0) * 100.0;
    say(format_args!(
        "chờ {:+.1} %, đi đường {:+.1} %",
        percent(with.mean_days(), without.mean_days()),
        percent(with.travel as f64, without.travel as f64)
    ))
}

fn print(span: &str, name: &str, sums: &Sums) -> Result<(), CommandError> {
    let Sums { served, left_out, idle, .. } = sums;
    let (days, minutes) = (sums.mean_days(), sums.travel / 60);
    say(format_args!("| {span} | {name} | {days:.2} | {minutes} | {served} | {left_out} | {idle} |"))
}

/// Plans the same inputs without and with the price, with each seed from the same start.
fn measure(shared: &Shared, span: Span, arguments: &WaitingBench) -> Result<[Sums; 2], CommandError> {
    let (desk, reference) = (&shared.desk, &shared.reference);
    let refused = |error: String| CommandError::Refused(error);
    let run = RunParameters::of(desk, reference, span.days(), 0).map_err(|error| refused(error.to_string()))?;
    propose::create_missing_visits(desk, reference, None, run.now)?;
    let (inputs, order) = desk.db.read(|conn| {
        let scope = Scope::Turn(run.weights);
        let inputs = inputs::read(conn, desk, reference, None, run.days, scope, run.now)?;
        let ids: Vec<DutyId> = inputs.duties.iter().map(|duty| duty.id).collect();
        let stops = crate::visits::store::stops_of_duties(conn, &ids)?;
        Ok::<_, StoreError>((
            inputs,
            stops.iter().map(|stop| (stop.visit_id, stop.position)).collect::<HashMap<_, _>>(),
        ))
    })?;
    let minutes_per_100_points = arguments.minutes.unwrap_or(run.waiting_price.minutes_per_100_points);
    let price = WaitingPrice { minutes_per_100_points, ..run.waiting_price.clone() };
    let run = RunParameters { waiting_price: &price, ..run };
    let built = problem::build(&inputs, reference, &run).map_err(|error| refused(error.to_string()))?;
    let current = built.current_plan(&inputs, &order);
    let mut sums = [Sums::default(); 2];
    for seed in 1..=arguments.seeds.max(1) {
        let (threads, iterations) = (run.settings.threads, Some(run.settings.iterations));
        let settings = planner::Settings { seed, threads, iterations };
        for (sum, problem) in sums.iter_mut().zip([&without_price(&built.problem)?, &built.problem]) {
            let solution = planner::solve(problem, &settings, Some(&current), &Unwatched);
            *sum += checked_sums(&built.problem, &solution.map_err(|error| refused(error.to_string()))?.plan)?;
        }
    }
    Ok(sums)
}

/// The problem as if nobody minded waiting.
fn without_price(problem: &Problem) -> Result<Problem, CommandError> {
    let mut builder = problem.to_builder();
    for visit in builder.visits_mut() {
        (visit.day_price, visit.neighbourhood) = (Seconds(0), None);
    }
    builder.build().map_err(|error| CommandError::Refused(error.to_string()))
}

fn checked_sums(problem: &Problem, plan: &Plan) -> Result<Sums, CommandError> {
    let checked = planner::check(problem, plan)
        .map_err(|violations| CommandError::Refused(format!("phương án sai: {violations:?}")))?;
    let served = plan.duties.iter().flatten();
    let used = |number: usize| !plan.duties[number].is_empty();
    let later = |number: usize| {
        let own = &problem.duties()[number];
        problem
            .duties()
            .iter()
            .enumerate()
            .any(|(other, duty)| used(other) && duty.team == own.team && duty.day() > own.day())
    };
    Ok(Sums {
        delay: checked.cost.delay,
        day: served.clone().map(|visit| i64::from(problem.visit(*visit).day_price.0)).sum(),
        travel: checked.cost.travel,
        served: served.count(),
        left_out: checked.unserved.len(),
        idle: (0..plan.duties.len()).filter(|number| !used(*number) && later(*number)).count(),
    })
}

impl Sums {
    /// Days from the first date of a run, in the mean; who has more points counts for more.
    fn mean_days(&self) -> f64 {
        self.delay as f64 / self.day.max(1) as f64
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.delay += other.delay;
        self.day += other.day;
        self.travel += other.travel;
        self.served += other.served;
        self.left_out += other.left_out;
        self.idle += other.idle;
    }
}
