//! `luudong solve` from the command line: whole files in, validated plans out, and one clear sentence for every bad file.
mod absurd;
mod made;
mod output;
mod reader;

use std::path::Path;
use std::process::{Command, Output};

use reader::Instance;
use serde_json::Value;

/// Runs the real binary; nothing of the environment is passed on.
fn luudong(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the binary runs")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luudong"));
    command.args(arguments).env_clear();
    command
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// Solves a file with few steps and lets the reader validate the plan and the summary.
fn solve_and_validate(file: &Path, format: &str, steps: &str) -> reader::Verdict {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("plan.json");
    let solved =
        luudong(&["solve", path(file), "--format", format, "--steps", steps, "--threads", "2", "--out", path(&out)]);
    let summary = String::from_utf8(solved.stdout).expect("text");
    assert_eq!(solved.status.code(), Some(0), "{}: {}", file.display(), String::from_utf8_lossy(&solved.stderr));
    assert!(solved.stderr.is_empty(), "{}: {}", file.display(), String::from_utf8_lossy(&solved.stderr));
    let instance = read(file, format);
    let plan: Value = serde_json::from_str(&std::fs::read_to_string(&out).expect("a plan")).expect("JSON");
    let verdict = instance.validate(&plan);
    assert!(verdict.faults.is_empty(), "{}: {:?}", file.display(), verdict.faults);
    // people read the summary: it tells of the same plan
    let left_out = format!("bỏ lại       {} lượt, {} điểm", verdict.unserved, verdict.unserved_priority);
    let travel = format!("đi đường     {} đơn vị", verdict.travel);
    assert!(summary.contains(&left_out) && summary.contains(&travel), "{verdict:?}\n{summary}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "nothing but the plan is left: {left:?}");
    verdict
}

fn read(file: &Path, format: &str) -> Instance {
    let text = std::fs::read_to_string(file).expect("an instance");
    if format == "home" { reader::home(&text) } else { reader::solomon(&text) }
}

#[test]
fn plans_of_made_files_are_feasible_and_mostly_complete() {
    let folder = tempfile::tempdir().expect("a folder");
    for (seed, visits, days) in [(1, 1, 1), (2, 12, 1), (3, 25, 2), (4, 60, 3)] {
        let file = folder.path().join("made.json");
        std::fs::write(&file, made::home(seed, visits, days).to_string()).expect("written");
        let verdict = solve_and_validate(&file, "home", "320");
        assert!(verdict.unserved * 2 <= visits, "seed {seed}: {verdict:?}");
    }
    for (seed, customers) in [(1, 1), (2, 25), (3, 80)] {
        let file = folder.path().join("made.txt");
        std::fs::write(&file, made::solomon(seed, customers)).expect("written");
        let verdict = solve_and_validate(&file, "solomon", "320");
        assert!(verdict.unserved * 2 <= customers, "seed {seed}: {verdict:?}");
    }
}

#[test]
fn every_file_of_the_benchmark_kit_is_solved() {
    // the kit is public but not ours: it lies beside the checkout
    let kit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench");
    let mut solved = 0;
    for format in ["solomon", "home"] {
        let folder = std::fs::read_dir(kit.join(format));
        for entry in folder.into_iter().flatten() {
            solve_and_validate(&entry.expect("an entry").path(), format, "48");
            solved += 1;
        }
    }
    if solved == 0 {
        eprintln!("{} is absent: only made files were solved", kit.display());
    } else {
        assert!(solved >= 60, "the kit has 56 files of Solomon's and 4 home-visit days, {solved} were found");
    }
}

#[test]
fn the_same_seed_writes_the_same_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("made.json");
    std::fs::write(&file, made::home(5, 40, 2).to_string()).expect("written");
    let plan = |seed: &str| {
        let out = folder.path().join("plan.json");
        let arguments =
            ["solve", path(&file), "--format", "home", "--steps", "640", "--seed", seed, "--out", path(&out)];
        assert!(luudong(&arguments).status.success());
        std::fs::read_to_string(out).expect("a plan")
    };
    assert_eq!(plan("7"), plan("7"));
}

#[test]
fn a_file_without_prices_of_days_is_solved_as_before_there_were_any() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("made.json");
    std::fs::write(&file, made::home(5, 24, 2).to_string()).expect("written");
    // written by the last version that knew no price of waiting
    let before = "[[0,[19,12,9,18]],[1,[20,14,11]],[2,[22,3,13,6,17,2,7,16,10]],[3,[4,0,1,21,8,23]]]";
    assert_eq!(routes(&file), before);
}

