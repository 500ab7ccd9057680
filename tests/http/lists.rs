//! A list from the browser: read, put right row by row, confirmed, carried out as a job, undone as long as nobody has
//! touched what came of it.
use chrono::Duration;
use data_encoding::BASE64;
use luudong::accounts::Role;
use luudong::cases::store::{self as cases, Wanted};
use luudong::lists::store;
use serde_json::json;

use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::world::World;
use crate::support::{Answer, Client, TestApp};

/// Whoever carries lists out is the test itself.
const HEAD: &str = "Họ và tên;Ngày sinh;Phái;Tình trạng;SĐT;Địa chỉ;Phường/Xã";

fn list(rows: &[&str]) -> String {
    [HEAD].iter().chain(rows).map(|row| format!("{row}\n")).collect()
}

const GOOD: &str = "Đoàn Văn Tư;12/05/1940;nam;nằm liệt;0912300001;Số 7 phố Hai Lần;11329";
const OTHER: &str = "Mai Thị Ổi;1938;nữ;xe lăn;0912300002;Số 9 phố Hai Lần;11329";
const BAD: &str = "Vũ Đình Thí;31/02/1950;nam;xe lăn;0912300003;Số 3 phố Hai Lần;11329";

/// Brings a list of which every column is known; gives its number.
pub fn number(browser: &Client) -> String {
    let content = list(&[GOOD, BAD]).replace("Tình trạng", "Đi lại");
    let answer = browser.upload("/imports", "", "danh-sach.csv", &content).expect(303);
    answer.header("location").trim_start_matches("/imports/").to_owned()
}

/// The address of something of a list.
pub fn path(browser: &Client, pattern: &str) -> String {
    pattern.replace("{id}", &number(browser)).replace("{line}", "3")
}

/// Asks for a URL of the API about a list of its own.
pub fn asks(world: &World, client: &Client, pattern: &str) -> Answer {
    let content = list(&[GOOD, BAD]).replace("Tình trạng", "Đi lại");
    let new = json!({"file_name": "danh-sach.csv", "content": BASE64.encode(content.as_bytes())});
    if pattern == "/api/v1/imports" {
        return client.post(pattern, &new);
    }
    let id = client.send("POST", "/api/v1/imports", &[JSON], &new.to_string()).expect(201).json()["id"].to_string();
    let path = pattern.replace("{id}", &id).replace("{line}", "3");
    let client = client.with("If-Match", "\"1\"");
    match pattern.rsplit('/').next() {
        Some("{line}") => client.put(&path, &body(pattern)),
        Some("undo") => {
            client.send("POST", &path.replace("undo", "confirmation"), &[JSON], "{}").expect(200);
            while world.app.list_one() {}
            client.post(&path, &json!({}))
        }
        Some("columns" | "confirmation") => client.post(&path, &body(pattern)),
        _ => client.get(&path),
    }
}

/// The least that is valid for a list that was brought.
pub fn body(pattern: &str) -> serde_json::Value {
    match pattern.rsplit('/').next() {
        Some("columns") => json!({"columns": COLUMNS}),
        Some("{line}") => json!({"cells": {"birth": "1950"}}),
        _ => json!({}),
    }
}

const JSON: (&str, &str) = ("Content-Type", "application/json");
const COLUMNS: [&str; 7] = ["name", "birth", "sex", "mobility", "phone", "line", "ward"];

/// Sends a form about a list.
pub fn sends(world: &World, browser: &Client, pattern: &str) -> Answer {
    if pattern == "/imports" {
        return browser.upload(pattern, "", "danh-sach.csv", &list(&[OTHER]));
    }
    let path = path(browser, pattern);
    let list = path.split('/').nth(2).expect("its number").to_owned();
    if pattern.ends_with("undo") {
        browser.form(&format!("/imports/{list}/confirmation"), &[("version", "1")]).expect(303);
        while world.app.list_one() {}
    }
    let columns = ["Họ và tên", "Ngày sinh", "Giới tính", "Đi lại", "Điện thoại", "Địa chỉ", "Phường/Xã"];
    let mut fields = vec![("version", "1"), ("cell.1", "1950")];
    fields.extend(columns.map(|column| ("column", column)));
    browser.form(&path, &fields)
}

