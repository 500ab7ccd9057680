//! Every look at a household by staff leaves an entry, a family's own look none; and no log line names anybody.
use chrono::NaiveDate;
use luudong::accounts::Role;
use luudong::audit;
use luudong::audit::store::entries_of;
use luudong::cases::store::{Wanted, list};
use serde_json::{Value, json};

use crate::support::app::{OFFICERS_READ_AHEAD, PASSWORD, monday_morning};
use crate::support::database::Database;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Crew, DISPATCHER, Filed, Office, officer_name};
use crate::support::process::Binary;
use crate::support::{Client, TestApp};

const SATURDAY: &str = "2026-11-28";

/// The actions noted about a case, oldest first, without those of the main job itself.
fn looks(app: &TestApp, filed: &Filed) -> Vec<String> {
    let cases = app.read(|conn| list(conn, &Wanted { limit: 100, ..Wanted::default() }));
    let case = cases.iter().find(|case| case.code == filed.code).expect("the case");
    let entries = app.read(|conn| entries_of(conn, &audit::case_subject(case.id)));
    entries.into_iter().map(|(_, _, action, _)| action).filter(|action| action.starts_with("look")).collect()
}

#[test]
fn each_look_by_staff_leaves_an_entry() {
    let app = TestApp::with(OFFICERS_READ_AHEAD);
    let office = Office::of(&app);
    let (shown, called) = (office.files(&HOUSEHOLDS[0].case()), office.files(&HOUSEHOLDS[3].case()));
    [&shown, &called].into_iter().for_each(|filed| office.approves(filed));
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    let run = office.plan(day(SATURDAY), day(SATURDAY), 1);
    office.publish(&run);
    app.deliver();
    let officer = app.api_as("can.bo.1");
    let visit = office.visit_of(&shown);
    let dispatcher = &office.dispatcher;
    let looked = |client: &Client, path: &str, filed: &Filed| {
        let before = looks(&app, filed);
        let answer = client.get(path).expect(200);
        let home = if filed.code == shown.code { HOUSEHOLDS[0] } else { HOUSEHOLDS[3] };
        assert!(answer.text.contains(home.contact), "{path} shows the household");
        looks(&app, filed)[before.len()..].join(",")
    };
    let code = &shown.code;
    for (client, path, action) in [
        (dispatcher, format!("/api/v1/cases/{code}"), "look"),
        (dispatcher, format!("/cases/{code}"), "look"),
        (dispatcher, "/api/v1/cases".to_owned(), "look_in_list"),
        (dispatcher, "/cases?state=verified".to_owned(), "look_in_list"),
        (dispatcher, format!("/api/v1/rosters?date={SATURDAY}"), "look_on_roster"),
        (&officer, format!("/api/v1/rosters?date={SATURDAY}"), "look_on_roster"),
        (&officer, format!("/rosters?date={SATURDAY}"), "look_on_roster"),
        (&officer, format!("/visits/{visit}/outcome"), "look_on_roster"),
    ] {
        assert_eq!(looked(client, &path, &shown), action, "{path}");
    }
    for path in ["/api/v1/calls", "/calls"] {
        assert_eq!(looked(dispatcher, path, &called), "look_in_list", "{path}");
    }
    let before = looks(&app, &shown).len();
    dispatcher.get(&format!("/api/v1/cases/{code}/visits")).expect(200);
    assert_eq!(looks(&app, &shown)[before..], ["look"]);
}

#[test]
fn a_familys_own_look_and_a_refused_one_leave_none() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[3].case());
    app.account("phuong.khac", Role::Dispatcher, &["11383"]);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200);
    family.get(&format!("/api/v1/cases/{}/visits", filed.code)).expect(200);
    family.get(&format!("/follow/{}/{}", filed.code, filed.secret)).expect(200);
    family.get(&format!("/cases/received/{}/{}", filed.code, filed.secret)).expect(200);
    let stranger = app.api_as("phuong.khac");
    stranger.get(&format!("/api/v1/cases/{}", filed.code)).assert_problem(403, "not-allowed");
    assert_eq!(stranger.get("/api/v1/cases").expect(200).json()["items"], json!([]));
    assert_eq!(looks(&app, &filed), Vec::<String>::new());
}

