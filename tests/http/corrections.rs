//! What was reported can be put right: both reports stay, the newer one counts, and what followed follows it.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::audit;
use luudong::ids::{DutyId, VisitId};
use luudong::visits::store;
use serde_json::{Value, json};

use crate::officer_day::{Saturday, outcome, outcomes_path};
use crate::support::app::PASSWORD;
use crate::support::households::day;
use crate::support::office::Filed;
use crate::support::{Answer, Client};

mod buttons;
mod race;
mod walk;

/// A report that puts another one right.
fn correction(line: &Value, client_id: &str, wrong: &str, codes: &[(&str, &str)]) -> Value {
    let mut report = outcome(line, client_id, codes);
    report["replaces"] = json!({"report": wrong, "reason": "Chọn nhầm nhà"});
    report
}

fn undo(client: &Client, line: &Value, report: &str, reason: Option<&str>) -> Answer {
    let path = format!("/api/v1/visits/{}/undo", line["visit_id"]);
    client.post(&path, &json!({"report": report, "reason": reason}))
}

fn tap(client: &Client, line: &Value, client_id: &str, kind: &str) -> Answer {
    let path = format!("/api/v1/visits/{}/events", line["visit_id"]);
    client.post(&path, &json!({"client_id": client_id, "kind": kind, "happened_at": "2026-11-28T02:00:00Z"}))
}

/// State and number of each visit of a case, as its family reads them.
fn visits(saturday: &Saturday, filed: &Filed) -> Vec<(i64, String)> {
    let followed = saturday.office.follow(filed);
    let visits = followed["visits"].as_array().expect("visits").clone();
    let text = |visit: &Value| visit["state"].as_str().expect("a state").to_owned();
    visits.iter().map(|visit| (visit["number"].as_i64().expect("a number"), text(visit))).collect()
}

fn seen(states: &[(i64, &str)]) -> Vec<(i64, String)> {
    states.iter().map(|(number, state)| (*number, (*state).to_owned())).collect()
}

/// The visit numbered so of a case, as it is stored.
fn stored(saturday: &Saturday, filed: &Filed, number: i32) -> luudong::visits::Visit {
    let followed = saturday.office.follow(filed);
    let ids = followed["visits"].as_array().expect("visits").iter().map(|visit| visit["id"].as_i64().expect("an id"));
    let all: Vec<_> = ids.filter_map(|id| saturday.app.read(|conn| store::find(conn, VisitId(id)))).collect();
    all.into_iter().find(|visit| visit.number == number).expect("such a visit")
}

#[test]
fn not_home_becomes_captured_and_the_second_visit_is_gone() {
    let saturday = Saturday::morning();
    let (line, filed) = (saturday.line(&saturday.filed[0]), &saturday.filed[0]);
    let send = |report: &Value| saturday.officer.post(&outcomes_path(&line), report);
    send(&outcome(&line, "a", &[("not_home", "cửa khóa")])).expect(200);
    assert_eq!(visits(&saturday, filed), seen(&[(1, "closed"), (2, "waiting")]));
    saturday.app.deliver();
    saturday.app.later(Duration::hours(3));
    let officer = saturday.app.api_as("can.bo.1");
    let send = |report: &Value| officer.post(&outcomes_path(&line), report);
    let right = correction(&line, "b", "a", &[("captured", "")]);
    let answer = send(&right).expect(200).json();
    assert_eq!(answer["due_on"], json!(["2026-12-08"]), "seven working days from the visit, not from the correction");
    assert_eq!(answer["needs_another_visit"], false);
    assert_eq!(visits(&saturday, filed), seen(&[(1, "closed"), (2, "cancelled")]));
    assert_eq!(saturday.office.follow(filed)["state"], "Đã làm xong tại nhà. Thẻ dự kiến có vào Thứ Ba 08/12/2026.");
    let told: Vec<String> = saturday.app.waiting_mails().into_iter().map(|mail| mail.0).collect();
    assert_eq!(told, ["visit_notice"], "the family was told that a team comes again, and is told that none does");
    // The same correction from a phone that heard no answer, and the old report once more: nothing changes.
    assert_eq!(send(&right).expect(200).json()["stored_now"], false);
    assert_eq!(send(&outcome(&line, "a", &[("not_home", "cửa khóa")])).expect(200).json()["stored_now"], false);
    let visit = stored(&saturday, filed, 1);
    let reports = saturday.app.read(|conn| store::reports_of(conn, &[visit.id]));
    assert_eq!(reports.len(), 2, "both are kept");
    assert_eq!(reports[0].superseded_by, Some(reports[1].id));
    let entries =
        saturday.app.read(|conn| luudong::audit::store::entries_of(conn, &audit::case_subject(visit.case_id)));
    assert!(entries.iter().any(|entry| entry.2 == "correct" && entry.3.as_deref() == Some("Chọn nhầm nhà")));
    saturday.app.deliver();
}

