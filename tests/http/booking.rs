//! A family takes a half-day that a team can really keep, moves it, gives it back; nobody takes the same minute twice.
use chrono::Duration;
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, TestApp};

pub mod invariants;
mod kill;
mod properties;
mod race;

const SATURDAY: &str = "2026-11-28";

fn offers(office: &Office, filed: &Filed) -> Vec<Value> {
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let answer = family.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json();
    answer["offers"].as_array().expect("offers").clone()
}

fn book(office: &Office, filed: &Filed, on: &str, half_day: &str) -> Answer {
    let family = office.public.with("X-Case-Secret", &filed.secret);
    family.post(&format!("/api/v1/cases/{}/booking", filed.code), &json!({"on": on, "half_day": half_day}))
}

fn give_back(office: &Office, filed: &Filed) -> Answer {
    office.public.with("X-Case-Secret", &filed.secret).delete(&format!("/api/v1/cases/{}/booking", filed.code))
}

/// An office with one team, and mail that nobody waits for.
fn opened() -> (TestApp, Office) {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    (app, office)
}

fn labels(offers: &[Value]) -> Vec<&str> {
    offers.iter().filter_map(|offer| offer["label"].as_str()).collect()
}

#[test]
fn a_family_takes_a_half_day_moves_it_and_gives_it_back() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day("2026-11-26"), "full");
    office.duty(crew, day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    let offered = offers(&office, &filed);
    let expected = ["buổi sáng Thứ Năm 26/11/2026", "buổi chiều Thứ Năm 26/11/2026", "buổi sáng Thứ Bảy 28/11/2026"];
    assert_eq!(labels(&offered), expected);
    assert!(offered.iter().all(|offer| offer.get("places").is_none()), "families see no teams");

    let booked = book(&office, &filed, SATURDAY, "morning").expect(201).json();
    assert_eq!((&booked["state"], &booked["label"]), (&json!("kept"), &json!("buổi sáng Thứ Bảy 28/11/2026")));
    let said = "Đang giữ chỗ buổi sáng Thứ Bảy 28/11/2026, chờ cán bộ duyệt.";
    assert_eq!(office.follow(&filed)["state"], said, "a family sees what it has taken");
    let moved = book(&office, &filed, "2026-11-26", "afternoon").expect(201).json();
    assert_eq!(moved["visit_id"], booked["visit_id"], "the same visit");
    assert_eq!(office.follow(&filed)["visits"][0]["on"], "2026-11-26");
    give_back(&office, &filed).expect(204);
    assert_eq!(office.follow(&filed)["visits"][0]["state"], "waiting");
    give_back(&office, &filed).expect(409);

    let kinds: Vec<String> = app.waiting_mails().into_iter().map(|mail| mail.0).collect();
    assert_eq!(kinds, ["case_received", "visit_cancelled"], "what is not true any more and has not left is withdrawn");
    app.leave_mails(2);
    invariants::check(&app);
}

#[test]
fn what_is_gone_is_refused_with_what_remains() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.small_duty(crew, day(SATURDAY), "morning", 1);
    office.duty(crew, day("2026-12-01"), "afternoon");
    let filed: Vec<Filed> = HOUSEHOLDS[..2].iter().map(|home| office.files(&home.case())).collect();
    book(&office, &filed[0], SATURDAY, "morning").expect(201);
    let refused = book(&office, &filed[1], SATURDAY, "morning").assert_problem(409, "half-day-gone");
    let instead: Vec<&str> =
        refused["offers"].as_array().expect("offers").iter().filter_map(|offer| offer["label"].as_str()).collect();
    assert_eq!(instead, ["buổi chiều Thứ Ba 01/12/2026"]);
    assert!(office.follow(&filed[1])["visits"].as_array().is_some_and(Vec::is_empty), "nothing is left of it");
    // A filing that cannot be booked stores no case either.
    let new = json!({"case": HOUSEHOLDS[4].case(), "half_day": {"on": SATURDAY, "half_day": "morning"}});
    office.public.post("/api/v1/bookings", &new).assert_problem(409, "half-day-gone");
    let all = office.dispatcher.get("/api/v1/cases").expect(200).json();
    assert_eq!(all["items"].as_array().map(Vec::len), Some(2));
    app.leave_mails(3);
    invariants::check(&app);
}

