//! Holds: a place is kept while a family fills in the rest, for nobody else, not for longer, and not without measure.
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::{Crew, Office, id};
use crate::support::{Answer, TestApp};

const SATURDAY: &str = "2026-11-28";

/// Opens a duty with other figures than the usual ones.
pub fn opens_duty(office: &Office, crew: Crew, (on, half_days): (&str, &str), more: &Value) -> i64 {
    let mut new = json!({
        "team_id": crew.team, "on": on, "half_days": half_days, "kit_id": crew.kit, "officer_ids": [crew.officer],
    });
    for (key, value) in more.as_object().expect("figures") {
        new[key] = value.clone();
    }
    id(&office.dispatcher.post("/api/v1/duties", &new).expect(201))
}

/// An office with one team that makes so many captures on Saturday morning.
fn saturday(app: &TestApp, capacity: i32) -> Office {
    let office = Office::of(app);
    let crew = office.crew(1, &WARDS, None);
    office.small_duty(crew, day(SATURDAY), "morning", capacity);
    office
}

fn morning(on: &str) -> Value {
    json!({"on": on, "half_day": "morning"})
}

/// What a household says before it files.
pub fn inquiry(home: &Household) -> Value {
    json!({"ward_code": home.ward, "pin": {"lat": home.lat, "lng": home.lng}, "people": [person()]})
}

fn person() -> Value {
    json!({"birth": "12/05/1950", "group": "nct", "mobility": "bedridden"})
}

fn hold_wish(home: &Household, half_day: &Value) -> Value {
    let case = home.case();
    json!({
        "contact": {"phone": home.phone}, "address": case["address"], "people": [person()], "half_day": half_day,
    })
}

fn holds(office: &Office, home: &Household, half_day: &Value) -> Answer {
    office.public.post("/api/v1/holds", &hold_wish(home, half_day))
}

fn token(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["token"].as_str().expect("a token").to_owned()
}

/// Whoever asks without a mail address leaves no mail.
fn silent(at: usize) -> Household {
    Household { email: "", ..HOUSEHOLDS[at] }
}

fn books(office: &Office, home: &Household, half_day: &Value, hold: Option<&str>) -> Answer {
    let mut new = json!({"case": home.case(), "half_day": half_day});
    if let Some(token) = hold {
        new["hold"] = json!(token);
    }
    office.public.post("/api/v1/bookings", &new)
}

fn offered(office: &Office, home: &Household) -> Vec<String> {
    let answer = office.public.post("/api/v1/offers", &inquiry(home)).expect(200).json();
    assert!(answer["not_offered"].is_null(), "reasons only if they are asked for");
    let offers = answer["offers"].as_array().expect("offers");
    offers.iter().map(|offer| format!("{} {}", offer["on"], offer["half_day"]).replace('"', "")).collect()
}

#[test]
fn a_hold_keeps_the_last_place_from_everybody_else_until_it_is_over() {
    let app = TestApp::start();
    let office = saturday(&app, 1);
    assert_eq!(offered(&office, &silent(1)), ["2026-11-28 morning"]);
    let held = holds(&office, &silent(0), &morning(SATURDAY)).expect(201);
    let body = held.json();
    assert_eq!(body["label"], "buổi sáng Thứ Bảy 28/11/2026");
    assert_eq!(body["expires_at"], "2026-11-23T01:15:00Z");
    assert_eq!(body["extensions_left"], 2);
    assert_eq!(held.header("location"), format!("/api/v1/holds/{}", token(&held)));
    assert!(offered(&office, &silent(1)).is_empty());
    holds(&office, &silent(1), &morning(SATURDAY)).assert_problem(409, "half-day-gone");
    books(&office, &silent(1), &morning(SATURDAY), None).assert_problem(409, "half-day-gone");
    // nobody waits for the worker: the clock alone ends it
    app.later(Duration::minutes(15));
    assert_eq!(offered(&office, &silent(1)), ["2026-11-28 morning"]);
    let path = format!("/api/v1/holds/{}", token(&held));
    office.public.delete(&path).assert_problem(410, "hold-over");
    holds(&office, &silent(1), &morning(SATURDAY)).expect(201);
    assert!(offered(&office, &silent(0)).is_empty());
}

#[test]
fn the_worker_releases_holds_and_forgets_them_a_day_later() {
    let app = TestApp::start();
    let office = saturday(&app, 1);
    let held = token(&holds(&office, &silent(0), &morning(SATURDAY)));
    app.later(Duration::minutes(16));
    app.deliver();
    let path = format!("/api/v1/holds/{held}/extension");
    let said = office.public.post(&path, &json!({})).assert_problem(410, "hold-over");
    assert_eq!(said["detail"], "Chỗ giữ này đã hết hạn. Hãy chọn lại một buổi còn nhận.");
    books(&office, &silent(1), &morning(SATURDAY), None).expect(201);
    app.later(Duration::hours(25));
    app.deliver();
    office.public.post(&path, &json!({})).assert_problem(404, "not-found");
}

