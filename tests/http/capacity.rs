//! What happens to bookings afterwards: refusals, shorter and cancelled duties, days without a report, second visits.
use luudong::accounts::Role;
use luudong::app::Knowledge;
use luudong::reference::ReferenceFiles;
use luudong::visits::store;
use serde_json::{Value, json};

use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, TestApp};

const SATURDAY: &str = "2026-11-28";
const WEDNESDAY: &str = "2026-11-25";
const THURSDAY: &str = "2026-11-26";

/// A household of [`HOUSEHOLDS`] that has no e-mail address.
fn silent(number: usize) -> Household {
    Household { email: "", ..HOUSEHOLDS[number] }
}

/// The dispatcher books on the telephone: also the time that is kept for urgent cases.
fn books(office: &Office, filed: &Filed, on: &str, half_day: &str) -> i64 {
    let path = format!("/api/v1/cases/{}/booking", filed.code);
    let booked = office.dispatcher.post(&path, &json!({"on": on, "half_day": half_day})).expect(201);
    booked.json()["visit_id"].as_i64().expect("its number")
}

fn decides(office: &Office, filed: &Filed, decision: &Value) -> Answer {
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), decision)
}

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

/// The visits of a duty in driving order; the judge of the planner looks at the stored sequence first.
fn driven(app: &TestApp, duty: i64) -> Vec<i64> {
    let knowledge = Knowledge::load(&app.desk.settings, &ReferenceFiles::embedded()).expect("facts and figures");
    let board = knowledge.booking.board.clone();
    let sequence = app.read(|conn| board.reread(conn, duty)).expect("a sequence that can be driven");
    let (problem, plan) = sequence.as_problem();
    planner::check(problem, &plan).expect("a feasible sequence");
    app.read(|conn| store::stops_of_duties(conn, &[duty])).iter().map(|stop| stop.visit_id).collect()
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
    assert_eq!(followed["state"], "Đề nghị chưa được chấp nhận.");
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
    assert_eq!(office.follow(&filed)["visits"][0]["state"], "booked");
    assert_eq!(app.deliver().len(), 2, "the receipt and the half-day");
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
    assert_eq!(followed["visits"][0]["state"], "booked");
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
    assert_eq!(office.follow(&filed)["state"], "Đã nhận đề nghị. Công an phường, xã đang xem xét.");
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
    assert_eq!(app.deliver().len(), 2);
    app.at(day("2026-11-26"), "23:00");
    assert_eq!(app.deliver().len(), 2, "a phone that was offline may still report");
    app.at(day("2026-11-27"), "00:01");
    assert_eq!(app.deliver().len(), 3, "one family is written to");
    let office = office_again(&app);
    for visit in visits {
        let visit = app.read(|conn| store::find(conn, visit)).expect("the visit");
        assert_eq!((visit.booking, visit.front_of_queue), (None, true));
        assert_eq!(app.read(|conn| store::stop_of(conn, visit.id)), None);
    }
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!((calls[0]["code"].as_str(), &calls[0]["appointment"]), (Some(&*called.code), &Value::Null));
    assert_eq!(app.deliver().len(), 3, "once");
    // Planning gives it another appointment, told as any other.
    [&written, &called].into_iter().for_each(|filed| office.approves(filed));
    office.duty(crew, day(SATURDAY), "morning");
    let done = office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    assert_eq!((&done["mails"], &done["calls"]), (&json!(1), &json!(1)));
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!(calls.as_array().map(Vec::len), Some(1), "only the new appointment is to be told");
    app.deliver();
}

/// The dispatcher signs in again: the clock has moved.
fn office_again(app: &TestApp) -> Office {
    Office::signed_in(app.public())
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
        let visit = app.read(|conn| store::find(conn, second)).expect("the second visit");
        assert_eq!(visit.front_of_queue, front, "{code}");
        app.deliver();
    }
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
        let visit = app.read(|conn| store::find(conn, id)).expect("the visit");
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
    let told = |id: i64| app.read(|conn| store::find(conn, id)).and_then(|visit| visit.promise);
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
        assert_eq!(app.read(|conn| store::stop_of(conn, visit)), None);
    }
    let sent = app.deliver();
    assert_eq!(sent.len(), mails + 2, "two are written to");

    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!(calls.as_array().map(Vec::len), Some(1));
    assert_eq!((&calls[0]["code"], &calls[0]["appointment"]), (&json!(filed[1].code), &Value::Null));
    let page = Page::of(&office.dispatcher.get("/calls").expect(200));
    assert!(page.texts("ol.stops p").join(" ").contains("Cần gọi báo hoãn."));
    office.dispatcher.post(&format!("/api/v1/visits/{}/call", visits[1]), &json!({})).expect(204);
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