fn count(app: &TestApp) -> usize {
    app.read(|conn| cases::list(conn, &Wanted { limit: 1_000, ..Wanted::default() })).len()
}

#[test]
fn a_list_is_put_right_confirmed_carried_out_and_undone() {
    let app = TestApp::start();
    let browser = app.browser(Role::Dispatcher);
    let content = list(&[GOOD, OTHER, BAD]);
    let to = browser.upload("/imports", "t-1", "danh-sach.csv", &content).expect(303).header("location").to_owned();
    assert_eq!(browser.upload("/imports", "t-1", "danh-sach.csv", &content).expect(303).header("location"), to, "once");

    // A heading that nobody understands is chosen, and remembered.
    let page = browser.get(&to).expect(200).text;
    assert!(page.contains("Chưa đọc được từng dòng: thiếu cột “Đi lại”"), "{page}");
    let columns = ["Họ và tên", "Ngày sinh", "Giới tính", "Đi lại", "Điện thoại", "Địa chỉ", "Phường/Xã"];
    let fields: Vec<_> = columns.map(|column| ("column", column)).into_iter().chain([("version", "1")]).collect();
    browser.form(&format!("{to}/columns"), &fields).expect(303);
    let page = browser.get(&to).expect(200);
    assert!(page.text.contains("Nhập 2 dòng") && page.text.contains("Vũ Đình Thí"), "{}", page.text);
    let second = browser.upload("/imports", "t-2", "danh-sach.csv", &content).expect(303).header("location").to_owned();
    assert!(browser.get(&second).expect(200).text.contains("Nhập 2 dòng"), "the heading is remembered");
    browser.form(&format!("{to}/columns"), &fields).expect(422);

    // The broken row says at its field what is wrong, and is put right.
    let row = browser.get(&format!("{to}/rows/4")).expect(200);
    let wrong = "Ngày này không có trong lịch. Chỉ nhớ năm sinh thì ghi năm, ví dụ 1950.";
    assert!(Page::of(&row).texts(".hint").contains(&wrong.to_owned()), "{}", row.text);
    browser.form(&format!("{to}/rows/4"), &[("version", "2"), ("cell.1", "1950")]).expect(303);
    browser.form(&format!("{to}/confirmation"), &[("version", "2")]).expect(422);
    assert_eq!(count(&app), 0, "nothing before it is confirmed");
    browser.form(&format!("{to}/confirmation"), &[("version", "3")]).expect(303);
    let page = browser.get(&to).expect(200);
    assert_eq!(page.header("refresh"), "3");
    assert!(page.text.contains("0 trong 3 dòng"), "{}", page.text);

    assert!(app.list_one() && !app.list_one(), "it is carried out once");
    assert_eq!(count(&app), 3);
    let page = browser.get(&to).expect(200).text;
    assert!(page.contains("đã nhập") && page.contains("Rút lại cả danh sách"), "{page}");
    let report = browser.get(&format!("{to}/report.csv")).expect(200).text;
    assert_eq!(report.lines().filter(|line| line.contains(",đã nhập,")).count(), 3, "{report}");
    assert!(!report.contains("Đoàn Văn Tư"), "the report names nobody");

    // One was approved meanwhile: it stays and is named.
    let office = Office::of(&app);
    let code = report.lines().find(|line| line.starts_with("2,")).and_then(|line| line.split(',').nth(2));
    let code = code.expect("a code").to_owned();
    let approve = json!({"verdict": "approve"});
    office.dispatcher.post(&format!("/api/v1/cases/{code}/verification"), &approve).expect(201);
    browser.form(&format!("{to}/undo"), &[("x", "")]).expect(303);
    assert!(app.list_one());
    let open = |state: &str| {
        let found = office.dispatcher.get(&format!("/api/v1/cases?state={state}")).expect(200).json();
        found["items"].as_array().expect("cases").len()
    };
    assert_eq!((open("withdrawn"), open("verified"), open("filed")), (2, 1, 0));
    let page = browser.get(&to).expect(200).text;
    assert!(page.contains("hồ sơ đã được xử lý") && page.contains(&code), "{page}");
    assert_eq!(app.waiting_mails(), [], "nobody was told of what is not any more");

    // And it can be brought once more: the homes that were given back are listed again.
    browser.form(&format!("{to}/columns"), &[&fields[..7], &[("version", "7")]].concat()).expect(303);
    let page = browser.get(&to).expect(200).text;
    assert!(page.contains("Nhập 2 dòng"), "{page}");
}