#[test]
fn a_hold_is_extended_a_limited_number_of_times_and_given_up_at_once() {
    let app = TestApp::start();
    let office = saturday(&app, 1);
    let held = token(&holds(&office, &silent(0), &morning(SATURDAY)));
    let path = format!("/api/v1/holds/{held}");
    for (left, until) in [(1, "2026-11-23T01:25:00Z"), (0, "2026-11-23T01:35:00Z")] {
        app.later(Duration::minutes(10));
        let longer = office.public.post(&format!("{path}/extension"), &json!({})).expect(200).json();
        assert_eq!((&longer["extensions_left"], &longer["expires_at"]), (&json!(left), &json!(until)));
    }
    let said = office.public.post(&format!("{path}/extension"), &json!({})).assert_problem(409, "conflict");
    assert!(said["detail"].as_str().expect("a sentence").starts_with("Chỗ này đã gia hạn đủ 2 lần."));
    assert!(offered(&office, &silent(1)).is_empty());
    office.public.delete(&path).expect(204);
    assert_eq!(offered(&office, &silent(1)), ["2026-11-28 morning"]);
    office.public.delete("/api/v1/holds/khong-co").assert_problem(404, "not-found");
}

#[test]
fn a_telephone_and_an_address_keep_two_places_at_most_counting_unverified_bookings() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    for on in ["2026-11-25", "2026-11-26", "2026-11-27"] {
        opens_duty(&office, crew, (on, "full"), &json!({"staff_minutes": 0}));
    }
    let (wednesday, thursday, friday) = (morning("2026-11-25"), morning("2026-11-26"), morning("2026-11-27"));
    let same_phone = |at: usize| Household { phone: HOUSEHOLDS[0].phone, ..silent(at) };
    let booked = books(&office, &silent(0), &wednesday, None).expect(201).json();
    let held = token(&holds(&office, &same_phone(1), &thursday));
    let said = holds(&office, &same_phone(2), &friday).assert_problem(429, "too-many-holds");
    assert!(said["detail"].as_str().expect("a sentence").starts_with("Số điện thoại này đang giữ 2 buổi"), "{said}");
    // staff are known by name
    office.dispatcher.post("/api/v1/holds", &hold_wish(&same_phone(3), &friday)).expect(201);
    office.public.delete(&format!("/api/v1/holds/{held}")).expect(204);
    let code = booked["case"]["code"].as_str().expect("a code");
    office.dispatcher.post(&format!("/api/v1/cases/{code}/verification"), &json!({"verdict": "approve"})).expect(201);
    // only the dispatcher's hold on this telephone is left
    holds(&office, &same_phone(2), &friday).expect(201);

    let same_door = |at: usize| Household { line: "Số 99 phố Cầu Đất", ward: "11329", ..silent(at) };
    let pinned = |at: usize| Household { lat: HOUSEHOLDS[0].lat, lng: HOUSEHOLDS[0].lng, ..same_door(at) };
    holds(&office, &pinned(4), &thursday).expect(201);
    holds(&office, &pinned(5), &wednesday).expect(201);
    let said = holds(&office, &pinned(6), &friday).assert_problem(429, "too-many-holds");
    assert!(said["detail"].as_str().expect("a sentence").starts_with("Địa chỉ này đang giữ 2 buổi"), "{said}");
    app.later(Duration::minutes(15));
    holds(&office, &pinned(6), &friday).expect(201);
}

#[test]
fn wrong_fields_of_a_hold_and_of_an_inquiry_are_named_like_those_of_a_case() {
    let app = TestApp::start();
    let office = saturday(&app, 1);
    let mut wish = hold_wish(&silent(0), &morning(SATURDAY));
    wish["contact"]["phone"] = json!("09123");
    wish["address"]["line"] = json!("");
    wish["people"][0] = json!({"birth": "1950", "mobility": "phi"});
    let named = ["/contact/phone", "/address/line", "/people/0/mobility"];
    office.public.post("/api/v1/holds", &wish).assert_invalid(&named);
    let nobody = json!({"ward_code": "11914", "people": []});
    office.public.post("/api/v1/offers", &nobody).assert_invalid(&["/sub_area", "/people"]);
    let unknown = json!({"ward_code": "11341", "people": [person()]});
    office.public.post("/api/v1/offers", &unknown).assert_invalid(&["/ward_code"]);
}

