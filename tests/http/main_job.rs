//! The main job: a family files, a dispatcher approves and plans two weeks with two Saturdays, everybody is told once.
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Weekday};
use luudong::app::Knowledge;
use luudong::calendar::Calendar;
use luudong::planning::propose::{Span, propose};
use luudong::reference::ReferenceFiles;
use luudong::web::Desk;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, day};
use crate::support::office::{Crew, Filed, Office};
use crate::support::plan::{self, stops};
use crate::support::smtp::read_mail;

const FROM: &str = "2026-11-24";
const TO: &str = "2026-12-06";
const WARDS: [&str; 3] = ["11329", "11359", "11383"];

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
        "Kính gửi ông/bà Phạm Thị Lan,",
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
    let path = format!("/api/v1/visits/{}/call", calls[0]["visit_id"]);
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
    mail["event"]["description"] = Value::Null;
    insta::with_settings!({filters => vec![(filed[0].code.as_str(), "[code]")]}, {
        insta::assert_json_snapshot!(mail, {".message_id" => "[id]"});
    });
}

#[test]
fn what_changed_after_planning_must_be_planned_again() {
    let app = TestApp::start();
    let (office, _) = planned_fortnight(&app);
    let run = office.plan(day(FROM), day(TO), 7);
    let late = office.files(&moved(HOUSEHOLDS[0], "Số 99 phố Văn Cao").case());
    office.publish(&run);
    let second = office.plan(day(FROM), day(TO), 7);
    office.approves(&late);
    let third = office.plan(day(FROM), day(TO), 7);
    assert_ne!(second["inputs_fingerprint"], third["inputs_fingerprint"]);
    office.asks_publication(&second).assert_problem(409, "inputs-changed");
    let crew = Crew { team: 1, kit: 1, officer: 1 };
    office.duty(crew, day("2026-12-03"), "full");
    office.asks_publication(&third).assert_problem(409, "inputs-changed");
    let fourth = office.plan(day(FROM), day(TO), 7);
    assert_eq!(office.publish(&fourth)["mails"], 1, "only the new household is told");
    app.deliver();
}

#[test]
fn who_fits_into_no_half_day_is_left_out_with_a_reason_and_holds_nobody_up() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let mut crowd = HOUSEHOLDS[0].case();
    crowd["applicants"] = (1..=6).map(|n| json!({"birth": format!("0{n}/05/1950")})).map(|own| person(&own)).collect();
    let crowd = office.files(&crowd);
    office.approves(&crowd);
    office.approved(&HOUSEHOLDS[1..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-25"), "full");
    let run = office.plan(day("2026-11-25"), day("2026-11-25"), 1);
    assert_eq!(stops(&run).len(), 1, "the others have their places");
    assert_eq!(
        run["proposal"]["unserved"],
        json!([{"visit_id": office.visit_of(&crowd), "code": "no_window", "reason": "không có buổi mở cửa nào đủ dài trong khoảng ngày này"}])
    );
    let sunday = office.plan(day("2026-11-29"), day("2026-11-29"), 1);
    assert_eq!((stops(&sunday).len(), sunday["proposal"]["unserved"].as_array().map(Vec::len)), (0, Some(2)));
    app.deliver();
}

#[test]
fn two_homes_without_a_pin_in_one_ward_are_still_two_places() {
    let app = TestApp::start();
    let office = Office::of(&app);
    for home in &HOUSEHOLDS[..2] {
        let mut case = home.case();
        case["address"]["pin"] = Value::Null;
        office.approves(&office.files(&case));
    }
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    let both = stops(&run);
    assert_eq!(both.len(), 2, "{}", run["proposal"]);
    assert!(both[1].arrives >= both[0].departs + 240, "at least the minutes to park and find the house: {both:?}");
    assert!(both[1].starts >= both[1].arrives + 600, "the kit is set up again: {both:?}");
    app.deliver();
}

#[test]
fn the_holiday_is_a_working_day_when_the_data_say_so() {
    let data = tempfile::tempdir().expect("a folder");
    let rows = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/config/reference/calendar.csv"));
    let rows = rows.expect("the calendar");
    let row = "2026-11-24,Tue,off,policy,yes,";
    assert_eq!(rows.matches(row).count(), 1);
    let off = rows.replace(row, "2026-11-24,Tue,off,policy,no,");
    std::fs::write(data.path().join("calendar.csv"), off).expect("another calendar");
    let app = TestApp::with(&format!("reference.directory = '{}'", data.path().display()));
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-24"), "full");
    let run = office.plan(day("2026-11-24"), day("2026-11-24"), 1);
    let on: Vec<NaiveDate> = stops(&run).iter().map(|stop| stop.on).collect();
    assert_eq!(on, [day("2026-11-24"), day("2026-11-24")]);

    // The same duty under the calendar as it is shipped: the planner itself keeps the holiday free.
    let files = ReferenceFiles::embedded();
    let calendar = Arc::new(Calendar::load(&files).expect("the calendar"));
    let desk = Desk { calendar, ..app.desk.clone() };
    let knowledge = Knowledge::load(&desk.settings, &files).expect("the data");
    let span = Span { from: day("2026-11-24"), to: day("2026-11-24"), seed: Some(1) };
    let closed = propose(&desk, knowledge.planning.knowledge(), None, span).expect("a proposal");
    assert_eq!((closed.proposal.served(), closed.proposal.unserved.len()), (0, 2));
    app.deliver();
}

/// Twelve approved households and two teams with duties on two weekdays and two Saturdays; visits by number.
fn planned_fortnight(app: &TestApp) -> (Office, HashMap<i64, Household>) {
    let office = Office::of(app);
    let filed: Vec<Filed> = office.approved(HOUSEHOLDS);
    let (one, two) = (office.crew(1, &WARDS, None), office.crew(2, &WARDS, None));
    for (crew, on, half_days) in [
        (one, "2026-11-25", "full"),
        (one, "2026-11-28", "morning"),
        (two, "2026-11-28", "morning"),
        (two, "2026-12-04", "afternoon"),
        (one, "2026-12-05", "morning"),
    ] {
        office.duty(crew, day(on), half_days);
    }
    // The first plan opens the visits, so that their numbers are known.
    office.plan(day(FROM), day(TO), 1);
    let homes = filed.iter().zip(HOUSEHOLDS).map(|(one, home)| (office.visit_of(one), *home)).collect();
    (office, homes)
}

fn person(own: &Value) -> Value {
    let mut person = HOUSEHOLDS[0].person();
    person["birth"] = own["birth"].clone();
    person["number"] = json!("");
    person
}

fn moved(home: Household, line: &'static str) -> Household {
    Household { line, name: "Tô Thị Thanh", phone: "0912345699", ..home }
}

/// "từ 08:15 đến 10:15" as seconds since midnight.
fn window(words: &str) -> (i64, i64) {
    let times: Vec<i64> = words
        .split_whitespace()
        .filter_map(|word| word.split_once(':'))
        .map(|(hours, minutes)| {
            hours.parse::<i64>().expect("hours") * 3_600 + minutes.parse::<i64>().expect("minutes") * 60
        })
        .collect();
    (times[0], times[1])
}

/// The wall clock of Việt Nam as UTC, `HH:MM:SS`.
fn utc(secs: i64) -> String {
    let secs = secs - 7 * 3_600;
    format!("{:02}:{:02}:00", secs / 3_600, secs % 3_600 / 60)
}
