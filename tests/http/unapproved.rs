//! Places that are kept for cases which nobody has approved: the list, the deadline, the budget, and what a published
//! duty owes to whoever is approved.
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::smtp::read_mail;

const THURSDAY: &str = "2026-11-26";
const FRIDAY: &str = "2026-11-27";

fn opened() -> (TestApp, Office) {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    (app, office)
}

fn listed(office: &Office) -> Value {
    office.dispatcher.get("/api/v1/unapproved-bookings").expect(200).json()
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(|row| row["code"].as_str()).collect()
}

fn silent(number: usize) -> Household {
    Household { email: "", ..HOUSEHOLDS[number] }
}

#[test]
fn a_place_that_is_not_approved_by_noon_of_the_day_before_goes_to_the_waiting_list_and_its_family_is_told() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(THURSDAY), "morning");
    office.duty(crew, day(FRIDAY), "morning");
    let filed: Vec<Filed> = HOUSEHOLDS[..2].iter().map(|home| office.files(&home.case())).collect();
    office.books(&filed[0], FRIDAY, "morning").expect(201);
    office.books(&filed[1], THURSDAY, "morning").expect(201);
    let list = listed(&office);
    assert_eq!(codes(&list["unapproved"]), [filed[1].code.as_str(), &filed[0].code], "next date first");
    assert_eq!(list["unapproved"][0]["approve_by"], "2026-11-25T05:00:00Z", "noon in Việt Nam, the day before");
    let page = Page::of(&app.browser(Role::Dispatcher).get("/unapproved-bookings").expect(200));
    assert!(page.texts("tbody tr")[0].contains("12:00, Thứ Tư 25/11/2026"), "{:?}", page.texts("tbody tr"));
    let cases = Page::of(&app.browser_as("dispatcher.trang").get("/cases").expect(200));
    assert!(cases.attributes("main a", "href").contains(&"/unapproved-bookings".to_owned()));

    app.deliver();
    app.at(day("2026-11-25"), "11:59");
    app.deliver();
    assert_eq!(office.follow(&filed[1])["visits"][0]["state"], "kept");
    app.at(day("2026-11-25"), "12:00");
    app.deliver();
    let followed = office.follow(&filed[1]);
    assert_eq!(followed["visits"][0]["state"], "waiting", "{followed}");
    assert_eq!(followed["state"], "Đã nhận đề nghị. Công an phường, xã đang xem xét.");
    assert_eq!(office.follow(&filed[0])["visits"][0]["state"], "kept", "Friday has another day");
    let own = app.mail_files().into_iter().map(|file| read_mail(&file));
    let own = own.filter(|mail| mail["to"].as_str().is_some_and(|to| to.contains(HOUSEHOLDS[1].email)));
    let last = own.max_by_key(|mail| mail["event"]["sequence"].as_str().and_then(|number| number.parse::<i64>().ok()));
    let last = last.expect("a mail");
    assert_eq!((&last["event"]["method"], &last["event"]["status"]), (&json!("CANCEL"), &json!("CANCELLED")));
    assert!(last["text"].as_str().is_some_and(|text| text.contains("chưa được duyệt kịp")), "{}", last["text"]);
    // Nobody who was approved loses anything at noon.
    office_again(&app).approves(&filed[0]);
    app.at(day(FRIDAY), "06:00");
    app.deliver();
    assert_eq!(office.follow(&filed[0])["visits"][0]["state"], "booked");
}

fn office_again(app: &TestApp) -> Office {
    Office::signed_in(app.public())
}

