//! After a visit its family says how it was: once, changeable for a week; dispatchers read sums and texts.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::audit::store::entries_of;
use luudong::families::feedback::store::of_visit;
use luudong::ids::VisitId;
use serde_json::json;

use crate::code_words::two_appointments;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Client, TestApp};

const SATURDAY: &str = "2026-11-28";

fn path(filed: &Filed) -> String {
    format!("/follow/{}/{}/feedback", filed.code, filed.secret)
}

/// Two families; the officer has been at both on Saturday.
fn after_the_visits(app: &TestApp) -> (Office, Vec<Filed>) {
    let (_, filed) = two_appointments(app);
    app.at(day(SATURDAY), "10:00");
    let office = Office::signed_in(app.public());
    let officer = app.api_as("can.bo.1");
    let roster = officer.get("/api/v1/rosters").expect(200).json();
    for stop in roster["duties"][0]["stops"].as_array().expect("stops") {
        let result = json!({"applicant_id": stop["people"][0]["applicant_id"], "code": "captured"});
        let body = json!({"client_id": stop["code"], "happened_at": "2026-11-28T02:00:00Z", "results": [result]});
        officer.post(&format!("/api/v1/visits/{}/outcomes", stop["visit_id"]), &body).expect(200);
    }
    (office, filed)
}

fn gives(client: &Client, filed: &Filed, ease: &str, on_time: &str, text: &str) -> u16 {
    client.form(&path(filed), &[("ease", ease), ("on_time", on_time), ("text", text)]).status
}

#[test]
fn before_the_visit_there_is_nothing_to_say() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let page = Page::of(&office.public.get(&path(&filed[0])).expect(200));
    assert!(page.texts("form[action$=feedback]").is_empty());
    assert!(page.texts(".notice").join("").contains("chưa đến nhà"));
    assert_eq!(gives(&office.public, &filed[0], "easy", "yes", ""), 303);
    assert!(app.read(|conn| of_visit(conn, VisitId(office.visit_of(&filed[0])))).is_none());
    office.public.get(&format!("/follow/{}/sai/feedback", filed[0].code)).expect(404);
}

#[test]
fn a_family_says_it_once_and_may_change_it_for_a_week() {
    let app = TestApp::start();
    let (office, filed) = after_the_visits(&app);
    let visit = office.visit_of(&filed[0]);
    let follow = office.public.get(&format!("/follow/{}/{}", filed[0].code, filed[0].secret)).expect(200);
    assert!(Page::of(&follow).attributes("main a", "href").contains(&path(&filed[0])));
    let first = "Các chú nói to, dễ nghe. Ho\u{300}a";
    assert_eq!(gives(&office.public, &filed[0], "easy", "no", first), 303);
    let stored = app.read(|conn| of_visit(conn, VisitId(visit))).expect("it is stored");
    let sealed = stored.text.clone().expect("a text");
    assert!(!sealed.as_stored().contains("nghe"));
    let opened = app.desk.vault.unseal(&sealed).expect("our key").0;
    assert_eq!(opened, "Các chú nói to, dễ nghe. Hòa", "NFC (R38)");
    assert_eq!((stored.ease.code(), stored.on_time), ("easy", false));

    let page = Page::of(&office.public.get(&path(&filed[0])).expect(200));
    assert!(page.texts("[role=status]").join("").contains("Cảm ơn gia đình"));
    assert_eq!(page.texts("textarea"), ["Các chú nói to, dễ nghe. Hòa"]);
    assert_eq!(page.attributes("input[checked]", "value"), ["easy", "no"]);
    app.later(Duration::days(6));
    assert_eq!(gives(&office.public, &filed[0], "hard", "yes", ""), 303);
    let stored = app.read(|conn| of_visit(conn, VisitId(visit))).expect("still one");
    assert_eq!((stored.ease.code(), stored.on_time, stored.text.is_some()), ("hard", true, false));
    app.later(Duration::days(1));
    assert_eq!(gives(&office.public, &filed[0], "easy", "no", "Muộn"), 303);
    assert_eq!(app.read(|conn| of_visit(conn, VisitId(visit))).expect("it").ease.code(), "hard", "a week is over");
    let page = Page::of(&office.public.get(&path(&filed[0])).expect(200));
    assert!(page.texts("form[action$=feedback]").is_empty() && page.texts(".notice").join("").contains("Cảm ơn"));
}

