//! Promise risk: how often each window of a run is kept, for those who plan in its wards, and in words on its page.
use std::collections::BTreeMap;

use luudong::accounts::Role;
use serde_json::Value;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{FROM, Office, TO, planned_fortnight};
use crate::support::plan::stops;
use crate::support::{Answer, Client};

fn asks(client: &Client, run: &Value) -> Answer {
    client.get(&format!("/api/v1/planning-runs/{}/promise-risk", run["id"]))
}

fn risk(client: &Client, run: &Value) -> Value {
    asks(client, run).expect(200).json()
}

/// What is said of each visit.
fn by_visit(risk: &Value) -> BTreeMap<i64, Value> {
    let duties = risk["duties"].as_array().expect("duties").iter();
    let visits = duties.flat_map(|duty| duty["visits"].as_array().expect("visits"));
    visits.map(|visit| (visit["visit_id"].as_i64().expect("a number"), visit.clone())).collect()
}

/// An application whose days scatter like this, percent.
fn scattering(figures: &str) -> (TestApp, tempfile::TempDir) {
    let columns = "version,valid_from,author,reason,work_percent,leg_percent,all_work_percent,all_legs_percent";
    let row = format!("thử,2025-07-01,Tổ thử,để thử một mức khác,{figures}");
    let data = tempfile::tempdir().expect("a folder");
    std::fs::write(data.path().join("spreads.csv"), format!("{columns}\n{row}\n")).expect("another spread");
    (TestApp::with(&format!("reference.directory = '{}'", data.path().display())), data)
}

#[test]
fn each_window_of_a_run_has_a_chance_before_and_after_families_know_it() {
    let app = TestApp::start();
    let (office, homes) = planned_fortnight(&app);
    let run = office.plan(day(FROM), day(TO), 7);
    let proposed = risk(&office.dispatcher, &run);
    assert_eq!((&proposed["days"], &proposed["spread_version"]), (&500.into(), &"2026-11".into()));
    let visits = by_visit(&proposed);
    assert_eq!(visits.len(), homes.len(), "all twelve have a place");
    for stop in stops(&run) {
        let said = &visits[&stop.visit];
        let number = |name: &str| said[name].as_i64().expect("a number");
        assert_eq!(said["promised"], false);
        assert!(number("from_secs") <= stop.arrives && stop.arrives <= number("to_secs"), "{said}");
        assert!((1..=1000).contains(&number("kept_per_mille")), "{said}");
        let level = match number("kept_per_mille") {
            900.. => "likely",
            750.. => "doubtful",
            _ => "unlikely",
        };
        assert_eq!(said["level"], level);
        let arrivals = [number("arrives_10_secs"), number("arrives_50_secs"), number("arrives_90_secs")];
        assert!(arrivals.is_sorted() && arrivals[0] >= number("from_secs"), "{said}");
    }
    assert_eq!(risk(&office.dispatcher, &run), proposed, "the same question has the same answer");

    office.publish(&run);
    app.deliver();
    let known = by_visit(&risk(&office.dispatcher, &run));
    assert_eq!(known.len(), visits.len());
    for (visit, said) in &known {
        let same = |name: &str| assert_eq!(said[name], visits[visit][name], "{name} of {visit}");
        assert_eq!(said["promised"], true);
        ["from_secs", "to_secs", "kept_per_mille", "arrives_90_secs"].into_iter().for_each(same);
    }
}

#[test]
fn the_page_says_it_in_words_beside_each_window_and_where_a_buffer_helps() {
    let (app, _data) = scattering("60,60,40,40");
    let (office, _) = planned_fortnight(&app);
    let run = office.plan(day(FROM), day(TO), 7);
    let said = risk(&office.dispatcher, &run);
    let page = app.browser(Role::Dispatcher).get(&format!("/planning-runs/{}", run["id"])).expect(200).text;
    let count = |class: &str| page.matches(&format!("<span class=\"risk {class}\">")).count();
    let of_level = |level: &str| by_visit(&said).values().filter(|visit| visit["level"] == level).count();
    for level in ["likely", "doubtful", "unlikely"] {
        assert_eq!(count(level), of_level(level), "{level}");
    }
    let ten = by_visit(&said).into_values().map(|visit| visit["kept_per_mille"].as_i64().expect("a number") / 100);
    let in_words = ten.filter(|days| (1..9).contains(days)).map(|days| format!("giữ được {days}/10 ngày"));
    in_words.for_each(|words| assert!(page.contains(&words), "{words}"));
    let saves = said["duties"]
        .as_array()
        .expect("duties")
        .iter()
        .filter(|duty| duty["buffer"]["saved_per_mille"].as_i64().is_some_and(|saved| saved >= 10));
    let sentences = page.matches("Đệm thêm 20 phút có ích nhất nếu").count();
    assert!(sentences > 0, "so wide a spread breaks promises that a buffer keeps: {said}");
    assert_eq!(sentences, saves.count());
    app.deliver();
}

#[test]
fn a_day_that_always_goes_as_planned_keeps_every_promise_and_needs_no_buffer() {
    let (app, _data) = scattering("0,0,0,0");
    let (office, _) = planned_fortnight(&app);
    let run = office.plan(day(FROM), day(TO), 7);
    let said = risk(&office.dispatcher, &run);
    for stop in stops(&run) {
        let visit = &by_visit(&said)[&stop.visit];
        assert_eq!(visit["kept_per_mille"], 1000);
        for name in ["arrives_10_secs", "arrives_50_secs", "arrives_90_secs"] {
            assert_eq!(visit[name], stop.arrives, "as proposed: {visit}");
        }
    }
    let duties = said["duties"].as_array().expect("duties");
    assert!(duties.iter().all(|duty| duty["buffer"].is_null()), "{said}");
    app.deliver();
}

#[test]
fn a_dispatcher_reads_the_risk_of_the_own_wards_and_nobody_else_reads_any() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    assert_eq!(by_visit(&risk(&office.dispatcher, &run)).len(), 2);
    app.account("thuy.nguyen", Role::Dispatcher, &["11557"]);
    let elsewhere = risk(&app.api_as("thuy.nguyen"), &run);
    assert_eq!(elsewhere["duties"].as_array().map(Vec::len), Some(0), "{elsewhere}");
    asks(&app.api(Role::Officer), &run).assert_problem(403, "not-allowed");
    asks(&app.public(), &run).assert_problem(401, "sign-in-needed");
    office.dispatcher.get("/api/v1/planning-runs/99/promise-risk").assert_problem(404, "not-found");
    app.deliver();
}

#[test]
fn of_a_duty_that_changed_since_or_has_begun_nothing_is_said() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..3]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    let proposed = by_visit(&risk(&office.dispatcher, &run)).len();
    assert!(proposed >= 2, "{run}");
    let leaves = filed.iter().find(|one| stops(&run).iter().any(|stop| stop.visit == office.visit_of(one)));
    office.withdraws(leaves.expect("somebody has a place"));
    assert_eq!(by_visit(&risk(&office.dispatcher, &run)).len(), 0, "the proposal cannot be driven as it is");

    let second = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    office.publish(&second);
    assert_eq!(by_visit(&risk(&office.dispatcher, &second)).len(), stops(&second).len(), "it stands again");
    app.deliver();
    app.at(day("2026-11-29"), "08:00");
    let office = Office::signed_in(app.public());
    assert_eq!(by_visit(&risk(&office.dispatcher, &second)).len(), 0, "the day is over");
    app.browser(Role::Dispatcher).get(&format!("/planning-runs/{}", second["id"])).expect(200);
}