#[test]
fn captured_becomes_not_home_and_the_case_is_open_again() {
    let saturday = Saturday::morning();
    let (line, filed) = (saturday.line(&saturday.filed[0]), &saturday.filed[0]);
    let send = |report: &Value| saturday.officer.post(&outcomes_path(&line), report).expect(200).json();
    send(&outcome(&line, "a", &[("captured", "")]));
    let answer = send(&correction(&line, "b", "a", &[("not_home", "")]));
    assert_eq!((&answer["due_on"], &answer["needs_another_visit"]), (&json!([]), &json!(true)));
    assert_eq!(saturday.office.follow(filed)["state"], "Cần đến nhà lần nữa. Đang chờ xếp lịch.");
    assert_eq!(visits(&saturday, filed), seen(&[(1, "closed"), (2, "waiting")]));
    // And back, and once more: a trip that was cancelled stays so, the new one has its own number.
    send(&correction(&line, "c", "b", &[("captured", "")]));
    send(&correction(&line, "d", "c", &[("missing_papers", "")]));
    assert_eq!(visits(&saturday, filed), seen(&[(1, "closed"), (2, "cancelled"), (3, "waiting")]));
    let visit = stored(&saturday, filed, 1).id;
    let outcomes = saturday.app.read(|conn| store::outcomes_of(conn, &[visit]));
    assert_eq!(outcomes.len(), 1, "only the newest counts: {outcomes:?}");
    saturday.app.deliver();
}

#[test]
fn whose_side_failed_follows_the_truth() {
    let saturday = Saturday::morning();
    let (line, filed) = (saturday.line(&saturday.filed[0]), &saturday.filed[0]);
    let send = |report: &Value| saturday.officer.post(&outcomes_path(&line), report).expect(200);
    send(&outcome(&line, "a", &[("kit_failure", "")]));
    assert!(stored(&saturday, filed, 2).front_of_queue);
    send(&correction(&line, "b", "a", &[("not_home", "")]));
    assert!(!stored(&saturday, filed, 2).front_of_queue, "nobody goes before others for having been out");
    send(&correction(&line, "c", "b", &[("not_reached", "")]));
    assert!(stored(&saturday, filed, 2).front_of_queue);
    saturday.app.deliver();
}

#[test]
fn an_officer_corrects_until_the_end_of_the_day_a_dispatcher_of_the_ward_later() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    saturday.officer.post(&outcomes_path(&line), &outcome(&line, "a", &[("not_home", "")])).expect(200);
    saturday.other.post(&outcomes_path(&line), &correction(&line, "x", "a", &[("captured", "")])).expect(403);
    saturday.app.account("phuong.khac", Role::Dispatcher, &["11383"]);
    saturday.app.at(day("2026-11-29"), "07:00");
    let officer = saturday.app.api_as("can.bo.1");
    let right = correction(&line, "b", "a", &[("captured", "")]);
    officer.post(&outcomes_path(&line), &right).assert_problem(409, "conflict");
    let stranger = saturday.app.public().signed_in("phuong.khac", PASSWORD);
    stranger.post(&outcomes_path(&line), &right).assert_problem(403, "not-allowed");
    saturday.app.at(day("2026-12-02"), "10:00");
    let dispatcher = saturday.app.api_as("dieu.phoi");
    let mut unexplained = right.clone();
    unexplained["replaces"]["reason"] = json!("  ");
    dispatcher.post(&outcomes_path(&line), &unexplained).assert_invalid(&["/replaces/reason"]);
    let answer = dispatcher.post(&outcomes_path(&line), &right).expect(200).json();
    assert_eq!(answer["due_on"], json!(["2026-12-08"]));
    undo(&dispatcher, &line, "a", Some("nhầm")).expect(200); // it does not count any more: nothing happens
    saturday.app.later(Duration::minutes(2));
    undo(&dispatcher, &line, "b", Some("nhầm")).assert_problem(409, "conflict");
    saturday.app.deliver();
}