#[test]
fn the_place_goes_to_the_household_that_waits_and_who_was_not_looked_at_in_time_goes_to_the_front() {
    let (app, office) = opened();
    office.small_duty(office.crew(1, &WARDS, None), day(THURSDAY), "morning", 1);
    let late = office.files(&silent(0).case());
    office.books(&late, THURSDAY, "morning").expect(201);
    let waiting = office.approved(&[silent(1)]).remove(0);
    app.deliver();
    assert!(office.turn(&waiting)["invitation"].is_null(), "the place is kept");
    app.at(day("2026-11-25"), "12:00");
    app.deliver();
    app.deliver();
    assert_eq!(office.turn(&waiting)["invitation"]["on"], THURSDAY, "{}", office.turn(&waiting));
}

#[test]
fn staff_who_take_a_place_after_the_deadline_have_an_hour_to_have_it_approved() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "morning");
    let filed = office.files(&silent(0).case());
    app.at(day("2026-11-25"), "15:00");
    let office = office_again(&app);
    let path = format!("/api/v1/cases/{}/booking", filed.code);
    office.dispatcher.post(&path, &json!({"on": THURSDAY, "half_day": "morning"})).expect(201);
    app.at(day("2026-11-25"), "15:59");
    app.deliver();
    assert_eq!(office.follow(&filed)["visits"][0]["state"], "kept");
    app.at(day("2026-11-25"), "16:00");
    app.deliver();
    assert_eq!(office.follow(&filed)["visits"][0]["state"], "waiting");
}

#[test]
fn an_approved_half_day_without_a_window_by_noon_of_the_day_before_is_a_red_line() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "morning");
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    office.books(&filed, THURSDAY, "morning").expect(201);
    app.deliver();
    app.at(day("2026-11-25"), "11:59");
    let office = office_again(&app);
    assert_eq!(listed(&office)["without_window"], json!([]));
    app.at(day("2026-11-25"), "12:00");
    let list = listed(&office);
    assert_eq!(codes(&list["without_window"]), [filed.code.as_str()]);
    assert_eq!(list["without_window"][0]["is_published"], false);
    let page = Page::of(&app.browser(Role::Dispatcher).get("/unapproved-bookings").expect(200));
    let red = page.texts("section.bad").join(" ");
    assert!(red.contains(&filed.code) && red.contains("chưa công bố"), "{red}");
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    assert_eq!(listed(&office)["without_window"], json!([]));
    app.deliver();
}

#[test]
fn an_empty_duty_of_a_published_span_is_published_and_one_that_is_opened_later_is_not() {
    let (_app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    let empty = office.duty(crew, day(THURSDAY), "morning");
    office.publish(&office.plan(day(THURSDAY), day(FRIDAY), 1));
    let later = office.duty(crew, day(FRIDAY), "morning");
    let published = |duty: i64| {
        let duty = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).json();
        !duty["published_at"].is_null()
    };
    assert!(published(empty) && !published(later));
    let filed = office.approved(&[silent(0), silent(1)]);
    office.books(&filed[0], THURSDAY, "morning").expect(201);
    office.books(&filed[1], FRIDAY, "morning").expect(201);
    assert!(office.follow(&filed[0])["visits"][0]["window"].is_string(), "at once");
    assert!(office.follow(&filed[1])["visits"][0]["window"].is_null());
    office.publish(&office.plan(day(THURSDAY), day(FRIDAY), 2));
    assert!(published(later) && office.follow(&filed[1])["visits"][0]["window"].is_string());
}

#[test]
fn approving_tells_the_window_also_when_others_of_the_duty_have_none_yet() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "full");
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    let filed: Vec<Filed> = (0..3).map(|at| office.files(&silent(at).case())).collect();
    for (one, half_day) in filed.iter().zip(["morning", "morning", "afternoon"]) {
        office.books(one, THURSDAY, half_day).expect(201);
    }
    office.approves(&filed[1]);
    let states: Vec<Value> = filed.iter().map(|one| office.follow(one)["visits"][0]["state"].clone()).collect();
    assert_eq!(states, ["kept", "published", "kept"]);
    super::booking::invariants::check(&app);
}

