//! The main job: a family files, a dispatcher approves and plans two weeks with two Saturdays, everybody is told once.
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Crew, FROM, Office, TO, planned_fortnight};
use crate::support::plan::{self, stops, utc, window};
use crate::support::smtp::read_mail;

#[test]
fn a_family_files_a_case_and_gets_a_receipt_with_code_and_link() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    assert_eq!(app.waiting_mails().len(), 1);
    assert_eq!(app.deliver().len(), 1);
    let mail = read_mail(&app.mail_files()[0]);
    assert_eq!(mail["faults"], json!([]));
    assert_eq!(mail["to"], "nha01@example.test");
    assert_eq!(mail["subject"], format!("Đã nhận đề nghị làm căn cước tại nhà – mã hồ sơ {}", filed.code));
    let text = mail["text"].as_str().expect("a text");
    for wanted in [
        "Kính gửi gia đình,",
        "Công an Phường Ngô Quyền đã nhận đề nghị",
        &format!("Mã hồ sơ: {}", filed.code),
        &filed.link,
    ] {
        assert!(text.contains(wanted), "«{wanted}» is not in {text}");
    }
    assert_eq!(filed.link, format!("http://127.0.0.1:8080/follow/{}/{}", filed.code, filed.secret));
    office.approves(&filed);
    let again =
        office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), &json!({"verdict": "approve"}));
    again.assert_problem(409, "already-done");
}

#[test]
fn one_kit_and_one_officer_are_in_one_place_at_a_time() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (first, second) = (office.crew(1, &WARDS, None), office.crew(2, &WARDS, None));
    let wednesday = day("2026-11-25");
    office.duty(first, wednesday, "full");
    let kit = office.asks_duty(Crew { kit: first.kit, ..second }, wednesday, "morning");
    let said = kit.assert_problem(409, "kit-or-officer-taken")["detail"].clone();
    assert_eq!(
        said,
        "Bộ thiết bị “TB-01” đã được phân cho “Tổ lưu động 1” buổi sáng Thứ Tư 25/11/2026, không thể phân thêm cho “Tổ lưu động 2”."
    );
    let officer = office.asks_duty(Crew { officer: first.officer, ..second }, wednesday, "afternoon");
    let said = officer.assert_problem(409, "kit-or-officer-taken")["detail"].clone();
    assert_eq!(
        said,
        "Cán bộ Mai Thị Thúy đã được phân cho “Tổ lưu động 1” buổi chiều Thứ Tư 25/11/2026, không thể phân thêm cho “Tổ lưu động 2”."
    );
    office.duty(second, wednesday, "full");
}

#[test]
fn nobody_goes_out_on_a_saturday_afternoon_a_sunday_or_the_new_holiday() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    let refused = |on: &str, half: &str| {
        let body = office.asks_duty(crew, day(on), half).assert_problem(422, "half-day-closed");
        body["detail"].as_str().expect("a detail").to_owned()
    };
    assert_eq!(refused("2026-11-28", "afternoon"), "Buổi chiều Thứ Bảy 28/11/2026 không làm việc.");
    assert_eq!(refused("2026-11-28", "full"), "Buổi chiều Thứ Bảy 28/11/2026 không làm việc.");
    assert_eq!(refused("2026-11-29", "morning"), "Buổi sáng Chủ nhật 29/11/2026 không làm việc.");
    assert_eq!(refused("2026-11-24", "morning"), "Buổi sáng Thứ Ba 24/11/2026 không làm việc (Ngày Văn hóa Việt Nam).");
    office.duty(crew, day("2026-11-28"), "morning");
}

#[test]
fn a_plan_over_two_saturdays_is_one_that_teams_can_drive() {
    let app = TestApp::start();
    let (office, homes) = planned_fortnight(&app);
    let run = office.plan(day(FROM), day(TO), 7);
    assert_eq!(plan::faults(&run, &office.dispatcher, &homes), Vec::<String>::new());
    let stops = stops(&run);
    assert_eq!(stops.len(), HOUSEHOLDS.len(), "everybody has a place: {}", run["proposal"]["unserved"]);
    let dates: BTreeSet<NaiveDate> = stops.iter().map(|stop| stop.on).collect();
    assert!(dates.contains(&day("2026-11-28")) && dates.contains(&day("2026-12-05")), "{dates:?}");
    assert!(!dates.contains(&day("2026-11-24")), "the holiday stays free");
    for stop in &stops {
        assert_ne!(stop.on.weekday(), Weekday::Sun, "{stop:?}");
        assert!(stop.on.weekday() != Weekday::Sat || stop.departs <= 41_400, "Saturday ends at 11:30: {stop:?}");
    }
    let again = office.plan(day(FROM), day(TO), 7);
    assert_eq!(again["proposal"], run["proposal"], "the same seed gives the same proposal");
    assert_eq!(again["inputs_fingerprint"], run["inputs_fingerprint"]);
    app.deliver();
}

