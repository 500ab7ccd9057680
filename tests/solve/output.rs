//! What comes out: `--out` tried before the search and never half-written, and readers that go away early.
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{command, luudong, made, path};

/// A small measurement.
const MEASURE: [&str; 10] =
    ["bench", "oracle", "--visits", "30", "--duties", "4", "--questions", "20", "--replans", "2"];

/// A folder with a small instance in it.
fn fixture() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("made.json");
    std::fs::write(&file, made::home(1, 10, 1).to_string()).expect("written");
    (folder, file)
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_the_search() {
    let (folder, file) = fixture();
    let missing = folder.path().join("none/plan.json");
    let below_a_file = file.join("plan.json");
    let cases = [
        (path(&missing), "không có tệp hoặc thư mục này"),
        (path(folder.path()), "đây là thư mục, không phải tệp"),
        (path(&below_a_file), "một phần của đường dẫn không phải là thư mục"),
    ];
    for (out, wanted) in cases {
        let start = Instant::now();
        let refused = luudong(&["solve", path(&file), "--format", "home", "--seconds", "60", "--out", out]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains("--out") && said.contains(out) && said.contains(wanted), "{said}");
        assert!(refused.stdout.is_empty());
        assert!(start.elapsed() < Duration::from_secs(30), "refused only after the search");
    }
    assert!(!missing.exists());
}

#[test]
fn an_old_plan_stays_until_the_new_one_is_whole() {
    let (folder, file) = fixture();
    let out = folder.path().join("plan.json");
    std::fs::write(&out, "the old plan").expect("written");
    let bad = folder.path().join("bad.json");
    std::fs::write(&bad, "{").expect("written");
    let solve = |file| luudong(&["solve", path(file), "--format", "home", "--steps", "16", "--out", path(&out)]);
    assert_eq!(solve(&bad).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&out).expect("a file"), "the old plan");
    assert_eq!(solve(&file).status.code(), Some(0));
    assert!(std::fs::read_to_string(&out).expect("a file").starts_with("{\"routes\":"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 3, "no part of a plan is left behind");
}

#[test]
fn a_plan_may_go_to_a_pipe() {
    let (_folder, file) = fixture();
    let solved = luudong(&["solve", path(&file), "--format", "home", "--steps", "16", "--out", "/dev/stdout"]);
    let printed = String::from_utf8(solved.stdout).expect("text");
    assert!(printed.starts_with("{\"routes\":"), "{printed}");
    assert!(printed.contains("bỏ lại"), "{printed}");
}

#[test]
fn a_measurement_is_a_table_or_is_refused() {
    let measured = luudong(&MEASURE);
    let table = String::from_utf8(measured.stdout).expect("text");
    assert_eq!((measured.status.code(), table.lines().count()), (Some(0), 5), "{table}");
    assert!(table.lines().all(|line| line.starts_with('|') && line.ends_with('|')), "{table}");
    for absurd in [["--visits", "0"], ["--duties", "99999"], ["--questions", "0"]] {
        let refused = luudong(&[&["bench", "oracle"], &absurd[..]].concat());
        assert_eq!(refused.status.code(), Some(2), "{absurd:?}");
        assert!(refused.stdout.is_empty());
    }
}

#[test]
fn the_promise_risk_of_a_made_day_is_measured() {
    let measured = luudong(&["bench", "risk", "--stops", "12", "--duties", "3", "--times", "2"]);
    let table = String::from_utf8(measured.stdout).expect("text");
    assert_eq!((measured.status.code(), table.lines().count()), (Some(0), 4), "{table}");
    assert!(table.contains("12 điểm dừng, một ca, 500 ngày giả định"), "{table}");
    assert_eq!(luudong(&["bench", "risk", "--stops", "0"]).status.code(), Some(2));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let (folder, file) = fixture();
    let out = folder.path().join("plan.json");
    let solve = ["solve", path(&file), "--format", "home", "--steps", "16", "--out", path(&out)];
    for arguments in [&solve[..], &MEASURE, &["openapi"], &["check-config"], &["--help"]] {
        for lines in [0, 1] {
            let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
            let mut printed = BufReader::with_capacity(1, child.stdout.take().expect("its output")).lines();
            for _ in 0..lines {
                printed.next().expect("a line").expect("text");
            }
            drop(printed);
            let mut said = String::new();
            child.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
            let status = child.wait().expect("it ends");
            assert_eq!((status.code(), said.as_str()), (Some(0), ""), "{arguments:?}, {lines} lines read");
        }
    }
    assert!(std::fs::read_to_string(&out).expect("a plan").ends_with("]}\n"), "the plan does not depend on readers");
}
