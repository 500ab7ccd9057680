//! `luudong bench plan DIR`: the table of `docs/performance.md` from a folder of instances.
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use crate::commands::files::read_instance;
use crate::commands::{CommandError, say};
use crate::instances::InstanceFormat;

/// What to solve, and for how long.
#[derive(Args)]
pub struct PlanBench {
    /// Thư mục có thư mục con solomon (.txt), home (.json); bks_solomon.csv: kết quả tốt nhất đã biết.
    folder: PathBuf,
    /// Số giây cho mỗi lần giải.
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// Giải mỗi tệp với các hạt giống 1…N; in số trung vị.
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// Số luồng.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Chỉ những tệp có tên bắt đầu như thế này.
    #[arg(long, default_value = "")]
    only: String,
    /// Chỉ tệp đầu tiên của mỗi loại và một hạt giống, để thử xem có chạy không.
    #[arg(long)]
    once: bool,
}

/// One solved file: left-out points and travel, medians over the seeds.
struct Row {
    name: String,
    unserved: i64,
    travel: i64,
    gap_percent: Option<f64>,
}

/// Runs it.
///
/// # Errors
/// [`CommandError::Input`] when the folder holds nothing to solve, or a file is wrong.
pub fn run(arguments: &PlanBench) -> Result<(), CommandError> {
    let PlanBench { folder, seconds, seeds, threads, only, once } = arguments;
    let seeds = if *once { &1 } else { seeds };
    let best = best_known(&folder.join("bks_solomon.csv"));
    let mut found = 0;
    for (format, part, ending) in [(InstanceFormat::Solomon, "solomon", "txt"), (InstanceFormat::Home, "home", "json")]
    {
        let mut files = files(&folder.join(part), ending, only);
        files.truncate(if *once { 1 } else { usize::MAX });
        if files.is_empty() {
            continue;
        }
        found += files.len();
        say(format_args!("\n| {part} | bỏ lại (điểm) | đi đường | so với tốt nhất đã biết |\n|---|---|---|---|"))?;
        let mut gaps = Vec::new();
        for file in files {
            let row = solve_file(&file, format, *seconds, *seeds, *threads, &best)?;
            let gap = row.gap_percent.map_or_else(|| "–".to_owned(), |gap| format!("{gap:+.2} %"));
            say(format_args!("| {} | {} | {} | {gap} |", row.name, row.unserved, row.travel))?;
            gaps.extend(row.gap_percent);
        }
        if !gaps.is_empty() {
            let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
            say(format_args!("| **trung bình** | | | **{mean:+.3} %** |"))?;
        }
    }
    if found == 0 {
        return Err(CommandError::Input(format!("{}: không có tệp nào để giải", folder.display())));
    }
    Ok(())
}

fn solve_file(
    file: &Path,
    format: InstanceFormat,
    seconds: f64,
    seeds: u64,
    threads: usize,
    best: &HashMap<String, f64>,
) -> Result<Row, CommandError> {
    let problem = read_instance(file, format)?;
    let mut results = Vec::new();
    for seed in 1..=seeds.max(1) {
        let start = Instant::now();
        let used = || start.elapsed().as_secs_f64() / seconds;
        let settings = planner::Settings { seed, threads, iterations: None };
        let solution = planner::solve(&problem, &settings, None, &used);
        let plan = solution.map_err(|error| CommandError::Refused(error.to_string()))?.plan;
        let checked = planner::check(&problem, &plan)
            .map_err(|violations| CommandError::Refused(format!("phương án sai: {violations:?}")))?;
        results.push((checked.cost.unserved, checked.cost.travel));
    }
    results.sort_unstable();
    let (unserved, travel) = results[results.len() / 2];
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    // Solomon's distances are tenths; a gap means something only when everybody is served.
    let known = best.get(&name).filter(|_| unserved == 0);
    let gap_percent = known.map(|best| (travel as f64 / 10.0 - best) / best * 100.0);
    Ok(Row { name, unserved, travel, gap_percent })
}

fn files(folder: &Path, ending: &str, only: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let wanted = |path: &PathBuf| {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        path.extension().is_some_and(|found| found == ending) && name.starts_with(only)
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(wanted).collect();
    files.sort();
    files
}

/// Best known values by instance name; without the file there are none.
fn best_known(file: &Path) -> HashMap<String, f64> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let row = |line: &str| line.split_once(',').and_then(|(name, best)| Some((name.to_owned(), best.parse().ok()?)));
    text.lines().filter_map(row).collect()
}
