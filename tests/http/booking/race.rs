//! 64 families want 12 places at the same moment, again and again: exactly 12 get one, the others are told what is left.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;

use serde_json::{Value, json};

use super::invariants;
use crate::support::app::{PASSWORD, monday_morning};
use crate::support::database::Database;
use crate::support::environment;
use crate::support::households::day;
use crate::support::office::{DISPATCHER, Office};
use crate::support::process::Binary;
use crate::support::{Client, TestApp};

const CLIENTS: usize = 64;
const PLACES: i32 = 12;
/// Eight teams on twenty-five half-days.
const WARDS: [&str; 8] = ["11329", "11359", "11383", "11407", "11311", "11413", "11443", "11617"];

/// Short work, so that twelve captures and not the clock are what is scarce.
const SHORT: &str = "booking.staff_minutes = 0\ndurations.home_set_up_minutes = 1\n\
    durations.first_capture_minutes.bedridden = 2\ndurations.further_capture_minutes.bedridden = 1\n";

/// Half-days with eight rushes each; a long run takes up to as many as make two hundred.
const HALF_DAYS: u32 = 2;
const HALF_DAYS_MAX: u32 = 25;

fn half_days() -> usize {
    environment::cases(HALF_DAYS).min(HALF_DAYS_MAX) as usize
}

