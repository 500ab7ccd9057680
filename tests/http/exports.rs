//! Lists that leave the house: each kind as CSV and XLSX, read back by readers that are not ours; what tells of somebody's
//! health for a stated reason only (R26); own wards only; everything in the log.
use std::io::Write;
use std::process::{Command, Stdio};

use data_encoding::BASE64;
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::environment::python;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::world::World;
use crate::support::{Client, TestApp};

const KINDS: [&str; 6] = ["cases", "plan", "roster", "calls", "waiting_list", "results"];

/// Words of the columns that are left out without a reason.
const HEALTH: [&str; 9] = [
    "Đi lại",
    "Diện ưu tiên",
    "Lý do cần sớm",
    "Mang theo",
    "Lời gọi",
    "Điểm",
    "Lý do đứng trước",
    "Kết quả đầy đủ",
    "nằm liệt",
];

fn wish(kind: &str, more: &Value) -> Value {
    let from = if kind == "roster" { "2026-11-27" } else { "2026-11-20" };
    let mut wish = json!({"kind": kind, "format": "csv", "from": from, "to": "2026-12-05"});
    wish.as_object_mut().expect("a wish").extend(more.as_object().cloned().unwrap_or_default());
    wish
}

fn content(client: &Client, kind: &str, more: &Value) -> String {
    let answer = client.post("/api/v1/exports", &wish(kind, more)).expect(200).json();
    answer["content"].as_str().expect("a file").to_owned()
}

/// The rows of a CSV.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{FEFF}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The cells of an XLSX as openpyxl reads them, each with its type and whether it keeps signs at the front as text.
fn by_openpyxl(file: &[u8]) -> Vec<Vec<(Value, String, bool)>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/read_sheet.py");
    let mut peer = Command::new(python());
    let mut peer = peer.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python starts");
    peer.stdin.take().expect("its input").write_all(file).expect("it reads");
    let output = peer.wait_with_output().expect("it ends");
    assert!(output.status.success(), "openpyxl cannot read the file: run `make deps`, set LUUDONG_TEST_PYTHON");
    serde_json::from_slice(&output.stdout).expect("rows")
}

/// Signed in as somebody who serves one ward.
fn of_ward(app: &TestApp, ward: &str) -> Client {
    let login = format!("phuong.{ward}");
    app.account(&login, Role::Dispatcher, &[ward]);
    app.api_as(&login)
}

/// A day with a report from the door, a call to make and a household that waits.
fn filled() -> World {
    let world = World::new();
    let (visit, applicant) = world.visits[0];
    let result = json!({"applicant_id": applicant, "code": "health_today"});
    let report = json!({"client_id": "x-0", "happened_at": "2026-11-27T01:50:00Z", "results": [result]});
    world.officer.post(&format!("/api/v1/visits/{visit}/outcomes"), &report).expect(200);
    world
}

