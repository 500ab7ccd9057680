//! What officers note is read by whoever comes next, and "not before this day" is obeyed by everybody.
use chrono::Duration;
use luudong::audit;
use luudong::ids::VisitId;
use luudong::visits::store;
use serde_json::{Value, json};

use crate::officer_day::{SATURDAY, Saturday, outcome, outcomes_path};
use crate::support::Answer;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::Filed;
use crate::support::plan::stops;

const NOTE: &str = "Bà sốt, con gái hẹn lại tuần sau";

/// Reports that the first household was too ill, with a note and perhaps a day.
fn too_ill(saturday: &Saturday, not_before: &Value) -> Answer {
    let line = saturday.line(&saturday.filed[0]);
    let mut report = outcome(&line, "a", &[("health_today", NOTE)]);
    report["not_before"] = not_before.clone();
    saturday.officer.post(&outcomes_path(&line), &report)
}

fn next_week() -> Value {
    json!({"on": "2026-12-07", "reason": "family_asked"})
}

/// Dates that a family is offered.
fn offered(saturday: &Saturday, filed: &Filed) -> Vec<String> {
    let family = saturday.office.public.with("X-Case-Secret", &filed.secret);
    let offers = family.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json();
    let all = offers["offers"].as_array().expect("offers").clone();
    all.iter().map(|offer| offer["on"].as_str().expect("a date").to_owned()).collect()
}

fn sets(saturday: &Saturday, filed: &Filed, limit: &Value) -> Answer {
    let path = format!("/api/v1/cases/{}/not-before", filed.code);
    saturday.office.dispatcher.post(&path, &json!({"not_before": limit}))
}

#[test]
fn a_note_is_read_by_the_dispatcher_and_by_the_officers_of_the_next_visit() {
    let saturday = Saturday::morning();
    too_ill(&saturday, &Value::Null).expect(200);
    let code = &saturday.filed[0].code;
    let page = saturday.office.dispatcher.get(&format!("/cases/{code}")).expect(200);
    assert!(page.text.contains(NOTE) && page.text.contains(HOUSEHOLDS[0].name));
    Page::of(&page);
    let case = saturday.app.read(|conn| luudong::cases::store::case_by_code(conn, code)).expect("the case");
    let looks = saturday.app.read(|conn| luudong::audit::store::entries_of(conn, &audit::case_subject(case.id)));
    assert!(looks.iter().any(|entry| entry.2 == "look"), "whoever reads it leaves an entry");
    // No list and no export has it (R26).
    for list in ["/cases?state=verified", "/waiting-list", "/api/v1/waiting-list", "/api/v1/cases?state=verified"] {
        assert!(!saturday.office.dispatcher.get(list).expect(200).text.contains("sốt"), "{list}");
    }
    saturday.office.duty(saturday.crew, day("2026-12-05"), "morning");
    saturday.office.publish(&saturday.office.plan(day("2026-12-05"), day("2026-12-05"), 1));
    saturday.app.deliver();
    saturday.app.at(day("2026-12-05"), "07:30");
    let officer = saturday.app.api_as("can.bo.1");
    let stop = officer.get("/api/v1/rosters").expect(200).json()["duties"][0]["stops"][0].clone();
    let words = format!("Lần 1 ngày 28/11/2026, {} (sức khỏe hôm nay không cho phép): {NOTE}", HOUSEHOLDS[0].name);
    assert_eq!(stop["notes"], json!([words]));
    let roster = officer.get("/rosters").expect(200);
    assert!(roster.text.contains(NOTE));
    let notes = Page::of(&roster).texts("dd.no-print");
    assert_eq!(notes, [words], "on the screen of the officers, not on a sheet that is lost in an alley");
    assert!(officer.get(&format!("/visits/{}/outcome", stop["visit_id"])).expect(200).text.contains(NOTE));
    saturday.app.deliver();
}

