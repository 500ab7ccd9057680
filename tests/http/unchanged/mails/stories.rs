//! The stories from which the mails come.
use serde_json::{Value, json};

use super::Pile;
use crate::officer_day::{Saturday, outcome, outcomes_path};
use crate::support::households::{BIRTH, HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::{Filed, Office};
use crate::support::{Client, TestApp};

const THURSDAY: &str = "2026-11-26";
const FRIDAY: &str = "2026-11-27";
const MONDAY: &str = "2026-11-30";
const FAR: &str = "2026-12-14";

/// A story of families who are written to in a language, and the name of its snapshot.
type Story = (&'static str, fn(&'static str) -> Pile);

/// All of them.
pub const ALL: &[Story] = &[
    ("mails_of_filing", filing),
    ("mails_of_half_days", half_days),
    ("mails_of_ends", ends),
    ("mails_of_windows", windows),
    ("mails_of_the_day", the_day),
];

fn opened(language: &'static str) -> (TestApp, Office, Pile) {
    let app = TestApp::with("booking.staff_minutes = 0\nmail.telephone = '0225 3822 221'");
    let office = Office { language, ..Office::of(&app) };
    (app, office, Pile::in_language(language))
}

fn decides(office: &Office, filed: &Filed, decision: &Value) {
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), decision).expect(201);
}

/// What staff change at its stored version.
fn changes(office: &Office, method: &str, path: &str, below: &str, change: &Value) {
    let version = office.dispatcher.get(path).expect(200).header("etag").to_owned();
    let at = office.dispatcher.with("If-Match", &version);
    let path = format!("{path}{below}");
    if method == "POST" { at.post(&path, change) } else { at.patch(&path, change) }.expect(200);
}

fn corrects(office: &Office, filed: &Filed, change: &Value) {
    changes(office, "PATCH", &format!("/api/v1/cases/{}", filed.code), "", change);
}

fn street(home: &Household) -> Value {
    let pin = json!({"lat": home.lat, "lng": home.lng});
    json!({"address": {"line": "Số 7 ngõ 9 phố Mới", "ward_code": home.ward, "pin": pin}})
}

fn email(home: &Household, email: &str) -> Value {
    json!({"contact": {"name": home.contact, "relation": "child", "phone": home.phone, "email": email}})
}

fn withdraws(office: &Office, filed: &Filed) {
    office.dispatcher.post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &json!({})).expect(200);
}

fn erases(office: &Office, filed: &Filed) {
    let path = format!("/follow/{}/{}/deletion", filed.code, filed.secret);
    office.public.form(&path, &[("sure", "yes")]).expect(303);
}

/// A household whose person is another one than the bedridden of the list.
fn case_of(home: &Household, changes: &[(&str, &str)]) -> Value {
    let mut case = home.case();
    for (name, value) in changes {
        case["applicants"][0][*name] = json!(value);
    }
    case
}

/// Receipts by triage, a question and its correction, the end of what has no visit, erased data.
fn filing(language: &'static str) -> Pile {
    let (app, office, mut pile) = opened(language);
    let mut files = |what: &str, at: usize, changes: &[(&str, &str)]| {
        let filed = office.files(&case_of(&HOUSEHOLDS[at], changes));
        pile.after(what, &app, &[&filed]);
    };
    files("filed, visit", 0, &[]);
    files("filed, desk", 1, &[("birth", "12/05/1990"), ("mobility", "walks"), ("group", "none")]);
    files("filed, online", 2, &[("procedure", "lost"), ("held_paper", "cccd_chip")]);
    let child = [("birth", "12/05/2016"), ("procedure", "child6_13"), ("group", "none"), ("held_paper", "none")];
    files("filed, incomplete", 4, &child);
    let filed = office.files(&HOUSEHOLDS[5].case());
    app.deliver();
    decides(&office, &filed, &json!({"verdict": "ask", "question": "Nhà có <giấy khai sinh> của bà không?"}));
    pile.after("a question", &app, &[&filed]);
    corrects(&office, &filed, &email(&HOUSEHOLDS[5], "moi@example.test"));
    pile.after("another address after a question", &app, &[&filed]);
    decides(&office, &filed, &json!({"verdict": "refuse", "reason": "Không ở địa bàn"}));
    pile.after("refused without a visit", &app, &[&filed]);
    let filed = office.files(&HOUSEHOLDS[6].case());
    app.deliver();
    withdraws(&office, &filed);
    pile.after("withdrawn without a visit", &app, &[&filed]);
    let filed = office.files(&HOUSEHOLDS[8].case());
    app.deliver();
    erases(&office, &filed);
    pile.after("erased at once", &app, &[&filed]);
    secrets(&app, &office, &mut pile);
    pile
}