#[test]
fn a_second_visit_with_an_appointment_is_given_back_and_the_family_is_told() {
    let saturday = Saturday::morning();
    let (line, filed) = (saturday.line(&saturday.filed[0]), &saturday.filed[0]);
    saturday.officer.post(&outcomes_path(&line), &outcome(&line, "a", &[("not_home", "")])).expect(200);
    let duty = saturday.office.duty(saturday.crew, day("2026-12-05"), "morning");
    let run = saturday.office.plan(day("2026-12-05"), day("2026-12-05"), 1);
    saturday.office.publish(&run);
    saturday.app.deliver();
    let cancels = |mails: &[String]| {
        mails.iter().filter(|mail| mail.contains("METHOD:CANCEL") || mail.contains("method=CANCEL")).count()
    };
    // The entry of the visit that failed was taken back when it was reported.
    let cancelled = cancels(&saturday.app.mails());
    let before = saturday.app.read(|conn| luudong::teams::store::duty(conn, DutyId(duty))).expect("the duty").stamp;
    let dispatcher = saturday.office.dispatcher.clone();
    dispatcher.post(&outcomes_path(&line), &correction(&line, "b", "a", &[("captured", "")])).expect(200);
    assert_eq!(visits(&saturday, filed), seen(&[(1, "closed"), (2, "cancelled")]));
    let stops = saturday.app.read(|conn| store::stops_of_duties(conn, &[DutyId(duty)]));
    assert!(stops.is_empty(), "{stops:?}");
    let after = saturday.app.read(|conn| luudong::teams::store::duty(conn, DutyId(duty))).expect("the duty").stamp;
    assert_ne!(before, after, "whoever has the duty in memory reads it again");
    let told = saturday.app.deliver();
    assert_eq!(cancels(&told), cancelled + 1, "the calendar entry is taken back, once");
}

#[test]
fn what_a_later_visit_rests_on_stays_once_it_has_begun() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    saturday.officer.post(&outcomes_path(&line), &outcome(&line, "a", &[("not_home", "")])).expect(200);
    saturday.office.duty(saturday.crew, day("2026-12-05"), "morning");
    let run = saturday.office.plan(day("2026-12-05"), day("2026-12-05"), 1);
    saturday.office.publish(&run);
    saturday.app.deliver();
    saturday.app.at(day("2026-12-05"), "09:00");
    let (officer, dispatcher) = (saturday.app.api_as("can.bo.1"), saturday.app.api_as("dieu.phoi"));
    let second = officer.get("/api/v1/rosters").expect(200).json()["duties"][0]["stops"][0].clone();
    let event = json!({"client_id": "t", "kind": "en_route", "happened_at": "2026-12-05T02:00:00Z"});
    officer.post(&format!("/api/v1/visits/{}/events", second["visit_id"]), &event).expect(200);
    let right = correction(&line, "b", "a", &[("captured", "")]);
    dispatcher.post(&outcomes_path(&line), &right).assert_problem(409, "conflict");
    // The same people are left over: this much can be put right.
    let health = correction(&line, "c", "a", &[("missing_papers", "")]);
    dispatcher.post(&outcomes_path(&line), &health).expect(200);
    // The tap is taken back: now the whole truth can be told.
    undo(&officer, &second, "t", None).expect(200);
    dispatcher.post(&outcomes_path(&line), &correction(&line, "d", "c", &[("captured", "")])).expect(200);
    assert_eq!(visits(&saturday, &saturday.filed[0]), seen(&[(1, "closed"), (2, "cancelled")]));
    saturday.app.deliver();
}

#[test]
fn a_second_outcome_is_answered_with_the_one_that_stands() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let send = |report: &Value| saturday.officer.post(&outcomes_path(&line), report);
    send(&outcome(&line, "a", &[("captured", "")])).expect(200);
    // Somebody else was there too, without a signal, and says that it happened later.
    saturday.app.later(Duration::minutes(10));
    let mut late = outcome(&line, "b", &[("not_home", "")]);
    late["happened_at"] = json!("2026-11-28T02:05:00Z");
    let stands = send(&late).assert_problem(409, "visit-ended")["report"].clone();
    assert_eq!((&stands["client_id"], &stands["results"][0]["code"]), (&json!("a"), &json!("captured")));
    assert_eq!(stands["recorded_by"], "Nguyễn Văn can.bo.1");
    late["replaces"] = json!({"report": stands["client_id"], "reason": "Máy kia ghi nhầm"});
    send(&late).expect(200);
    // Two put the same report right: the second one reads what stands now.
    let stands = send(&correction(&line, "c", "a", &[("refused", "")])).assert_problem(409, "visit-ended");
    assert_eq!(stands["report"]["client_id"], "b");
    send(&correction(&line, "d", "nobody", &[("refused", "")])).assert_problem(404, "not-found");
    saturday.app.deliver();
}