#[test]
fn a_price_of_days_brings_the_dear_visit_forward() {
    let wins: Vec<Value> = (0..3).map(|day| serde_json::json!([day, 28_800, 36_000])).collect();
    let visit = |price: i64| serde_json::json!({"service": 6_000, "demand": 1, "prio": 1, "skills": [], "wins": wins, "pin": -1, "day_price": price, "ward": 1});
    let vehicle = |day: i64| serde_json::json!({"team": 0, "day": day, "s": 3, "e": 3, "a": 28_800, "b": 37_200, "cap": 1, "skills": [], "brk": null});
    let mut instance = serde_json::json!({
        "visits": [visit(60), visit(6_000), visit(600)],
        "vehicles": [vehicle(0), vehicle(1), vehicle(2)],
        "matrix": [[0, 600, 600, 600], [600, 0, 600, 600], [600, 600, 0, 600], [600, 600, 600, 0]],
    });
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("priced.json");
    std::fs::write(&file, instance.to_string()).expect("written");
    assert_eq!(routes(&file), "[[0,[1]],[1,[2]],[2,[0]]]");
    instance["visits"][0]["day_price"] = serde_json::json!(-1);
    std::fs::write(&file, instance.to_string()).expect("written");
    let refused = luudong(&["solve", path(&file), "--format", "home"]);
    let said = String::from_utf8(refused.stderr).expect("text");
    assert!(said.contains("visit 0: có giá của một ngày chờ âm hoặc trên 100.000 giây"), "{said}");
}

/// The plan of a file as `[[vehicle, [visits]], …]`, by one thread with few steps.
fn routes(file: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("plan.json");
    let arguments = ["--steps", "640", "--threads", "1", "--seed", "7", "--out", path(&out)];
    assert!(luudong(&[&["solve", path(file), "--format", "home"], &arguments[..]].concat()).status.success());
    let plan: Value = serde_json::from_str(&std::fs::read_to_string(out).expect("a plan")).expect("JSON");
    let routes = plan["routes"].as_array().expect("routes").iter();
    serde_json::json!(routes.map(|route| [&route["vehicle"], &route["visits"]]).collect::<Vec<_>>()).to_string()
}

#[test]
fn the_reader_sees_every_kind_of_fault() {
    let file = serde_json::json!({
        "visits": [
            {"service": 600, "demand": 2, "prio": 1, "skills": [], "wins": [[0, 28_800, 30_000]], "pin": -1},
            {"service": 600, "demand": 2, "prio": 3, "skills": [2], "wins": [[0, 28_800, 40_000]], "pin": 0},
        ],
        "vehicles": [
            {"team": 0, "day": 0, "s": 2, "e": 2, "a": 28_800, "b": 34_200, "cap": 4, "skills": [2], "brk": [30_600, 31_200, 1_800]},
            {"team": 1, "day": 0, "s": 2, "e": 2, "a": 28_800, "b": 34_200, "cap": 3, "skills": [], "brk": null},
        ],
        "matrix": [[0, 600, 600], [600, 0, 600], [600, 600, 0]],
    });
    let validate =
        |file: &Value, routes: Value| reader::home(&file.to_string()).validate(&serde_json::json!({"routes": routes}));
    let route = |vehicle: usize, visits: &[usize]| serde_json::json!({"vehicle": vehicle, "visits": visits});
    let sound = validate(&file, serde_json::json!([route(0, &[0, 1])]));
    assert_eq!(sound, reader::Verdict { travel: 1_800, ..reader::Verdict::default() });
    // 8:10 first visit, 8:20 off, 8:30 second, 8:40 off, rest until 9:20, home
    let changed = |change: fn(&mut Value)| {
        let mut file = file.clone();
        change(&mut file);
        validate(&file, serde_json::json!([route(0, &[0, 1])])).faults
    };
    assert_eq!(changed(|file| file["vehicles"][0]["b"] = 33_600.into()), [] as [&str; 0]);
    assert_eq!(changed(|file| file["vehicles"][0]["b"] = 32_399.into()), ["vehicle 0: late at home"]);
    assert_eq!(changed(|file| file["vehicles"][0]["brk"][1] = 28_799.into()), ["vehicle 0: late at home"]);
    assert_eq!(changed(|file| file["visits"][0]["wins"][0][2] = 29_399.into()), ["vehicle 0: late at visit 0"]);
    assert_eq!(changed(|file| file["vehicles"][0]["cap"] = 3.into()), ["vehicle 0: 4 captures"]);
    assert_eq!(
        changed(|file| file["vehicles"][0]["skills"] = Value::Array(vec![])),
        ["vehicle 0: visit 1 lacks a skill"]
    );
    assert_eq!(changed(|file| file["visits"][1]["pin"] = 1.into()), ["vehicle 0: visit 1 is pinned elsewhere"]);
    let twice = validate(&file, serde_json::json!([route(0, &[0]), route(1, &[0])]));
    assert_eq!((twice.faults, twice.unserved_priority), (vec!["visit 0: 2 times".to_owned()], 3));
    assert_eq!(validate(&file, serde_json::json!([route(0, &[0]), route(0, &[1])])).faults, ["vehicle 0: 2 times"]);
}