#[test]
fn a_holiday_a_saturday_afternoon_and_tomorrow_are_not_for_families() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day("2026-11-25"), "full");
    let filed = office.files(&HOUSEHOLDS[0].case());
    app.at(day("2026-11-24"), "08:00");
    assert_eq!(labels(&offers(&office, &filed)), Vec::<&str>::new(), "a family looks two days ahead");
    let office = Office::signed_in(app.public());
    let staff = office.dispatcher.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json();
    let staff = staff["offers"].as_array().expect("offers");
    assert_eq!(labels(staff), ["buổi sáng Thứ Tư 25/11/2026", "buổi chiều Thứ Tư 25/11/2026"]);
    assert_eq!(staff[0]["places"][0]["stop"], 1, "staff see the place");
    let why = |on: &str, half_day: &str| {
        let refused = book(&office, &filed, on, half_day).assert_problem(409, "half-day-out-of-reach");
        refused["detail"].as_str().expect("a reason").to_owned()
    };
    let soon = "Buổi này gần quá: gia đình đặt được từ Thứ Năm 26/11/2026, để cán bộ kịp duyệt hồ sơ.";
    assert_eq!(why("2026-11-24", "morning"), soon);
    assert_eq!(why("2026-11-25", "morning"), soon, "there is room, but not for families");
    assert_eq!(why("2027-02-01", "morning"), "Buổi này xa quá: hiện chỉ nhận đặt đến Thứ Ba 22/12/2026.");
    assert!(why("2026-11-28", "afternoon").starts_with("Buổi này không đặt được: "));
    assert_eq!(why("2026-11-26", "morning"), "Buổi này không đặt được: chưa có tổ nào của phường, xã này đi làm.");
    let today = json!({"on": "2026-11-24", "half_day": "morning"});
    let path = format!("/api/v1/cases/{}/booking", filed.code);
    let refused = office.dispatcher.post(&path, &today).assert_problem(409, "half-day-out-of-reach");
    assert_eq!(refused["detail"], "Buổi này gần quá: cán bộ đặt được từ Thứ Tư 25/11/2026.");
    app.leave_mails(1);
}

#[test]
fn time_kept_for_urgent_cases_is_the_staffs_until_it_is_released() {
    let app = TestApp::with("booking.staff_minutes = 200");
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day("2026-12-01"), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    assert!(offers(&office, &filed).is_empty(), "75 minutes and 200 kept do not fit a morning");
    let staff = office.dispatcher.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json();
    assert_eq!(staff["offers"].as_array().map(Vec::len), Some(1));
    app.at(day("2026-11-29"), "11:59");
    assert!(offers(&office, &filed).is_empty());
    app.at(day("2026-11-29"), "12:00");
    assert_eq!(offers(&office, &filed).len(), 1, "released two days before at noon");
    app.leave_mails(1);
}

#[test]
fn a_place_given_back_is_hidden_from_the_public_for_a_random_while() {
    let (app, office) = opened();
    office.small_duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning", 60);
    let filed: Vec<Filed> = HOUSEHOLDS[..4].iter().map(|home| office.files(&home.case())).collect();
    let taken = filed.iter().filter(|one| book(&office, one, SATURDAY, "morning").status == 201).count();
    assert_eq!(taken, 2, "two bedside visits fill a morning of 240 minutes (R21)");
    give_back(&office, &filed[0]).expect(204);
    assert!(offers(&office, &filed[2]).is_empty(), "nobody can hand a place on");
    let staff = office.dispatcher.get(&format!("/api/v1/cases/{}/offers", filed[2].code)).expect(200).json();
    assert_eq!(staff["offers"].as_array().map(Vec::len), Some(1), "staff and the waiting list see it");
    app.later(Duration::minutes(44));
    assert!(offers(&office, &filed[2]).is_empty());
    app.later(Duration::minutes(137));
    assert_eq!(offers(&office, &filed[2]).len(), 1);
    app.leave_mails(app.waiting_mails().len());
    invariants::check(&app);
}

