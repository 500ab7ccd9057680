//! The draft behind the pages: sent once, gone after a day, unreadable to others, and nothing typed is lost in it.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::cases::readiness::Presence;
use luudong::cases::store;
use luudong::families::apply::draft;
use luudong::families::apply::draft::store as drafts;

use crate::support::TestApp;
use crate::support::html::Page;
use crate::support::wizard::{CONSENT, GRANDMOTHER, REST, Said, Wizard, a_receipt_waits, drafts_left, stored};

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
    let page = Page::of(&again.press("send", "check", CONSENT).expect(422));
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
    Page::of(&niece.get("card-1").expect(200));
    app.later(Duration::hours(2));
    let gone = Page::of(&niece.get("card-1").expect(404));
    assert_eq!(gone.attributes("main a.button", "href"), ["/apply"]);
    niece.press("next", "person-1", &[("applicants.0.name", "Nguyễn Thị Hòa")]).expect(404);
    niece.press("send", "check", CONSENT).expect(404);
    assert_eq!(drafts_left(&app), 1);
    app.deliver();
    assert_eq!(drafts_left(&app), 0, "the worker forgets it");
}

#[test]
fn back_keeps_what_is_not_valid_and_next_names_it_on_a_page_that_may_be_loaded_again() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&GRANDMOTHER[..1]);
    let named = |name: &'static str| {
        [("applicants.0.name", name), ("applicants.0.birth.year", "1950"), ("applicants.0.sex", "female")]
    };
    let back = niece.press("back", "person-1", &named("Hòa 2")).expect(303);
    assert_eq!(back.header("location"), niece.path("who"));
    let again = Page::of(&niece.get("person-1").expect(200));
    assert_eq!(again.value("applicants.0.name").as_deref(), Some("Hòa 2"));
    let refused = niece.refused("person-1", &named("Hòa 3"));
    assert_eq!(refused.value("applicants.0.name").as_deref(), Some("Hòa 3"));
    assert_eq!(refused.attributes(".mistakes a", "href"), ["#applicants.0.name"]);
    assert_eq!(Page::of(&niece.get("person-1").expect(200)).value("applicants.0.name").as_deref(), Some("Hòa 3"));
    // Nobody jumps over an open question.
    assert_eq!(niece.get("check").expect(303).header("location"), niece.path("person-1"));
    assert_eq!(niece.get("no-such-question").expect(303).header("location"), niece.path("person-1"));
    // Another device with the link, and English, see the same.
    let english = app.public().with("Cookie", "luudong_language=en");
    let answer = english.get(&niece.path("person-1?wrong=1")).expect(422);
    assert!(answer.text.contains("Write the full name with letters") && answer.text.contains("value=\"Hòa 3\""));
    // Put right, the page with the mistake has none.
    niece.says(("person-1", &named("Nguyễn Thị Hòa")));
    Page::of(&niece.get("person-1?wrong=1").expect(200));
}

#[test]
fn this_browser_goes_on_where_it_stopped_until_somebody_forgets_it() {
    let app = TestApp::start();
    let begun = app.public().form("/apply", &[("who", "child"), ("go", "next")]).expect(303);
    assert!(begun.header("location").ends_with("/person-1"));
    let cookie = begun.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let attributes = begun.header("set-cookie").to_owned();
    assert!(attributes.contains("HttpOnly") && attributes.contains("Max-Age=86400"), "{attributes}");
    let browser = app.public().with("Cookie", &cookie);
    let page = Page::of(&browser.get("/apply").expect(200));
    let links = page.attributes("section a.button", "href");
    assert_eq!(links.len(), 1);
    let location = browser.get(&links[0]).expect(303).header("location").to_owned();
    assert_eq!(location, begun.header("location"));
    // Another browser knows nothing of it, nor does one with a cookie that somebody made up.
    assert!(Page::of(&app.public().get("/apply").expect(200)).attributes("section a.button", "href").is_empty());
    for strange in ["luudong_draft=x", "luudong_draft=../../etc", "luudong_draft=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let page = Page::of(&app.public().with("Cookie", strange).get("/apply").expect(200));
        assert!(page.attributes("section a.button", "href").is_empty(), "{strange}");
    }
    let forgets = page.attributes("section form", "action");
    let forgotten = browser.form(&forgets[0], &[("x", "")]).expect(303);
    assert_eq!(forgotten.header("location"), "/apply");
    assert!(forgotten.header("set-cookie").contains("Max-Age=0"), "{}", forgotten.header("set-cookie"));
    assert_eq!(drafts_left(&app), 0);
    Page::of(&browser.get(&location).expect(404));
    // Nothing chosen is a mistake like any other.
    let nothing = app.public().form("/apply", &[("go", "next")]).expect(303);
    assert!(nothing.header("location").ends_with("/who?wrong=1"), "{}", nothing.header("location"));
    Page::of(&app.public().get(nothing.header("location")).expect(422));
}