#[test]
fn a_day_said_at_the_door_is_obeyed_by_planning_offers_bookings_and_invitations() {
    let saturday = Saturday::morning();
    let filed = saturday.filed[0].clone();
    for on in ["2026-12-02", "2026-12-04", "2026-12-07", "2026-12-09"] {
        saturday.office.duty(saturday.crew, day(on), "full");
    }
    too_ill(&saturday, &json!({"on": "2026-11-28", "reason": "away"})).assert_invalid(&["/not_before/on"]);
    too_ill(&saturday, &json!({"on": "2030-01-01", "reason": "away"})).assert_invalid(&["/not_before/on"]);
    too_ill(&saturday, &next_week()).expect(200);
    let followed = saturday.office.follow(&filed);
    assert_eq!(followed["not_before"], "2026-12-07");
    let page = saturday.office.public.get(&format!("/follow/{}/{}", filed.code, filed.secret)).expect(200);
    assert!(page.text.contains("không đến trước Thứ Hai 07/12/2026"), "the family reads the day");
    assert!(!page.text.contains("sốt"), "and not the note");
    // Planning leaves the early days alone and says nothing of a household that cannot be planned yet.
    let early = saturday.office.plan(day("2026-11-30"), day("2026-12-05"), 1);
    assert!(stops(&early).is_empty() && early["proposal"]["unserved"] == json!([]), "{early}");
    let both = saturday.office.plan(day("2026-11-30"), day("2026-12-09"), 1);
    let planned: Vec<String> = stops(&both).iter().map(|stop| stop.on.to_string()).collect();
    assert!(planned.len() == 1 && planned[0].as_str() >= "2026-12-07", "{planned:?}");
    // Offers and bookings too, also of staff.
    assert_eq!(offered(&saturday, &filed).iter().min().map(String::as_str), Some("2026-12-07"));
    saturday.office.books(&filed, "2026-12-02", "morning").assert_problem(409, "half-day-gone");
    let booking = format!("/api/v1/cases/{}/booking", filed.code);
    let wish = json!({"on": "2026-12-04", "half_day": "morning"});
    saturday.office.dispatcher.post(&booking, &wish).assert_problem(409, "half-day-gone");
    let reasons = saturday.office.dispatcher.get(&format!("/api/v1/cases/{}/offers?reasons=true", filed.code));
    assert!(reasons.text.contains("Đã hẹn không đến trước Thứ Hai 07/12/2026"), "{}", reasons.text);
    // A place that somebody gives back early is for somebody else.
    let mut neighbour = HOUSEHOLDS[2].case();
    neighbour["contact"]["email"] = json!("");
    let neighbour = saturday.office.files(&neighbour);
    saturday.office.approves(&neighbour);
    saturday.office.books(&neighbour, "2026-12-02", "morning").expect(201);
    let family = saturday.office.public.with("X-Case-Secret", &neighbour.secret);
    family.delete(&format!("/api/v1/cases/{}/booking", neighbour.code)).expect(204);
    saturday.app.invite();
    assert_eq!(saturday.office.turn(&filed)["invitation"], Value::Null, "nobody is invited for tomorrow");
    saturday.office.books(&filed, "2026-12-09", "morning").expect(201);
    saturday.app.deliver();
}