#[test]
fn publishing_tells_each_household_once_and_puts_the_others_on_the_call_list() {
    let app = TestApp::start();
    let (office, homes) = planned_fortnight(&app);
    app.deliver();
    let receipts = app.mail_files();
    let run = office.plan(day(FROM), day(TO), 7);
    let done = office.publish(&run);
    let told = |mails: usize, calls: usize| json!({"planning_run_id": run["id"], "published_at": "2026-11-23T01:00:00Z", "visits": 12, "mails": mails, "calls": calls, "postponed": 0});
    assert_eq!(done, told(9, 3));
    app.deliver();
    let letters: Vec<Value> =
        app.mail_files().iter().filter(|file| !receipts.contains(file)).map(|file| read_mail(file)).collect();
    let with_mail: BTreeSet<&str> = HOUSEHOLDS.iter().map(|home| home.email).filter(|to| !to.is_empty()).collect();
    let reached: BTreeSet<&str> = letters.iter().filter_map(|mail| mail["to"].as_str()).collect();
    assert_eq!((letters.len(), reached), (9, with_mail));

    assert_eq!(office.publish(&run), told(0, 0), "a second time nobody is told again");
    assert_eq!(app.waiting_mails(), []);
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    let dialled: BTreeSet<&str> = calls.as_array().unwrap().iter().filter_map(|call| call["phone"].as_str()).collect();
    assert_eq!(dialled, BTreeSet::from(["+84912345604", "+84912345608", "+84912345612"]));
    for call in calls.as_array().unwrap() {
        let stop = stops(&run).into_iter().find(|stop| call["visit_id"] == stop.visit).expect("a planned visit");
        let home = homes[&stop.visit];
        assert_eq!((call["contact_name"].as_str(), call["ward_code"].as_str()), (Some(home.contact), Some(home.ward)));
    }
    let path = format!("/api/v1/calls/{}", calls[0]["id"]);
    office.dispatcher.post(&path, &json!({})).expect(204);
    office.dispatcher.post(&path, &json!({})).assert_problem(409, "already-done");
    assert_eq!(office.dispatcher.get("/api/v1/calls").json().as_array().unwrap().len(), 2);
}

#[test]
fn the_letter_names_date_window_team_and_code_in_good_vietnamese() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..1]);
    app.deliver();
    let receipt = app.mail_files();
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    office.publish(&run);
    app.deliver();
    let file = app.mail_files().into_iter().find(|file| !receipt.contains(file)).expect("the letter");
    let mut mail = read_mail(&file);
    assert_eq!(mail["faults"], json!([]));
    let promise = &office.follow(&filed[0])["visits"][0];
    assert_eq!((promise["on"].as_str(), promise["half_day"].as_str()), (Some("2026-11-28"), Some("morning")));
    let (from, to) = window(promise["window"].as_str().expect("a window"));
    let arrives = stops(&run)[0].arrives;
    assert!(from <= arrives && arrives <= to && to - from == 7_200, "{from} ≤ {arrives} ≤ {to}");
    assert_eq!(mail["event"]["dtstart"], format!("2026-11-28T{}+00:00", utc(from)));
    assert_eq!(mail["event"]["dtend"], format!("2026-11-28T{}+00:00", utc(to)));
    assert_eq!(mail["event"]["sequence"], "0");
    mail["html"] = Value::Null;
    mail["pictures"][0]["base64"] = Value::Null;
    mail["event"]["description"] = Value::Null;
    mail["message_id"] = json!("[id]");
    insta::with_settings!({filters => vec![(filed[0].code.as_str(), "[code]")]}, {
        insta::assert_json_snapshot!(mail);
    });
}