#[test]
fn who_forgets_a_draft_begins_nothing() {
    let app = TestApp::with("limits.starts_per_ten_minutes = 2\nlimits.burst_starts_per_minute = 3");
    let from = |address: &str| app.public().with("X-Forwarded-For", address);
    let one = from("203.0.113.5");
    for _ in 0..2 {
        let cookie = one.form("/apply", &[("x", "")]).expect(303).header("set-cookie").to_owned();
        let own = one.with("Cookie", cookie.split(';').next().expect("a cookie"));
        let action = Page::of(&own.get("/apply").expect(200)).attributes("section form", "action").remove(0);
        assert_eq!(own.form(&action, &[("forget", "yes")]).expect(303).header("location"), "/apply");
    }
    one.form("/apply", &[("x", "")]).expect(429);
    // All together have begun two: the third of a minute is none too many.
    let begun = from("203.0.113.6").form("/apply", &[("x", "")]).expect(303);
    assert!(begun.header("location").ends_with("/who"), "{}", begun.header("location"));
    assert_eq!(drafts_left(&app), 1);
}

#[test]
fn a_draft_of_before_goes_on_with_what_was_answered() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    let before = [
        ("who", "relative"),
        ("contact.relation", "grandparent"),
        ("applicants.0.name", "Nguyễn Thị Hòa"),
        ("applicants.0.birth.year", "1950"),
        ("applicants.0.sex", "female"),
        ("applicants.0.guardian", "alone"),
        ("applicants.0.card", "cmnd9"),
        ("applicants.0.need", "wants_new"),
        ("applicants.0.mobility", "bedridden"),
        ("applicants.0.group", "nct"),
        ("applicants.0.more", "no"),
        ("readiness.power", "no"),
        ("address.ward_code", "11329"),
        ("address.line", "Số 12 ngõ 328 phố Lê Lợi"),
    ];
    let secret = niece.draft.clone();
    let changed = app.desk.db.write(|conn| {
        draft::change(conn, &app.desk, &secret, app.desk.now(), |answers| {
            answers.0 = before.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        })
    });
    changed.expect("the draft is there");
    assert_eq!(niece.get("check").expect(303).header("location"), niece.path("contact"));
    let who = Page::of(&niece.get("who").expect(200));
    assert_eq!(who.attributes("input[checked]", "value"), ["relative"]);
    assert_eq!(niece.says(REST[2]), "check");
    niece.sends();
    let (case, household) = &stored(&app)[0];
    assert_eq!((household.contact.relation.code(), &*household.people[0].groups.as_stored()), ("relative", "nct"));
    let readiness = app.read(|conn| store::readiness_of(conn, &app.desk.vault, case.id)).expect("it was said");
    assert_eq!(readiness.power, Presence::No);
    a_receipt_waits(&app);
}

#[test]
fn a_number_that_does_not_fit_is_shown_once_and_never_stops() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&GRANDMOTHER[..2]);
    let card: Said<'_> = (
        "card-1",
        &[("applicants.0.card", "cmnd9"), ("applicants.0.need", "wants_new"), ("applicants.0.number", "031050001234")],
    );
    assert_eq!(niece.says(card), "card-1");
    let look = Page::of(&niece.get("card-1").expect(200));
    assert!(look.texts(".notice")[0].contains("giới tính khác"), "{:?}", look.texts(".notice"));
    assert_eq!(niece.says(card), "move-1");
}

#[test]
fn a_change_leads_back_to_the_sum_unless_it_asks_something_new() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, REST].concat());
    let check = Page::of(&niece.get("check").expect(200));
    assert!(check.attributes("main dd a", "href").contains(&niece.path("house?change=1")));
    let change = |key: &str, fields: &[(&str, &str)]| {
        let sent = niece.press("next", key, &[fields, &[("change", "1")]].concat()).expect(303);
        sent.header("location").rsplit('/').next().expect("a key").to_owned()
    };
    assert_eq!(change("house", &[("readiness.gate", "open")]), "check");
    let more = [("applicants.0.mobility", "bedridden"), ("applicants.0.more", "yes")];
    assert_eq!(change("move-1", &more), "person-2?change=1");
    assert_eq!(niece.get("check").expect(303).header("location"), niece.path("person-2"));
    assert_eq!(change("move-1", &more[..1]), "check");
    // A mistake while changing keeps that it is a change.
    let wrong = niece.press("next", "move-1", &[("change", "1")]).expect(303);
    assert_eq!(wrong.header("location"), niece.path("move-1?wrong=1&change=1"));
    assert_eq!(Page::of(&niece.get("move-1?wrong=1&change=1").expect(422)).value("change").as_deref(), Some("1"));
}

#[test]
fn a_draft_is_unreadable_in_the_database_and_has_its_limits() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&GRANDMOTHER[..2]);
    let sealed = app.read(drafts::sealed_texts).remove(0);
    assert!(!sealed.contains("Hòa") && !sealed.contains("grandchild") && !sealed.contains(&niece.draft), "{sealed}");
    let much = "a".repeat(70_000);
    let refused = niece.press("next", "person-1", &[("applicants.0.name", &much)]).expect(422);
    Page::of(&refused);
    assert!(refused.text.contains(&much), "what was typed is kept on the page");
    assert_eq!(
        Page::of(&niece.get("person-1").expect(200)).value("applicants.0.name").as_deref(),
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
