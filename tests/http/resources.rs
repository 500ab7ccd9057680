//! Officers on leave or gone, kits out of service, wards that a team leaves: obeyed by whatever assigns, named with the
//! duties that are hurt, told to families who know a name.
use luudong::accounts::Role;
use serde_json::{Value, json};

use super::after_booking::{books, silent};
use super::capacity::driven;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::{Answer, TestApp};

const THURSDAY: &str = "2026-11-26";
const FRIDAY: &str = "2026-11-27";

fn leave(office: &Office, officer: i64, from: &str, to: &str) -> Answer {
    let new = json!({"from": from, "to": to, "reason": "annual"});
    office.dispatcher.post(&format!("/api/v1/officers/{officer}/leaves"), &new)
}

/// What stands on a page.
fn said(page: &Page) -> String {
    page.texts("main").concat()
}

/// The open lines of the call list that say something.
fn calls_that_say(office: &Office, words: &str) -> usize {
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    calls.as_array().expect("calls").iter().filter(|call| call.to_string().contains(words)).count()
}

/// The fields of the form of a duty's page, as a browser would send them back.
fn fields(page: &Page, change: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for name in ["version", "starts", "ends", "capacity"] {
        fields.push((name.to_owned(), page.value(name).unwrap_or_default()));
    }
    for name in ["team_id", "kit_id"] {
        let chosen = page.attributes(&format!("select[name={name}] option[selected]"), "value");
        fields.extend(chosen.into_iter().map(|value| (name.to_owned(), value)));
    }
    for was in page.attributes("input[name=was]", "value") {
        fields.push(("was".to_owned(), was));
    }
    for half_days in page.attributes("input[name=half_days][checked]", "value") {
        fields.push(("half_days".to_owned(), half_days));
    }
    for officer in page.attributes("input[name=officer_ids][checked]", "value") {
        fields.push(("officer_ids".to_owned(), officer));
    }
    for (name, _) in change {
        fields.retain(|field| field.0 != *name);
    }
    fields.extend(change.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn sends(client: &crate::support::Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    client.form(path, &fields)
}

#[test]
fn a_leave_names_the_duties_it_hurts_and_nobody_is_assigned_into_it() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (crew, other) = (office.crew(1, &WARDS, None), office.crew(2, &WARDS, None));
    let duty = office.duty(crew, day(THURSDAY), "full");
    let record = leave(&office, crew.officer, THURSDAY, FRIDAY).expect(201).json();
    assert_eq!(record["hurt"][0]["duty_id"], duty, "{record}");
    assert_eq!(record["hurt"][0]["free_officers"][0]["id"], other.officer, "{record}");
    let refused = office.asks_duty(crew, day(FRIDAY), "morning").assert_problem(409, "kit-or-officer-taken");
    assert!(refused["detail"].as_str().unwrap().contains("nghỉ phép"), "{refused}");
    // Nor is somebody else's duty given to them; what does not choose officers does not wait for the leave.
    let elsewhere = office.duty(other, day(FRIDAY), "full");
    let change = |duty: i64, change: Value| {
        let tag = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).header("etag").to_owned();
        office.dispatcher.with("If-Match", &tag).patch(&format!("/api/v1/duties/{duty}"), &change)
    };
    change(elsewhere, json!({"officer_ids": [crew.officer]})).assert_problem(409, "kit-or-officer-taken");
    change(duty, json!({"capacity": 7})).expect(200);
    // A second leave over the first one is refused; withdrawn, the first one counts no more and stays written.
    leave(&office, crew.officer, FRIDAY, FRIDAY).assert_problem(422, "invalid");
    let path = format!("/api/v1/officers/{}/leaves/{}", crew.officer, record["leaves"][0]["id"]);
    office.dispatcher.delete(&path).expect(204);
    office.dispatcher.delete(&path).assert_problem(409, "already-done");
    office.asks_duty(crew, day(FRIDAY), "morning").expect(201);
    let record = office.dispatcher.get(&format!("/api/v1/officers/{}", crew.officer)).expect(200).json();
    assert!(record["leaves"][0]["withdrawn_at"].is_string() && record["hurt"].as_array().unwrap().is_empty());
}

#[test]
fn who_works_here_no_more_is_assigned_until_the_day_before() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    let duty = office.duty(crew, day("2026-12-02"), "full");
    let path = format!("/api/v1/officers/{}/retirement", crew.officer);
    office.dispatcher.put(&path, &json!({"from": "2026-11-20"})).assert_problem(422, "invalid");
    let record = office.dispatcher.put(&path, &json!({"from": "2026-12-01"})).expect(200).json();
    assert_eq!(
        (&record["officer"]["retired_from"], &record["hurt"][0]["duty_id"]),
        (&json!("2026-12-01"), &json!(duty))
    );
    office.asks_duty(crew, day("2026-11-30"), "full").expect(201);
    let refused = office.asks_duty(crew, day("2026-12-01"), "full").assert_problem(409, "kit-or-officer-taken");
    assert!(refused["detail"].as_str().unwrap().contains("không còn làm ở đây"), "{refused}");
    office.dispatcher.delete(&path).expect(204);
    office.asks_duty(crew, day("2026-12-01"), "full").expect(201);
}