#[test]
fn a_tap_is_taken_back_for_a_minute_and_later_with_a_reason() {
    let saturday = Saturday::morning();
    let (line, filed) = (saturday.line(&saturday.filed[0]), &saturday.filed[0]);
    let state = || saturday.office.follow(filed)["visits"][0]["state"].clone();
    tap(&saturday.officer, &line, "e", "en_route").expect(200);
    assert_eq!(state(), "en_route");
    saturday.app.later(Duration::seconds(60));
    undo(&saturday.other, &line, "e", None).assert_problem(403, "not-allowed");
    assert_eq!(undo(&saturday.officer, &line, "e", None).expect(200).json()["stored_now"], true);
    assert_eq!(state(), "published", "it is nobody's turn yet");
    assert_eq!(undo(&saturday.officer, &line, "e", None).expect(200).json()["stored_now"], false);
    undo(&saturday.officer, &line, "unknown", None).assert_problem(404, "not-found");
    tap(&saturday.officer, &line, "f", "en_route").expect(200);
    tap(&saturday.officer, &line, "g", "arrived").expect(200);
    saturday.app.later(Duration::seconds(61));
    undo(&saturday.officer, &line, "g", None).assert_invalid(&["/reason"]);
    undo(&saturday.officer, &line, "g", Some("nhà bên cạnh")).expect(200);
    assert_eq!(state(), "en_route");
    // An outcome too, with what followed from it.
    let report = outcome(&line, "o", &[("not_home", "")]);
    saturday.officer.post(&outcomes_path(&line), &report).expect(200);
    assert_eq!(visits(&saturday, filed), seen(&[(1, "closed"), (2, "waiting")]));
    undo(&saturday.officer, &line, "o", None).expect(200);
    assert_eq!(visits(&saturday, filed), seen(&[(1, "en_route"), (2, "cancelled")]));
    let again = outcome(&line, "p", &[("captured", "")]);
    assert_eq!(
        saturday.officer.post(&outcomes_path(&line), &again).expect(200).json()["due_on"],
        json!(["2026-12-08"])
    );
    saturday.app.deliver();
}

#[test]
fn taps_that_arrive_late_are_believed_by_when_they_happened() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    saturday.officer.post(&outcomes_path(&line), &outcome(&line, "o", &[("captured", "")])).expect(200);
    saturday.app.later(Duration::hours(5));
    let officer = saturday.app.api_as("can.bo.1");
    let events = format!("/api/v1/visits/{}/events", line["visit_id"]);
    let event = |id: &str, at: &str| json!({"client_id": id, "kind": "arrived", "happened_at": at});
    officer.post(&events, &event("early", "2026-11-28T01:40:00Z")).expect(200);
    assert_eq!(visits(&saturday, &saturday.filed[0]), seen(&[(1, "closed")]));
    let after = officer.post(&events, &event("after", "2026-11-28T02:10:00Z"));
    after.assert_problem(409, "visit-ended");
    saturday.app.deliver();
}

#[test]
fn an_outcome_is_not_taken_back_from_under_a_case_that_has_ended() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    saturday.officer.post(&outcomes_path(&line), &outcome(&line, "a", &[("not_home", "")])).expect(200);
    saturday.office.withdraws(&saturday.filed[0]);
    undo(&saturday.officer, &line, "a", None).assert_problem(409, "conflict");
    // How it went can still be put right; nobody is sent again.
    let right = correction(&line, "b", "a", &[("wrong_address", "")]);
    assert_eq!(saturday.officer.post(&outcomes_path(&line), &right).expect(200).json()["needs_another_visit"], false);
    assert_eq!(visits(&saturday, &saturday.filed[0]), seen(&[(1, "closed"), (2, "cancelled")]));
    saturday.app.deliver();
}
