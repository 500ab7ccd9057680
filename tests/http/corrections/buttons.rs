//! On the officers' pages: no button that cannot work, results person by person, by numbers or all at once, undo.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::ids::VisitId;
use luudong::visits::store;
use serde_json::{Value, json};

use crate::officer_day::{SATURDAY, Saturday, outcome, outcomes_path};
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, Client, TestApp};

/// Every form of a page for officers: address and hidden fields, in order.
fn forms(page: &Answer) -> Vec<String> {
    Page::of(page).attributes("main form", "action")
}

/// A household of two.
fn couple() -> Value {
    let mut couple = HOUSEHOLDS[2].case();
    let mut wife = HOUSEHOLDS[3].person();
    (wife["birth"], wife["number"]) = (json!("01/02/1948"), json!(""));
    couple["applicants"].as_array_mut().expect("people").push(wife);
    couple
}

/// The morning of a care home with twelve people, of whom one is named: its line on the roster of its officer.
fn care_home() -> (TestApp, Office, Filed, Client, Value) {
    let app = TestApp::start();
    let office = Office::of(&app);
    let account = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &["11329"], Some(account.id)), day(SATURDAY), "morning");
    let mut site = HOUSEHOLDS[0].case();
    site["group_site"] = json!({"kind": "care_home", "expected_captures": 12});
    let filed = office.files(&site);
    office.approves(&filed);
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.deliver();
    app.at(day(SATURDAY), "09:00");
    let (office, officer) = (Office::signed_in(app.public()), app.api_as("can.bo.1"));
    let line = officer.get("/api/v1/rosters").expect(200).json()["duties"][0]["stops"][0].clone();
    (app, office, filed, officer, line)
}

fn at_page(officer: &Client, line: &Value) -> Answer {
    officer.get(&format!("/visits/{}/outcome", line["visit_id"])).expect(200)
}

fn send(officer: &Client, line: &Value, fields: &[(&str, &str)]) -> Answer {
    officer.form(&format!("/visits/{}/outcome", line["visit_id"]), fields)
}

fn codes(app: &TestApp, line: &Value) -> Vec<(Option<i64>, String, i32)> {
    let id = line["visit_id"].as_i64().expect("a number");
    let outcomes = app.read(|conn| store::outcomes_of(conn, &[VisitId(id)]));
    outcomes.iter().map(|one| (one.applicant_id.map(|id| id.0), one.code.code().to_owned(), one.captures)).collect()
}

#[test]
fn only_a_roster_of_today_has_taps_and_every_button_works() {
    let saturday = Saturday::morning();
    // Seen the day before, the same stops have nothing to press.
    saturday.app.at(day("2026-11-27"), "17:30");
    let officer = saturday.app.api_as("can.bo.1");
    let page = officer.get(&format!("/rosters?date={SATURDAY}")).expect(200);
    assert!(forms(&page).iter().all(|action| !action.starts_with("/visits/")), "{:?}", forms(&page));
    assert!(!page.text.contains("/outcome"), "a link that ends on an error page");
    assert!(page.text.contains(HOUSEHOLDS[0].contact));
    saturday.app.at(day(SATURDAY), "09:00");
    let officer = saturday.app.api_as("can.bo.1");
    let roster = saturday.roster(&officer);
    assert_eq!(roster["duties"][0]["stops"][0]["takes"], json!(["en_route", "arrived", "outcome"]));
    // On the day: whatever is there is pressed, until nothing is left to press but corrections.
    for _ in 0..2 {
        let page = officer.get("/rosters").expect(200);
        let taps = Page::of(&page).attributes("main form[action$='/events']", "action");
        let links = Page::of(&page).attributes("main a[href$='/outcome']", "href");
        assert_eq!(links.len(), 2, "each of the two stops");
        for action in taps.iter().step_by(2) {
            officer.form(action, &[("kind", "arrived")]).expect(303);
        }
        for link in links {
            let form = Page::of(&officer.get(&link).expect(200));
            let id = form.value("client_id").expect("an id");
            if !form.attributes("button[name=everybody]", "value").is_empty() {
                officer.form(&link, &[("client_id", &id), ("everybody", "captured")]).expect(303);
            }
        }
    }
    let page = officer.get("/rosters").expect(200);
    assert!(!page.text.contains("Ghi kết quả"), "everything has ended");
    saturday.app.at(day("2026-11-29"), "09:00");
    let officer = saturday.app.api_as("can.bo.1");
    let page = officer.get(&format!("/rosters?date={SATURDAY}")).expect(200);
    assert!(forms(&page).iter().all(|action| !action.starts_with("/visits/")));
    assert!(!page.text.contains("/outcome"), "the day is over: a dispatcher corrects");
    saturday.app.deliver();
}