#[test]
fn a_kit_out_of_service_hurts_its_duties_and_another_one_is_put_in_from_the_page() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (crew, spare) = (office.crew(1, &WARDS, None), office.crew(2, &WARDS, None));
    let duty = office.duty(crew, day(THURSDAY), "morning");
    let new = json!({"from": THURSDAY, "to": THURSDAY, "to_half_day": "morning", "reason": "maintenance"});
    office.dispatcher.post(&format!("/api/v1/kits/{}/outages", crew.kit), &new).expect(201);
    office.asks_duty(crew, day(THURSDAY), "afternoon").expect(201);
    let browser = app.browser_as("dieu.phoi");
    let page = Page::of(&browser.get(&format!("/kits/{}", crew.kit)).expect(200));
    let href = format!("/duties/{duty}?kit={}", spare.kit);
    assert!(page.attributes("a", "href").contains(&href), "{}", said(&page));
    let page = Page::of(&browser.get(&href).expect(200));
    assert!(said(&page).contains("bảo dưỡng"), "the duty says what is in the way: {}", said(&page));
    sends(&browser, &format!("/duties/{duty}"), &fields(&page, &[])).expect(303);
    let stored = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).json();
    assert_eq!(stored["kit"]["id"], spare.kit, "{stored}");
    let record = office.dispatcher.get(&format!("/api/v1/kits/{}", crew.kit)).expect(200).json();
    assert_eq!(record["hurt"], json!([]));
}

#[test]
fn a_team_leaves_no_ward_in_which_a_household_has_its_half_day() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    let duty = office.duty(crew, day(THURSDAY), "full");
    let (booked, waits) = (office.files(&HOUSEHOLDS[0].case()), office.approved(&[HOUSEHOLDS[4]]).remove(0));
    books(&office, &booked, THURSDAY, "morning");
    let change = |wards: &[&str]| json!({"ward_codes": wards});
    let ask = |wards: &[&str]| {
        office.dispatcher.with("If-Match", "\"1\"").patch(&format!("/api/v1/teams/{}", crew.team), &change(wards))
    };
    let look = |wards: &[&str]| {
        let path = format!("/api/v1/teams/{}/change-preview", crew.team);
        office.dispatcher.post(&path, &change(wards)).expect(200).json()
    };
    let others = |ward: &str| WARDS.iter().copied().filter(|one| *one != ward).collect::<Vec<_>>();
    let lost = look(&others(HOUSEHOLDS[0].ward));
    assert_eq!(lost["lost"][0]["duties"][0]["duty_id"], duty, "{lost}");
    ask(&others(HOUSEHOLDS[0].ward)).assert_problem(409, "conflict");
    assert_eq!(office.dispatcher.get(&format!("/api/v1/teams/{}", crew.team)).expect(200).json()["version"], 1);
    let lost = look(&others(HOUSEHOLDS[4].ward));
    assert_eq!((&lost["lost"][0]["waiting"], &lost["lost"][0]["codes"][0]), (&json!(1), &json!(waits.code)), "{lost}");
    ask(&others(HOUSEHOLDS[4].ward)).expect(200);
    ask(&WARDS).assert_problem(412, "out-of-date");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn families_who_know_a_name_are_told_when_it_is_corrected() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.approved(&[silent(0)]);
    office.duty(crew, day(THURSDAY), "full");
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    let path = format!("/api/v1/officers/{}", crew.officer);
    office.dispatcher.patch(&path, &json!({"full_name": "Mai Thị Thủy"})).expect(200);
    office.dispatcher.patch(&path, &json!({"full_name": "Mai Thị Thủy"})).expect(200);
    assert_eq!(calls_that_say(&office, "Cán bộ đến nhà đã đổi"), 1, "one fact, one line");
    assert_eq!(calls_that_say(&office, "Mai Thị Thủy"), 1);
}

