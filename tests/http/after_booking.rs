//! What happens to a booking afterwards: a verdict, a question, a day without a report, a second visit.
use luudong::accounts::Role;
use luudong::ids::VisitId;
use luudong::visits::store;
use serde_json::{Value, json};

use super::capacity::driven;
use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, TestApp};

const SATURDAY: &str = "2026-11-28";
const WEDNESDAY: &str = "2026-11-25";

/// A household of [`HOUSEHOLDS`] that has no e-mail address.
pub fn silent(number: usize) -> Household {
    Household { email: "", ..HOUSEHOLDS[number] }
}

/// The dispatcher books on the telephone: also the time that is kept for urgent cases.
pub fn books(office: &Office, filed: &Filed, on: &str, half_day: &str) -> i64 {
    let path = format!("/api/v1/cases/{}/booking", filed.code);
    let booked = office.dispatcher.post(&path, &json!({"on": on, "half_day": half_day})).expect(201);
    booked.json()["visit_id"].as_i64().expect("its number")
}

/// The dispatcher signs in again: the clock has moved.
pub fn office_again(app: &TestApp) -> Office {
    Office::signed_in(app.public())
}

fn decides(office: &Office, filed: &Filed, decision: &Value) -> Answer {
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), decision)
}

#[test]
fn a_refused_family_loses_its_half_day_and_reads_why() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let duty = office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    let visit = books(&office, &filed, SATURDAY, "morning");
    assert_eq!(app.deliver().len(), 2, "the receipt and the half-day");
    decides(&office, &filed, &json!({"verdict": "refuse", "reason": "Đã cấp thẻ tháng trước"})).expect(201);
    let followed = office.follow(&filed);
    assert_eq!(followed["visits"][0]["state"], "cancelled");
    assert_eq!(followed["state"], "Rất tiếc, lần này tổ chưa đến nhà được.");
    assert_eq!(driven(&app, duty), [0; 0], "the place of visit {visit} is free");
    let mails = app.deliver();
    assert_eq!(mails.len(), 3, "one more, which cancels the calendar entry");
    assert_eq!(mails.iter().filter(|mail| mail.contains("CANCEL")).count(), 1);
}

#[test]
fn a_refused_family_without_a_half_day_is_told_once() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    decides(&office, &filed, &json!({"verdict": "refuse", "reason": "Đã cấp thẻ tháng trước"})).expect(201);
    let kinds: Vec<String> = app.waiting_mails().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["case_received", "visit_cancelled"]);
    app.deliver();
}

#[test]
fn an_approved_family_keeps_its_half_day_and_is_told_nothing_twice() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    books(&office, &filed, SATURDAY, "morning");
    office.approves(&filed);
    decides(&office, &filed, &json!({"verdict": "approve"})).assert_problem(409, "already-done");
    assert_eq!(office.follow(&filed)["visits"][0]["state"], "booked");
    assert_eq!(
        app.deliver().len(),
        2,
        "the receipt, and that the half-day is firm: it says more than that it was kept"
    );
    let done = office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    assert_eq!((&done["mails"], &done["postponed"]), (&json!(1), &json!(0)));
    assert_eq!(app.deliver().len(), 3);
}

#[test]
fn a_question_leaves_case_and_half_day_as_they_are() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    books(&office, &filed, SATURDAY, "morning");
    let refused = decides(&office, &filed, &json!({"verdict": "ask"}));
    refused.assert_invalid(&["/question"]);
    let asked = decides(&office, &filed, &json!({"verdict": "ask", "question": "Ai là người đại diện?"})).expect(201);
    assert_eq!(asked.json()["state"], "filed");
    let followed = office.follow(&filed);
    assert_eq!(followed["question"], "Ai là người đại diện?");
    assert_eq!(followed["visits"][0]["state"], "kept");
    let page = Page::of(&office.public.get(&format!("/follow/{}/{}", filed.code, filed.secret)).expect(200));
    assert!(page.texts("p.notice").join(" ").contains("Ai là người đại diện?"));
    assert!(app.waiting_mails().iter().any(|(kind, _)| kind == "case_question"));
    office.approves(&filed);
    assert_eq!(office.follow(&filed)["question"], Value::Null);
    app.deliver();
}

#[test]
fn a_booked_household_is_told_how_to_correct_its_address() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&silent(0).case());
    books(&office, &filed, SATURDAY, "morning");
    let path = format!("/api/v1/cases/{}", filed.code);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let version = || family.get(&path).expect(200).header("etag").to_owned();
    let elsewhere = json!({"address": {"line": "Số 5 phố Trần Phú", "ward_code": "11359"}});
    let said = family.with("If-Match", &version()).patch(&path, &elsewhere).assert_problem(409, "conflict");
    assert!(said["detail"].as_str().unwrap().contains("trả lại buổi đã đặt"), "{said}");
    family.with("If-Match", &version()).patch(&path, &json!({"note": "Cổng sau"})).expect(200);
    family.delete(&format!("{path}/booking")).expect(204);
    family.with("If-Match", &version()).patch(&path, &elsewhere).expect(200);
}

