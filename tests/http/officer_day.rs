//! An officer's day: the own duty in order, reports from the door stored once, second visits where they are needed.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::ids::VisitId;
use luudong::visits::store;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::{Crew, Filed, Office};
use crate::support::plan::stops;
use crate::support::{Client, TestApp};

pub const SATURDAY: &str = "2026-11-28";

/// A published Saturday morning with two crews; each officer has an account.
pub struct Saturday {
    pub app: TestApp,
    pub office: Office,
    /// The crew of the first ward.
    pub crew: Crew,
    /// The first crew's officer.
    pub officer: Client,
    /// The other crew's officer.
    pub other: Client,
    /// Households in the order of [`HOUSEHOLDS`] 0, 1, 8, 9.
    pub filed: Vec<Filed>,
    run: Value,
}

impl Saturday {
    pub fn morning() -> Self {
        Self::with(&[])
    }

    /// With more cases of the first ward.
    pub fn with(more: &[Value]) -> Self {
        Self::written_in("vi", more)
    }

    /// The same of families who are written to in a language.
    pub fn written_in(language: &'static str, more: &[Value]) -> Self {
        let app = TestApp::start();
        let mut office = Office { language, ..Office::of(&app) };
        let mut filed = office.approved(&[HOUSEHOLDS[0], HOUSEHOLDS[1], HOUSEHOLDS[8], HOUSEHOLDS[9]]);
        filed.extend(more.iter().map(|case| office.files(case)));
        filed[4..].iter().for_each(|one| office.approves(one));
        let (one, two) = (app.account("can.bo.1", Role::Officer, &[]), app.account("can.bo.2", Role::Officer, &[]));
        let crew = office.crew(1, &["11329"], Some(one.id));
        office.duty(crew, day(SATURDAY), "morning");
        office.duty(office.crew(2, &["11383"], Some(two.id)), day(SATURDAY), "morning");
        let run = office.plan(day(SATURDAY), day(SATURDAY), 1);
        office.publish(&run);
        app.deliver();
        app.at(day(SATURDAY), "09:00");
        office = Office::signed_in(app.public());
        let (officer, other) = (app.api_as("can.bo.1"), app.api_as("can.bo.2"));
        Self { app, office, crew, officer, other, filed, run }
    }

    pub fn roster(&self, officer: &Client) -> Value {
        officer.get(&format!("/api/v1/rosters?date={SATURDAY}")).expect(200).json()
    }

    /// The roster's line of a case.
    pub fn line(&self, filed: &Filed) -> Value {
        let roster = self.roster(&self.office.dispatcher);
        let duties = roster["duties"].as_array().expect("duties").clone();
        let mut lines = duties.into_iter().flat_map(|duty| duty["stops"].as_array().expect("stops").clone());
        lines.find(|stop| stop["code"] == filed.code).expect("the case is on a roster")
    }
}

/// An outcome of everybody at a stop, as a phone sends it.
pub fn outcome(line: &Value, client_id: &str, codes: &[(&str, &str)]) -> Value {
    let people = line["people"].as_array().expect("people");
    let results: Vec<Value> = people
        .iter()
        .zip(codes)
        .map(|(person, (code, note))| {
            let note = if note.is_empty() { Value::Null } else { json!(note) };
            json!({"applicant_id": person["applicant_id"], "code": code, "note": note})
        })
        .collect();
    json!({"client_id": client_id, "happened_at": "2026-11-28T02:00:00Z", "results": results})
}

pub fn outcomes_path(line: &Value) -> String {
    format!("/api/v1/visits/{}/outcomes", line["visit_id"])
}

#[test]
fn an_officer_sees_exactly_the_own_duty_in_order_with_phones_and_what_to_bring() {
    let saturday = Saturday::morning();
    let roster = saturday.roster(&saturday.officer);
    let duties = roster["duties"].as_array().expect("duties");
    assert_eq!(duties.len(), 1);
    assert_eq!((&duties[0]["team"], &duties[0]["kit"]), (&json!("Tổ lưu động 1"), &json!("TB-01")));
    let lines = duties[0]["stops"].as_array().expect("stops");
    let duty = duties[0]["duty_id"].as_i64().expect("a number");
    let planned: Vec<i64> =
        stops(&saturday.run).iter().filter(|stop| stop.duty == duty).map(|stop| stop.visit).collect();
    let shown: Vec<i64> = lines.iter().map(|line| line["visit_id"].as_i64().expect("a number")).collect();
    assert_eq!((shown.len(), &shown), (2, &planned));
    let positions: Vec<_> = lines.iter().map(|line| line["position"].clone()).collect();
    assert_eq!(positions, [1, 2]);
    for line in lines {
        let home = HOUSEHOLDS[..2].iter().find(|home| line["contact_name"] == home.contact).expect("an own household");
        assert_eq!((&line["phone"], &line["address"]), (&json!(home.dial), &json!(home.line)));
        assert_eq!(
            line["bring"],
            json!([
                "Phông nền và giá đỡ máy ảnh tại giường",
                "Thu lại CMND cũ",
                "Phiếu CC01: 1 bản",
                "Giấy hẹn CC02: 1 bản"
            ])
        );
    }
    let page = saturday.officer.get(&format!("/rosters?date={SATURDAY}")).expect(200);
    let calls = Page::of(&page).attributes("a[href^='tel:']", "href");
    let wanted: Vec<String> = lines.iter().map(|line| format!("tel:{}", line["phone"].as_str().unwrap())).collect();
    assert_eq!(calls, wanted);
}