#[test]
fn rushes_for_twelve_places_give_twelve_each() {
    let app = TestApp::with(SHORT);
    let office = Office::of(&app);
    let rushes = rushes(&office, half_days());
    assert_eq!(rushes.len(), 8 * half_days());
    run(&rushes, &[app.public()]);
    assert_eq!(invariants::check(&app), rushes.len() * PLACES as usize);
    let stored = stored_cases(&office.dispatcher);
    assert_eq!(stored, rushes.len() * PLACES as usize, "no case without a place is left behind");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn two_processes_on_one_database_give_twelve_each() {
    let database = Database::new();
    let binary = short_work(&database);
    let (one, other) = (binary.serve(), binary.serve());
    let office = Office::signed_in(one.public());
    // Two processes on one SQLite file wait for each other's lock; fewer rushes show the same there.
    let half_days = if environment::engine() == "postgres" { half_days() } else { 1 };
    let rushes = rushes_from(&office, monday_morning().date(), half_days);
    run(&rushes, &[one.public(), other.public()]);
    assert_eq!(stored_cases(&office.dispatcher), rushes.len() * PLACES as usize);
}

/// The binary with [`SHORT`] work on a database that has a dispatcher.
pub fn short_work(database: &Database) -> Binary {
    let binary = Binary::with(&[
        ("DATABASE__URL", &database.url()),
        ("SERVER__WORKER_INSIDE", "false"),
        ("BOOKING__STAFF_MINUTES", "0"),
        ("DURATIONS__HOME_SET_UP_MINUTES", "1"),
        ("DURATIONS__FIRST_CAPTURE_MINUTES__BEDRIDDEN", "2"),
        ("DURATIONS__FURTHER_CAPTURE_MINUTES__BEDRIDDEN", "1"),
    ]);
    let dispatcher = ["user", "add", "--login", DISPATCHER, "--name", "Điều phối", "--role", "dispatcher"];
    assert!(binary.run(&dispatcher, PASSWORD).status.success());
    binary
}

/// A half-day of one ward for which one duty has twelve places.
pub struct Rush {
    number: usize,
    ward: &'static str,
    pub on: String,
    pub half_day: &'static str,
}

/// Opens a duty of twelve captures for each ward on so many half-days from Friday 27/11/2026 on.
fn rushes(office: &Office, half_days: usize) -> Vec<Rush> {
    open(office, &open_half_days(office, "2026-11-27", "2026-12-20"), half_days)
}

/// The same from three days after a date on.
pub fn rushes_from(office: &Office, today: chrono::NaiveDate, half_days: usize) -> Vec<Rush> {
    let (from, to) = (today + chrono::Duration::days(3), today + chrono::Duration::days(27));
    open(office, &open_half_days(office, &from.to_string(), &to.to_string()), half_days)
}

fn open_half_days(office: &Office, from: &str, to: &str) -> Vec<(String, &'static str)> {
    let calendar = office.public.get(&format!("/api/v1/calendar?from={from}&to={to}")).expect(200).json();
    let mut open = Vec::new();
    for on in calendar["days"].as_array().expect("days") {
        for half_day in ["morning", "afternoon"] {
            if on["open"].as_array().is_some_and(|halves| halves.contains(&json!(half_day))) {
                open.push((on["on"].as_str().expect("a date").to_owned(), half_day));
            }
        }
    }
    open
}

fn open(office: &Office, half_days: &[(String, &'static str)], wanted: usize) -> Vec<Rush> {
    let mut rushes = Vec::new();
    for (number, ward) in WARDS.iter().enumerate() {
        let crew = office.crew(number + 1, &[ward], None);
        for (on, half_day) in &half_days[..wanted] {
            office.small_duty(crew, day(on), half_day, PLACES);
            rushes.push(Rush { number: rushes.len(), ward, on: on.clone(), half_day });
        }
    }
    rushes
}

/// Each client takes part in every rush, at one of the servers.
fn run(rushes: &[Rush], servers: &[Client]) {
    let starts: Vec<Barrier> = rushes.iter().map(|_| Barrier::new(CLIENTS)).collect();
    let won: Vec<Vec<Result<bool, String>>> = std::thread::scope(|scope| {
        let client = |number: usize| {
            let server = &servers[number % servers.len()];
            let starts = &starts;
            scope.spawn(move || {
                let rush = |(rush, start): (&Rush, &Barrier)| {
                    start.wait();
                    let asked = || asks(server, rush, number);
                    catch_unwind(AssertUnwindSafe(asked)).unwrap_or_else(|_| Err("no answer".to_owned()))
                };
                rushes.iter().zip(starts).map(rush).collect::<Vec<_>>()
            })
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        clients.into_iter().map(|client| client.join().expect("a client ends")).collect()
    });
    for (number, rush) in rushes.iter().enumerate() {
        let wrong: Vec<&String> = won.iter().filter_map(|won| won[number].as_ref().err()).collect();
        assert!(wrong.is_empty(), "{} {} {}: {wrong:?}", rush.ward, rush.on, rush.half_day);
        let places = won.iter().filter(|won| won[number] == Ok(true)).count();
        assert_eq!(places, PLACES as usize, "{} {} {}", rush.ward, rush.on, rush.half_day);
    }
}

/// Whether the client got a place; who did not must have been told what is left. What is wrong is handed back, because
/// the others wait for this client at the next rush.
fn asks(server: &Client, rush: &Rush, number: usize) -> Result<bool, String> {
    let new = json!({"case": case(rush, number), "half_day": {"on": rush.on, "half_day": rush.half_day}});
    let answer = server.post("/api/v1/bookings", &new);
    if answer.status == 201 {
        return Ok(true);
    }
    let refused = answer.json();
    let offered = refused["offers"].as_array().map_or(&[][..], Vec::as_slice);
    let is_gone = answer.status == 409 && refused["type"].as_str().is_some_and(|kind| kind.ends_with("half-day-gone"));
    let tells = offered.iter().all(|offer| offer["label"].is_string());
    if is_gone && tells { Ok(false) } else { Err(format!("{} {refused}", answer.status)) }
}

pub fn case(rush: &Rush, number: usize) -> Value {
    // A telephone of its own for each: one contact may file a few cases a day only.
    let phone = format!("09123{:05}", rush.number * CLIENTS + number);
    json!({
        "contact": {"name": "Phạm Thị Lan", "relation": "child", "phone": phone},
        "address": {"line": format!("Số {number} phố {}", rush.on), "ward_code": rush.ward},
        "applicants": [{
            "name": "Nguyễn Thị Hòa", "birth": "12/05/1950", "sex": "female", "procedure": "cccd_to_cc",
            "group": "nct", "mobility": "bedridden", "held_paper": "cmnd9",
        }],
        "consents": {"visit": true, "messages": false},
    })
}

/// How many cases are stored, by the pages of the list.
fn stored_cases(dispatcher: &Client) -> usize {
    let (mut count, mut cursor) = (0, Value::Null);
    loop {
        let after = cursor.as_str().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = dispatcher.get(&format!("/api/v1/cases?limit=100{after}")).expect(200).json();
        count += page["items"].as_array().map_or(0, Vec::len);
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            return count;
        }
    }
}
