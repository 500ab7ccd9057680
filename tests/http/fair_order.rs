//! R25 in the product: who gets the only place, which weights a run was computed with, and who may change them how.
use chrono::Duration;
use luudong::reference::ReferenceFiles;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Filed, Office};
use crate::support::plan::stops;
use crate::support::process::Binary;

/// The weights that are shipped.
fn shipped() -> String {
    ReferenceFiles::embedded().text("priority_weights.csv").expect("the file")
}

/// A folder of reference data with these weights.
fn folder_with(weights: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("priority_weights.csv"), weights).expect("other weights");
    folder
}

/// The case of a household whose person is of another group and birth.
fn case(at: usize, group: &str, birth: &str) -> Value {
    let mut case = HOUSEHOLDS[at].case();
    case["applicants"][0]["group"] = json!(group);
    case["applicants"][0]["birth"] = json!(birth);
    case
}

/// Whether the very severely disabled person, who filed two days ago, gets the only place before the 65-year-old who
/// filed so many days ago; both are bedridden.
fn need_goes_first(days: i64) -> bool {
    let app = TestApp::start();
    let monday = day("2026-11-23");
    Office::of(&app);
    let files = |days: i64, case: &Value| -> Filed {
        app.at(monday - Duration::days(days), "08:00");
        let office = Office::signed_in(app.public());
        let filed = office.files(case);
        office.approves(&filed);
        app.deliver();
        filed
    };
    let elderly = files(days, &case(0, "nct", "12/05/1961"));
    let very_severe = files(2, &case(1, "kt_db_nang", "12/05/1986"));
    app.at(monday, "08:00");
    let office = Office::signed_in(app.public());
    office.small_duty(office.crew(1, &WARDS, None), day("2026-11-25"), "full", 1);
    let run = office.plan(day("2026-11-25"), day("2026-11-25"), 1);
    let planned = stops(&run);
    assert_eq!(planned.len(), 1, "one place for two: {run}");
    app.deliver();
    let first = planned[0].visit == office.visit_of(&very_severe);
    assert!(first || planned[0].visit == office.visit_of(&elderly));
    first
}

#[test]
fn r25_the_only_place_goes_to_the_greater_need_until_waiting_time_wins() {
    assert!(need_goes_first(30));
    assert!(!need_goes_first(60));
}

#[test]
fn r25_a_run_stores_the_version_of_the_weights_that_were_in_force() {
    let first = shipped();
    let (columns, row) = first.trim_end().split_once('\n').expect("columns and one row");
    let second = row.replace("2026-11b", "mùa đông").replace("2025-07-01", "2026-11-24");
    let folder = folder_with(&format!("{columns}\n{row}\n{second}\n"));
    let app = TestApp::with(&format!("reference.directory = '{}'", folder.path().display()));
    let office = Office::of(&app);
    let version = |office: &Office| office.plan(day("2026-11-25"), day("2026-11-25"), 1)["weights_version"].clone();
    assert_eq!(version(&office), "2026-11b");
    app.at(day("2026-11-24"), "08:00");
    assert_eq!(version(&Office::signed_in(app.public())), "mùa đông");
}

#[test]
fn r25_check_config_names_the_weights_in_force_and_refuses_a_change_without_a_reason() {
    let output = Binary::with(&[]).run(&["check-config"], "");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}");
    assert!(told.contains("\n# Bộ trọng số thứ tự chờ 2026-11b, từ 01/07/2025, Tổ phát triển Lưu Động: "), "{told}");

    let text = shipped();
    let unsigned = text.replace("Tổ phát triển Lưu Động", "");
    let later = text.replace("2025-07-01", "2199-01-01");
    for (weights, expected) in [
        (unsigned, "priority_weights.csv:2: bộ trọng số “2026-11b” chưa ghi người thay đổi (cột “author”)"),
        (later, "priority_weights.csv: chưa có bộ trọng số nào có hiệu lực vào ngày "),
    ] {
        let folder = folder_with(&weights);
        let directory = folder.path().to_string_lossy().into_owned();
        let output = Binary::with(&[("REFERENCE__DIRECTORY", &directory)]).run(&["check-config"], "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}