#[test]
fn no_log_line_names_a_person_a_phone_an_address_or_a_secret() {
    let database = Database::new();
    let mails = tempfile::tempdir().expect("a folder");
    let binary = Binary::with(&[
        ("DATABASE__URL", &database.url()),
        ("MAIL__FOLDER", mails.path().to_str().expect("a path")),
        ("MAIL__POLL_SECS", "1"),
        ("LOG__FILTER", "debug,luudong=trace"),
    ]);
    let added = binary.run(
        &["user", "add", "--login", DISPATCHER, "--name", "Đinh Thị Điều Phối", "--role", "dispatcher"],
        &format!("{PASSWORD}\n"),
    );
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    let server = binary.serve();
    let office = Office::signed_in(server.public());
    let filed = office.approved(HOUSEHOLDS);
    goes_through_the_day(&office, &filed);
    let log = server.kill();
    assert!(log.lines().count() > 40, "the log was on: {log}");
    assert!(log.contains("/follow/{code}/{secret}"), "patterns stand in the log, not addresses");
    let mut said: Vec<String> =
        [PASSWORD, "Đinh Thị Điều Phối", officer_name(1), officer_name(2), "Tạ Quang Trùng", "031-451"]
            .map(str::to_owned)
            .into();
    for (home, filed) in HOUSEHOLDS.iter().zip(&filed) {
        said.extend([home.name, home.contact, home.phone, home.dial, &home.dial[1..], home.line].map(str::to_owned));
        said.push(filed.secret.clone());
        if !home.email.is_empty() {
            said.push(home.email.to_owned());
        }
    }
    let digits = HOUSEHOLDS.iter().map(|home| home.dial.replace("+84", "0"));
    for secret in said.into_iter().chain(digits) {
        let line = log.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "«{secret}» stands in the log");
    }
}

#[test]
fn the_usual_log_has_a_line_for_each_request_and_no_code_in_any() {
    let (database, mails) = (Database::new(), tempfile::tempdir().expect("a folder"));
    let folder = mails.path().to_str().expect("a path");
    let binary = Binary::with(&[("DATABASE__URL", &database.url()), ("MAIL__FOLDER", folder)]);
    let server = binary.serve();
    let (home, family) = (HOUSEHOLDS[0], server.public());
    let filed = family.post("/api/v1/cases", &home.case()).expect(201).json();
    let [code, secret] = ["code", "secret"].map(|name| filed[name].as_str().expect("a text").to_owned());
    family.get(&format!("/follow/{code}/{secret}")).expect(200);
    family.get(&format!("/follow/{code}/AAAAAAAAAAAAAAAAAAAAAA")).expect(404);
    let last = family.get("/api/v1/cases/K7MQ-2XPT");
    let id = last.headers.get("x-request-id").and_then(|id| id.to_str().ok()).expect("a number").to_owned();
    let log = server.kill();
    assert!(log.lines().any(|line| line.contains(&id) && line.contains("answered")), "{id}: {log}");
    let answered = |pattern: &str, status: &str| -> usize {
        let fits = |line: &&str| [pattern, status, "millis", "answered"].iter().all(|part| line.contains(part));
        log.lines().filter(fits).count()
    };
    assert_eq!(answered("POST", "201"), 1, "{log}");
    assert_eq!(
        [answered("/follow/{code}/{secret}", "200"), answered("/follow/{code}/{secret}", "404")],
        [1, 1],
        "{log}"
    );
    assert!(!log.contains(&code) && !log.contains(&secret), "{log}");
}

#[test]
fn what_a_verb_logs_in_its_lane_stands_in_the_request_and_in_the_verb() {
    let database = Database::new();
    let binary = Binary::with(&[("DATABASE__URL", &database.url())]);
    let add = ["user", "add", "--login", DISPATCHER, "--name", "Đinh Thị Điều Phối", "--role", "dispatcher"];
    assert_eq!(binary.run(&add, &format!("{PASSWORD}\n")).status.code(), Some(0));
    let server = binary.serve();
    let anybody = server.public();
    let made = anybody.post("/api/v1/sign-ins", &json!({"login": DISPATCHER, "password": PASSWORD})).expect(201);
    let first = json!({"refresh_token": made.json()["refresh_token"]});
    let mut token = first.clone();
    // More renewals than a retry or a second tab lies behind.
    for _ in 0..10 {
        let renewed = anybody.post("/api/v1/access-tokens", &token).expect(201);
        token = json!({"refresh_token": renewed.json()["refresh_token"]});
    }
    let stolen = anybody.post("/api/v1/access-tokens", &first).expect(401);
    let id = stolen.headers.get("x-request-id").and_then(|id| id.to_str().ok()).expect("a number").to_owned();
    let log = server.kill();
    let line = log.lines().find(|line| line.contains("a used refresh token came back")).expect("the warning");
    assert!(line.contains(&id) && line.contains("renew_sign_in"), "{id}: {line}");
}