/// A secret that is lost, changed by its family, issued by the office.
fn secrets(app: &TestApp, office: &Office, pile: &mut Pile) {
    let filed = office.files(&HOUSEHOLDS[10].case());
    app.deliver();
    office.public.form("/follow/lost", &[("code", &*filed.code)]).expect(303);
    pile.after("a lost secret", app, &[&filed]);
    office.public.form(&format!("/follow/{}/{}/secret", filed.code, filed.secret), &[("x", "")]).expect(303);
    pile.after("a secret that its family changed", app, &[&filed]);
    let facts = json!({"birth": BIRTH, "phone": HOUSEHOLDS[10].phone});
    let path = format!("/api/v1/cases/{}/secret", filed.code);
    office.dispatcher.post(&path, &json!({"facts": facts, "ends_others": true})).expect(201);
    pile.after("a secret that the office issued", app, &[&filed]);
}

/// A half-day that is taken, changed, corrected and approved, before anybody knows a window.
fn half_days(language: &'static str) -> Pile {
    let (app, office, mut pile) = opened(language);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(THURSDAY), "full");
    office.duty(crew, day(FRIDAY), "full");
    let half_day = json!({"on": FRIDAY, "half_day": "morning"});
    let mut case = HOUSEHOLDS[1].case();
    case["language"] = json!(language);
    let with_place = json!({"case": case, "half_day": half_day});
    let placed = office.public.post("/api/v1/bookings", &with_place).expect(201).json();
    let text = |name: &str| placed["case"][name].as_str().expect(name).to_owned();
    let placed = Filed { code: text("code"), secret: text("secret"), link: text("link") };
    pile.after("filed with its half-day", &app, &[&placed]);
    let (home, filed) = (&HOUSEHOLDS[0], office.files(&HOUSEHOLDS[0].case()));
    app.deliver();
    office.books(&filed, THURSDAY, "morning").expect(201);
    pile.after("booked, not approved", &app, &[&filed]);
    office.books(&filed, THURSDAY, "afternoon").expect(201);
    pile.after("changed, not approved", &app, &[&filed]);
    corrects(&office, &filed, &street(home));
    pile.after("another street, not approved", &app, &[&filed]);
    corrects(&office, &filed, &email(home, "moi@example.test"));
    pile.after("another address, not approved", &app, &[&filed]);
    office.approves(&filed);
    pile.after("approved", &app, &[&filed]);
    office.books(&filed, FRIDAY, "afternoon").expect(201);
    pile.after("changed, approved", &app, &[&filed]);
    corrects(&office, &filed, &json!({"address": home.case()["address"]}));
    pile.after("another street, approved", &app, &[&filed]);
    corrects(&office, &filed, &email(home, home.email));
    pile.after("another address, approved", &app, &[&filed]);
    let later = office.approved(&[HOUSEHOLDS[2]]).remove(0);
    app.deliver();
    let path = format!("/api/v1/cases/{}/booking", later.code);
    office.dispatcher.post(&path, &json!({"on": FRIDAY, "half_day": "morning"})).expect(201);
    pile.after("booked by staff, approved", &app, &[&later]);
    pile
}

/// Half-days that end: given back, refused, taken back, not approved in time.
fn ends(language: &'static str) -> Pile {
    let (app, office, mut pile) = opened(language);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(FRIDAY), "full");
    let thursday = office.duty(crew, day(THURSDAY), "full");
    let booked = |at: usize, on: &str| {
        let filed = office.files(&HOUSEHOLDS[at].case());
        office.books(&filed, on, "morning").expect(201);
        app.deliver();
        filed
    };
    let given = booked(0, FRIDAY);
    office.dispatcher.delete(&format!("/api/v1/cases/{}/booking", given.code)).expect(204);
    pile.after("given back", &app, &[&given]);
    let refused = booked(1, FRIDAY);
    decides(&office, &refused, &json!({"verdict": "refuse", "reason": "Không ở địa bàn."}));
    pile.after("refused with a half-day", &app, &[&refused]);
    let postponed = booked(2, THURSDAY);
    let body = json!({"reason": "Bộ thiết bị hỏng", "accept": [office.visit_of(&postponed)]});
    changes(&office, "POST", &format!("/api/v1/duties/{thursday}"), "/cancellation", &body);
    pile.after("postponed", &app, &[&postponed]);
    let late = booked(4, FRIDAY);
    app.at(day(THURSDAY), "12:00");
    app.steps();
    pile.after("not approved in time", &app, &[&late]);
    pile
}