#[test]
fn a_half_day_that_nobody_reported_can_be_taken_again_without_typing_anything() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(WEDNESDAY), "full");
    office.duty(crew, day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    let visit = books(&office, &filed, WEDNESDAY, "afternoon");
    app.deliver();
    app.at(day(WEDNESDAY), "16:59");
    let said = "Đang giữ chỗ buổi chiều Thứ Tư 25/11/2026, chờ cán bộ duyệt.";
    assert_eq!(office.follow(&filed)["state"], said);
    office_again(&app).approves(&filed);
    app.at(day(WEDNESDAY), "17:00");
    let office = office_again(&app);
    let said = office.follow(&filed)["state"].clone();
    assert_eq!(said, "Đã qua buổi hẹn mà chưa có kết quả. Hồ sơ vẫn giữ nguyên, gia đình đặt được buổi khác.");
    assert_eq!(books(&office, &filed, SATURDAY, "morning"), visit, "the same visit of the same case");
    assert_eq!(office.follow(&filed)["visits"][0]["on"], json!(SATURDAY));
    app.deliver();
}

#[test]
fn the_worker_takes_an_unreported_half_day_back_and_the_family_waits_in_front() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(WEDNESDAY), "morning");
    let (written, called) = (office.files(&HOUSEHOLDS[0].case()), office.files(&silent(1).case()));
    let visits = [&written, &called].map(|filed| books(&office, filed, WEDNESDAY, "morning"));
    for filed in [&written, &called] {
        office.approves(filed);
    }
    assert_eq!(app.deliver().len(), 2);
    app.at(day("2026-11-26"), "23:00");
    assert_eq!(app.deliver().len(), 2, "a phone that was offline may still report");
    app.at(day("2026-11-27"), "00:01");
    assert_eq!(app.deliver().len(), 3, "one family is written to");
    let office = office_again(&app);
    for visit in visits {
        let visit = app.read(|conn| store::find(conn, VisitId(visit))).expect("the visit");
        assert_eq!((visit.booking, visit.front_of_queue), (None, true));
        assert_eq!(app.read(|conn| store::stop_of(conn, visit.id)), None);
    }
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!((calls[0]["code"].as_str(), &calls[0]["kind"]), (Some(&*called.code), &json!("postponed")));
    assert_eq!(app.deliver().len(), 3, "once");
    // Planning gives it another appointment, told as any other.
    office.duty(crew, day(SATURDAY), "morning");
    let done = office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    assert_eq!((&done["mails"], &done["calls"]), (&json!(1), &json!(1)));
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!(calls.as_array().map(Vec::len), Some(1), "only the new appointment is to be told");
    app.deliver();
}

#[test]
fn after_a_failed_visit_the_same_case_books_a_second_one() {
    for (code, front) in [("not_home", false), ("kit_failure", true)] {
        let app = TestApp::start();
        let office = Office::of(&app);
        let officer = app.account("can.bo.1", Role::Officer, &[]);
        let crew = office.crew(1, &WARDS, Some(officer.id));
        office.duty(crew, day(WEDNESDAY), "morning");
        office.duty(crew, day(SATURDAY), "morning");
        let filed = office.files(&HOUSEHOLDS[0].case());
        let first = books(&office, &filed, WEDNESDAY, "morning");
        office.approves(&filed);
        office.publish(&office.plan(day(WEDNESDAY), day(WEDNESDAY), 1));
        app.deliver();
        app.at(day(WEDNESDAY), "10:00");
        let officer = app.public().signed_in("can.bo.1", PASSWORD);
        let roster = officer.get("/api/v1/rosters").expect(200).json();
        let person = &roster["duties"][0]["stops"][0]["people"][0]["applicant_id"];
        let report = json!({
            "client_id": "k", "happened_at": "2026-11-25T02:30:00Z",
            "results": [{"applicant_id": person, "code": code}],
        });
        let recorded = officer.post(&format!("/api/v1/visits/{first}/outcomes"), &report).expect(200).json();
        assert_eq!(recorded["needs_another_visit"], true);
        let office = office_again(&app);
        let second = books(&office, &filed, SATURDAY, "morning");
        let followed = office.follow(&filed);
        let numbers: Vec<_> = followed["visits"].as_array().unwrap().iter().map(|one| one["number"].clone()).collect();
        assert_eq!(numbers, [1, 2], "one case with both visits");
        let visit = app.read(|conn| store::find(conn, VisitId(second))).expect("the second visit");
        assert_eq!(visit.front_of_queue, front, "{code}");
        app.deliver();
    }
}
