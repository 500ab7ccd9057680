//! `/ready` tells what is in the way, in words and stable codes, and asks the same few questions however much there is.
use chrono::Duration;
use diesel::connection::SimpleConnection;
use luudong::db::StoreError;
use serde_json::{Value, json};

use crate::mail_servers::puts;
use crate::support::TestApp;
use crate::support::smtp::settings_for;

/// An application whose own planner has looked once and looks no more: it would note a time from before the test's jumps.
fn with_an_idle_planner(toml: &str) -> TestApp {
    let app = TestApp::with(&format!("planning.poll_millis = 100000000\n{toml}"));
    app.wait_for_idle_planner();
    app
}

fn sql(app: &TestApp, statement: &str) {
    let done = app.desk.db.write(|conn| Ok::<_, StoreError>(conn.batch_execute(statement)?));
    done.unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// What is in the way now: code, and step if it is about one.
fn reasons(app: &TestApp) -> Vec<String> {
    app.later(Duration::seconds(6));
    let answer = app.public().get("/ready");
    let body = answer.json();
    let reasons = body["reasons"].as_array().expect("reasons");
    let (status, word) = if reasons.is_empty() { (200, "ready") } else { (503, "not_ready") };
    assert_eq!((answer.status, &body["status"]), (status, &json!(word)), "{body}");
    assert!(reasons.iter().all(|one| one["words"].as_str().is_some_and(|words| words.len() > 10)), "{body}");
    let name = |one: &Value| match one["step"].as_str() {
        Some(step) => format!("{} {step}", one["code"].as_str().expect("a code")),
        None => one["code"].as_str().expect("a code").to_owned(),
    };
    reasons.iter().map(name).collect()
}

#[test]
fn without_a_worker_nothing_is_ready_and_with_one_it_is_until_it_stops() {
    let app = TestApp::start();
    // The application under test has a planner of its own, which notes its runs.
    let steps = |app: &TestApp| reasons(app).into_iter().filter(|one| !one.ends_with(" planning")).collect::<Vec<_>>();
    let before = steps(&app);
    assert!(before.iter().all(|one| one.starts_with("worker_step_late ")) && before.len() > 5, "{before:?}");
    app.public().get("/health").expect(200);
    let worker = app.worker();
    crate::mail_servers::wait_until("the worker has done its round", || reasons(&app).is_empty());
    worker.finish(std::time::Duration::from_secs(10));
    app.later(Duration::seconds(600));
    assert_eq!(steps(&app), before, "the same when nothing has run for five minutes");
}

#[test]
fn a_step_that_fails_stops_no_other_and_is_told() {
    let app = with_an_idle_planner("");
    app.worker_has_run();
    sql(&app, "ALTER TABLE drafts RENAME TO drafts_away");
    puts(&app, 1);
    let failed = app.round().expect_err("a step fails").to_string();
    assert!(failed.contains("drafts") && !failed.contains("keys"), "{failed}");
    assert_eq!(app.mails().len(), 1, "mail leaves all the same");
    // Steps after it would be late by now, had they not run.
    app.later(Duration::seconds(600));
    app.worker_has_run();
    assert_eq!(reasons(&app), ["database_cannot_write", "worker_step_fails drafts"]);
    sql(&app, "ALTER TABLE drafts_away RENAME TO drafts");
    app.worker_has_run();
    assert_eq!(reasons(&app), [""; 0]);
}

#[test]
fn a_mail_that_nobody_takes_is_told_and_one_that_waits_for_its_server_is_not() {
    let app = with_an_idle_planner(&settings_for(1));
    puts(&app, 2);
    app.worker_has_run();
    app.later(Duration::minutes(16));
    // The other steps go on; nobody delivers.
    app.worker_has_run();
    assert_eq!(reasons(&app), ["mail_overdue"]);
    for _ in 0..4 {
        let _ = app.round();
        app.later(Duration::minutes(5));
    }
    app.worker_has_run();
    assert_eq!(reasons(&app), ["mail_server_down"]);
    app.leave_mails(2);
}

#[test]
fn strangers_learn_that_the_server_is_ready_and_not_why_not() {
    let app = with_an_idle_planner("");
    let stranger = app.public().with("X-Forwarded-For", "203.0.113.7");
    let answer = stranger.get("/ready").expect(503).json();
    assert_eq!(answer, serde_json::json!({"status": "not_ready"}), "no step of the worker has run yet");
    let here = app.public().get("/ready").expect(503).json();
    assert!(here["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{here}");
    app.worker_has_run();
    app.later(Duration::seconds(6));
    assert_eq!(stranger.get("/ready").expect(200).json(), serde_json::json!({"status": "ready"}));
}

#[test]
fn asking_often_asks_the_database_once() {
    let app = with_an_idle_planner("");
    app.worker_has_run();
    app.later(Duration::seconds(6));
    let first = app.public().get("/ready").expect(200).text;
    sql(&app, "ALTER TABLE drafts RENAME TO drafts_away");
    assert_eq!(app.public().get("/ready").expect(200).text, first, "the answer of the same five seconds");
    app.later(Duration::seconds(6));
    app.public().get("/ready").expect(503);
}

#[test]
fn a_hundred_thousand_mails_cost_no_more_than_a_thousand() {
    let app = with_an_idle_planner("");
    app.worker_has_run();
    sql(
        &app,
        "INSERT INTO outbox_mails (idempotent_key, kind, message_id, sealed_mail, created_at, due_at, attempts,
             sent_at, given_up_at, gives_up_at, claims, receiver)
         WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 30000)
         SELECT 'k' || n, 'x', 'm' || n, '', '2026-11-23 00:59:00', '2026-11-23 00:59:00', 0,
             CASE WHEN n % 3 = 0 THEN CAST('2026-11-23 01:00:00' AS TIMESTAMP) END,
             CASE WHEN n % 3 = 1 THEN CAST('2026-11-23 01:00:00' AS TIMESTAMP) END,
             '2026-11-25 01:00:00', 0, 'd' FROM number",
    );
    let health = app.public().get("/health").expect(200).json();
    assert_eq!((&health["mails_waiting"], &health["mails_given_up"]), (&json!(1000), &json!(1000)), "counted so far");
    assert_eq!(reasons(&app), [""; 0]);
    sql(&app, "DELETE FROM outbox_mails");
}