#[test]
fn an_officer_sees_nothing_of_another_crews_households() {
    let saturday = Saturday::morning();
    let json = saturday.roster(&saturday.other).to_string();
    let page = saturday.other.get(&format!("/rosters?date={SATURDAY}")).expect(200).text;
    for shown in [&json, &page] {
        for own in [HOUSEHOLDS[8], HOUSEHOLDS[9]] {
            assert!(shown.contains(own.contact), "{} is missing", own.contact);
        }
        for foreign in [HOUSEHOLDS[0], HOUSEHOLDS[1]] {
            for secret in [foreign.name, foreign.contact, foreign.dial, foreign.line] {
                assert!(!shown.contains(secret), "«{secret}» is shown to a stranger");
            }
        }
    }
    let line = saturday.line(&saturday.filed[0]);
    let report = outcome(&line, "k-1", &[("captured", "")]);
    saturday.other.post(&outcomes_path(&line), &report).assert_problem(403, "not-allowed");
    let event = json!({"client_id": "k-2", "kind": "arrived", "happened_at": "2026-11-28T02:00:00Z"});
    let events = format!("/api/v1/visits/{}/events", line["visit_id"]);
    saturday.other.post(&events, &event).assert_problem(403, "not-allowed");
    saturday.other.get(&format!("/visits/{}/outcome", line["visit_id"])).expect(404);
    saturday.other.get(&format!("/api/v1/cases/{}", saturday.filed[0].code)).assert_problem(403, "not-allowed");
    let path = format!("/api/v1/cases/{}/visits", saturday.filed[0].code);
    saturday.other.get(&path).assert_problem(403, "not-allowed");
    assert_eq!(saturday.line(&saturday.filed[0])["state"], "published", "nothing was recorded");
}

#[test]
fn the_same_report_twice_is_stored_once_and_a_capture_on_saturday_28_november_is_due_on_8_december() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let report = outcome(&line, "may-1:7", &[("captured", "")]);
    let send = |report: &Value| saturday.officer.post(&outcomes_path(&line), report);
    let stored = |now: bool| {
        json!({
            "visit_id": line["visit_id"], "stored_now": now, "due_on": ["2026-12-08"], "needs_another_visit": false,
            "undo_until": "2026-11-28T02:01:00Z",
        })
    };
    assert_eq!(send(&report).expect(200).json(), stored(true));
    saturday.app.later(Duration::minutes(5));
    assert_eq!(send(&report).expect(200).json(), stored(false));
    let visit = line["visit_id"].as_i64().expect("a number");
    assert_eq!(saturday.app.read(|conn| store::outcomes_of(conn, &[VisitId(visit)])).len(), 1);

    send(&outcome(&line, "may-2:1", &[("not_home", "")])).assert_problem(409, "visit-ended");
    let second = saturday.line(&saturday.filed[1]);
    let reused = outcome(&second, "may-1:7", &[("captured", "")]);
    saturday.officer.post(&outcomes_path(&second), &reused).assert_problem(409, "conflict");
    let followed = saturday.office.follow(&saturday.filed[0]);
    assert_eq!(followed["state"], "Đã làm xong tại nhà. Thẻ dự kiến có vào Thứ Ba 08/12/2026.");
    assert_eq!(followed["visits"][0]["due_on"], json!(["2026-12-08"]));
}

#[test]
fn an_officer_tells_that_the_team_is_on_its_way_and_at_the_door() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let path = format!("/api/v1/visits/{}/events", line["visit_id"]);
    let mut states = Vec::new();
    for (kind, client_id) in [("en_route", "a"), ("arrived", "b"), ("arrived", "b")] {
        let event = json!({"client_id": client_id, "kind": kind, "happened_at": "2026-11-28T01:55:00Z"});
        let stored = saturday.officer.post(&path, &event).expect(200).json()["stored_now"].clone();
        states.push((stored, saturday.office.follow(&saturday.filed[0])["state"].clone()));
    }
    assert_eq!(
        states,
        [
            (json!(true), json!("Tổ công tác đang trên đường đến nhà.")),
            (json!(true), json!("Tổ công tác đã đến nhà.")),
            (json!(false), json!("Tổ công tác đã đến nhà.")),
        ]
    );
    let future = json!({"client_id": "c", "kind": "arrived", "happened_at": "2026-11-28T02:06:00Z"});
    saturday.officer.post(&path, &future).assert_invalid(&["/happened_at"]);
}

