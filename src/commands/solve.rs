//! `luudong solve FILE`
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use planner::{Checked, Plan, Problem, Solution, Watch};

use super::CommandError;
use crate::instances::{self, InstanceFormat};

/// What to solve, and for how long.
#[derive(Args)]
pub struct SolveArguments {
    /// Tệp bài toán.
    file: PathBuf,
    /// home (JSON) hoặc solomon (văn bản).
    #[arg(long)]
    format: InstanceFormat,
    /// Số giây tìm.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Dừng sau số bước này của mỗi luồng; khi đó kết quả lặp lại được trên mọi máy.
    #[arg(long)]
    steps: Option<u64>,
    /// Số luồng.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Hạt giống.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Ghi phương án (JSON) vào tệp này.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Hiện thanh tiến trình.
    #[arg(long)]
    progress: bool,
}

/// The share of the time that is used; the planner itself has no clock.
struct Budget {
    start: Instant,
    seconds: f64,
    bar: ProgressBar,
}

impl Watch for Budget {
    fn used(&self) -> f64 {
        let used = self.start.elapsed().as_secs_f64() / self.seconds;
        self.bar.set_position((used * 1_000.0) as u64);
        used
    }

    fn better(&self, plan: &Plan) {
        let served: usize = plan.duties.iter().map(Vec::len).sum();
        self.bar.set_message(format!("{served} lượt có chỗ"));
    }
}

/// Solves a file and says how it went.
///
/// # Errors
/// [`CommandError::Input`] naming file and line; [`CommandError::Io`] when the plan cannot be written.
pub fn run(arguments: &SolveArguments) -> Result<(), CommandError> {
    let sensible = arguments.seconds > 0.0 && arguments.seconds <= 86_400.0 && (1..=64).contains(&arguments.threads);
    if !sensible {
        return Err(CommandError::Input("--seconds cần trong (0, 86400], --threads trong 1…64".to_owned()));
    }
    let problem = read(&arguments.file, arguments.format)?;
    let budget = Budget { start: Instant::now(), seconds: arguments.seconds, bar: bar(arguments.progress) };
    let settings = planner::Settings { seed: arguments.seed, threads: arguments.threads, iterations: arguments.steps };
    let refused = |error: planner::SolveError| CommandError::Refused(error.to_string());
    let solution = match arguments.steps {
        Some(_) => planner::solve(&problem, &settings, None, &planner::Unwatched),
        None => planner::solve(&problem, &settings, None, &budget),
    }
    .map_err(refused)?;
    budget.bar.finish_and_clear();
    let checked = planner::check(&problem, &solution.plan)
        .map_err(|violations| CommandError::Refused(format!("phương án sai: {violations:?}")))?;
    print_summary(&problem, &solution, &checked, budget.start.elapsed().as_secs_f64());
    match &arguments.out {
        Some(path) => write(path, &solution.plan),
        None => Ok(()),
    }
}

fn read(file: &Path, format: InstanceFormat) -> Result<Problem, CommandError> {
    let wrong = |reason: String| CommandError::Input(format!("{}: {reason}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    instances::read(format, &text).map_err(wrong)
}

fn bar(shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent} %  {elapsed}  {msg}");
    ProgressBar::new(1_000).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print_summary(problem: &Problem, solution: &Solution, checked: &Checked, seconds: f64) {
    let used = checked.duties.iter().filter(|duty| !duty.stops.is_empty()).count();
    println!("{} lượt đến, {} ca ({used} ca có việc)", problem.visits().len(), problem.duties().len());
    println!("  bỏ lại       {} lượt, {} điểm", checked.unserved.len(), checked.cost.unserved);
    println!("  thất hẹn     {}", checked.cost.broken_promises);
    println!("  làm thêm     {} đơn vị thời gian", checked.cost.overtime);
    println!("  đi đường     {} đơn vị thời gian", checked.cost.travel);
    println!("  chờ đợi      {} đơn vị thời gian", checked.cost.waiting);
    println!("  {} bước trong {seconds:.2} giây", solution.steps);
    for (visit, reason) in solution.unserved.iter().take(10) {
        println!("  lượt {}: {}", visit.0, crate::planning::proposal::reason_in_vietnamese(*reason));
    }
}

fn write(path: &Path, plan: &Plan) -> Result<(), CommandError> {
    let json = instances::plan_json(plan).to_string();
    std::fs::write(path, json + "\n").map_err(|error| CommandError::Io(path.display().to_string(), error))
}