#[test]
fn a_visit_that_nobody_approved_takes_no_report() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "morning");
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    let filed = office.files(&silent(0).case());
    office.books(&filed, THURSDAY, "morning").expect(201);
    let visit = office.visit_of(&filed);
    app.at(day(THURSDAY), "08:00");
    let office = office_again(&app);
    let event = json!({"client_id": "a", "kind": "en_route", "happened_at": "2026-11-26T01:00:00Z"});
    office.dispatcher.post(&format!("/api/v1/visits/{visit}/events"), &event).assert_problem(409, "conflict");
    app.deliver();
}

#[test]
fn bookings_without_a_hold_have_the_budget_of_holds() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    for on in [THURSDAY, FRIDAY, "2026-11-30"] {
        office.duty(crew, day(on), "full");
    }
    let home = |at: usize| Household { phone: HOUSEHOLDS[0].phone, ..silent(at) };
    let new = |at: usize, on: &str| json!({"case": home(at).case(), "half_day": {"on": on, "half_day": "morning"}});
    let books = |at: usize, on: &str| office.public.post("/api/v1/bookings", &new(at, on));
    let first = books(0, THURSDAY).expect(201).json();
    books(1, FRIDAY).expect(201);
    let refused = books(2, "2026-11-30").assert_problem(429, "too-many-holds");
    assert!(refused["detail"].as_str().is_some_and(|why| why.starts_with("Số điện thoại này đang giữ 2 buổi")));
    // Neither a made-up hold nor filing first and booking then is a way around it.
    let mut with_hold = new(2, "2026-11-30");
    with_hold["hold"] = json!("khong-co");
    office.public.post("/api/v1/bookings", &with_hold).assert_problem(429, "too-many-holds");
    let third = office.files(&home(2).case());
    office.books(&third, "2026-11-30", "morning").assert_problem(429, "too-many-holds");
    let path = format!("/follow/{}/{}/half-day", third.code, third.secret);
    let page = Page::of(&office.public.form(&path, &[("choice", "2026-11-30/morning")]).expect(422));
    assert!(page.texts(".mistakes a")[0].starts_with("Số điện thoại hoặc địa chỉ này đang giữ đủ"));
    // What is approved is not counted any more; staff are known by name and not limited.
    let path = format!("/api/v1/cases/{}/verification", first["case"]["code"].as_str().expect("a code"));
    office.dispatcher.post(&path, &json!({"verdict": "approve"})).expect(201);
    office.books(&third, "2026-11-30", "morning").expect(201);
    office.dispatcher.post("/api/v1/bookings", &new(3, "2026-11-30")).expect(201);
    app.deliver();
}

#[test]
fn the_calendar_entry_says_ward_and_city_and_is_tentative_until_the_case_is_approved() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    office.books(&filed, THURSDAY, "morning").expect(201);
    let entries = || {
        app.deliver();
        let events = app.mail_files().into_iter().map(|file| read_mail(&file)["event"].clone());
        let mut events: Vec<Value> = events.filter(|event| !event.is_null()).collect();
        events.sort_by_key(|event| event["sequence"].as_str().and_then(|number| number.parse::<i64>().ok()));
        events
    };
    let kept = entries().pop().expect("an entry");
    assert_eq!(kept["location"], "Phường Ngô Quyền, thành phố Hải Phòng", "nothing that a stranger typed");
    assert!(kept["summary"].as_str().is_some_and(|text| text.starts_with("Giữ chỗ, chờ duyệt")), "{kept}");
    office.approves(&filed);
    let all = entries();
    let full = "Số 1 ngõ 12 phố Lạch Tray, Phường Ngô Quyền, thành phố Hải Phòng";
    assert_eq!(all.last().expect("an entry")["location"], full);
    let statuses: Vec<&Value> = all.iter().map(|event| &event["status"]).collect();
    assert_eq!(statuses, ["TENTATIVE", "CONFIRMED"]);
    assert!(all.iter().all(|event| event["uid"] == all[0]["uid"]));
}