#[test]
fn a_whole_day_becomes_a_morning_and_who_is_hurt_is_booked_elsewhere_at_once() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let duty = office.duty(office.crew(1, &WARDS, None), day(THURSDAY), "full");
    let filed = [office.files(&HOUSEHOLDS[0].case()), office.files(&HOUSEHOLDS[4].case())];
    let visits = [books(&office, &filed[0], THURSDAY, "morning"), books(&office, &filed[1], THURSDAY, "afternoon")];
    let other = office.duty(office.crew(2, &WARDS, None), day("2026-12-03"), "full");
    app.deliver();
    let (browser, path) = (app.browser_as("dieu.phoi"), format!("/duties/{duty}"));
    let page = Page::of(&browser.get(&path).expect(200));
    let morning = [("half_days", "morning")];
    let shown = Page::of(&sends(&browser, &path, &fields(&page, &morning)).expect(200));
    assert_eq!(shown.attributes("input[name=accept]", "value"), [visits[1].to_string()], "{}", said(&shown));
    assert!(said(&shown).contains("Đặt luôn vào buổi còn chỗ"), "{}", said(&shown));
    assert_eq!(driven(&app, duty).len(), 2, "nothing is changed by looking");
    let hurt = visits[1].to_string();
    let sure = [("half_days", "morning"), ("accept", &*hurt), ("rebook", &*hurt)];
    sends(&browser, &path, &fields(&page, &sure)).expect(303);
    let stored = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).json();
    assert_eq!((&stored["half_days"], &stored["shift"]["ends_secs"]), (&json!("morning"), &json!(41_400)), "{stored}");
    assert_eq!((driven(&app, duty), driven(&app, other)), (vec![visits[0]], vec![visits[1]]));
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn another_team_takes_whom_it_serves_and_its_telephone_is_told() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    let narrow = office.crew(2, &[HOUSEHOLDS[0].ward], None);
    office.approved(&[silent(0), silent(4)]);
    let duty = office.duty(crew, day(THURSDAY), "full");
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    assert_eq!(driven(&app, duty).len(), 2);
    let client = || {
        let tag = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).header("etag").to_owned();
        office.dispatcher.with("If-Match", &tag)
    };
    let change = json!({"team_id": narrow.team});
    let refused = client().patch(&format!("/api/v1/duties/{duty}"), &change).assert_problem(409, "visits-hurt");
    assert_eq!(refused["visits"].as_array().unwrap().len(), 1, "{refused}");
    let change = json!({"team_id": narrow.team, "accept": refused["visits"]});
    client().patch(&format!("/api/v1/duties/{duty}"), &change).expect(200);
    assert_eq!(calls_that_say(&office, "0225 3822 222"), 1, "who stays knows the other telephone");
    assert_eq!(driven(&app, duty).len(), 1);
}

#[test]
fn two_dispatchers_change_one_duty_and_the_second_reads_what_the_first_did() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    let second = office.officer("Tống Văn Hai", "031-900", None);
    let duty = office.duty(crew, day(THURSDAY), "full");
    app.account("dieu.phoi.2", Role::Dispatcher, &[]);
    let (one, other) = (app.browser_as("dieu.phoi"), app.browser_as("dieu.phoi.2"));
    let path = format!("/duties/{duty}");
    let (ours, theirs) = (Page::of(&one.get(&path).expect(200)), Page::of(&other.get(&path).expect(200)));
    let officer = second.to_string();
    sends(&one, &path, &fields(&ours, &[("officer_ids", &officer)])).expect(303);
    let late = Page::of(&sends(&other, &path, &fields(&theirs, &[("capacity", "9")])).expect(422));
    assert!(said(&late).contains("Đồng nghiệp vừa đổi ca này"), "{}", said(&late));
    assert!(said(&late).contains("Tống Văn Hai"), "{}", said(&late));
    assert_eq!(late.attributes("input[name=officer_ids][checked]", "value"), [&*officer]);
    let stored = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).json();
    assert_ne!(stored["capacity"], 9, "nothing vanishes, nothing slips in");
    // From what is stored now it goes on.
    sends(&other, &path, &fields(&late, &[("capacity", "9")])).expect(303);
    let stored = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).json();
    assert_eq!((&stored["capacity"], &stored["officers"][0]["id"]), (&json!(9), &json!(second)));
}

#[test]
fn what_belongs_to_another_ward_stays_as_it_is() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &[WARDS[0]], None);
    let duty = office.duty(crew, day(THURSDAY), "full");
    app.account("noi.khac", Role::Dispatcher, &["11407"]);
    let stranger = app.api_as("noi.khac");
    let span = |reason: &str| json!({"from": THURSDAY, "to": THURSDAY, "reason": reason});
    let refused = |answer: Answer| drop(answer.assert_problem(403, "not-allowed"));
    refused(stranger.post(&format!("/api/v1/officers/{}/leaves", crew.officer), &span("annual")));
    refused(stranger.put(&format!("/api/v1/officers/{}/retirement", crew.officer), &json!({"from": THURSDAY})));
    refused(stranger.patch(&format!("/api/v1/officers/{}", crew.officer), &json!({"badge_number": "X-1"})));
    refused(stranger.post(&format!("/api/v1/kits/{}/outages", crew.kit), &span("broken")));
    refused(stranger.patch(&format!("/api/v1/kits/{}", crew.kit), &json!({"name": "TB-khác"})));
    let tagged = stranger.with("If-Match", "\"1\"");
    refused(tagged.patch(&format!("/api/v1/teams/{}", crew.team), &json!({"name": "Tổ khác"})));
    refused(tagged.patch(&format!("/api/v1/duties/{duty}"), &json!({"capacity": 9})));
    let page = Page::of(&app.browser_as("noi.khac").get(&format!("/duties/{duty}")).expect(200));
    assert!(page.attributes("form[action^='/duties/']", "action").is_empty(), "read, not changed");
    // Whoever has no duty is everybody's.
    let free = office.officer("Tống Văn Ba", "031-901", None);
    stranger.post(&format!("/api/v1/officers/{free}/leaves"), &span("annual")).expect(201);
}
