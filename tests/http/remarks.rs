//! Thanks, suggestions and complaints: from anybody, with the clocks of the law, answered by the office, forgotten.
use chrono::{Duration, NaiveDate};
use luudong::accounts::Role;
use luudong::db::StoreResult;
use luudong::families::remarks::{self, RemarkKind, RemarkWords, store};
use luudong::keys;
use serde_json::{Value, json};

use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::{Client, TestApp};

const URL: &str = "/api/v1/remarks";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn leaves(office: &Office, kind: &str, ward: Option<&str>) -> Value {
    let body = json!({"kind": kind, "ward_code": ward, "words": "Tổ hẹn sáng mà không ai đến", "contact": "Lan, 0912 345 678"});
    office.public.post(URL, &body).expect(201).json()
}

fn steps(office: &Office, id: &Value, step: &str, answer: Option<&str>) -> crate::support::Answer {
    office.dispatcher.post(&format!("{URL}/{id}/steps"), &json!({"step": step, "answer": answer}))
}

#[test]
fn a_complaint_has_a_number_and_the_clocks_of_the_law() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let kept = leaves(&office, "complaint", Some("11329"));
    assert_eq!(kept["accept_by"], "2026-12-03", "ten days");
    let number = kept["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("KN-") && number.len() == 12, "{number}");
    let status =
        |office: &Office| Page::of(&office.public.get(&format!("/remarks/sent/{number}")).expect(200)).texts("main li");
    assert_eq!(status(&office)[1], "Chậm nhất Thứ Năm 03/12/2026, cơ quan báo có thụ lý hay không.");
    let one = office.dispatcher.get(URL).expect(200).json()[0].clone();
    assert_eq!((&one["words"], &one["is_late"]), (&json!("Tổ hẹn sáng mà không ai đến"), &json!(false)));
    app.at(day("2026-12-04"), "08:00");
    let office = Office::signed_in(app.public());
    assert_eq!(office.dispatcher.get(URL).expect(200).json()[0]["is_late"], true);
    let id = &one["id"];
    steps(&office, id, "extend", None).assert_problem(409, "already-done");
    assert_eq!(steps(&office, id, "accept", None).expect(200).json()["due_on"], "2027-01-03", "thirty days");
    steps(&office, id, "accept", None).assert_problem(409, "already-done");
    steps(&office, id, "not_accept", Some("Không đúng nơi")).assert_problem(409, "already-done");
    assert_eq!(steps(&office, id, "extend", None).expect(200).json()["due_on"], "2027-01-18", "forty-five in all");
    steps(&office, id, "extend", None).assert_problem(409, "already-done");
    steps(&office, id, "answer", None).assert_invalid(&["/answer"]);
    let done = steps(&office, id, "answer", Some("Đã xin lỗi và hẹn lại")).expect(200).json();
    assert_eq!((&done["ended_as"], &done["answer"]), (&json!("answered"), &json!("Đã xin lỗi và hẹn lại")));
    steps(&office, id, "answer", Some("Lần nữa")).assert_problem(409, "already-done");
    assert!(status(&office).last().unwrap().starts_with("Đã trả lời ngày"), "{:?}", status(&office));
    let sent = office.public.get(&format!("/remarks/sent/{number}")).expect(200);
    assert!(!sent.text.contains("không ai đến") && !sent.text.contains("xin lỗi"), "a number tells days and no words");
    office.public.get("/remarks/sent/KN-0000-0001").expect(404);
}

#[test]
fn anybody_leaves_a_remark_on_the_page_and_the_office_answers_on_its_own() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let page = Page::of(&office.public.get("/remarks/new?kind=complaint").expect(200));
    assert_eq!(page.attributes("input[name=kind][checked]", "value"), ["complaint"]);
    let sends = |fields: &[(&str, &str)]| office.public.form("/remarks/new", fields);
    for (fields, said) in [
        (vec![("words", "x")], "Chọn cảm ơn"),
        (vec![("kind", "thanks"), ("words", " ")], "Ghi nội dung"),
        (vec![("kind", "thanks"), ("words", &*"x".repeat(2001))], "Viết ngắn lại"),
        (vec![("kind", "thanks"), ("words", "x"), ("contact", &*"x".repeat(201))], "Viết ngắn lại"),
        (vec![("kind", "thanks"), ("words", "x"), ("ward_code", "99999")], "Chọn phường"),
    ] {
        let page = Page::of(&sends(&fields).expect(422));
        assert!(page.texts(".mistakes a")[0].starts_with(said), "{said}: {:?}", page.texts(".mistakes a"));
    }
    let sent = sends(&[("kind", "thanks"), ("words", "Cảm ơn hai cán bộ <b>rất</b> nhẹ nhàng")]).expect(303);
    let page = Page::of(&office.public.get(sent.header("location")).expect(200));
    assert_eq!(page.texts("h1"), ["Đã nhận lời cảm ơn"]);
    let browser = app.browser_as("dieu.phoi");
    let list = Page::of(&browser.get("/remarks").expect(200));
    assert_eq!(list.texts("blockquote"), ["Cảm ơn hai cán bộ <b>rất</b> nhẹ nhàng"]);
    let action = list.attributes("form[action^='/remarks/']", "action").remove(0);
    Page::of(&browser.form(&action, &[("step", "accept")]).expect(422));
    browser.form(&action, &[("step", "answer"), ("answer", "")]).expect(303);
    let list = Page::of(&browser.get("/remarks").expect(200));
    assert_eq!(list.texts("h2"), ["Đã trả lời gần đây"]);
    let footed = Page::of(&office.public.get("/follow").expect(200));
    assert_eq!(footed.attributes("footer a[href='/remarks/new']", "href").len(), 1);
}