/// Looks, searches, plans, publishes, mistakes: everything that might write something down.
fn goes_through_the_day(office: &Office, filed: &[Filed]) {
    let crew = office.crew(1, &WARDS, None);
    let today = monday_morning().date();
    let (from, to) = (today + chrono::Duration::days(1), today + chrono::Duration::days(14));
    let calendar = office.public.get(&format!("/api/v1/calendar?from={from}&to={to}")).expect(200).json();
    let open = calendar["days"].as_array().expect("days").iter().find(|day| day["open"][0] == "morning");
    let on = day(open.expect("an open day")["on"].as_str().expect("a date"));
    office.duty(crew, on, "morning");
    refused_by_name(office, crew, on);
    office.publish(&office.plan(from, to, 1));
    let dispatcher = &office.dispatcher;
    for path in ["/api/v1/cases", "/cases", "/api/v1/calls", "/calls", "/planning-runs", "/api/v1/cases?q=0912345601"] {
        dispatcher.get(path).expect(200);
    }
    dispatcher.get(&format!("/api/v1/cases/{}", filed[0].code)).expect(200);
    office.public.get(&format!("/follow/{}/{}", filed[0].code, filed[0].secret)).expect(200);
    office.public.get(&format!("/follow/{}/{}", filed[1].code, filed[0].secret)).expect(404);
    let mut wrong: Value = HOUSEHOLDS[5].case();
    wrong["applicants"][0]["birth"] = json!("31/02/1950");
    office.public.post("/api/v1/cases", &wrong).expect(422);
    wrong["applicants"][0]["mobility"] = json!(7);
    office.public.post("/api/v1/cases", &wrong).expect(400);
    for (pointer, typed) in [("/contact", HOUSEHOLDS[5].contact), ("/consents/visit", HOUSEHOLDS[5].phone)] {
        let mut wrong = HOUSEHOLDS[5].case();
        *wrong.pointer_mut(pointer).expect("a field") = json!(typed);
        office.public.post("/api/v1/cases", &wrong).assert_problem(400, "malformed");
    }
    let sign_in = json!({"login": "dieu.phoi", "password": format!("{PASSWORD}!")});
    office.public.post("/api/v1/sign-ins", &sign_in).expect(401);
    let family = office.public.with("X-Case-Secret", &filed[0].secret);
    family.post(&format!("/api/v1/cases/{}/withdrawal", filed[0].code), &json!({})).expect(200);
}

/// What is refused in a sentence that names an officer, a badge, a login.
fn refused_by_name(office: &Office, crew: Crew, on: NaiveDate) {
    let second = office.crew(2, &WARDS, None);
    let taken = office.asks_duty(Crew { officer: crew.officer, ..second }, on, "morning").expect(409);
    assert!(taken.text.contains(officer_name(1)), "{}", taken.text);
    let badge = json!({"full_name": "Tạ Quang Trùng", "badge_number": "031-451", "account_id": null});
    let taken = office.dispatcher.post("/api/v1/officers", &badge).expect(422);
    assert!(taken.text.contains("031-451"), "{}", taken.text);
}

#[test]
fn an_admin_reads_who_looked_at_a_household_and_why() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (filed, other) = (office.files(&HOUSEHOLDS[0].case()), office.files(&HOUSEHOLDS[3].case()));
    app.deliver();
    office.approves(&filed);
    let cases = app.read(|conn| list(conn, &Wanted { limit: 100, ..Wanted::default() }));
    let case = cases.iter().find(|case| case.code == filed.code).expect("the case");
    let noted = app.desk.db.write(|conn| {
        let subject = audit::case_subject(case.id);
        audit::note(conn, None, audit::Action::Postpone, &subject, Some("=Xe hỏng"), app.desk.now())
    });
    noted.expect("it is written");
    office.dispatcher.get(&format!("/api/v1/cases/{}", other.code)).expect(200);
    let admin = app.api(Role::Admin);
    let code = &filed.code;
    let read = admin.get(&format!("/api/v1/audit-entries?case={}", code.to_lowercase())).expect(200).json();
    let entries = read["items"].as_array().expect("items");
    assert_eq!((&entries[0]["action"], &entries[0]["reason"]), (&json!("postpone"), &json!("=Xe hỏng")));
    let approved = entries.iter().find(|entry| entry["action"] == "approve").expect("the approval");
    assert_eq!(approved["login"], "dieu.phoi");
    assert!(entries.iter().all(|entry| entry["subject"] == approved["subject"]), "{entries:?}");
    let again = admin.get(&format!("/api/v1/audit-entries?case={code}")).expect(200).json();
    assert_eq!(again["items"][0]["action"], "read_audit", "the reading is an entry itself");
    // In pages of one: each entry once, newest first.
    let (mut path, mut seen) = ("/api/v1/audit-entries?limit=1&login=dieu.phoi".to_owned(), Vec::new());
    loop {
        let page = admin.get(&path).expect(200).json();
        seen.extend(page["items"][0]["id"].as_i64());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/audit-entries?limit=1&login=dieu.phoi&cursor={cursor}");
    }
    assert!(seen.len() > 2 && seen.is_sorted_by(|newer, older| newer > older), "{seen:?}");
    let browser = app.browser_as("admin");
    let page = browser.get(&format!("/audit?case={code}")).expect(200);
    assert!(page.text.contains("hoãn buổi") && page.text.contains("=Xe hỏng"), "{}", page.text);
    let table = browser.get(&format!("/audit.csv?case={code}")).expect(200);
    assert!(table.text.contains(",postpone,") && table.text.contains(",'=Xe hỏng"), "{}", table.text);
    for nothing in ["case=AAAA-AAAA", "login=ai.do"] {
        assert_eq!(admin.get(&format!("/api/v1/audit-entries?{nothing}")).expect(200).json()["items"], json!([]));
    }
    office.dispatcher.get("/api/v1/audit-entries").assert_problem(403, "not-allowed");
}
