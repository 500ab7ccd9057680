//! Shorter and cancelled duties: who loses a half-day is shown first, accepted by number, told, and waits in front.
use luudong::accounts::Role;
use luudong::ids::{DutyId, VisitId};
use luudong::visits::store;
use serde_json::{Value, json};

use super::after_booking::{books, office_again, silent};
use super::booking::invariants::fresh_board;
use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, TestApp};

const WEDNESDAY: &str = "2026-11-25";
const THURSDAY: &str = "2026-11-26";

fn preview(office: &Office, duty: i64, wish: &Value) -> Value {
    office.dispatcher.post(&format!("/api/v1/duties/{duty}/change-preview"), wish).expect(200).json()
}

/// The numbers that a preview names.
fn hurt(preview: &Value) -> Vec<i64> {
    preview["hurt"].as_array().unwrap().iter().map(|one| one["visit_id"].as_i64().unwrap()).collect()
}

fn version(office: &Office, duty: i64) -> String {
    office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).header("etag").to_owned()
}

fn changes(office: &Office, duty: i64, change: &Value) -> Answer {
    let client = office.dispatcher.with("If-Match", &version(office, duty));
    client.patch(&format!("/api/v1/duties/{duty}"), change)
}

fn cancels(office: &Office, duty: i64, accept: &[i64]) -> Answer {
    let client = office.dispatcher.with("If-Match", &version(office, duty));
    let body = json!({"reason": "Bộ thiết bị hỏng", "accept": accept});
    client.post(&format!("/api/v1/duties/{duty}/cancellation"), &body)
}

/// The visits of a duty in driving order; the checker of the planner looks at the stored sequence first.
pub fn driven(app: &TestApp, duty: i64) -> Vec<i64> {
    let board = fresh_board(app);
    let sequence = app.read(|conn| board.reread(conn, DutyId(duty))).expect("a sequence that can be driven");
    let (problem, plan) = sequence.as_problem();
    planner::check(problem, &plan).expect("a feasible sequence");
    app.read(|conn| store::stops_of_duties(conn, &[DutyId(duty)])).iter().map(|stop| stop.visit_id.0).collect()
}

/// Three booked families in one duty on Thursday, two in the morning: the second has no e-mail address.
fn three_booked(app: &TestApp) -> (Office, i64, [i64; 3], Vec<Filed>) {
    let office = Office::of(app);
    let duty = office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "full");
    let homes = [HOUSEHOLDS[0], silent(1), HOUSEHOLDS[4]];
    let filed: Vec<Filed> = homes.iter().map(|home| office.files(&home.case())).collect();
    let half_days = ["morning", "morning", "afternoon"];
    let visits = [0, 1, 2].map(|at| books(&office, &filed[at], THURSDAY, half_days[at]));
    app.deliver();
    (office, duty, visits, filed)
}

#[test]
fn a_shortened_duty_keeps_as_many_as_it_can_and_says_first_who_is_hurt() {
    let app = TestApp::start();
    let (office, duty, visits, _) = three_booked(&app);
    // Another team has room for one of them.
    office.small_duty(office.crew(2, &WARDS, None), day("2026-12-05"), "morning", 1);
    let shown = preview(&office, duty, &json!({"capacity": 1}));
    let lost = hurt(&shown);
    assert_eq!((lost.len(), &shown["lost_holds"]), (2, &json!(0)), "{shown}");
    assert_eq!(shown["hurt"][0]["instead"]["on"], "2026-12-05", "{shown}");
    assert_eq!(shown["hurt"][1]["instead"], Value::Null, "two do not get one place: {shown}");
    assert_eq!(driven(&app, duty).len(), 3, "nothing is changed by looking");

    let refused = changes(&office, duty, &json!({"capacity": 1})).assert_problem(409, "visits-hurt");
    let mut sorted = lost.clone();
    sorted.sort_unstable();
    assert_eq!(refused["visits"], json!(sorted));
    changes(&office, duty, &json!({"capacity": 1, "accept": &lost[..1]})).assert_problem(409, "visits-hurt");
    let done = changes(&office, duty, &json!({"capacity": 1, "accept": lost})).expect(200).json();
    assert_eq!(done["capacity"], 1);
    let left = driven(&app, duty);
    assert_eq!(left.len(), 1);
    assert!(visits.contains(&left[0]) && !lost.contains(&left[0]));
    for id in lost {
        let visit = app.read(|conn| store::find(conn, VisitId(id))).expect("the visit");
        assert_eq!((visit.booking, visit.front_of_queue, visit.cancelled_at), (None, true, None));
    }
    app.deliver();
}

#[test]
fn a_shift_that_ends_early_is_driven_by_those_who_still_fit() {
    let app = TestApp::start();
    let (office, duty, visits, _) = three_booked(&app);
    let rest = json!({"earliest_secs": 41_400, "latest_secs": 45_000, "duration_secs": 3_600});
    let shift = |ends: i32| json!({"starts_secs": 27_000, "ends_secs": ends, "rest": rest});
    let lost = hurt(&preview(&office, duty, &json!({"shift": shift(50_400)})));
    assert_eq!(lost, [visits[2]], "nobody can be visited from 13:30 to 14:00");
    changes(&office, duty, &json!({"shift": shift(50_400), "accept": lost})).expect(200);
    assert_eq!(driven(&app, duty).len(), 2);
    // Longer again: nobody is hurt, nobody has to be accepted.
    let longer = json!({"shift": shift(61_200)});
    assert_eq!(hurt(&preview(&office, duty, &longer)), [0; 0]);
    changes(&office, duty, &longer).expect(200);
    app.deliver();
}

