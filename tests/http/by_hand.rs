//! A plan edited by hand: moved, swapped, pinned, locked, undone; refused with what breaks and by how much. And how its URLs
//! are asked with the least that is valid.
use serde_json::{Value, json};

use luudong::db::schema::{hand_placements, locked_duties, stops};
use luudong::ids::{DutyId, VisitId};
use luudong::visits::store;

use diesel::prelude::*;

use super::after_booking::{books, silent};
use super::capacity::driven;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{DISPATCHER, Filed, Office};
use crate::support::{Answer, Client, TestApp};

mod asked;
mod together;

pub use asked::{asks, is_one, sends};

const THURSDAY: &str = "2026-11-26";

fn edits(client: &Client, duty: i64, wanted: &Value) -> Answer {
    client.post(&format!("/api/v1/duties/{duty}/edits"), wanted)
}

/// The versions of some duties as they are now.
fn versions(office: &Office, duties: &[i64]) -> Value {
    let version = |id: &i64| {
        let duty = office.dispatcher.get(&format!("/api/v1/duties/{id}")).expect(200).json();
        json!({"duty_id": id, "version": duty["version"]})
    };
    duties.iter().map(version).collect()
}

fn moves(office: &Office, visit: i64, duties: &[i64], more: &Value) -> Answer {
    let mut wanted = json!({"act": "move", "visit_id": visit, "versions": versions(office, duties)});
    for (name, value) in more.as_object().expect("fields") {
        wanted[name] = value.clone();
    }
    edits(&office.dispatcher, duties[0], &wanted)
}

fn does(office: &Office, act: &str, visit: Option<i64>, duty: i64) -> Answer {
    let wanted = json!({"act": act, "visit_id": visit, "versions": versions(office, &[duty])});
    edits(&office.dispatcher, duty, &wanted)
}

fn goes(office: &Office, edit: &Value, way: &str) -> Answer {
    office.dispatcher.post(&format!("/api/v1/duty-edits/{}/{way}", edit["id"]), &json!({}))
}

type StopRow = (VisitId, DutyId, i32, Option<luudong::seconds::TimeOfDay>);

/// Every row that an edit may touch.
#[derive(Debug, PartialEq)]
struct Rows {
    stops: Vec<StopRow>,
    placed: Vec<(VisitId, DutyId)>,
    locked: Vec<DutyId>,
    duties: Vec<Option<DutyId>>,
}

/// The same as it is stored.
fn rows(app: &TestApp) -> Rows {
    app.read(|conn| {
        let columns = (stops::visit_id, stops::duty_id, stops::position, stops::arrives_secs);
        let stops: Vec<StopRow> = stops::table.order(stops::visit_id).select(columns).load(conn)?;
        let placed = hand_placements::table.order(hand_placements::visit_id);
        let placed = placed.select((hand_placements::visit_id, hand_placements::duty_id)).load(conn)?;
        let locked = locked_duties::table.order(locked_duties::duty_id).select(locked_duties::duty_id).load(conn)?;
        let mut duties = Vec::new();
        for (visit_id, ..) in &stops {
            duties.push(store::find(conn, *visit_id)?.and_then(|visit| visit.duty_id));
        }
        Ok(Rows { stops, placed, locked, duties })
    })
}

/// Two teams on Thursday; two families in the morning of the first, one in its afternoon.
fn office_at_work(app: &TestApp) -> (Office, [i64; 2], [i64; 3], Vec<Filed>) {
    let office = Office::of(app);
    let first = office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "full");
    let homes = [HOUSEHOLDS[0], silent(1), HOUSEHOLDS[4]];
    let filed = office.approved(&homes);
    let half_days = ["morning", "morning", "afternoon"];
    let visits = [0, 1, 2].map(|at| books(&office, &filed[at], THURSDAY, half_days[at]));
    let second = office.duty(office.crew(2, &WARDS, None), day(THURSDAY), "full");
    app.deliver();
    (office, [first, second], visits, filed)
}

