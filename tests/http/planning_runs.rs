//! Planning runs as jobs: they wait, tell how far they are, stop, outlive the process that had them in hand, and end in
//! one proposal or in one reason. What is published is told duty by duty, also by whoever comes after a process that died.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::desk::Desk;
use luudong::ids::PlanningRunId;
use luudong::planning::proposal::RunState;
use luudong::planning::propose::Span;
use luudong::planning::{ask, carry_out, publish, store};
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Office, planned_fortnight};

/// Answers wait for no run, and whoever carries runs out looks for one so rarely that a test comes before.
const NOBODY_PLANS: &str = "planning.answer_secs = 0\nplanning.poll_millis = 100000000";

fn span() -> Span {
    Span { from: day("2026-11-25"), to: day("2026-11-25"), seed: Some(1) }
}

/// Asks for a run once the planner of the application has gone to sleep; gives its number.
fn asked(app: &TestApp) -> PlanningRunId {
    app.desk.db.write(|conn| ask::ask(conn, &app.desk, None, span())).expect("a run is asked for")
}

fn state(app: &TestApp, id: PlanningRunId) -> RunState {
    app.read(|conn| store::find(conn, id)).expect("the run").state
}

#[test]
fn a_run_that_takes_long_is_answered_with_how_far_it_is() {
    let app = TestApp::with(NOBODY_PLANS);
    let office = Office::of(&app);
    app.wait_for_idle_planner();
    let wanted = json!({"from": "2026-11-25", "to": "2026-11-25"});
    let answer = office.dispatcher.post("/api/v1/planning-runs", &wanted).expect(202);
    let (run, address) = (answer.json(), answer.header("location").to_owned());
    assert_eq!((&run["state"], &run["progress"]), (&json!("waiting"), &json!(0)));
    let page = app.browser(Role::Dispatcher).get(&address.replace("/api/v1", ""));
    assert!(page.text.contains("đang chờ đến lượt") && page.text.contains("Dừng xếp lịch"), "{}", page.text);
    office.dispatcher.post(&format!("{address}/publication"), &json!({})).assert_problem(409, "conflict");
    assert!(app.plan_one(), "the run is carried out");
    let done = office.dispatcher.get(&address).expect(200).json();
    assert_eq!((&done["state"], &done["progress"]), (&json!("done"), &json!(100)));
    assert!(!app.plan_one(), "and not a second time");
}

#[test]
fn a_wish_that_is_sent_again_is_one_run() {
    let app = TestApp::with(NOBODY_PLANS);
    let office = Office::of(&app);
    app.wait_for_idle_planner();
    let client = office.dispatcher.with("Idempotency-Key", "mot-lan");
    let wanted = json!({"from": "2026-11-25", "to": "2026-11-25"});
    let first = client.post("/api/v1/planning-runs", &wanted).expect(202).json();
    assert!(app.plan_one());
    let second = client.post("/api/v1/planning-runs", &wanted).expect(201).json();
    assert_eq!((&first["id"], &second["state"]), (&second["id"], &json!("done")));
    assert!(!app.plan_one());
}

#[test]
fn a_stopped_run_has_no_proposal() {
    let app = TestApp::with(NOBODY_PLANS);
    let office = Office::of(&app);
    app.wait_for_idle_planner();
    let id = asked(&app);
    office.dispatcher.post(&format!("/api/v1/planning-runs/{id}/stop"), &json!({})).expect(200);
    assert!(app.plan_one());
    let run = office.dispatcher.get(&format!("/api/v1/planning-runs/{id}")).expect(200).json();
    assert_eq!((&run["state"], &run["failure"]), (&json!("stopped"), &json!("đã dừng theo yêu cầu")));
    office.dispatcher.post("/api/v1/planning-runs/99/stop", &json!({})).assert_problem(404, "not-found");
}