#[test]
fn each_list_is_read_back_as_it_was_written() {
    let world = filled();
    let office = &world.office.dispatcher;
    for kind in KINDS {
        let text = content(office, kind, &json!({}));
        let written = rows(&text);
        assert!(written.len() > 1, "{kind}: {text}");
        let answer = office.post("/api/v1/exports", &wish(kind, &json!({"format": "xlsx"})));
        let answer = answer.expect(200).json();
        assert_eq!(answer["rows"], written.len() - 1, "{kind}");
        let file = BASE64.decode(answer["content"].as_str().expect("a file").as_bytes()).expect("Base64");
        let read = by_openpyxl(&file);
        assert!(read.iter().flatten().all(|(_, kind, _)| kind == "s" || kind == "n"), "{kind}: {read:?}");
        let texts = |row: &Vec<(Value, String, bool)>| -> Vec<String> {
            row.iter().map(|(value, ..)| value.as_str().unwrap_or_default().to_owned()).collect()
        };
        let read: Vec<Vec<String>> = read.iter().map(texts).collect();
        assert_eq!(read, written, "{kind}: nothing in it looks like a formula, so both say the same");
    }
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn zeros_in_front_and_composed_letters_stay_and_no_formula_is_computed() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let home = Household { line: "=1+1", ..HOUSEHOLDS[0] };
    let mut case = home.case();
    case["applicants"][0]["name"] = json!("Đoàn Thị Ổi");
    case["applicants"][0]["number"] = json!("031140000017");
    office.files(&case);
    let dispatcher = &office.dispatcher;
    let answer = dispatcher.post("/api/v1/exports", &wish("cases", &json!({"format": "xlsx"}))).expect(200).json();
    let file = BASE64.decode(answer["content"].as_str().expect("a file").as_bytes()).expect("Base64");
    let read = by_openpyxl(&file);
    let cell = |header: &str| {
        let at = read[0].iter().position(|(value, ..)| value == header).unwrap_or_else(|| panic!("{header}: {read:?}"));
        read[1][at].clone()
    };
    assert_eq!(cell("Địa chỉ"), (json!("=1+1"), "s".to_owned(), true), "text, whoever edits it");
    assert_eq!(cell("Số định danh"), (json!("031140000017"), "s".to_owned(), false));
    assert_eq!(cell("Người làm căn cước").0, "Đoàn Thị Ổi");
    let text = content(dispatcher, "cases", &json!({}));
    assert!(text.contains(",'=1+1,") && text.contains(",031140000017,"), "{text}");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn r26_what_tells_of_health_leaves_for_a_reason_that_stands_in_the_log() {
    let world = filled();
    let office = &world.office.dispatcher;
    for kind in KINDS {
        let from = json!({});
        let text = content(office, kind, &from);
        for word in HEALTH.iter().chain(&["sức khỏe"]) {
            assert!(!text.contains(word), "{kind} tells «{word}»: {text}");
        }
        let asked = json!({"with_health": true});
        office.post("/api/v1/exports", &wish(kind, &asked)).assert_invalid(&["/reason"]);
        let blank = json!({"with_health": true, "reason": "  "});
        office.post("/api/v1/exports", &wish(kind, &blank)).assert_invalid(&["/reason"]);
        let reason = format!("Chuẩn bị giường chụp, {kind}");
        let asked = json!({"with_health": true, "reason": reason});
        let text = content(office, kind, &asked);
        let head = text.lines().next().expect("headers").to_owned();
        assert!(HEALTH.iter().any(|word| head.contains(word)), "{kind}: {head}");
        let log = world.admin.get("/api/v1/audit-entries?limit=200").expect(200).json();
        let entries = log["items"].as_array().expect("entries");
        let whole = entries.iter().find(|entry| entry["subject"] == "exports").expect("its entry");
        let said = whole["reason"].as_str().expect("what it was");
        assert!(said.contains(&reason) && said.contains(&format!("{} dòng", rows(&text).len() - 1)), "{said}");
        assert_eq!((&whole["action"], whole["login"].is_string()), (&json!("export"), true));
        let own = entries.iter().filter(|entry| entry["action"] == "export" && entry["reason"] == *reason);
        assert!(own.clone().count() > 0 && own.clone().all(|entry| entry["subject"] != "exports"), "{kind}");
    }
    // A result that tells of somebody's health is told in full for a reason only.
    let text = content(office, "results", &json!({}));
    assert!(text.contains("chưa thu nhận được"), "{text}");
    let full = content(office, "results", &json!({"with_health": true, "reason": "tổng kết"}));
    assert!(full.contains("sức khỏe hôm nay không cho phép"), "{full}");
    // Who is no dispatcher takes nothing away, whatever the reason.
    for client in [&world.admin, &world.officer] {
        let asked = wish("cases", &json!({"with_health": true, "reason": "cần"}));
        client.post("/api/v1/exports", &asked).assert_problem(403, "not-allowed");
        client.get("/exports").expect(403);
    }
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn a_dispatcher_takes_away_what_lies_in_their_wards() {
    let world = filled();
    let elsewhere = of_ward(&world.app, "11407");
    let own = of_ward(&world.app, WARDS[0]);
    for kind in KINDS {
        let from = json!({});
        let nothing = content(&elsewhere, kind, &from);
        assert_eq!(rows(&nothing).len(), 1, "{kind}: {nothing}");
        let all = rows(&content(&world.office.dispatcher, kind, &from));
        let some = rows(&content(&own, kind, &from));
        assert!(some.len() <= all.len(), "{kind}");
        let narrowed = json!({"ward_codes": [WARDS[0]]});
        let text = content(&world.office.dispatcher, kind, &narrowed);
        let drop_numbers = |rows: Vec<Vec<String>>| {
            // A place is counted among all whom somebody sees.
            let from = usize::from(kind == "waiting_list");
            rows.into_iter().map(|row| row[from..].to_vec()).collect::<Vec<_>>()
        };
        assert_eq!(drop_numbers(some), drop_numbers(rows(&text)), "{kind}: the ward and nothing else");
        let foreign = wish(kind, &json!({"ward_codes": [WARDS[0]]}));
        elsewhere.post("/api/v1/exports", &foreign).assert_problem(403, "not-allowed");
    }
    let cases = rows(&content(&own, "cases", &json!({})));
    assert!(cases.len() > 1, "there is something in the ward");
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn a_wish_that_cannot_be_fulfilled_says_why() {
    let app = TestApp::with("exports.rows_max = 2\nexports.days_max = 10");
    let office = Office::of(&app);
    let dispatcher = &office.dispatcher;
    let days =
        |from: &str, to: &str| dispatcher.post("/api/v1/exports", &wish("cases", &json!({"from": from, "to": to})));
    days("2026-11-23", "2026-11-22").assert_invalid(&["/to"]);
    days("2026-11-01", "2026-11-11").assert_invalid(&["/to"]);
    days("2026-11-20", "2026-11-29").expect(200);
    let wrong = wish("cases", &json!({"from": "2026-11-23", "to": "2026-11-23", "ward_codes": ["1"]}));
    dispatcher.post("/api/v1/exports", &wrong).assert_invalid(&["/ward_codes/0"]);
    let duty = wish("roster", &json!({"duty_id": 99}));
    dispatcher.post("/api/v1/exports", &duty).assert_invalid(&["/duty_id"]);
    for home in &HOUSEHOLDS[..3] {
        office.files(&home.case());
    }
    let many = days("2026-11-23", "2026-11-23").assert_problem(422, "invalid").clone();
    assert!(many["detail"].as_str().expect("a sentence").contains("Nhiều hơn 2 dòng"), "{many}");
    let filed = wish("cases", &json!({"from": "2026-11-23", "to": "2026-11-23", "state": "verified"}));
    assert_eq!(dispatcher.post("/api/v1/exports", &filed).expect(200).json()["rows"], 0);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn the_form_leads_to_a_file_that_is_its_senders_for_some_minutes() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.files(&HOUSEHOLDS[0].case());
    app.account("mot.phuong", Role::Dispatcher, &[WARDS[0]]);
    let (browser, other) = (app.browser(Role::Dispatcher), app.browser_as("mot.phuong"));
    let page = Page::of(&browser.get("/exports?kind=roster&duty_id=7").expect(200));
    assert_eq!(page.attributes("#duty_id", "value"), ["7"]);
    let send = |fields: &[(&str, &str)]| browser.form("/exports", &[&[("kind", "cases")], fields].concat());
    let refused = send(&[("format", "csv"), ("with_health", "yes")]).expect(422);
    assert!(refused.text.contains("Ghi lý do cần các cột về sức khỏe"), "{}", refused.text);
    send(&[("format", "csv"), ("from", "31/02/2026")]).expect(422);
    send(&[("format", "csv"), ("duty_id", "bảy")]).expect(422);
    send(&[]).expect(422);
    let to = send(&[("format", "csv"), ("ward_codes", WARDS[0])]).expect(303).header("location").to_owned();
    let file = browser.get(&to).expect(200);
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"ho-so-2026-11-23.csv\"");
    assert_eq!(file.header("cache-control"), "no-store");
    assert!(file.text.contains(HOUSEHOLDS[0].name), "{}", file.text);
    other.get(&to).expect(404);
    other.get("/exports/file").expect(404);
    app.later(chrono::Duration::minutes(10));
    browser.get(&to).expect(404);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn days_and_duty_choose_what_is_in_the_plan_and_the_roster() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..4]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-27"), "full");
    office.duty(office.crew(2, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-27"), day("2026-11-28"), 1);
    office.publish(&run);
    let dispatcher = &office.dispatcher;
    let of = |kind: &str, more: Value| rows(&content(dispatcher, kind, &more));
    let all = of("plan", json!({"from": "2026-11-27", "to": "2026-11-28"}));
    assert_eq!(all.len(), 5, "{all:?}");
    let first = of("plan", json!({"from": "2026-11-27", "to": "2026-11-27"}));
    assert!(first[1..].iter().all(|row| row[0] == "27/11/2026"), "{first:?}");
    let (duty, number) = (&first[1][3], &first[1][4]);
    assert_eq!(number, "1");
    assert!(first[1][6].contains('–'), "the window that was told: {first:?}");
    let roster = of("roster", json!({"from": "2026-11-23", "duty_id": duty.parse::<i64>().expect("a number")}));
    assert_eq!(roster.len(), first.len(), "whatever its day is");
    assert!(roster[1..].iter().all(|row| row[2] == *duty), "{roster:?}");
    app.leave_mails(app.waiting_mails().len());
}