#[test]
fn a_visit_moves_within_its_half_day_nobody_is_told_and_undo_restores_every_row() {
    let app = TestApp::start();
    let (office, [first, second], _, _) = office_at_work(&app);
    let mails = app.deliver().len();
    let before = rows(&app);
    let order = driven(&app, first);
    let done = moves(&office, order[1], &[first], &json!({"after_stops": 0})).expect(200).json();
    assert_eq!(done["informs"], "nobody");
    assert_eq!(driven(&app, first)[..2], [order[1], order[0]]);
    let between = rows(&app);
    // Into the other team's round, same half-day: nobody knows who comes yet.
    let other = moves(&office, order[0], &[second, first], &json!({})).expect(200).json();
    assert_eq!((other["informs"].as_str(), driven(&app, second)), (Some("nobody"), vec![order[0]]));
    let after = rows(&app);
    // What lies below another edit of the same duty cannot be undone before it.
    goes(&office, &done, "undo").assert_problem(409, "conflict");
    goes(&office, &other, "undo").expect(200);
    assert_eq!(rows(&app), between, "byte for byte");
    goes(&office, &other, "undo").assert_problem(409, "conflict");
    goes(&office, &done, "undo").expect(200);
    assert_eq!(rows(&app), before, "a chain of edits goes back to its beginning");
    goes(&office, &done, "redo").expect(200);
    goes(&office, &other, "redo").expect(200);
    assert_eq!(rows(&app), after);
    assert_eq!(app.deliver().len(), mails, "nobody was told anything");
}

#[test]
fn what_the_team_cannot_drive_is_refused_with_the_reason_and_by_how_much() {
    let app = TestApp::start();
    let (office, [first, _], _, _) = office_at_work(&app);
    let before = rows(&app);
    let order = driven(&app, first);
    let refused = moves(&office, order[2], &[first], &json!({"after_stops": 0})).assert_problem(409, "edit-refused");
    let detail = refused["detail"].as_str().expect("the reason");
    assert!(detail.contains("làm không xong trong buổi sáng, quá ") && detail.contains("phút"), "{detail}");
    let swapped = json!({
        "act": "swap", "visit_id": order[0], "other_visit_id": order[2], "versions": versions(&office, &[first]),
    });
    edits(&office.dispatcher, first, &swapped).assert_problem(409, "edit-refused");
    assert_eq!(rows(&app), before, "a refusal changes nothing");
    let swapped = json!({
        "act": "swap", "visit_id": order[0], "other_visit_id": order[1], "versions": versions(&office, &[first]),
    });
    edits(&office.dispatcher, first, &swapped).expect(200);
    assert_eq!(driven(&app, first), [order[1], order[0], order[2]]);
    edits(&office.dispatcher, first, &json!({"act": "move", "versions": []})).assert_invalid(&["/visit_id"]);
}

#[test]
fn a_told_hour_is_changed_only_if_somebody_says_so_and_told_once() {
    let app = TestApp::start();
    let (office, [first, second], _, _) = office_at_work(&app);
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    let mails = app.deliver().len();
    let home = [first, second].into_iter().find(|duty| driven(&app, *duty).len() > 1).expect("a duty");
    let order = driven(&app, home);
    let promised = |visit: i64| app.read(|conn| store::find(conn, VisitId(visit))).and_then(|visit| visit.promise);
    let others: Vec<_> = order[1..].iter().map(|visit| promised(*visit)).collect();
    let old = promised(order[0]).expect("a window");
    let half_day = if old.from_secs.0 < 43_200 { "afternoon" } else { "morning" };
    let wish = json!({"half_day": half_day});
    let asked = moves(&office, order[0], &[home], &wish).assert_problem(409, "promise-breaks");
    assert!(asked["detail"].as_str().expect("words").contains("được báo lại một lần"), "{asked}");
    assert_eq!(promised(order[0]), Some(old));
    let confirmed = json!({"half_day": half_day, "confirm": true});
    let done = moves(&office, order[0], &[home], &confirmed).expect(200).json();
    assert_eq!(done["informs"], "time");
    let new = promised(order[0]).expect("a window");
    assert_ne!((new.from_secs, new.half_day), (old.from_secs, old.half_day));
    assert_eq!(order[1..].iter().map(|visit| promised(*visit)).collect::<Vec<_>>(), others, "nobody else's window");
    let more = app.deliver().len() - mails;
    assert!(more <= 1, "told once: {more}");
    let refused = goes(&office, &done, "undo").assert_problem(409, "conflict");
    assert!(refused["detail"].as_str().expect("words").contains("đã được báo giờ mới"), "{refused}");
}