#[test]
fn a_booking_takes_the_place_of_its_hold_over() {
    let app = TestApp::start();
    let office = saturday(&app, 1);
    let held = token(&holds(&office, &silent(0), &morning(SATURDAY)));
    let booked = books(&office, &silent(0), &morning(SATURDAY), Some(&held)).expect(201).json();
    assert_eq!(booked["booking"]["hold"], json!({"code": "used", "label": "đã dùng chỗ đang giữ"}));
    assert_eq!(booked["booking"]["label"], "buổi sáng Thứ Bảy 28/11/2026");
    let path = format!("/api/v1/holds/{held}/extension");
    let said = office.public.post(&path, &json!({})).assert_problem(410, "hold-over");
    assert_eq!(said["detail"], "Chỗ giữ này đã dùng để đặt buổi. Hãy chọn lại một buổi còn nhận.");
    // the token opens nothing a second time
    let again = books(&office, &silent(1), &morning(SATURDAY), Some(&held)).assert_problem(409, "half-day-gone");
    let detail = again["detail"].as_str().expect("a sentence");
    assert!(detail.starts_with("Không dùng được chỗ giữ: chỗ giữ đã được dùng để đặt buổi."), "{detail}");
    let cases = office.dispatcher.get("/api/v1/cases").expect(200).json();
    assert_eq!(cases["items"].as_array().map(Vec::len), Some(1), "no half-written case: {cases}");
}

#[test]
fn a_hold_that_does_not_serve_costs_nobody_the_half_day() {
    let app = TestApp::start();
    let office = saturday(&app, 1);
    let crew = office.crew(2, &WARDS, None);
    opens_duty(&office, crew, ("2026-11-26", "morning"), &json!({"staff_minutes": 0}));
    opens_duty(&office, crew, ("2026-11-27", "morning"), &json!({"staff_minutes": 0}));
    let (thursday, friday) = (morning("2026-11-26"), morning("2026-11-27"));
    let booked = |at: usize, half_day: &Value, hold: &str| {
        let answer = books(&office, &silent(at), half_day, Some(hold)).expect(201).json();
        answer["booking"]["hold"]["code"].clone()
    };
    assert_eq!(booked(0, &friday, "khong-co"), "unknown");
    // kept for another house: the place is hers, and she moves into it with what is hers
    let held = token(&holds(&office, &silent(1), &morning(SATURDAY)));
    assert_eq!(booked(2, &morning(SATURDAY), &held), "elsewhere");
    // an expired one
    let held = token(&holds(&office, &silent(3), &thursday));
    app.later(Duration::minutes(20));
    assert_eq!(booked(3, &thursday, &held), "over");
    // a half-day that is full: the hold is not lost
    let held = token(&holds(&office, &silent(4), &friday));
    books(&office, &silent(4), &morning(SATURDAY), Some(&held)).assert_problem(409, "half-day-gone");
    office.public.post(&format!("/api/v1/holds/{held}/extension"), &json!({})).expect(200);
    // for a case that was filed before
    let filed = office.files(&silent(4).case());
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let wanted = json!({"on": "2026-11-27", "half_day": "morning", "hold": held});
    let answer = family.post(&format!("/api/v1/cases/{}/booking", filed.code), &wanted).expect(201).json();
    assert_eq!(answer["hold"]["code"], "used");
}

#[test]
fn a_round_is_published_around_a_hold_and_the_hold_still_books() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    opens_duty(&office, crew, (SATURDAY, "morning"), &json!({"staff_minutes": 0}));
    let homes: Vec<Household> = (0..6).map(silent).collect();
    office.approved(&homes[..2]);
    let stale = office.plan(day(SATURDAY), day(SATURDAY), 1);
    let held = token(&holds(&office, &homes[5], &morning(SATURDAY)));
    office.asks_publication(&stale).assert_problem(409, "inputs-changed");
    // more wait than there is room for: the place that is kept is not given to them
    office.approved(&homes[2..5]);
    let run = office.plan(day(SATURDAY), day(SATURDAY), 2);
    let duty = &run["proposal"]["duties"][0];
    assert_eq!(duty["held"].as_array().map(Vec::len), Some(1), "{run}");
    let stops = duty["stops"].as_array().expect("stops").len();
    assert!((1..=3).contains(&stops), "{stops} stops beside the hold: {run}");
    office.publish(&run);
    assert!(offered(&office, &silent(6)).is_empty());
    let booked = books(&office, &homes[5], &morning(SATURDAY), Some(&held)).expect(201).json();
    assert_eq!(booked["booking"]["hold"]["code"], "used");
    assert!(booked["booking"]["window"].is_null(), "nobody has looked at it: {booked}");
    let code = booked["case"]["code"].as_str().expect("a code");
    office.dispatcher.post(&format!("/api/v1/cases/{code}/verification"), &json!({"verdict": "approve"})).expect(201);
    let visits = office.dispatcher.get(&format!("/api/v1/cases/{code}/visits")).expect(200).json();
    assert!(visits["visits"][0]["window"].is_string(), "an approved newcomer in a published round has one: {visits}");
    let again = office.plan(day(SATURDAY), day(SATURDAY), 3);
    let duty = &again["proposal"]["duties"][0];
    assert_eq!(duty["stops"].as_array().map(Vec::len), Some(stops + 1), "everybody stays: {again}");
    assert!(duty["held"].is_null());
}
