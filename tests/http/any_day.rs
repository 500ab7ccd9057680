//! What this project shows and measures works at any moment of the calendar that ships, and on a machine in any zone.
use std::process::Command;

use chrono::{NaiveDate, NaiveDateTime};
use luudong::clock::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::Office;
use crate::support::process::Binary;

/// Moments on the wall clock of Việt Nam at which something is different.
const MOMENTS: [(&str, &str); 8] = [
    ("a Friday evening", "2026-11-27T19:40:00"),
    ("a Sunday", "2026-11-29T10:00:00"),
    ("16:59 UTC", "2026-12-01T23:59:00"),
    ("17:01 UTC", "2026-12-02T00:01:00"),
    ("18:30 UTC before a Friday", "2026-11-27T01:30:00"),
    ("New Year's Eve", "2026-12-31T23:30:00"),
    ("the evening before Tết", "2027-02-03T18:00:00"),
    ("Tết itself", "2027-02-06T09:00:00"),
];

fn moment(text: &str) -> Timestamp {
    let local: NaiveDateTime = text.parse().expect("a moment");
    Timestamp::local(local.date(), local.time())
}

/// The binary with data of its own.
fn binary(folder: &TempDir, at: &str) -> Binary {
    let in_folder = |name: &str| folder.path().join(name).display().to_string();
    let url = format!("sqlite:{}", in_folder("luudong.sqlite3"));
    Binary::with(&[("DATABASE__URL", &url), ("MAIL__FOLDER", &in_folder("mail"))]).at(moment(at))
}

/// The lines of the README's main job, as they stand there.
fn main_job() -> String {
    let (_, after) = include_str!("../../README.md").split_once("## The main job in five lines").expect("its heading");
    let lines = after.split("```").nth(1).expect("a block of lines").trim();
    assert_eq!(lines.lines().count(), 5, "{lines}");
    lines.to_owned()
}

#[test]
fn the_five_lines_of_the_readme_end_with_an_appointment_whatever_zone_the_machine_is_in() {
    for (what, at) in [MOMENTS[0], MOMENTS[4], MOMENTS[6]] {
        let folder = tempfile::tempdir().expect("a folder");
        let binary = binary(&folder, at);
        let demo = binary.run(&["demo"], "");
        assert_eq!(demo.status.code(), Some(0), "{what}: {demo:?}");
        let server = binary.serve();
        for zone in ["UTC", "Asia/Ho_Chi_Minh"] {
            let lines = main_job().replace("http://127.0.0.1:8080", server.base());
            let done = Command::new("bash").args(["-c", &lines]).env("TZ", zone).output().expect("bash runs");
            let said = String::from_utf8(done.stdout).expect("text");
            let words = said.trim().strip_prefix("Tổ công tác đến nhà ");
            let words =
                words.unwrap_or_else(|| panic!("{what}, {zone}: «{said}» {}", String::from_utf8_lossy(&done.stderr)));
            let date = words.split([' ', ',']).find_map(|part| NaiveDate::parse_from_str(part, "%d/%m/%Y").ok());
            assert!(date.is_some_and(|on| on > moment(at).date()), "{what}, {zone}: {said}");
            assert!(words.contains(", từ ") && words.contains(" đến "), "{what}, {zone}: {said}");
        }
    }
}

#[test]
fn the_demo_month_is_filled_on_any_day() {
    for (what, at) in [MOMENTS[1], MOMENTS[5], MOMENTS[7], ("the calendar's last day", "2027-12-31T16:00:00")] {
        let folder = tempfile::tempdir().expect("a folder");
        let demo = binary(&folder, at).run(&["demo"], "");
        assert_eq!(demo.status.code(), Some(0), "{what}: {demo:?}");
        let said = String::from_utf8(demo.stdout).expect("text");
        assert!(said.contains("Đã nạp dữ liệu thử"), "{what}: {said}");
    }
}

#[test]
fn benches_run_on_any_day() {
    let benches: [&[&str]; 2] = [
        &["bench", "offers", "--once", "--visits", "1", "--duties", "12", "--questions", "20"],
        &["bench", "booking", "--once", "--clients", "2", "--duties", "12"],
    ];
    for (what, at) in [MOMENTS[0], MOMENTS[1], MOMENTS[3], MOMENTS[5], MOMENTS[7]] {
        for bench in benches {
            let done = Binary::with(&[]).at(moment(at)).run(bench, "");
            assert_eq!(done.status.code(), Some(0), "{what}: {done:?}");
        }
    }
    let done = Binary::with(&[]).run(&["bench", "oracle", "--once"], "");
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    // Where nothing can be booked any more, that is said.
    let end = Binary::with(&[]).at(moment("2027-12-31T16:00:00")).run(benches[0], "");
    assert_eq!(end.status.code(), Some(2), "{end:?}");
    assert!(String::from_utf8_lossy(&end.stderr).contains("không có buổi nào mở để đo"), "{end:?}");
}

/// The open dates that families can still book, with what is open, soonest first.
fn open_days(office: &Office, from: NaiveDate) -> Vec<(NaiveDate, &'static str)> {
    let calendar = office.public.get("/api/v1/calendar").expect(200).json();
    let open = |one: &Value| match one["open"].as_array().map_or(0, Vec::len) {
        0 => None,
        1 => Some("morning"),
        _ => Some("full"),
    };
    let days = calendar["days"].as_array().expect("days").iter();
    let days = days.filter_map(|one| Some((day(one["on"].as_str()?), open(one)?)));
    days.filter(|(on, _)| *on >= from).collect()
}

#[test]
fn a_family_is_booked_planned_told_and_visited_at_any_moment() {
    for (what, at) in MOMENTS {
        let app = TestApp::start();
        app.desk.clock.set(moment(at));
        let office = Office::of(&app);
        let crew = office.crew(1, &WARDS, None);
        let today = moment(at).date();
        let days = open_days(&office, today + chrono::Duration::days(2));
        for (on, halves) in &days[..3] {
            office.duty(crew, *on, halves);
        }
        let filed = office.approved(&HOUSEHOLDS[..2]);
        let family = office.public.with("X-Case-Secret", &filed[0].secret);
        let offers = family.get(&format!("/api/v1/cases/{}/offers", filed[0].code)).expect(200).json();
        assert_eq!(offers["offers"][0]["on"], days[0].0.to_string(), "{what}: {offers}");
        office.books(&filed[0], &days[0].0.to_string(), "morning").expect(201);
        let run = office.dispatcher.post("/api/v1/planning-runs", &json!({"seed": 1})).expect(201).json();
        assert_eq!(run["from"], (today + chrono::Duration::days(1)).to_string(), "{what}: tomorrow, in Việt Nam");
        office.publish(&run);
        for one in &filed {
            let visit = &office.follow(one)["visits"][0];
            assert_eq!(visit["state"], "published", "{what}: {visit}");
            assert!(visit["on"].as_str().is_some_and(|on| on > today.to_string().as_str()), "{what}: {visit}");
        }
        app.deliver();
        app.at(days[0].0, "08:00");
        let office = Office::signed_in(app.public());
        let roster = office.dispatcher.get("/api/v1/rosters").expect(200).json();
        let stops = roster["duties"][0]["stops"].as_array().expect("stops");
        assert!(stops.iter().any(|stop| stop["code"] == filed[0].code), "{what}: {roster}");
    }
}