#[test]
fn what_is_missing_or_too_long_is_said_at_its_field_and_what_was_typed_stays() {
    let app = TestApp::start();
    let (office, filed) = after_the_visits(&app);
    let sends = |fields: &[(&str, &str)]| Page::of(&office.public.form(&path(&filed[0]), fields).expect(422));
    let page = sends(&[("text", "<script>alert(1)</script> ' OR 1=1 😀")]);
    assert_eq!(page.attributes(".mistakes a", "href"), ["#ease", "#on_time"]);
    assert_eq!(page.texts("textarea"), ["<script>alert(1)</script> ' OR 1=1 😀"]);
    let long = "ế".repeat(1_001);
    let page = sends(&[("ease", "easy"), ("on_time", "yes"), ("text", &long)]);
    assert_eq!(page.attributes(".mistakes a", "href"), ["#text"]);
    assert_eq!(page.texts("textarea"), [long]);
    assert_eq!(page.attributes("input[checked]", "value"), ["easy", "yes"]);
    sends(&[("ease", "easy"), ("on_time", "yes"), ("text", "a\u{0}b")]);
    assert!(app.read(|conn| of_visit(conn, VisitId(office.visit_of(&filed[0])))).is_none(), "nothing wrong is stored");
    assert_eq!(gives(&office.public, &filed[0], "easy", "yes", &"ế".repeat(1_000)), 303);
}

#[test]
fn dispatchers_read_sums_and_texts_of_their_wards_and_the_log_knows() {
    let app = TestApp::start();
    let (office, filed) = after_the_visits(&app);
    assert_eq!(gives(&office.public, &filed[0], "easy", "yes", "Tốt"), 303);
    assert_eq!(gives(&office.public, &filed[1], "hard", "no", "Đến muộn"), 303);
    let read = |client: &Client| client.get("/api/v1/feedback?month=2026-11").expect(200).json();
    let all = read(&office.dispatcher);
    let sum = |name: &str| {
        let wards = all["wards"].as_array().expect("wards");
        wards.iter().map(|ward| ward[name].as_u64().expect("a number")).sum::<u64>()
    };
    assert_eq!(["given", "easy", "hard", "on_time", "late"].map(sum), [2, 1, 1, 1, 1]);
    let text = all.to_string();
    assert!(text.contains("Tốt") && text.contains("Đến muộn"));
    for one in &filed {
        assert!(!text.contains(&one.code));
    }
    assert!(HOUSEHOLDS.iter().all(|home| !text.contains(home.name) && !text.contains(home.contact)));
    assert_eq!(app.read(|conn| entries_of(conn, "feedback:2026-11")).len(), 1);
    assert_eq!(office.dispatcher.get("/api/v1/feedback?month=2026-10").json()["wards"], json!([]));
    office.dispatcher.get("/api/v1/feedback?month=11/2026").assert_invalid(&["/month"]);
    app.account("cat.hai", Role::Dispatcher, &["11914"]);
    assert_eq!(read(&app.api_as("cat.hai"))["wards"], json!([]), "not its wards");
    let page = Page::of(&office.dispatcher.get("/feedback?month=2026-11").expect(200));
    let shown = page.texts("main").join(" ");
    assert!(shown.contains("Đến muộn") && shown.contains("Thấy dễ: 1, thấy khó: 1."), "{shown}");
    assert!(filed.iter().all(|one| !shown.contains(&one.code)));
    let before = Page::of(&office.dispatcher.get("/feedback?month=2026-10").expect(200));
    assert_eq!(before.texts("p.notice"), ["Tháng này chưa có góp ý nào."]);
    assert!(before.attributes("main a", "href").contains(&"/feedback?month=2026-11".to_owned()));
    for wrong in ["11/2026", "2026-13", "1999-12", "", "%F0%9F%99%82", "2026-11-01"] {
        let page = Page::of(&office.dispatcher.get(&format!("/feedback?month={wrong}")).expect(422));
        assert_eq!(page.texts(".mistakes p"), ["Tháng viết dạng 2026-11."]);
    }
    assert_eq!(app.read(|conn| entries_of(conn, "feedback:2026-10")).len(), 2, "the page is audited too");
    office.public.get("/api/v1/feedback").expect(401);
    app.api_as("can.bo.1").get("/api/v1/feedback").expect(403);
}
