//! The waiting list through the whole path (R25): the order and its reasons, a place that appears, who is invited.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::audit::{self, store::entries_of};
use luudong::booking::invitations::{Invitation, Inviter, store};
use luudong::cases::store::case_by_code;
use luudong::commands;
use luudong::dice::Dice;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office, id};

const SATURDAY: &str = "2026-11-28";
const SERVED: [&str; 2] = ["11329", "11359"];

/// A Saturday morning with one place, which a family has taken; who waits.
struct Fixture {
    app: TestApp,
    office: Office,
    duty: i64,
    holder: Filed,
    waiting: Vec<Filed>,
}

impl Fixture {
    fn with(cases: &[Value]) -> Self {
        let app = TestApp::start();
        let office = Office::of(&app);
        let duty = short_duty(&office, 1, SATURDAY, 110);
        let holder = office.approved(&HOUSEHOLDS[4..5]).remove(0);
        office.books(&holder, SATURDAY, "morning").expect(201);
        let file = |case: &Value| {
            let filed = office.files(case);
            office.approves(&filed);
            filed
        };
        let waiting = cases.iter().map(file).collect();
        app.deliver();
        Self { app, office, duty, holder, waiting }
    }

    /// The only place becomes free.
    fn place_appears(&self) {
        self.office.withdraws(&self.holder);
    }

    fn live(&self) -> Vec<Invitation> {
        self.app.read(store::live)
    }

    /// Whether this family is the one that is invited.
    fn is_invited(&self, at: usize) -> bool {
        matches!(&self.live()[..], [one] if one.visit_id.0 == self.office.visit_of(&self.waiting[at]))
    }

    fn sees_saturday(&self, filed: &Filed) -> bool {
        let family = self.office.public.with("X-Case-Secret", &filed.secret);
        has_saturday(&family.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json())
    }

    fn staff_see_saturday(&self, filed: &Filed) -> bool {
        has_saturday(&self.office.dispatcher.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json())
    }

    /// After hours the dispatcher signs in again.
    fn later(&mut self, minutes: i64) {
        self.app.later(Duration::minutes(minutes));
        self.office = Office::signed_in(self.app.public());
    }
}

/// A morning duty of so many minutes; one visit takes 75 minutes and the way. Nothing is kept for staff.
fn short_duty(office: &Office, number: usize, on: &str, minutes: i32) -> i64 {
    let crew = office.crew(number, &SERVED, None);
    let new = json!({
        "team_id": crew.team, "on": on, "half_days": "morning", "kit_id": crew.kit, "officer_ids": [crew.officer],
        "staff_minutes": 0, "shift": {"starts_secs": 27_000, "ends_secs": 27_000 + minutes * 60},
    });
    id(&office.dispatcher.post("/api/v1/duties", &new).expect(201))
}

fn has_saturday(offers: &Value) -> bool {
    offers["offers"].as_array().expect("offers").iter().any(|offer| offer["on"] == SATURDAY)
}

/// The case of a household whose person is of this group.
fn case(home: &Household, group: &str) -> Value {
    let mut case = home.case();
    case["applicants"][0]["group"] = json!(group);
    case
}

/// An elderly person, a severely disabled one, and a very severely disabled one whose ward the team does not serve.
fn three() -> [Value; 3] {
    [HOUSEHOLDS[0].case(), case(&HOUSEHOLDS[1], "kt_nang"), case(&HOUSEHOLDS[8], "kt_db_nang")]
}