#[test]
fn a_told_family_that_gets_another_team_at_the_same_hour_is_told_who_comes_and_again_when_it_is_undone() {
    let app = TestApp::start();
    let (office, duties, _, _) = office_at_work(&app);
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    app.deliver();
    let before = rows(&app);
    let moved = duties.iter().enumerate().find_map(|(at, home)| {
        let other = duties[1 - at];
        driven(&app, *home).into_iter().find_map(|visit| {
            let answer = moves(&office, visit, &[other, *home], &json!({}));
            (answer.status == 200).then(|| answer.json())
        })
    });
    let done = moved.expect("somebody who can go with the other team");
    assert_eq!(done["informs"], "officers", "the hour stays, the officers do not");
    goes(&office, &done, "undo").expect(200);
    assert_eq!(rows(&app), before);
    app.deliver();
}

#[test]
fn what_was_placed_by_hand_stays_whoever_plans_and_a_locked_duty_keeps_its_order() {
    let app = TestApp::start();
    let (office, [first, second], visits, _) = office_at_work(&app);
    let order = driven(&app, first);
    does(&office, "pin", Some(order[2]), first).expect(200);
    does(&office, "pin", Some(order[2]), first).assert_problem(409, "edit-refused");
    // The worse order of two, and locked so.
    moves(&office, order[1], &[second, first], &json!({})).expect(200);
    let run = office.plan(day(THURSDAY), day(THURSDAY), 7);
    assert_eq!(run["proposal"]["kept_by_hand"], 2, "{run}");
    let stops = |run: &Value, duty: i64| -> Vec<i64> {
        let duties = run["proposal"]["duties"].as_array().expect("duties").clone();
        let own = duties.iter().find(|one| one["duty_id"] == duty).expect("the duty")["stops"].clone();
        own.as_array().expect("stops").iter().map(|stop| stop["visit_id"].as_i64().expect("a number")).collect()
    };
    assert!(stops(&run, first).contains(&order[2]) && stops(&run, second).contains(&order[1]), "{run}");
    does(&office, "lock", None, first).expect(200);
    let stays = driven(&app, first);
    moves(&office, order[1], &[first, second], &json!({})).assert_problem(409, "edit-refused");
    let page = Page::of(&app.browser_as(DISPATCHER).get(&format!("/board?on={THURSDAY}")).expect(200));
    assert!(page.texts("small").iter().any(|words| words.contains("đang khoá")));
    office.asks_publication(&run).assert_problem(409, "inputs-changed");
    let run = office.plan(day(THURSDAY), day(THURSDAY), 9);
    assert_eq!(stops(&run, first), stays);
    office.publish(&run);
    assert_eq!(driven(&app, first), stays);
    assert_eq!(visits.len(), 3);
    app.deliver();
}

#[test]
fn each_other_place_that_is_named_is_one_that_a_team_can_drive() {
    let app = TestApp::start();
    let (office, [first, second], _, _) = office_at_work(&app);
    office.duty(office.crew(3, &WARDS, None), day("2026-11-27"), "full");
    let waiting = office.approved(&[HOUSEHOLDS[5]]).remove(0);
    office.plan(day(THURSDAY), day("2026-11-27"), 1);
    for visit in [driven(&app, first)[0], office.visit_of(&waiting)] {
        let path = format!("/api/v1/visits/{visit}/alternatives");
        let places = office.dispatcher.get(&path).expect(200).json()["places"].clone();
        let places = places.as_array().expect("places").clone();
        assert_eq!(places.len(), 3, "{places:?}");
        for place in places {
            let duty = place["duty_id"].as_i64().expect("a number");
            let source = app.read(|conn| store::find(conn, VisitId(visit))).and_then(|visit| visit.duty_id);
            let mut duties = vec![duty];
            duties.extend(source.map(|id| id.0).filter(|id| *id != duty));
            let exactly = json!({"after_stops": place["after_stops"], "half_day": place["half_day"], "confirm": true});
            let done = moves(&office, visit, &duties, &exactly).expect(200).json();
            let stop = app.read(|conn| store::stop_of(conn, VisitId(visit))).expect("a stop");
            assert_eq!(stop.duty_id.0, duty, "{place} {done}");
            let [on, half] = ["on", "half_day"].map(|name| place[name].as_str().expect(name).to_owned());
            let booking = app.read(|conn| store::find(conn, VisitId(visit))).and_then(|visit| visit.booking);
            let booking = booking.expect("a half-day");
            assert_eq!((booking.on.to_string(), booking.half_day.to_string()), (on, half));
        }
    }
    assert!(!driven(&app, second).is_empty() || !driven(&app, first).is_empty());
    app.deliver();
}
