//! The door: what strangers, other sites and slow connections get of us.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use luudong::accounts::Role;
use luudong::db::schema::idempotency_keys as keys;
use luudong::sealed::secret_hash;
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Filed, Office};

const SATURDAY: &str = "2026-11-28";

fn opened() -> (TestApp, Office, Filed) {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    (app, office, filed)
}

#[test]
fn a_familys_answer_is_not_given_again_to_a_stranger_who_knows_code_and_key() {
    let (app, _office, filed) = opened();
    let stranger = app.public();
    let family = stranger.with("X-Case-Secret", &filed.secret);
    let thief = stranger.with("X-Case-Secret", "AAAAAAAAAAAAAAAAAAAAAA");
    let (wish, code) = (json!({"on": SATURDAY, "half_day": "morning"}), &filed.code);
    for (path, body, status) in [
        (format!("/api/v1/cases/{code}/booking"), &wish, 201),
        (format!("/api/v1/cases/{code}/withdrawal"), &json!({}), 200),
    ] {
        let given = family.once(&path).post(&path, body).expect(status);
        assert_eq!(family.once(&path).post(&path, body).expect(status).text, given.text, "{path}");
        stranger.once(&path).post(&path, body).assert_problem(404, "not-found");
        thief.once(&path).post(&path, body).assert_problem(404, "not-found");
    }
    app.deliver();
}

#[test]
fn two_families_that_use_one_key_do_not_meet() {
    let app = TestApp::start();
    let one = app.public().once("1").post("/api/v1/cases", &HOUSEHOLDS[0].case()).expect(201);
    let other = app.public().once("1").post("/api/v1/cases", &HOUSEHOLDS[1].case()).expect(201);
    assert_ne!(one.json()["code"], other.json()["code"]);
    let again = app.public().once("1").post("/api/v1/cases", &HOUSEHOLDS[0].case()).expect(201);
    assert_eq!(again.text, one.text);
    app.deliver();
}

#[test]
fn what_is_kept_of_a_request_is_no_hash_that_can_be_tried_out() {
    let (app, _office, filed) = opened();
    let family = app.public().with("X-Case-Secret", &filed.secret).once("k-1");
    let path = format!("/api/v1/cases/{}/withdrawal", filed.code);
    family.post(&path, &json!({})).expect(200);
    let kept: Vec<String> = app.read(|conn| Ok(keys::table.select(keys::request_hash).load(conn)?));
    assert!(!kept.is_empty());
    // Whoever reads the database knows method, path and body of this one, and can guess those of others.
    let known = secret_hash(&format!("POST {path} null"));
    assert!(!kept.contains(&known), "a plain hash is tried out in no time");
    app.deliver();
}

#[test]
fn the_api_knows_no_cookie_so_other_sites_do_nothing_with_it() {
    let (app, office, filed) = opened();
    let browser = app.browser(Role::Dispatcher);
    browser.get("/cases").expect(200);
    browser.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    let foreign = browser.with("Origin", "https://vneid-that.example").with("Content-Type", "text/plain");
    let path = format!("/api/v1/cases/{}/withdrawal", filed.code);
    assert_eq!(foreign.send("POST", &path, &[], "{}").status, 404);
    let followed = office.follow(&filed).to_string();
    assert!(followed.contains("Đã nhận đề nghị"), "it stands: {followed}");
    app.deliver();
}

#[test]
fn head_is_a_get_without_its_body_and_options_names_what_can_be_asked() {
    let app = TestApp::start();
    let public = app.public();
    for path in ["/", "/check", "/api/v1/fees", "/health"] {
        let (head, get) = (public.send("HEAD", path, &[], ""), public.get(path));
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        let options = public.send("OPTIONS", path, &[], "").expect(204);
        assert!(options.header("allow").starts_with("GET"), "{path}: {}", options.header("allow"));
    }
    public.send("OPTIONS", "/api/v1/nothing", &[], "").assert_problem(404, "not-found");
}

#[test]
fn a_body_that_never_ends_is_refused_and_its_connection_closed() {
    let app = TestApp::with("server.body_secs = 1");
    for (path, kind) in [("/api/v1/cases", "application/json"), ("/check", "application/x-www-form-urlencoded")] {
        let address = app.base.strip_prefix("http://").expect("plain http");
        let mut slow = TcpStream::connect(address).expect("a connection");
        slow.set_read_timeout(Some(Duration::from_secs(20))).expect("a time-out");
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n{{");
        slow.write_all(head.as_bytes()).expect("the head is taken");
        let (begun, mut told) = (Instant::now(), String::new());
        slow.read_to_string(&mut told).expect("an answer and then the end");
        assert!(told.starts_with("HTTP/1.1 408"), "{path}: {told}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{path}: the connection stayed open");
    }
    app.public().get("/health").expect(200);
}

/// While it stays open, a proxy may send the next form over it.
#[test]
fn a_connection_without_a_request_is_closed_after_the_time_set() {
    let ends = |secs: u64| {
        let app = TestApp::with(&format!("server.keep_alive_secs = {secs}"));
        let mut idle = TcpStream::connect(app.base.strip_prefix("http://").expect("plain http")).expect("a connection");
        idle.set_read_timeout(Some(Duration::from_secs(7))).expect("a time-out");
        idle.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").expect("the request is taken");
        idle.read_to_string(&mut String::new()).is_ok()
    };
    assert!(ends(1), "after one second there is an end");
    assert!(!ends(75), "more than five seconds long there is none");
}

#[test]
fn strangers_learn_that_it_lives_and_not_how_much_is_written() {
    let app = TestApp::start();
    let stranger = app.public().with("X-Forwarded-For", "203.0.113.9").get("/health").expect(200).json();
    assert_eq!(stranger, serde_json::json!({"status": "ok"}));
    assert_eq!(app.public().get("/health").expect(200).json()["mails_waiting"], 0);
}