#[test]
fn a_run_outlives_the_process_that_had_it_in_hand() {
    let app = TestApp::with(NOBODY_PLANS);
    app.wait_for_idle_planner();
    let id = asked(&app);
    let now = app.desk.now();
    let claim = |until| app.desk.db.write(|conn| store::claim(conn, None, until, app.desk.now())).expect("it is asked");
    let dead = claim(now + Duration::seconds(30)).expect("the first process takes it");
    assert_eq!(state(&app, id), RunState::Running);
    assert!(!app.plan_one(), "somebody has it in hand");
    app.later(Duration::seconds(31));
    assert!(app.plan_one(), "its lease has ended");
    assert_eq!(state(&app, id), RunState::Done);
    // The first process was only slow: what it brings comes too late.
    let late = app.desk.db.write(|conn| store::fail(conn, &dead, "muộn", app.desk.now())).expect("it is asked");
    assert!(!late && state(&app, id) == RunState::Done);
}

#[test]
fn a_run_that_kills_its_processes_is_given_up() {
    let app = TestApp::with(NOBODY_PLANS);
    app.wait_for_idle_planner();
    let id = asked(&app);
    for _ in 0..3 {
        let until = app.desk.now() + Duration::seconds(30);
        let claimed = app.desk.db.write(|conn| store::claim(conn, None, until, app.desk.now()));
        assert!(claimed.expect("it is asked").is_some());
        app.later(Duration::seconds(31));
    }
    assert!(app.plan_one());
    let run = app.read(|conn| store::find(conn, id)).expect("the run");
    assert_eq!(run.state, RunState::Failed);
    assert!(run.failure.is_some_and(|why| why.contains("nhiều lần")));
}

#[test]
fn what_cannot_be_planned_says_why_and_is_no_proposal() {
    let app = TestApp::start();
    let office = Office::of(&app);
    // It waited over midnight: the day that was asked for has begun.
    let quiet = TestApp::with(NOBODY_PLANS);
    quiet.wait_for_idle_planner();
    let id = asked(&quiet);
    quiet.at(day("2026-11-25"), "00:30");
    assert!(quiet.plan_one());
    let run = quiet.read(|conn| store::find(conn, id)).expect("the run");
    assert_eq!((run.state, run.failure.as_deref()), (RunState::Failed, Some("Xếp lịch từ ngày mai trở đi.")));
    let past = json!({"from": "2026-11-23", "to": "2026-11-25"});
    office.dispatcher.post("/api/v1/planning-runs", &past).assert_problem(422, "invalid");
}

#[test]
fn who_was_not_told_before_a_process_died_is_told_by_the_worker() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    let before = app.waiting_mails().len();
    let id = run["id"].as_i64().expect("a number");
    let settled = app
        .desk
        .db
        .write(|conn| publish::settle(conn, &app.desk, app.reference(), None, PlanningRunId(id), app.desk.now()));
    let settled = settled.expect("it is published");
    assert_eq!(app.waiting_mails().len(), before, "nobody was told: the process died here");
    app.worker_has_run();
    // It was only slow: what it answers is true of everybody, whoever told them.
    assert_eq!(publish::tell::all(&app.desk, None, settled).expect("nobody is left").mails, 2);
    let told = |kind: &str| app.waiting_mails().iter().filter(|(of, _)| of == kind).count();
    assert_eq!(told("visit_published"), 2);
    assert_eq!(office.publish(&run)["mails"], 0, "publishing again tells nobody twice");
    assert_eq!(told("visit_published"), 2);
    app.deliver();
}

#[test]
fn publishing_tells_each_household_once_however_often_it_is_asked_for() {
    let app = TestApp::start();
    let (office, _) = planned_fortnight(&app);
    let run = office.plan(day("2026-11-24"), day("2026-12-06"), 7);
    let done = office.publish(&run);
    let mails = app.deliver().iter().filter(|mail| mail.contains("METHOD:REQUEST")).count();
    assert_eq!(
        done["visits"],
        run["proposal"]["duties"].as_array().map_or(0, |duties| {
            duties.iter().map(|duty| duty["stops"].as_array().map_or(0, Vec::len)).sum::<usize>()
        })
    );
    office.publish(&run);
    assert_eq!(app.deliver().iter().filter(|mail| mail.contains("METHOD:REQUEST")).count(), mails);
    let again = carry_out::at_once(
        &Desk { clock: app.desk.clock.counted_apart(), ..app.desk.clone() },
        app.reference(),
        None,
        span(),
    );
    assert_eq!(again.expect("it is planned").state, RunState::Done);
}
