//! The words at the door: the family's page, the letter and the officers' sheet say the same, each day other ones.
use luudong::accounts::Role;
use luudong::audit;
use luudong::audit::store::entries_of;
use luudong::ids::VisitId;
use luudong::visits::code_words::CodeWords;
use serde_json::Value;

use crate::support::app::OFFICERS_READ_AHEAD;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office, officer_name};
use crate::support::{Answer, TestApp};

const SATURDAY: &str = "2026-11-28";

/// Two families with an appointment on Saturday, and an officer who will come.
pub fn two_appointments(app: &TestApp) -> (Office, Vec<Filed>) {
    let office = Office::of(app);
    let filed = office.approved(&HOUSEHOLDS[..2]);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.deliver();
    (office, filed)
}

fn follow_path(filed: &Filed) -> String {
    format!("/follow/{}/{}", filed.code, filed.secret)
}

/// Officers' and family's word on a page.
fn on_page(answer: &Answer) -> Vec<String> {
    Page::of(answer).texts(".words .code")
}

fn words_of(body: &Value) -> Vec<String> {
    ["officers", "family"].iter().filter_map(|who| body[who].as_str()).map(str::to_owned).collect()
}

#[test]
fn page_letter_roster_and_api_say_the_same_words_and_other_families_have_others() {
    let app = TestApp::with(OFFICERS_READ_AHEAD);
    let (office, filed) = two_appointments(&app);
    let page = on_page(&office.public.get(&follow_path(&filed[0])).expect(200));
    assert_eq!(page.len(), 2, "the officers' word and the family's");
    assert!(page.iter().all(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())), "{page:?}");
    let letter = office.public.get(&format!("{}/letter", follow_path(&filed[0]))).expect(200);
    assert_eq!(on_page(&letter), page);
    assert_eq!(words_of(&office.follow(&filed[0])["visits"][0]["code_words"]), page);

    // The officer's sheet is read on Wednesday and works at the door on Saturday, without any signal.
    let sheet = app.api_as("can.bo.1").get(&format!("/api/v1/rosters?date={SATURDAY}")).expect(200).json();
    let stops = sheet["duties"][0]["stops"].as_array().expect("stops");
    let stop = |code: &str| stops.iter().find(|stop| stop["code"] == *code).expect("the stop");
    assert_eq!(words_of(&stop(&filed[0].code)["code_words"]), page);
    let other = words_of(&stop(&filed[1].code)["code_words"]);
    assert_eq!(other, on_page(&office.public.get(&follow_path(&filed[1]))));
    assert_ne!(other, page);
    let shown = app.browser_as("can.bo.1").get(&format!("/rosters?date={SATURDAY}")).expect(200);
    let all = Page::of(&shown).texts(".stops .code");
    assert!(page.iter().chain(&other).all(|word| all.contains(word)), "{all:?}");
}

#[test]
fn the_words_verify_offline_with_the_key_alone_and_are_others_on_the_next_day() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let visit = office.visit_of(&filed[0]);
    let words = |on: &str| CodeWords::on(&app.desk.vault, day(on), VisitId(visit), &filed[0].code);
    let page = on_page(&office.public.get(&follow_path(&filed[0])));
    assert_eq!(page, [words(SATURDAY).officers, words(SATURDAY).family]);
    let sunday = words("2026-11-29");
    assert!(sunday.officers != page[0] && sunday.family != page[1]);
}

#[test]
fn there_are_no_words_before_publication_nor_after_the_visit_or_its_day() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    let letter = format!("{}/letter", follow_path(&filed));
    let before = office.public.get(&letter).expect(200);
    assert_eq!(on_page(&before), Vec::<String>::new());
    assert!(before.text.contains("Chưa có lịch hẹn"), "{}", before.text);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    assert!(office.books(&filed, SATURDAY, "morning").status < 300);
    assert_eq!(on_page(&office.public.get(&letter)), Vec::<String>::new(), "booked is not published");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    assert_eq!(on_page(&office.public.get(&letter)).len(), 2);
    app.deliver();
    app.at(day("2026-11-29"), "07:00");
    assert_eq!(on_page(&office.public.get(&letter)), Vec::<String>::new(), "yesterday's words are worth nothing");
    assert_eq!(office.follow(&filed)["visits"][0]["code_words"], Value::Null);
    app.deliver();
}

#[test]
fn the_letter_says_who_comes_when_and_how_to_use_the_words_and_names_nobody_of_the_household() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let answer = office.public.get(&format!("{}/letter", follow_path(&filed[0]))).expect(200);
    let said = Page::of(&answer).texts("main").join(" ");
    for wanted in [
        &*filed[0].code,
        "Thứ Bảy 28/11/2026, buổi sáng",
        "từ 07:30 đến",
        "Tổ lưu động 1",
        "0225 3822 221",
        officer_name(1),
        "số hiệu 031-451",
        "Cán bộ phải nói trước bốn số này",
        "gia đình mới đáp lại",
        "không hỏi mã OTP",
        "/check",
        "Một ổ cắm điện",
        "In Thứ Hai 23/11/2026",
    ] {
        assert!(said.contains(wanted), "«{wanted}» is not in the letter: {said}");
    }
    let home = &HOUSEHOLDS[0];
    for secret in [home.name, home.contact, home.phone, home.line, &*filed[0].secret] {
        assert!(!said.contains(secret), "«{secret}» is in the letter");
    }
    let english = office.public.get("/language?to=en&back=/").expect(303);
    let cookie = english.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let answer = office.public.with("Cookie", &cookie).get(&format!("{}/letter", follow_path(&filed[0]))).expect(200);
    assert!(Page::of(&answer).texts("main").join(" ").contains("Saturday 28/11/2026, morning"));
}

#[test]
fn a_dispatcher_prints_the_letter_for_a_household_without_e_mail_and_the_log_knows() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let visit = office.visit_of(&filed[0]);
    let letter = office.dispatcher.get(&format!("/visits/{visit}/letter")).expect(200);
    assert_eq!(on_page(&letter), on_page(&office.public.get(&follow_path(&filed[0]))));
    let case_id = app.read(|conn| luudong::visits::store::find(conn, VisitId(visit))).expect("the visit").case_id;
    let entries = app.read(|conn| entries_of(conn, &audit::case_subject(case_id)));
    assert!(entries.iter().any(|(_, _, action, _)| action == "print_letter"), "{entries:?}");
    office.dispatcher.get("/visits/999/letter").expect(404);
    app.api_as("can.bo.1").get(&format!("/visits/{visit}/letter")).expect(403);
    app.account("noi.khac", Role::Dispatcher, &["11914"]);
    app.api_as("noi.khac").get(&format!("/visits/{visit}/letter")).expect(403);
}

#[test]
fn no_mail_carries_a_word() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let words: Vec<String> = filed.iter().flat_map(|one| on_page(&office.public.get(&follow_path(one)))).collect();
    let mails = app.mail_files().into_iter().map(|file| crate::support::smtp::read_mail(&file).to_string());
    for mail in mails {
        // A word may stand in a longer number by chance; alone it must not.
        let parts = mail.split(|c: char| !c.is_ascii_digit()).collect::<Vec<_>>();
        assert!(words.iter().all(|word| !parts.contains(&word.as_str())), "{words:?} in {mail}");
    }
}