#[test]
fn remarks_are_read_where_they_belong_and_a_flood_is_kept_out() {
    let app = TestApp::with("limits.remarks_per_source_per_day = 3");
    let office = Office::of(&app);
    leaves(&office, "complaint", Some("11329"));
    let left = leaves(&office, "suggestion", None);
    assert!(left["accept_by"].is_null() && left["number"].as_str().unwrap().starts_with("GY-"));
    app.account("noi.khac", Role::Dispatcher, &["11407"]);
    app.account("can.bo.1", Role::Officer, &[]);
    let elsewhere = app.api_as("noi.khac");
    let seen = elsewhere.get(URL).expect(200).json();
    assert_eq!(seen.as_array().map(Vec::len), Some(1), "what names no ward is everybody's");
    let all = office.dispatcher.get(URL).expect(200).json();
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    elsewhere
        .post(&format!("{URL}/{}/steps", all[0]["id"]), &json!({"step": "accept"}))
        .assert_problem(404, "not-found");
    for client in [app.api_as("can.bo.1"), app.api(Role::Admin)] {
        client.get(URL).assert_problem(403, "not-allowed");
    }
    leaves(&office, "thanks", None);
    let one_more = json!({"kind": "thanks", "words": "Lần nữa"});
    let refused = office.public.post(URL, &one_more);
    refused.assert_problem(429, "too-many");
    let page = Page::of(&office.public.form("/remarks/new", &[("kind", "thanks"), ("words", "Lần nữa")]).expect(422));
    assert!(page.texts(".mistakes p")[0].contains("gọi trực ban"));
    app.at(day("2026-11-24"), "08:00");
    office.public.post(URL, &one_more).expect(201);
}

/// So many people thank, from everywhere: what one address may leave in a day is another story.
fn come(app: &TestApp, many: usize) {
    let (vault, now) = (&app.desk.vault, app.desk.now());
    let stored = app.desk.db.write(|conn| {
        let words = vault.seal(&keys::of_month(conn, vault, now)?, &RemarkWords("Cảm ơn".to_owned()));
        for number in (0..many).map(|at| format!("CO-0000-{at:04}")) {
            let (kind, ward_code) = (RemarkKind::Thanks, Some("11329"));
            let (words, contact, accept_by) = (&words, None, None);
            let row = store::NewRow { number: &number, kind, ward_code, words, contact, received_at: now, accept_by };
            store::add(conn, &row)?;
        }
        StoreResult::Ok(())
    });
    stored.expect("a write");
}

#[test]
fn a_flood_of_thanks_pushes_no_complaint_off_the_list_and_a_ward_reads_its_own_answers() {
    let app = TestApp::with("limits.remarks_per_source_per_day = 100\nlimits.remarks_per_ten_minutes = 100");
    let office = Office::of(&app);
    come(&app, 520);
    let complaint = leaves(&office, "complaint", Some("11329"))["number"].clone();
    let list = |client: &Client| client.get(URL).expect(200).json();
    let listed = list(&office.dispatcher);
    let numbers: Vec<&Value> = listed.as_array().unwrap().iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers[0], &complaint, "the last to come is the first to be read: its clock runs");
    assert_eq!(numbers.len(), 500, "so many are shown, and the rest when these are answered");
    let page = Page::of(&app.browser_as("dieu.phoi").get("/remarks").expect(200));
    assert!(page.texts("main").join(" ").contains(complaint.as_str().unwrap()));

    // Of the other ward one was answered; what is answered here afterwards does not push it off that ward's list.
    app.account("noi.khac", Role::Dispatcher, &["11407"]);
    let elsewhere = app.api_as("noi.khac");
    leaves(&office, "suggestion", Some("11407"));
    let theirs = list(&elsewhere)[0].clone();
    let answered = json!({"step": "answer", "answer": "Đã ghi nhận"});
    elsewhere.post(&format!("{URL}/{}/steps", theirs["id"]), &answered).expect(200);
    for one in listed.as_array().unwrap().iter().skip(1).take(25) {
        app.later(Duration::seconds(5));
        steps(&office, &one["id"], "answer", Some("Cảm ơn")).expect(200);
    }
    let browser = app.browser_as("noi.khac");
    let page = Page::of(&browser.get("/remarks").expect(200)).texts("main").join(" ");
    assert!(page.contains(theirs["number"].as_str().unwrap()), "{page}");
    for one in listed.as_array().unwrap() {
        assert!(!page.contains(one["number"].as_str().unwrap()), "another ward's");
    }
}

#[test]
fn r36_what_was_said_is_forgotten_some_months_after_the_answer() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let number = leaves(&office, "complaint", None)["number"].as_str().unwrap().to_owned();
    let id = office.dispatcher.get(URL).expect(200).json()[0]["id"].clone();
    steps(&office, &id, "not_accept", Some("Quá thời hiệu")).expect(200);
    let read = || app.read(|conn| store::by_number(conn, &number)).expect("the remark");
    app.later(Duration::days(app.desk.settings.personal_data.keep_days - 1));
    assert_eq!(remarks::forget(&app.desk).expect("a round"), 0);
    app.later(Duration::days(2));
    assert_eq!(remarks::forget(&app.desk).expect("a round"), 1);
    assert_eq!(remarks::forget(&app.desk).expect("a round"), 0);
    let left = read();
    assert!(left.words.as_stored().is_empty() && left.contact.is_none() && left.answer.is_none());
    assert!(left.ended_at.is_some(), "that it came and was answered stays");
}