#[test]
fn whatever_stands_on_a_roster_takes_a_report_also_without_a_window() {
    let app = TestApp::start();
    let mut office = Office::of(&app);
    let account = app.account("can.bo.1", Role::Officer, &[]);
    let crew = office.crew(1, &["11329"], Some(account.id));
    office.duty(crew, day(SATURDAY), "morning");
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    office.books(&filed, SATURDAY, "morning").expect(201);
    app.deliver();
    app.at(day(SATURDAY), "09:00");
    office = Office::signed_in(app.public());
    assert_eq!(office.follow(&filed)["visits"][0]["window"], Value::Null, "nobody published this round");
    let officer = app.api_as("can.bo.1");
    let page = officer.get("/rosters").expect(200);
    let link = Page::of(&page).attributes("main a[href$='/outcome']", "href").remove(0);
    let form = Page::of(&officer.get(&link).expect(200));
    let id = form.value("client_id").expect("an id");
    officer.form(&link, &[("client_id", &id), ("everybody", "captured")]).expect(303);
    assert_eq!(office.follow(&filed)["visits"][0]["due_on"], json!(["2026-12-08"]));
}

#[test]
fn a_half_day_that_nobody_has_approved_has_no_buttons() {
    let app = TestApp::start();
    let mut office = Office::of(&app);
    let account = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &["11329"], Some(account.id)), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    office.books(&filed, SATURDAY, "morning").expect(201);
    app.deliver();
    app.at(day(SATURDAY), "09:00");
    office = Office::signed_in(app.public());
    let visit = office.visit_of(&filed);
    let officer = app.api_as("can.bo.1");
    assert!(!officer.get("/rosters").expect(200).text.contains("/outcome"));
    let tap = json!({"client_id": "t", "kind": "arrived", "happened_at": "2026-11-28T02:00:00Z"});
    officer.post(&format!("/api/v1/visits/{visit}/events"), &tap).assert_problem(409, "conflict");
}

#[test]
fn a_household_is_done_by_one_tap_or_person_by_person() {
    let saturday = Saturday::with(&[couple()]);
    let line = saturday.line(&saturday.filed[4]);
    let people: Vec<i64> =
        line["people"].as_array().expect("people").iter().map(|one| one["applicant_id"].as_i64().unwrap()).collect();
    let page = Page::of(&at_page(&saturday.officer, &line));
    assert_eq!(page.texts("button[name=everybody]"), ["Cả nhà đã xong"]);
    let id = page.value("client_id").expect("an id");
    for _ in 0..2 {
        // Twice, as a thumb does it.
        send(&saturday.officer, &line, &[("client_id", &id), ("everybody", "captured")]).expect(303);
    }
    let captured = |id| (Some(id), "captured".to_owned(), 1);
    assert_eq!(codes(&saturday.app, &line), people.iter().map(|id| captured(*id)).collect::<Vec<_>>());
    // The page now puts it right: filled with what stands, and it wants a reason.
    let page = Page::of(&at_page(&saturday.officer, &line));
    let wrong = page.value("replaces.report").expect("the report that stands");
    let chosen = page.attributes("select[name='results.0.code'] option[selected]", "value");
    assert_eq!((wrong.as_str(), chosen), (id.as_str(), vec!["captured".to_owned()]));
    let (one, two) = (people[0].to_string(), people[1].to_string());
    let mut fields = vec![
        ("client_id", "p-2"),
        ("replaces.report", wrong.as_str()),
        ("results.0.applicant_id", one.as_str()),
        ("results.0.code", "captured"),
        ("results.1.applicant_id", two.as_str()),
        ("results.1.code", "not_home"),
        ("results.1.note", "đi viện thăm con"),
        ("replaces.reason", ""),
    ];
    Page::of(&send(&saturday.officer, &line, &fields).expect(422));
    fields.push(("replaces.reason", "một người đi vắng"));
    fields.remove(7);
    send(&saturday.officer, &line, &fields).expect(303);
    assert_eq!(codes(&saturday.app, &line), [captured(people[0]), (Some(people[1]), "not_home".to_owned(), 1)]);
    assert_eq!(saturday.office.follow(&saturday.filed[4])["visits"].as_array().expect("visits").len(), 2);
    saturday.app.deliver();
}

