//! `luudong solve FILE`
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use planner::{Checked, Plan, Problem, Solution, Watch};

use super::files::{PlanFile, read_instance};
use super::{CommandError, say};
use crate::instances::InstanceFormat;
use crate::planning::proposal::reason_in_vietnamese;

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
/// [`CommandError::Input`] naming the file and the line or part that is wrong, or why `--out` cannot be written;
/// [`CommandError::Io`] when it could be at first, but not in the end.
pub fn run(arguments: &SolveArguments) -> Result<(), CommandError> {
    let sensible = arguments.seconds > 0.0 && arguments.seconds <= 86_400.0 && (1..=64).contains(&arguments.threads);
    if !sensible {
        return Err(CommandError::Input("--seconds cần trong (0, 86400], --threads trong 1…64".to_owned()));
    }
    let problem = read_instance(&arguments.file, arguments.format)?;
    let out = arguments.out.as_deref().map(PlanFile::new).transpose()?;
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
    if let Some(out) = out {
        out.write(&solution.plan)?;
    }
    print_summary(&problem, &solution, &checked, budget.start.elapsed().as_secs_f64())
}

fn bar(shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent} %  {elapsed}  {msg}");
    ProgressBar::new(1_000).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print_summary(problem: &Problem, solution: &Solution, checked: &Checked, seconds: f64) -> Result<(), CommandError> {
    let (visits, duties) = (problem.visits().len(), problem.duties().len());
    let used = checked.duties.iter().filter(|duty| !duty.stops.is_empty()).count();
    let cost = &checked.cost;
    say(format_args!("{visits} lượt đến, {duties} ca ({used} ca có việc)"))?;
    say(format_args!("  bỏ lại       {} lượt, {} điểm", checked.unserved.len(), cost.unserved))?;
    say(format_args!("  thất hẹn     {}", cost.broken_promises))?;
    say(format_args!("  làm thêm     {} đơn vị thời gian", cost.overtime))?;
    say(format_args!("  đi đường     {} đơn vị thời gian", cost.travel))?;
    say(format_args!("  chờ đợi      {} đơn vị thời gian", cost.waiting))?;
    say(format_args!("  {} bước trong {seconds:.2} giây", solution.steps))?;
    for (visit, reason) in solution.unserved.iter().take(10) {
        say(format_args!("  lượt {}: {}", visit.0, reason_in_vietnamese(*reason)))?;
    }
    Ok(())
}
