//! `kill -9` between publication and delivery: after a restart every household has exactly one letter, and a good one.
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use luudong::text::dates::long_date;
use serde_json::{Value, json};

use crate::support::Client;
use crate::support::app::{PASSWORD, monday_morning};
use crate::support::database::Database;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{DISPATCHER, Filed, Office};
use crate::support::plan::{utc, window};
use crate::support::process::Binary;
use crate::support::smtp::SmtpPeer;

/// Longest wait for the worker, seconds.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_process_killed_after_publishing_loses_no_letter_and_doubles_none() {
    let (database, peer) = (Database::new(), SmtpPeer::start());
    let binary = binary(&database, &peer);
    // A worker that plans, and whose hands for mail are asleep: it looks once, before there is any.
    let server = binary.and("MAIL__POLL_SECS", "100000").serve();
    let office = Office::signed_in(server.public());
    let (filed, told) = publishes(&office);
    assert_eq!(office.public.get("/health").json()["mails_waiting"], 18, "nine receipts, nine letters");
    let promised: Vec<Value> = filed.iter().map(|one| office.follow(one)["visits"][0].clone()).collect();
    server.kill();
    assert!(peer.messages().is_empty(), "nothing has left before the kill");

    let server = binary.serve();
    wait_until_delivered(&server.public());
    server.kill();
    let server = binary.serve();
    pause(Duration::from_secs(3));
    let health = server.public().get("/health").expect(200).json();
    assert_eq!((&health["mails_waiting"], &health["mails_given_up"]), (&json!(0), &json!(0)));
    server.kill();

    let messages = peer.messages();
    assert_eq!(messages.len(), 18, "each mail left once");
    assert_eq!(told, json!(9));
    let letters: BTreeMap<&str, &Value> = messages
        .iter()
        .filter(|mail| mail["event"].is_object())
        .map(|mail| (mail["to"].as_str().expect("a receiver"), mail))
        .collect();
    assert_eq!(letters.len(), 9, "one letter a household");
    for ((home, one), visit) in HOUSEHOLDS.iter().zip(&filed).zip(&promised) {
        if !home.email.is_empty() {
            assert_letter(letters[home.email], one, visit);
        }
    }
}

#[test]
fn a_process_killed_while_the_mail_server_refuses_goes_on_where_it_was() {
    let (database, peer) = (Database::new(), SmtpPeer::start());
    let binary = binary(&database, &peer).and("MAIL__RETRY_SECS", "1");
    let binary = ["ANSWER_SECS", "TRY_SECS"].iter().fold(binary, |one, name| one.and(&format!("MAIL__{name}"), "1"));
    let binary = binary.and("MAIL__CLAIM_SECS", "11").and("MAIL__RETRY_SECS_MAX", "2");
    // Servers like to repeat whom a mail is for; a log must not.
    peer.answer("451 4.3.0 <nha01@example.test> nha02@example.test: try again later");
    let server = binary.serve();
    let office = Office::signed_in(server.public());
    publishes(&office);
    pause(Duration::from_secs(2));
    let log = server.kill();
    assert!(log.contains("a mail did not leave"), "the worker had begun: {log}");
    assert!(log.contains("try again later") && !log.contains("example.test"), "{log}");
    // What the dead process had handed over to the last byte is still refused: accepted, it would rightly come twice.
    pause(Duration::from_secs(1));
    peer.accept();
    let server = binary.serve();
    wait_until_delivered(&server.public());
    server.kill();
    let messages = peer.messages();
    let mut ids: Vec<&str> = messages.iter().filter_map(|mail| mail["message_id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((messages.len(), ids.len()), (18, 18));
}

fn binary(database: &Database, peer: &SmtpPeer) -> Binary {
    let binary = Binary::with(&[
        ("DATABASE__URL", &database.url()),
        ("MAIL__TRANSPORT", "smtp"),
        ("MAIL__SMTP_URL", &format!("smtp://127.0.0.1:{}", peer.port())),
        ("MAIL__POLL_SECS", "1"),
        ("SERVER__SHUTDOWN_SECS", "1"),
    ]);
    let added = binary.run(
        &["user", "add", "--login", DISPATCHER, "--name", "Điều phối viên", "--role", "dispatcher"],
        &format!("{PASSWORD}\n"),
    );
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    binary
}

/// Twelve households are filed, approved, planned on open days of the next fortnight and published.
fn publishes(office: &Office) -> (Vec<Filed>, Value) {
    let filed = office.approved(HOUSEHOLDS);
    let crew = office.crew(1, &WARDS, None);
    let today = monday_morning().date();
    let (from, to) = (today + chrono::Duration::days(1), today + chrono::Duration::days(21));
    for on in full_days(&office.public, from, to).into_iter().take(4) {
        office.duty(crew, on, "full");
    }
    let done = office.publish(&office.plan(from, to, 1));
    assert_eq!((&done["visits"], &done["calls"]), (&json!(12), &json!(3)), "{done}");
    (filed, done["mails"].clone())
}

fn full_days(public: &Client, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let calendar = public.get(&format!("/api/v1/calendar?from={from}&to={to}")).expect(200).json();
    let days = calendar["days"].as_array().expect("days");
    let full = days.iter().filter(|day| day["open"] == json!(["morning", "afternoon"]));
    full.map(|one| day(one["on"].as_str().expect("a date"))).collect()
}

fn assert_letter(mail: &Value, filed: &Filed, visit: &Value) {
    assert_eq!(mail["faults"], json!([]), "{mail}");
    let on = visit["on"].as_str().expect("a date");
    let words = visit["window"].as_str().expect("a window");
    let date = long_date(day(on));
    assert_eq!(
        mail["subject"],
        format!("Lịch hẹn: Tổ lưu động 1 đến làm căn cước {date}, {words} (hồ sơ {})", filed.code)
    );
    for part in ["text", "html"] {
        let text = mail[part].as_str().expect("a text");
        for wanted in [&date, words, "Tổ lưu động 1", "0225 3822 221", &filed.code, "không hỏi mã OTP"] {
            assert!(text.contains(wanted), "«{wanted}» is not in the {part}: {text}");
        }
    }
    let (from, to) = window(words);
    let event = &mail["event"];
    assert_eq!((&event["method"], &event["content_type_method"]), (&json!("REQUEST"), &json!("REQUEST")));
    assert_eq!(event["dtstart"], format!("{on}T{}+00:00", utc(from)));
    assert_eq!(event["dtend"], format!("{on}T{}+00:00", utc(to)));
    assert_eq!(
        (&event["uid"], &event["sequence"]),
        (&json!(format!("visit-{}@127.0.0.1:8080", visit["id"])), &json!("0"))
    );
    assert!(event["description"].as_str().expect("a description").contains(&filed.code));
}

fn wait_until_delivered(public: &Client) {
    let began = Instant::now();
    while public.get("/health").expect(200).json()["mails_waiting"] != 0 {
        assert!(began.elapsed() < PATIENCE, "the worker did not deliver");
        pause(Duration::from_millis(200));
    }
}

/// Lets another process do its work.
fn pause(span: Duration) {
    let (_keep, never) = mpsc::channel::<()>();
    let _ = never.recv_timeout(span);
}