#[test]
fn a_group_site_is_told_by_numbers_and_names_and_gets_a_form_for_each_person() {
    let (app, office, filed, officer, line) = care_home();
    let bring = line["bring"].as_array().expect("a list");
    assert!(
        bring.contains(&json!("Giấy hẹn CC02: 12 bản")) && bring.contains(&json!("Phiếu CC01: 12 bản")),
        "{bring:?}"
    );
    let named = line["people"][0]["applicant_id"].as_i64().expect("a number");
    let page = Page::of(&at_page(&officer, &line));
    assert_eq!(page.texts("button[name=everybody]"), ["Cả 12 người đã xong"]);
    let id = named.to_string();
    // 7 of 12 done; of the five others one is named, three are ill, one has no papers.
    let counts = |done: &'static str| {
        vec![
            ("client_id", "s-1"),
            ("results.counted", "yes"),
            ("results.0.applicant_id", id.as_str()),
            ("results.0.code", "missing_representative"),
            ("results.1.code", "captured"),
            ("results.1.captures", done),
            ("results.2.code", "health_today"),
            ("results.2.captures", "3"),
            ("results.2.note", "phòng 101"),
            ("results.3.code", ""),
            ("results.3.captures", ""),
            ("results.4.code", "missing_papers"),
            ("results.4.captures", "1"),
        ]
    };
    let refused = Page::of(&send(&officer, &line, &counts("8")).expect(422));
    assert!(refused.texts(".mistakes").join("").contains("đúng 12 người"), "{:?}", refused.texts(".mistakes"));
    send(&officer, &line, &counts("7")).expect(303);
    let told = [
        (Some(named), "missing_representative".to_owned(), 1),
        (None, "captured".to_owned(), 7),
        (None, "health_today".to_owned(), 3),
        (None, "missing_papers".to_owned(), 1),
    ];
    assert_eq!(codes(&app, &line), told);
    let followed = office.follow(&filed);
    let second = followed["visits"][1]["id"].as_i64().expect("a second visit");
    assert_eq!(app.read(|conn| store::find(conn, VisitId(second))).expect("it").captures, 5);
    // The form for a correction shows the same numbers again.
    let page = Page::of(&at_page(&officer, &line));
    assert_eq!(page.value("results.1.captures").as_deref(), Some("7"));
    let rest = page.attributes("select[name='results.2.code'] option[selected]", "value");
    assert_eq!((rest, page.value("results.2.captures").as_deref()), (vec!["health_today".to_owned()], Some("3")));
    app.deliver();
}

#[test]
fn the_roster_takes_a_wrong_tap_back_for_a_minute() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let events = format!("/visits/{}/events", line["visit_id"]);
    let undo = format!("/visits/{}/undo", line["visit_id"]);
    saturday.officer.form(&events, &[("kind", "en_route"), ("client_id", "t-1")]).expect(303);
    let page = saturday.officer.get("/rosters").expect(200);
    let said = Page::of(&page).texts(".said");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("đang đến, 09:00") && said[0].contains("Hoàn tác"), "{said:?}");
    let report = Page::of(&page).attributes(".said [name=report]", "value").remove(0);
    saturday.officer.form(&undo, &[("report", &report)]).expect(303);
    assert_eq!(saturday.line(&saturday.filed[0])["state"], "published");
    saturday.officer.form(&events, &[("kind", "en_route"), ("client_id", "t-2")]).expect(303);
    saturday.app.later(Duration::seconds(61));
    let page = saturday.officer.get("/rosters").expect(200);
    assert!(Page::of(&page).texts(".said").is_empty(), "its time is over");
    // Pressed on a page that stood open too long: it says what to do instead.
    let late = saturday.officer.form(&undo, &[("report", "t-2")]).expect(422);
    assert!(Page::of(&late).texts(".mistakes").join("").contains("ghi lý do"));
    saturday.officer.form(&undo, &[("report", "t-2"), ("reason", "bấm nhầm nhà")]).expect(303);
    assert_eq!(saturday.line(&saturday.filed[0])["state"], "published");
    // A tap on a page that is older than the visit's end.
    saturday.officer.post(&outcomes_path(&line), &outcome(&line, "o", &[("captured", "")])).expect(200);
    let stale = saturday.officer.form(&events, &[("kind", "en_route")]).expect(422);
    assert!(Page::of(&stale).texts(".mistakes").join("").contains("đã có kết quả"));
    saturday.app.deliver();
}