#[test]
fn nobody_is_on_the_way_to_a_visit_of_another_day() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let path = format!("/api/v1/visits/{}/events", line["visit_id"]);
    let early = json!({"client_id": "e", "kind": "en_route", "happened_at": "2026-11-27T02:00:00Z"});
    saturday.officer.post(&path, &early).assert_problem(409, "conflict");
    assert_eq!(saturday.line(&saturday.filed[0])["state"], "published");
}

#[test]
fn fingerprints_that_cannot_be_read_count_when_they_are_described() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let send = |note: &str| {
        let report = outcome(&line, &format!("k{note}"), &[("fp_described", note)]);
        saturday.officer.post(&outcomes_path(&line), &report)
    };
    send("").assert_invalid(&["/results/0/note"]);
    let stored = send("mòn vân tay mười ngón").expect(200).json();
    assert_eq!((&stored["due_on"], &stored["needs_another_visit"]), (&json!(["2026-12-08"]), &json!(false)));
}

#[test]
fn a_broken_kit_opens_a_second_visit_that_goes_before_everybody_else() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let report = outcome(&line, "k-1", &[("kit_failure", "máy ảnh hỏng")]);
    let stored = saturday.officer.post(&outcomes_path(&line), &report).expect(200).json();
    assert_eq!((&stored["due_on"], &stored["needs_another_visit"]), (&json!([]), &json!(true)));
    let followed = saturday.office.follow(&saturday.filed[0]);
    assert_eq!(followed["state"], "Cần đến nhà lần nữa. Đang chờ xếp lịch.");
    let numbers: Vec<_> = followed["visits"].as_array().unwrap().iter().map(|visit| visit["number"].clone()).collect();
    assert_eq!(numbers, [1, 2]);

    // Somebody with a deadline and more points by group waits too; one place is left.
    let mut urgent = HOUSEHOLDS[2].case();
    urgent["applicants"][0]["group"] = json!("kt_db_nang");
    urgent["deadline"] = json!({"on": "2026-12-06", "reason": "benefit"});
    let urgent = saturday.office.files(&urgent);
    saturday.office.approves(&urgent);
    saturday.office.small_duty(saturday.crew, day("2026-12-05"), "morning", 1);
    let run = saturday.office.plan(day("2026-12-05"), day("2026-12-05"), 1);
    let placed: Vec<i64> = stops(&run).iter().map(|stop| stop.visit).collect();
    assert_eq!(placed, [saturday.office.visit_of(&saturday.filed[0])]);
    assert_eq!(run["proposal"]["unserved"][0]["visit_id"], saturday.office.visit_of(&urgent));
    assert_eq!(saturday.office.publish(&run)["mails"], 1);
    saturday.app.deliver();
}

#[test]
fn results_speak_for_exactly_the_people_of_the_visit() {
    let mut couple = HOUSEHOLDS[2].case();
    let mut wife = HOUSEHOLDS[3].person();
    (wife["birth"], wife["number"]) = (json!("01/02/1948"), json!(""));
    couple["applicants"].as_array_mut().expect("people").push(wife);
    let saturday = Saturday::with(&[couple]);
    let line = saturday.line(&saturday.filed[4]);
    let send = |codes: &[(&str, &str)], client_id: &str| {
        saturday.officer.post(&outcomes_path(&line), &outcome(&line, client_id, codes))
    };
    send(&[("captured", "")], "a").assert_invalid(&["/results"]);
    let mut twice = outcome(&line, "b", &[("captured", ""), ("captured", "")]);
    twice["results"][1]["applicant_id"] = twice["results"][0]["applicant_id"].clone();
    saturday.officer.post(&outcomes_path(&line), &twice).assert_invalid(&["/results/1/applicant_id"]);
    let stored = send(&[("captured", ""), ("health_today", "sốt")], "c").expect(200).json();
    assert_eq!((&stored["due_on"], &stored["needs_another_visit"]), (&json!(["2026-12-08"]), &json!(true)));

    // The second visit is for the one who waits, on the officer's page too.
    saturday.office.duty(saturday.crew, day("2026-12-05"), "morning");
    let run = saturday.office.plan(day("2026-12-05"), day("2026-12-05"), 1);
    saturday.office.publish(&run);
    saturday.app.deliver();
    saturday.app.at(day("2026-12-05"), "09:00");
    let officer = saturday.app.api_as("can.bo.1");
    let roster = officer.get("/api/v1/rosters").expect(200).json();
    let people = roster["duties"][0]["stops"][0]["people"].as_array().expect("people").clone();
    assert_eq!(people.len(), 1, "{roster}");
    assert_eq!(people[0]["name"], HOUSEHOLDS[3].name);
    let path = format!("/visits/{}/outcome", roster["duties"][0]["stops"][0]["visit_id"]);
    let page = Page::of(&officer.get(&path).expect(200));
    assert_eq!(page.texts("form h2"), [HOUSEHOLDS[3].name, "Nếu phải đến lại"]);
    let applicant = people[0]["applicant_id"].to_string();
    let fields =
        [("client_id", "trang-1"), ("results.0.applicant_id", applicant.as_str()), ("results.0.code", "captured")];
    officer.form(&path, &fields).expect(303);
}