#[test]
fn a_dispatcher_sets_and_lifts_it_and_an_earlier_half_day_is_given_back() {
    let saturday = Saturday::morning();
    let filed = saturday.filed[0].clone();
    for on in ["2026-12-02", "2026-12-09"] {
        saturday.office.duty(saturday.crew, day(on), "full");
    }
    too_ill(&saturday, &Value::Null).expect(200);
    saturday.office.books(&filed, "2026-12-02", "morning").expect(201);
    let cancels = |mails: &[String]| {
        mails.iter().filter(|mail| mail.contains("METHOD:CANCEL") || mail.contains("method=CANCEL")).count()
    };
    let before = cancels(&saturday.app.deliver());
    sets(&saturday, &filed, &json!({"on": SATURDAY, "reason": "away"})).assert_invalid(&["/not_before/on"]);
    let set = sets(&saturday, &filed, &next_week()).expect(200).json();
    assert_eq!(set["not_before"], next_week());
    let followed = saturday.office.follow(&filed);
    assert_eq!((&followed["visits"][1]["state"], &followed["not_before"]), (&json!("waiting"), &json!("2026-12-07")));
    assert_eq!(cancels(&saturday.app.deliver()), before + 1, "the family is told");
    // The page shows it, refuses nonsense and lifts it.
    let path = format!("/cases/{}", filed.code);
    let page = Page::of(&saturday.office.dispatcher.get(&path).expect(200));
    assert_eq!(page.value("not_before.on").as_deref(), Some("07/12/2026"));
    let form = format!("{path}/not-before");
    let wrong = saturday.office.dispatcher.form(&form, &[("not_before.on", "31/02/2027"), ("not_before.reason", "")]);
    assert_eq!(Page::of(&wrong.expect(422)).texts(".mistakes a").len(), 2);
    saturday.office.dispatcher.form(&form, &[("not_before.on", "")]).expect(303);
    assert_eq!(saturday.office.follow(&filed)["not_before"], Value::Null);
    assert_eq!(offered(&saturday, &filed).first().map(String::as_str), Some("2026-12-02"));
    saturday.app.deliver();
}

#[test]
fn the_day_goes_with_the_report_that_said_it() {
    let saturday = Saturday::morning();
    let filed = saturday.filed[0].clone();
    let line = saturday.line(&filed);
    let limit = || saturday.office.follow(&filed)["not_before"].clone();
    too_ill(&saturday, &next_week()).expect(200);
    assert_eq!(limit(), "2026-12-07");
    let mut right = outcome(&line, "b", &[("health_today", "")]);
    right["replaces"] = json!({"report": "a", "reason": "ghi nhầm ngày"});
    right["not_before"] = json!({"on": "2026-12-14", "reason": "family_asked"});
    saturday.officer.post(&outcomes_path(&line), &right).expect(200);
    assert_eq!(limit(), "2026-12-14");
    // A dispatcher's word is newer; taking the report back does not touch it.
    sets(&saturday, &filed, &json!({"on": "2026-12-10", "reason": "away"})).expect(200);
    saturday.app.later(Duration::seconds(30));
    let undo = format!("/api/v1/visits/{}/undo", line["visit_id"]);
    saturday.officer.post(&undo, &json!({"report": "b"})).expect(200);
    assert_eq!(limit(), "2026-12-10");
    let visit = line["visit_id"].as_i64().expect("a number");
    let case = saturday.app.read(|conn| store::find(conn, VisitId(visit))).expect("the visit").case_id;
    assert!(saturday.app.read(|conn| store::not_before_of(conn, case)).is_some());
    saturday.app.deliver();
}

#[test]
fn whoever_calls_a_family_knows_what_officers_noted() {
    let mut silent = HOUSEHOLDS[3].case();
    silent["applicants"][0]["mobility"] = json!("wheelchair");
    let saturday = Saturday::with(&[silent]);
    let line = saturday.line(&saturday.filed[4]);
    let report = outcome(&line, "a", &[("health_today", NOTE)]);
    saturday.officer.post(&outcomes_path(&line), &report).expect(200);
    let calls = saturday.office.dispatcher.get("/api/v1/calls").expect(200).json();
    let call = calls.as_array().expect("calls").iter().find(|call| call["code"] == saturday.filed[4].code);
    let call = call.unwrap_or_else(|| panic!("nobody told this family: {calls}"));
    assert!(call["notes"][0].as_str().is_some_and(|note| note.ends_with(NOTE)), "{call}");
    assert!(!call["say"].as_str().expect("a script").contains("sốt"), "it is not read out");
    let page = saturday.office.dispatcher.get("/calls").expect(200);
    assert!(page.text.contains(NOTE));
    Page::of(&page);
    saturday.app.deliver();
}
