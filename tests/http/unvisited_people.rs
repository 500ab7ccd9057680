//! Who of a household needs no visit stays with the case: named with what to do, until the household's data is erased.
use diesel::prelude::*;
use luudong::cases::no_visit::NoVisitWay;
use luudong::cases::store::no_visits_of;
use luudong::cases::{Case, store};
use luudong::db::schema::outbox_mails;
use luudong::outbox::Mail;
use luudong::sealed::Sealed;
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::office::{DISPATCHER, Office};
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard, with};

const CHILD: &str = "Nguyễn Gia Bảo";
const UNCLE: &str = "Nguyễn Văn Sửu";

fn ways(app: &TestApp, case: &Case) -> Vec<(String, NoVisitWay)> {
    let kept = app.read(|conn| no_visits_of(conn, &app.desk.vault, case));
    kept.0.into_iter().map(|one| (one.name.as_str().to_owned(), one.way)).collect()
}

fn case_of(app: &TestApp, code: &str) -> Case {
    app.read(|conn| store::case_by_code(conn, code)).expect("a case")
}

/// A niece sends a request for her grandmother, and learns that a child of four and an uncle in hospital need no visit here.
fn sends(app: &TestApp) -> (Wizard, String, String) {
    let niece = Wizard::begin(app);
    let more: Said<'_> = ("move-1", &[("applicants.0.mobility", "bedridden"), ("applicants.0.more", "yes")]);
    niece.says_all(&with(GRANDMOTHER, &[("move-1", Some(more))]));
    let child = [("applicants.1.name", CHILD), ("applicants.1.birth.year", "2022"), ("applicants.1.sex", "male")];
    assert_eq!(niece.says(("person-2", &child)), "online-2");
    assert_eq!(niece.says(("online-2", &[("applicants.1.more", "yes")])), "person-3");
    let uncle = [("applicants.2.name", UNCLE), ("applicants.2.birth.year", "1944"), ("applicants.2.sex", "male")];
    niece.says(("person-3", &uncle));
    niece.says(("card-3", &[("applicants.2.card", "none")]));
    assert_eq!(niece.says(("move-3", &[("applicants.2.mobility", "in_hospital")])), "apart-3");
    niece.says(("apart-3", &[]));
    assert_eq!(niece.says_all(REST), "check");
    let (code, secret) = niece.sends();
    (niece, code, secret)
}

#[test]
fn who_needs_no_visit_stays_on_every_page_and_in_the_receipt_until_everything_is_erased() {
    let app = TestApp::start();
    Office::of(&app);
    let (niece, code, secret) = sends(&app);
    let case = case_of(&app, &code);
    assert_eq!(ways(&app, &case), [(CHILD.to_owned(), NoVisitWay::OnlineChild), (UNCLE.to_owned(), NoVisitWay::Apart)]);
    for path in [format!("/apply/received/{code}/{secret}"), format!("/follow/{code}/{secret}")] {
        let page = Page::of(&niece.family.get(&path).expect(200)).texts("main").join(" ");
        for said in [CHILD, "dưới 6 tuổi", "VNeID", UNCLE, "gửi riêng một đề nghị"] {
            assert!(page.contains(said), "{said} on {path}: {page}");
        }
    }
    let data =
        Page::of(&niece.family.get(&format!("/follow/{code}/{secret}/data")).expect(200)).texts("main").join(" ");
    assert!(data.contains(CHILD) && data.contains(UNCLE), "{data}");
    let file = niece.family.get(&format!("/follow/{code}/{secret}/data.json")).expect(200).json();
    let told = json!([{"name": CHILD, "way": "online_child"}, {"name": UNCLE, "way": "apart"}]);
    assert_eq!(file["no_visit"], told);
    let shown = Page::of(&app.browser_as(DISPATCHER).get(&format!("/cases/{code}")).expect(200)).texts("li").join(" ");
    assert!(shown.contains(CHILD) && shown.contains("cần gửi riêng một đề nghị"), "{shown}");

    // A letter says how many and what to do, and repeats no name that somebody typed.
    let sealed: Sealed<Mail> =
        app.read(|conn| Ok(outbox_mails::table.select(outbox_mails::sealed_mail).first(conn)?));
    let receipt = app.desk.vault.unseal(&sealed).expect("a mail of this vault");
    for text in [&receipt.text, &receipt.html] {
        assert!(text.contains("1 người: Trẻ dưới 6 tuổi") && !text.contains(CHILD), "{text}");
    }
    app.deliver();

    niece.family.form(&format!("/follow/{code}/{secret}/deletion"), &[("sure", "yes")]);
    assert!(case_of(&app, &code).code == code && ways(&app, &case).is_empty(), "erased with the case");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn the_api_takes_them_too_and_names_what_is_wrong() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let mut case = HOUSEHOLDS[0].case();
    case["no_visit"] = json!([{"name": CHILD, "way": "online_child"}]);
    let filed = office.files(&case);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let read = family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    assert_eq!(read["no_visit"], case["no_visit"]);
    case["no_visit"] = json!([{"name": "", "way": "moon"}]);
    let refused = office.public.post("/api/v1/cases", &case);
    refused.assert_invalid(&["/no_visit/0/name", "/no_visit/0/way"]);
    app.leave_mails(app.waiting_mails().len());
}
