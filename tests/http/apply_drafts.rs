//! The draft behind the pages: sent once, gone after a day, unreadable to others, and nothing typed is lost in it.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::families::apply::draft::store as drafts;

use crate::support::TestApp;
use crate::support::html::Page;
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard, a_receipt_waits, drafts_left, stored};

#[test]
fn a_double_send_files_once_and_a_late_look_finds_the_received_page() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, REST].concat());
    let at_once: Vec<(String, String)> = std::thread::scope(|scope| {
        let sends: Vec<_> = (0..4).map(|_| scope.spawn(|| niece.sends())).collect();
        sends.into_iter().map(|one| one.join().expect("it is sent")).collect()
    });
    assert!(at_once.iter().all(|one| *one == at_once[0]), "{at_once:?}");
    assert_eq!(niece.sends(), at_once[0]);
    let late = niece.get("check").expect(303);
    assert_eq!(late.header("location"), format!("/apply/received/{}/{}", at_once[0].0, at_once[0].1));
    assert_eq!(stored(&app).len(), 1);
    a_receipt_waits(&app);
}

#[test]
fn a_telephone_that_has_sent_enough_today_is_told_so_and_its_draft_stays() {
    let app = TestApp::with("limits.cases_per_contact_per_day = 1");
    let files = || {
        let niece = Wizard::begin(&app);
        niece.says_all(&[GRANDMOTHER, REST].concat());
        niece
    };
    files().sends();
    let again = files();
    let page = Page::of(&again.press("send", "check", &[]).expect(422));
    let said = page.texts(".mistakes p").join(" ");
    assert!(said.contains("đã nhận nhiều đề nghị cùng số điện thoại") && !said.contains("mạng"), "{said}");
    assert!(page.texts("main").join(" ").contains("Nguyễn Thị Hòa"), "the answers are still there");
    app.later(chrono::Duration::hours(20));
    again.sends();
    assert_eq!(stored(&app).len(), 2);
    app.leave_mails(2);
}

#[test]
fn a_draft_ends_a_day_after_the_last_answer() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says(GRANDMOTHER[0]);
    app.later(Duration::hours(23));
    niece.says(GRANDMOTHER[1]);
    app.later(Duration::hours(23));
    Page::of(&niece.get("name-1").expect(200));
    app.later(Duration::hours(2));
    let gone = Page::of(&niece.get("name-1").expect(404));
    assert_eq!(gone.attributes("main a.button", "href"), ["/apply"]);
    niece.press("next", "name-1", &[("applicants.0.name", "Nguyễn Thị Hòa")]).expect(404);
    niece.press("send", "check", &[]).expect(404);
    assert_eq!(drafts_left(&app), 1);
    app.deliver();
    assert_eq!(drafts_left(&app), 0, "the worker forgets it");
}

#[test]
fn back_keeps_what_is_not_valid_and_next_names_it() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&GRANDMOTHER[..2]);
    let back = niece.press("back", "name-1", &[("applicants.0.name", "Hòa 2")]).expect(303);
    assert_eq!(back.header("location"), niece.path("relation"));
    let again = Page::of(&niece.get("name-1").expect(200));
    assert_eq!(again.value("applicants.0.name").as_deref(), Some("Hòa 2"));
    let refused = Page::of(&niece.press("next", "name-1", &[("applicants.0.name", "Hòa 3")]).expect(422));
    assert_eq!(refused.value("applicants.0.name").as_deref(), Some("Hòa 3"));
    assert_eq!(Page::of(&niece.get("name-1").expect(200)).value("applicants.0.name").as_deref(), Some("Hòa 3"));
    // Nobody jumps over an open question.
    assert_eq!(niece.get("check").expect(303).header("location"), niece.path("name-1"));
    assert_eq!(niece.get("no-such-question").expect(303).header("location"), niece.path("name-1"));
    // Another device with the link, and English, see the same.
    let english = app.public().with("Cookie", "luudong_language=en");
    let answer = english.form(&niece.path("name-1"), &[("applicants.0.name", "Hòa 3"), ("go", "next")]);
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("Write the full name with letters") && answer.text.contains("value=\"Hòa 3\""));
}

#[test]
fn a_number_that_does_not_fit_is_shown_once_and_never_stops() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&GRANDMOTHER[..8]);
    let number: Said<'_> = ("number-1", &[("applicants.0.number", "031050001234")]);
    assert_eq!(niece.says(number), "number-1");
    let look = Page::of(&niece.get("number-1").expect(200));
    assert!(look.texts(".notice")[0].contains("giới tính khác"), "{:?}", look.texts(".notice"));
    assert_eq!(niece.says(number), "mobility-1");
}

#[test]
fn a_change_leads_back_to_the_sum_unless_it_asks_something_new() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, REST].concat());
    let check = Page::of(&niece.get("check").expect(200));
    assert!(check.attributes("main dd a", "href").contains(&niece.path("gate?change=1")));
    let change = |key: &str, fields: &[(&str, &str)]| {
        let sent = niece.press("next", key, &[fields, &[("change", "1")]].concat()).expect(303);
        sent.header("location").rsplit('/').next().expect("a key").to_owned()
    };
    assert_eq!(change("gate", &[("readiness.gate", "open")]), "check");
    assert_eq!(change("more-1", &[("applicants.0.more", "yes")]), "name-2?change=1");
    assert_eq!(niece.get("check").expect(303).header("location"), niece.path("name-2"));
    assert_eq!(change("more-1", &[("applicants.0.more", "no")]), "check");
}

#[test]
fn a_draft_is_unreadable_in_the_database_and_has_its_limits() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&GRANDMOTHER[..3]);
    let sealed = app.read(drafts::sealed_texts).remove(0);
    assert!(!sealed.contains("Hòa") && !sealed.contains("grandchild") && !sealed.contains(&niece.draft), "{sealed}");
    let much = "a".repeat(70_000);
    let refused = niece.press("next", "name-1", &[("applicants.0.name", &much)]).expect(422);
    Page::of(&refused);
    assert!(refused.text.contains(&much), "what was typed is kept on the page");
    assert_eq!(
        Page::of(&niece.get("name-1").expect(200)).value("applicants.0.name").as_deref(),
        Some("Nguyễn Thị Hòa")
    );
}

#[test]
fn the_long_form_is_for_staff() {
    let app = TestApp::start();
    assert_eq!(app.public().get("/cases/new").expect(303).header("location"), "/apply");
    app.public().form("/cases/new", &[("x", "")]).expect(401);
    Page::of(&app.browser(Role::Dispatcher).get("/cases/new").expect(200));
    let home = Page::of(&app.public().get("/").expect(200));
    assert!(home.attributes("a", "href").iter().any(|href| href == "/apply"));
    assert!(!home.attributes("a", "href").iter().any(|href| href == "/cases/new"));
}