#[test]
fn what_a_process_left_half_done_is_completed_and_what_is_over_is_forgotten() {
    let app = TestApp::start();
    let browser = app.browser(Role::Dispatcher);
    let id = number(&browser);
    browser.form(&format!("/imports/{id}/confirmation"), &[("version", "1")]).expect(303);
    let now = app.desk.now();
    let claim = |until| app.desk.db.write(|conn| store::claim(conn, until, app.desk.now())).expect("it is asked");
    let dead = claim(now + Duration::seconds(30)).expect("the first process takes it");
    assert!(!app.list_one(), "somebody has it in hand");
    app.later(Duration::seconds(31));
    assert!(app.list_one(), "its lease has ended");
    assert_eq!(count(&app), 1);
    let late = app.desk.db.write(|conn| store::add_done(conn, &dead, 1, now)).expect("it is asked");
    assert!(!late, "who lost the lease stores nothing");
    let sealed = |app: &TestApp| app.read(|conn| store::find(conn, dead.id)).expect("the list").has_content;
    assert!(sealed(&app));
    app.later(Duration::hours(1));
    browser.form(&format!("/imports/{id}/undo"), &[("x", "")]).expect(422);
    app.worker_has_run();
    assert!(!sealed(&app), "its content is gone");
    assert_eq!(count(&app), 1);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_list_is_seen_by_who_brought_it_and_who_serves_all_wards() {
    let app = TestApp::start();
    app.account("mot.phuong", Role::Dispatcher, &["11329"]);
    app.account("phuong.khac", Role::Dispatcher, &["11407"]);
    let (own, other) = (app.browser_as("mot.phuong"), app.browser_as("phuong.khac"));
    let id = number(&own);
    own.get(&format!("/imports/{id}")).expect(200);
    app.browser(Role::Dispatcher).get(&format!("/imports/{id}")).expect(200);
    for path in ["", "/rows/3", "/report.csv"] {
        other.get(&format!("/imports/{id}{path}")).expect(404);
    }
    other.form(&format!("/imports/{id}/confirmation"), &[("version", "1")]).expect(404);
    // Rows of other wards are refused, whoever brings them.
    let foreign = other.upload("/imports", "", "a.csv", &list(&[GOOD]).replace("Tình trạng", "Đi lại")).expect(303);
    let page = other.get(foreign.header("location")).expect(200).text;
    assert!(page.contains("địa bàn này không thuộc tài khoản đang dùng"), "{page}");
    let wrong = own.upload("/imports", "", "a.xlsx", "PK\u{3}\u{4} hỏng").expect(422);
    assert!(wrong.text.contains("không đọc được bảng tính này"), "{}", wrong.text);
}

#[test]
fn a_list_goes_the_whole_way_over_json() {
    let app = TestApp::start();
    app.account("mot.phuong", Role::Dispatcher, &["11329"]);
    app.account("phuong.khac", Role::Dispatcher, &["11407"]);
    let (own, other) = (app.api_as("mot.phuong"), app.api_as("phuong.khac"));
    let file = |content: &str| json!({"file_name": "danh-sach.csv", "content": BASE64.encode(content.as_bytes())});
    let content = list(&[GOOD, BAD, OTHER]);
    own.post("/api/v1/imports", &file("")).assert_invalid(&["/content"]);
    own.post("/api/v1/imports", &json!({"file_name": "a", "content": "không phải"})).assert_invalid(&["/content"]);
    let keyed = own.with("Idempotency-Key", "l-1");
    let brought = keyed.post("/api/v1/imports", &file(&content)).expect(201);
    let path = brought.header("location").to_owned();
    assert_eq!(keyed.post("/api/v1/imports", &file(&content)).expect(201).header("location"), path, "once");

    // A heading that nobody understands, until somebody says what it means.
    let read = own.get(&path).expect(200).json();
    assert_eq!((&read["rows"], &read["headings"][3]["means"]), (&json!([]), &json!(null)));
    assert!(read["unreadable"].as_str().expect("a sentence").contains("Đi lại"), "{read}");
    let at = |version: &str| own.with("If-Match", &format!("\"{version}\""));
    let columns = json!({"columns": COLUMNS});
    at("9").post(&format!("{path}/columns"), &columns).assert_problem(412, "out-of-date");
    at("1").post(&format!("{path}/columns"), &json!({"columns": ["name"]})).assert_invalid(&["/columns"]);
    let chosen = at("1").post(&format!("{path}/columns"), &columns).expect(200);
    assert_eq!(chosen.header("etag"), "\"2\"");
    let refused = own.get(&format!("{path}?verdict=refused")).expect(200).json();
    assert_eq!(refused["rows"].as_array().map(Vec::len), Some(1));
    assert!(refused["rows"][0]["reasons"][0].as_str().expect("a reason").starts_with("Ngày sinh: "), "{refused}");
    let pages = own.get(&format!("{path}?limit=2")).expect(200).json();
    assert_eq!((pages["rows"].as_array().map(Vec::len), &pages["next_cursor"]), (Some(2), &json!("3")));

    // What is put right is kept, and what is still wrong says so.
    let put =
        |version: &str, birth: &str| at(version).put(&format!("{path}/rows/3"), &json!({"cells": {"birth": birth}}));
    assert_eq!(put("2", "31/04/1950").expect(200).json()["verdict"], "refused");
    let row = put("3", "1950").expect(200);
    assert_eq!((&row.json()["verdict"], &row.json()["cells"]["birth"]), (&json!("good"), &json!("1950")));
    at("4").put(&format!("{path}/rows/99"), &json!({"cells": {}})).assert_problem(404, "not-found");
    let version = own.get(&path).expect(200).header("etag").trim_matches('"').to_owned();
    at(&version).with("Idempotency-Key", "l-2").post(&format!("{path}/confirmation"), &json!({})).expect(200);
    at(&version).post(&format!("{path}/confirmation"), &json!({})).assert_problem(409, "conflict");
    assert!(app.list_one());
    let done = own.get(&path).expect(200).json();
    assert_eq!((&done["list"]["state"], &done["list"]["rows_done"]), (&json!("done"), &json!(3)));
    assert_eq!(count(&app), 3);

    // Nobody else sees or undoes it; its bringer does.
    other.get(&path).assert_problem(404, "not-found");
    other.post(&format!("{path}/undo"), &json!({})).assert_problem(404, "not-found");
    own.post(&format!("{path}/undo"), &json!({})).expect(200);
    assert!(app.list_one());
    let undone = own.get(&path).expect(200).json();
    assert_eq!(undone["list"]["verdicts"], json!([{"verdict": "withdrawn", "rows": 3}]));
    own.post(&format!("{path}/undo"), &json!({})).expect(200);
    assert!(!app.list_one(), "twice is once");
}