/// A window that is told, told anew, and an invitation.
fn windows(language: &'static str) -> Pile {
    let (app, office, mut pile) = opened(language);
    let crew = office.crew(1, &WARDS, None);
    let duty = office.duty(crew, day(THURSDAY), "full");
    office.duty(crew, day(FRIDAY), "morning");
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    app.deliver();
    office.publish(&office.plan(day(THURSDAY), day(FRIDAY), 1));
    pile.after("published", &app, &[&filed]);
    let other = office.officer("Vũ Thị Thay", "031-999", None);
    let officers = json!({"officer_ids": [crew.officer, other]});
    changes(&office, "PATCH", &format!("/api/v1/duties/{duty}"), "", &officers);
    pile.after("other officers", &app, &[&filed]);
    corrects(&office, &filed, &street(&HOUSEHOLDS[0]));
    pile.after("another street", &app, &[&filed]);
    corrects(&office, &filed, &email(&HOUSEHOLDS[0], "moi@example.test"));
    pile.after("another address", &app, &[&filed]);
    office.books(&filed, FRIDAY, "morning").expect(201);
    pile.after("another half-day", &app, &[&filed]);
    let kept = office.files(&HOUSEHOLDS[1].case());
    office.books(&kept, FRIDAY, "morning").expect(201);
    app.deliver();
    office.approves(&kept);
    pile.after("approved in a published duty", &app, &[&kept]);
    withdraws(&office, &kept);
    pile.after("withdrawn with a window", &app, &[&kept]);
    let home = |at: usize| Household { ward: "11311", ..HOUSEHOLDS[at] };
    office.small_duty(office.crew(2, &["11311"], None), day(FAR), "morning", 1);
    let before = office.files(&home(8).case());
    office.books(&before, FAR, "morning").expect(201);
    let waiting = office.approved(&[home(9)]).remove(0);
    app.deliver();
    office.dispatcher.delete(&format!("/api/v1/cases/{}/booking", before.code)).expect(204);
    app.steps();
    pile.after("a place for who waits", &app, &[&before, &waiting]);
    pile
}

/// What officers report, and put right.
fn the_day(language: &'static str) -> Pile {
    let saturday = Saturday::written_in(language, &[]);
    let (app, office, mut pile) = (&saturday.app, &saturday.office, Pile::in_language(language));
    let send = |officer: &Client, line: &Value, report: &Value, wrong: Option<&str>| {
        let mut report = report.clone();
        if let Some(wrong) = wrong {
            report["replaces"] = json!({"report": wrong, "reason": "Chọn nhầm nhà"});
        }
        officer.post(&outcomes_path(line), &report).expect(200);
    };
    let own = &saturday.officer;
    let (failed, done, again) = (&saturday.filed[0], &saturday.filed[1], &saturday.filed[2]);
    let line = saturday.line(failed);
    send(own, &line, &outcome(&line, "a", &[("kit_failure", "")]), None);
    pile.after("our side failed", app, &[failed]);
    send(own, &line, &outcome(&line, "b", &[("captured", "")]), Some("a"));
    pile.after("the report was wrong", app, &[failed]);
    let line = saturday.line(done);
    send(own, &line, &outcome(&line, "c", &[("captured", "")]), None);
    erases(office, done);
    pile.after("erased when the card has come", app, &[done]);
    let line = saturday.line(again);
    send(&saturday.other, &line, &outcome(&line, "d", &[("not_home", "")]), None);
    pile.after("not at home", app, &[again]);
    office.duty(office.crew(3, &["11383"], None), day(MONDAY), "morning");
    office.books(again, MONDAY, "morning").expect(201);
    app.deliver();
    send(&saturday.other, &line, &outcome(&line, "e", &[("captured", "")]), Some("d"));
    pile.after("no second visit is needed", app, &[again]);
    pile
}