#[test]
fn a_published_round_that_loses_stops_keeps_the_windows_of_the_others() {
    let app = TestApp::start();
    let (office, duty, _, filed) = three_booked(&app);
    filed.iter().for_each(|one| office.approves(one));
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    app.deliver();
    let told = |id: i64| app.read(|conn| store::find(conn, VisitId(id))).and_then(|visit| visit.promise);
    let before: Vec<_> = driven(&app, duty).into_iter().map(|id| (id, told(id))).collect();
    let shown = preview(&office, duty, &json!({"capacity": 2}));
    assert_eq!(shown["hurt"][0]["published"], true);
    let lost = hurt(&shown);
    assert_eq!(lost.len(), 1);
    changes(&office, duty, &json!({"capacity": 2, "accept": lost})).expect(200);
    let left = driven(&app, duty);
    assert_eq!(left.len(), 2);
    for id in left {
        assert!(before.contains(&(id, told(id))), "visit {id} was told something else");
    }
    app.deliver();
}

#[test]
fn a_cancelled_duty_postpones_everybody_openly() {
    let app = TestApp::start();
    let (office, duty, visits, filed) = three_booked(&app);
    let mails = app.mails().len();
    let shown = preview(&office, duty, &json!({"cancel": true}));
    let lost = hurt(&shown);
    assert_eq!(lost.len(), 3);
    let silent = shown["hurt"].as_array().unwrap().iter().find(|one| one["must_be_called"] == true);
    assert_eq!(silent.map(|one| &one["code"]), Some(&json!(filed[1].code)));
    cancels(&office, duty, &[]).assert_problem(409, "visits-hurt");
    cancels(&office, duty, &lost).expect(200);
    for visit in visits {
        assert_eq!(app.read(|conn| store::stop_of(conn, VisitId(visit))), None);
    }
    let sent = app.deliver();
    assert_eq!(sent.len(), mails + 2, "two are written to");

    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!(calls.as_array().map(Vec::len), Some(1));
    assert_eq!((&calls[0]["code"], &calls[0]["kind"]), (&json!(filed[1].code), &json!("postponed")));
    let page = Page::of(&office.dispatcher.get("/calls").expect(200));
    assert!(page.texts("ol.stops p").join(" ").contains("Cần báo: hoãn lịch hẹn."));
    office.dispatcher.post(&format!("/api/v1/calls/{}", calls[0]["id"]), &json!({})).expect(204);
    assert_eq!(office.dispatcher.get("/api/v1/calls").expect(200).json(), json!([]));

    // They book again, with nothing typed twice.
    office.duty(office.crew(3, &WARDS, None), day("2026-12-05"), "morning");
    assert_eq!(books(&office, &filed[1], "2026-12-05", "morning"), visits[1]);
    app.deliver();
}

#[test]
fn the_page_shows_codes_and_wards_before_the_button_and_no_names() {
    let app = TestApp::start();
    let (office, duty, visits, filed) = three_booked(&app);
    let path = format!("/duties/{duty}/cancellation");
    let answer = office.dispatcher.get(&path).expect(200);
    let page = Page::of(&answer);
    assert_eq!(page.texts("h2"), ["3 hộ mất buổi đã hẹn"]);
    assert_eq!(page.texts("button.danger"), ["Huỷ ca và hoãn 3 hộ"]);
    for (one, home) in filed.iter().zip([HOUSEHOLDS[0], HOUSEHOLDS[1], HOUSEHOLDS[4]]) {
        assert!(answer.text.contains(&one.code) && !answer.text.contains(home.contact));
    }
    let version = page.value("version").expect("a version");
    let sent = |accept: &[i64]| {
        let mut pairs = vec![("version".to_owned(), version.clone()), ("reason".to_owned(), "Xe hỏng".to_owned())];
        pairs.extend(accept.iter().map(|id| ("accept".to_owned(), id.to_string())));
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        office.dispatcher.form(&path, &pairs)
    };
    Page::of(&sent(&visits[..1]).expect(422));
    sent(&visits).expect(303);
    Page::of(&office.dispatcher.get(&path).expect(200));
    app.deliver();
}

#[test]
fn a_duty_whose_team_has_left_is_not_cancelled_any_more() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    let duty = office.duty(office.crew(1, &WARDS, Some(officer.id)), day(WEDNESDAY), "morning");
    let filed = office.files(&silent(0).case());
    let visit = books(&office, &filed, WEDNESDAY, "morning");
    office.approves(&filed);
    office.publish(&office.plan(day(WEDNESDAY), day(WEDNESDAY), 1));
    app.at(day(WEDNESDAY), "08:00");
    let officer = app.public().signed_in("can.bo.1", PASSWORD);
    let event = json!({"client_id": "e", "kind": "en_route", "happened_at": "2026-11-25T00:45:00Z"});
    officer.post(&format!("/api/v1/visits/{visit}/events"), &event).expect(200);
    let office = office_again(&app);
    cancels(&office, duty, &[visit]).assert_problem(409, "conflict");
    let page = Page::of(&office.dispatcher.get(&format!("/duties/{duty}/cancellation")).expect(200));
    assert_eq!(page.texts("button.danger"), [""; 0]);
    assert_eq!(driven(&app, duty), [visit]);
}