#[test]
fn r25_the_list_stands_in_the_fair_order_with_its_reasons_and_leaves_audit_entries() {
    let setup = Fixture::with(&three());
    let list = setup.office.dispatcher.get("/api/v1/waiting-list").expect(200).json();
    assert_eq!(list["households"], 3, "the family with a half-day does not wait: {list}");
    let codes: Vec<&Value> = list["entries"].as_array().unwrap().iter().map(|entry| &entry["code"]).collect();
    assert_eq!(codes, [&setup.waiting[2].code, &setup.waiting[1].code, &setup.waiting[0].code]);
    let first = &list["entries"][0];
    let sentence = first["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("Đứng đầu: nằm liệt giường ("), "{sentence}");
    let sum: u64 = first["terms"].as_array().unwrap().iter().map(|term| term["points"].as_u64().unwrap()).sum();
    assert_eq!(first["points"], sum);
    assert_eq!((&first["days_waited"], &first["invitation"]), (&json!(0), &Value::Null));
    assert!(list["weights"].as_str().unwrap().starts_with("Bộ trọng số thứ tự chờ 2026-11b"));

    let own = setup.app.account("dieu.phoi.le.chan", Role::Dispatcher, &["11383"]);
    let limited = setup.app.api_as(&own.login).get("/api/v1/waiting-list").expect(200).json();
    assert_eq!(limited["entries"].as_array().unwrap().len(), 1);
    assert_eq!(limited["entries"][0]["code"], setup.waiting[2].code);
    let case = setup.app.read(|conn| case_by_code(conn, &setup.waiting[2].code)).expect("the case");
    let noted = setup.app.read(|conn| entries_of(conn, &audit::case_subject(case.id)));
    assert_eq!(noted.iter().filter(|entry| entry.2 == "look_in_list").count(), 2, "an entry for each time shown");

    let turn = setup.office.turn(&setup.waiting[0]);
    let said =
        "Nhà mình đứng thứ 2 trong 2 hộ đang chờ ở phường này, vì có người nằm liệt giường và từ 60 tuổi trở lên.";
    assert_eq!((&turn["place"], &turn["sentence"]), (&json!(2), &json!(said)));
    assert_eq!(setup.office.turn(&setup.holder)["waits"], false);
}

#[test]
fn r25_a_place_that_appears_is_kept_for_the_first_whom_it_fits_and_hidden_from_the_public() {
    let mut setup = Fixture::with(&three());
    setup.place_appears();
    assert!(!setup.sees_saturday(&setup.waiting[0]), "the public does not see it yet");
    assert!(setup.staff_see_saturday(&setup.waiting[0]), "staff do");
    assert_eq!(setup.app.invite(), 1);
    assert!(setup.is_invited(1), "the greatest need that the team serves");
    assert!(!setup.staff_see_saturday(&setup.waiting[0]), "it is kept");
    assert_eq!(setup.app.invite(), 0, "once");
    let mails = setup.app.waiting_mails();
    assert!(
        mails.contains(&("visit_invited".to_owned(), format!("visit-invited:{}", setup.live()[0].id))),
        "{mails:?}"
    );

    let list = setup.office.dispatcher.get("/api/v1/waiting-list").expect(200).json();
    let invitation = &list["entries"][1]["invitation"];
    assert_eq!(invitation["until_words"], "08:30 ngày 23/11/2026");
    let why = invitation["why"].as_str().unwrap();
    assert!(why.starts_with("vì đứng đầu: nằm liệt giường ("), "{why}");
    assert!(why.contains(", và buổi sáng Thứ Bảy 28/11/2026 vừa có chỗ"), "{why}");
    assert!(why.ends_with(" phút đường)"), "{why}");
    let turn = setup.office.turn(&setup.waiting[1]);
    assert_eq!(turn["invitation"]["label"], "buổi sáng Thứ Bảy 28/11/2026");
    assert_eq!(turn["invitation"]["why"], Value::Null, "for staff only");

    // nobody answers: each is asked once, then the place is everybody's
    setup.later(30);
    assert_eq!(setup.app.invite(), 1);
    assert!(setup.is_invited(0), "the next one");
    setup.later(30);
    assert_eq!((setup.app.invite(), setup.live().len()), (0, 0), "nobody is asked twice for this half-day");
    setup.later(181);
    assert!(setup.sees_saturday(&setup.waiting[0]), "the public sees it now");
    setup.app.deliver();
}

#[test]
fn r25_who_accepts_gets_exactly_that_place_and_a_mail() {
    let setup = Fixture::with(&three());
    setup.place_appears();
    setup.app.deliver();
    let place = setup.live().remove(0);
    let page = format!("/follow/{}/{}", setup.waiting[1].code, setup.waiting[1].secret);
    let shown = Page::of(&setup.office.public.get(&page).expect(200));
    assert_eq!(shown.texts("main button")[..2], ["Nhận buổi này", "Không nhận"]);
    setup.office.public.form(&format!("{page}/invitation/acceptance"), &[("x", "")]).expect(303);

    assert_eq!(setup.live(), []);
    let stop = setup.app.read(|conn| luudong::visits::store::stop_of(conn, place.visit_id)).expect("a place");
    assert_eq!(stop.duty_id.0, setup.duty);
    let followed = setup.office.follow(&setup.waiting[1]);
    assert_eq!((&followed["visits"][0]["state"], &followed["visits"][0]["on"]), (&json!("booked"), &json!(SATURDAY)));
    assert_eq!(followed["state"], "Đã đặt buổi sáng Thứ Bảy 28/11/2026. Khung giờ báo sau.");
    assert_eq!(setup.office.turn(&setup.waiting[1])["waits"], false);
    let keys: Vec<String> = setup.app.waiting_mails().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(keys, ["visit_booked"]);
    setup.office.answers(&setup.waiting[1], "acceptance").assert_problem(409, "invitation-over");
    setup.app.deliver();
    assert_eq!(setup.app.invite(), 0, "the place is used up");
}

#[test]
fn r25_who_refuses_lets_the_next_one_have_it_at_once_and_keeps_the_turn() {
    let setup = Fixture::with(&three());
    setup.place_appears();
    setup.app.deliver();
    let answered = setup.office.answers(&setup.waiting[1], "refusal").expect(200).json();
    assert_eq!((&answered["place"], &answered["invitation"]), (&json!(1), &Value::Null));
    assert!(setup.is_invited(0), "without waiting for the worker");
    setup.office.answers(&setup.waiting[1], "refusal").assert_problem(409, "invitation-over");
    setup.office.withdraws(&setup.waiting[0]);
    assert_eq!((setup.app.invite(), setup.live()), (0, vec![]), "who withdraws keeps no place");
    setup.app.deliver();
}

#[test]
fn an_invitation_that_is_over_books_nothing_and_who_gave_a_half_day_back_is_not_invited_to_it() {
    let mut setup = Fixture::with(&three()[1..2]);
    let family = setup.office.public.with("X-Case-Secret", &setup.holder.secret);
    family.delete(&format!("/api/v1/cases/{}/booking", setup.holder.code)).expect(204);
    assert_eq!(setup.app.invite(), 1);
    assert!(setup.is_invited(0), "not the family that has just given it back");
    setup.later(30);
    let over = setup.office.answers(&setup.waiting[0], "acceptance").assert_problem(409, "invitation-over");
    assert_eq!(over["detail"], "Lời mời này đã hết hạn lúc 08:30 ngày 23/11/2026. Gia đình vẫn giữ nguyên thứ tự chờ.");
    assert_eq!(setup.app.invite(), 0);
    assert_eq!(setup.live(), []);
    setup.app.deliver();
}

#[test]
fn nobody_is_invited_at_night_and_what_is_freed_then_waits_for_the_morning() {
    let mut setup = Fixture::with(&three());
    setup.app.at(day("2026-11-23"), "20:00");
    setup.office = Office::signed_in(setup.app.public());
    setup.place_appears();
    assert_eq!(setup.app.invite(), 0);
    setup.app.at(day("2026-11-24"), "07:29");
    setup.office = Office::signed_in(setup.app.public());
    assert_eq!(setup.app.invite(), 0);
    assert!(!setup.sees_saturday(&setup.waiting[0]), "the public does not see it before the waiting list");
    setup.app.at(day("2026-11-24"), "07:30");
    assert_eq!(setup.app.invite(), 1);
    assert!(setup.is_invited(1));
    setup.app.deliver();
}

#[test]
fn a_household_without_e_mail_is_called_and_answers_by_telephone() {
    let setup = Fixture::with(&[HOUSEHOLDS[3].case()]);
    setup.place_appears();
    setup.app.deliver();
    let calls = setup.office.dispatcher.get("/api/v1/calls").expect(200).json();
    assert_eq!((&calls[0]["code"], &calls[0]["is_invitation"]), (&json!(setup.waiting[0].code), &json!(true)));
    let say = calls[0]["say"].as_str().expect("what to say");
    assert!(say.contains("có chỗ buổi sáng Thứ Bảy 28/11/2026, giữ cho gia đình đến 08:30 ngày 23/11/2026"), "{say}");
    setup.office.dispatcher.post(&format!("/api/v1/calls/{}", calls[0]["id"]), &json!({})).expect(204);
    assert_eq!(setup.office.dispatcher.get("/api/v1/calls").expect(200).json(), json!([]));
    let browser = setup.app.browser_as("dieu.phoi");
    Page::of(&browser.get("/calls").expect(200));
    let list = Page::of(&browser.get("/waiting-list").expect(200));
    assert_eq!(list.texts("main h2"), [format!("{} – Phường Ngô Quyền", setup.waiting[0].code)]);
    let path = format!("/waiting-list/{}/invitation/acceptance", setup.waiting[0].code);
    browser.form(&path, &[("x", "")]).expect(303);
    assert_eq!(setup.office.follow(&setup.waiting[0])["visits"][0]["state"], "booked");
}

#[test]
fn slack_in_a_published_round_is_offered_and_who_takes_it_is_told_a_window_at_once() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..1]);
    short_duty(&office, 1, SATURDAY, 230);
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.deliver();
    let late = office.approved(&HOUSEHOLDS[1..2]).remove(0);
    assert_eq!(app.invite(), 0, "slack is looked for every few minutes");
    app.later(Duration::minutes(5));
    assert_eq!(app.invite(), 1);
    let booked = office.answers(&late, "acceptance").expect(201).json();
    assert_eq!(booked["state"], "published");
    assert!(booked["window"].as_str().unwrap().starts_with("từ "), "{booked}");
    app.deliver();
}

#[test]
fn two_processes_never_invite_twice() {
    let setup = Fixture::with(&three());
    let second = commands::shared((*setup.app.desk.settings).clone(), setup.app.desk.clock.clone(), Dice::seeded(8));
    let second = second.expect("a second process opens");
    let (desk, inviter) = ((**second.desk).clone(), Inviter::new(second.board.into_inner()));
    for (number, on) in ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"].into_iter().enumerate() {
        short_duty(&setup.office, 2 + number, on, 110);
        let filed = setup.office.files(&HOUSEHOLDS[5].case());
        setup.office.books(&filed, on, "morning").expect(201);
        setup.office.withdraws(&filed);
    }
    let both = std::thread::scope(|scope| {
        let there = scope.spawn(|| inviter.round(&desk));
        let here = setup.app.invite();
        here + there.join().expect("no panic").expect("the other process does its round")
    });
    let live = setup.live();
    assert_eq!((both, live.len()), (2, 2), "both families of these wards, each once: {live:?}");
    assert_ne!(live[0].visit_id, live[1].visit_id);
    assert_ne!(live[0].duty_id, live[1].duty_id);
    setup.app.deliver();
}