#[test]
fn in_a_published_round_a_newcomer_is_told_a_window_at_once_and_the_others_keep_theirs() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day("2026-11-26"), "full");
    office.approved(&HOUSEHOLDS[..2]);
    let run = office.plan(day("2026-11-26"), day("2026-11-26"), 1);
    office.publish(&run);
    let half_day = |filed: &Filed| offers(&office, filed)[0]["half_day"].as_str().expect("a half-day").to_owned();
    let late = office.approved(&HOUSEHOLDS[4..5]).remove(0);
    let booked = book(&office, &late, "2026-11-26", &half_day(&late)).expect(201).json();
    assert_eq!(booked["state"], "published");
    assert!(booked["window"].as_str().is_some_and(|window| window.starts_with("từ ")), "{booked}");
    invariants::check(&app);
    let unseen = office.files(&HOUSEHOLDS[5].case());
    let kept = book(&office, &unseen, "2026-11-26", &half_day(&unseen)).expect(201).json();
    assert_eq!((&kept["state"], &kept["window"]), (&json!("kept"), &Value::Null), "nobody has looked at it");
    invariants::check(&app);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn planning_keeps_booked_half_days_and_publishes_only_what_is_approved() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day("2026-11-26"), "full");
    office.duty(crew, day(SATURDAY), "morning");
    let booked: Vec<Filed> = HOUSEHOLDS[..2].iter().map(|home| office.files(&home.case())).collect();
    book(&office, &booked[0], SATURDAY, "morning").expect(201);
    book(&office, &booked[1], "2026-11-26", "afternoon").expect(201);
    office.approves(&booked[0]);
    office.approved(&HOUSEHOLDS[4..8]);
    let run = office.plan(day("2026-11-24"), day(SATURDAY), 3);
    office.publish(&run);
    let first = &office.follow(&booked[0])["visits"][0];
    assert_eq!(
        (&first["state"], &first["on"], &first["half_day"]),
        (&json!("published"), &json!(SATURDAY), &json!("morning"))
    );
    let second = &office.follow(&booked[1])["visits"][0];
    assert_eq!((&second["state"], &second["half_day"]), (&json!("kept"), &json!("afternoon")), "not approved yet");
    invariants::check(&app);
    let officer = app.api(Role::Dispatcher).get("/api/v1/rosters?date=2026-11-26").expect(200).json();
    assert!(officer["duties"][0]["stops"].as_array().is_some_and(|stops| !stops.is_empty()));
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn who_is_approved_after_the_round_was_published_learns_the_window_like_the_others() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let mailed = office.files(&HOUSEHOLDS[0].case());
    let called = office.files(&Household { email: "", ..HOUSEHOLDS[1] }.case());
    for filed in [&mailed, &called] {
        book(&office, filed, SATURDAY, "morning").expect(201);
    }
    office.approved(&HOUSEHOLDS[4..6]);
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 3));
    let visit = |filed: &Filed| office.follow(filed)["visits"][0].clone();
    assert_eq!((&visit(&mailed)["state"], &visit(&called)["state"]), (&json!("kept"), &json!("kept")));
    app.leave_mails(app.waiting_mails().len());
    office.approves(&mailed);
    office.approves(&called);
    for filed in [&mailed, &called] {
        let told = visit(filed);
        assert_eq!((&told["state"], &told["on"]), (&json!("published"), &json!(SATURDAY)), "{told}");
        assert!(told["window"]["from"].is_string() || told["window"].is_string(), "{told}");
        assert!(told["code_words"]["officers"].is_string(), "{told}");
        assert_eq!(office.public.post("/api/v1/checks", &json!({"code": filed.code})).expect(200).json()["real"], true);
    }
    let told = app.waiting_mails().into_iter().filter(|(kind, _)| kind == "visit_published").count();
    assert_eq!(told, 1, "the family with an address; the other one is called");
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    let codes: Vec<&str> = calls.as_array().expect("calls").iter().filter_map(|call| call["code"].as_str()).collect();
    assert!(codes.contains(&&*called.code) && !codes.contains(&&*mailed.code), "{codes:?}");
    // The round is one of those whose families know their windows: a newcomer is told one at once, the others keep theirs.
    let before = [visit(&mailed), visit(&called)];
    let late = office.files(&HOUSEHOLDS[2].case());
    if book(&office, &late, SATURDAY, "morning").status == 201 {
        assert_eq!(visit(&late)["state"], "published");
        let page = Page::of(&office.public.get(&format!("/follow/{}/{}", late.code, late.secret)).expect(200));
        let lead = page.texts(".lead").join(" ");
        assert!(lead.contains("28/11/2026") && lead.contains("từ "), "the window is what it says first: {lead}");
    }
    assert_eq!([visit(&mailed), visit(&called)], before);
    invariants::check(&app);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn withdrawing_frees_the_place_and_a_case_with_a_place_cannot_move_house() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    book(&office, &filed, SATURDAY, "morning").expect(201);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let elsewhere = json!({"address": {"line": "Số 9", "ward_code": "11359", "pin": {"lat": 20.85, "lng": 106.7}}});
    let path = format!("/api/v1/cases/{}", filed.code);
    family.with("If-Match", "\"1\"").patch(&path, &elsewhere).expect(409);
    family.post(&format!("{path}/withdrawal"), &json!({})).expect(200);
    book(&office, &filed, SATURDAY, "morning").expect(409);
    invariants::check(&app);
    app.leave_mails(app.waiting_mails().len());
}
