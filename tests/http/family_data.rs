//! What is stored about a family, as it reads it itself; an end to mail; and deleting everything that identifies (R35).
use luudong::accounts::Role;
use luudong::ids::VisitId;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};

pub mod traces;

use traces::{figures, traces};

const SATURDAY: &str = "2026-11-28";
fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

fn shows(office: &Office, filed: &Filed, below: &str) -> Page {
    Page::of(&office.public.get(&page_of(filed, below)).expect(200))
}

fn telling_case() -> Value {
    let mut case = HOUSEHOLDS[0].case();
    case["note"] = json!("Cổng sau nhà bà Tám");
    case["applicants"][0]["number"] = json!("031987654");
    case["applicants"][0]["representative"] = json!({"name": "Phạm Văn Đại", "relation": "child", "phone": ""});
    case["no_visit"] = json!([{"name": "Phạm Văn Đại", "way": "desk"}]);
    case
}

#[test]
fn a_family_reads_everything_that_is_stored_and_who_looked() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&telling_case());
    office.approves(&filed);
    app.deliver();
    let page = shows(&office, &filed, "/data");
    let text = page.texts("main").join(" ");
    for stored in
        ["Phạm Thị Lan (con)", "0912 345 601", "nha01@example.test", "Số 1 ngõ 12 phố Lạch Tray", "Nguyễn Thị Hòa"]
    {
        assert!(text.contains(stored), "{stored}: {text}");
    }
    for stored in
        ["12/05/1950", "Phạm Văn Đại (con)", "Cổng sau nhà bà Tám", "(bản 2026-11-30)", "duyệt (điều phối viên)"]
    {
        assert!(text.contains(stored), "{stored}: {text}");
    }
    assert!(!text.contains("031987654"), "numbers are masked");
    assert!(!text.contains("Nguyễn Văn dieu.phoi"), "no names of staff");
    assert!(text.contains("Đã nhận hồ sơ: 08:00, Thứ Hai 23/11/2026"), "{text}");
    assert!(text.contains("chậm nhất 20 ngày"), "how long");

    let family = office.public.with("X-Case-Secret", &filed.secret);
    let api = family.get(&format!("/api/v1/cases/{}/data", filed.code)).expect(200).json();
    assert_eq!(api["contact"]["phone"]["dial"], "+84912345601");
    assert_eq!((&api["people"][0]["name"], &api["ward"]), (&json!("Nguyễn Thị Hòa"), &json!("Phường Ngô Quyền")));
    assert_eq!(api["log"][0]["role"], "dispatcher");
    let file = office.public.get(&page_of(&filed, "/data.json")).expect(200);
    assert_eq!(file.json(), api);
    assert!(file.header("content-disposition").starts_with("attachment; filename="));
    office.public.get(&format!("/api/v1/cases/{}/data", filed.code)).assert_problem(404, "not-found");
    let english = office.public.with("Cookie", "luudong_language=en");
    let page = Page::of(&english.get(&page_of(&filed, "/data")).expect(200));
    assert!(page.texts("main").join(" ").contains("approved it (dispatcher)"));
}

#[test]
fn a_family_that_wants_no_more_mail_gets_none() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&telling_case());
    assert_eq!(app.waiting_mails().len(), 1);
    office.public.form(&page_of(&filed, "/data/no-more-mail"), &[("x", "")]).expect(303);
    assert_eq!(app.waiting_mails(), [], "what waits is not sent");
    office.books(&filed, SATURDAY, "morning").expect(201);
    office.approves(&filed);
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    office.public.form(&page_of(&filed, "/data/no-more-mail"), &[("x", "")]).expect(303);
    assert_eq!(app.waiting_mails(), []);
    assert_eq!(office.dispatcher.get("/api/v1/calls").expect(200).json().as_array().map(Vec::len), Some(1));
    let page = shows(&office, &filed, "/data");
    let consents = page.texts("li").into_iter().filter(|line| line.starts_with("Nhận thư")).collect::<Vec<_>>();
    assert!(consents[0].ends_with("Đã thôi đồng ý lúc 08:00, Thứ Hai 23/11/2026."), "{consents:?}");
    assert_eq!(page.texts("main form").len(), 0, "nothing left to withdraw");
    let version = shows(&office, &filed, "/correction").value("version").expect("a version");
    let again = [
        ("version", &*version),
        ("contact.name", "Phạm Thị Lan"),
        ("contact.relation", "child"),
        ("contact.phone", "0912345601"),
        ("contact.email", "nha01@example.test"),
        ("address.line", "Số 1 ngõ 12 phố Lạch Tray"),
    ];
    office.public.form(&page_of(&filed, "/correction"), &again).expect(303);
    office.withdraws(&filed);
    assert_eq!(app.waiting_mails(), [], "an address is no consent");
}

#[test]
fn r35_before_a_capture_everything_that_identifies_goes_at_once() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let other = office.files(&HOUSEHOLDS[1].case());
    let once = office.public.once("wish-1");
    let mut case = telling_case();
    case["language"] = json!("en");
    let filed = once.post("/api/v1/cases", &case).expect(201).json();
    let text = |name: &str| filed[name].as_str().expect(name).to_owned();
    let filed = Filed { code: text("code"), secret: text("secret"), link: text("link") };
    let ask = json!({"verdict": "ask", "question": "Nhà bà Nguyễn Thị Hòa có ổ cắm không?"});
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), &ask).expect(201);
    app.deliver();
    office.books(&filed, SATURDAY, "morning").expect(201);
    let visit = office.visit_of(&filed);
    let found = traces(&app);
    for place in [
        "applicants.sealed_identity",
        "cases.question",
        "cases.sealed_contact",
        "notifications.sealed_said",
        "outbox_mails.sealed_mail",
        "unvisited_people.sealed_people",
    ] {
        assert!(found.contains(&place.to_owned()), "{place} is found before: {found:?}");
    }
    let figures_before = figures(&app);

    let page = shows(&office, &filed, "/deletion");
    assert_eq!(page.texts("p.notice"), ["Tổ chưa thu nhận gì, nên dữ liệu được xóa ngay và hồ sơ kết thúc."]);
    let path = page_of(&filed, "/deletion");
    let page = Page::of(&office.public.form(&path, &[("nothing", "")]).expect(422));
    assert_eq!(page.texts(".mistakes a"), ["Đánh dấu vào ô để xác nhận xóa dữ liệu."]);
    assert_eq!(traces(&app), found, "nothing without the tick");
    office.public.form(&path, &[("sure", "yes")]).expect(303);
    let kinds: Vec<String> = app.waiting_mails().into_iter().map(|mail| mail.0).collect();
    assert_eq!(kinds, ["visit_cancelled", "data_request"], "two last mails, and none of what waited before");
    app.deliver();

    assert_eq!(traces(&app), Vec::<String>::new());
    assert_eq!(figures(&app), figures_before, "what is counted is unchanged");
    assert_eq!(app.read(|conn| luudong::visits::store::stop_of(conn, VisitId(visit))), None, "the place is free");
    let page = shows(&office, &filed, "");
    assert_eq!(page.texts("p.lead"), ["Dữ liệu đã được xóa ngày Thứ Hai 23/11/2026."]);
    assert_eq!(page.texts("ul.choices a"), Vec::<String>::new());
    shows(&office, &filed, "/data");
    let again = Page::of(&office.public.form(&path, &[("sure", "yes")]).expect(422));
    assert_eq!(again.texts(".mistakes p"), ["Gia đình đã yêu cầu xóa dữ liệu trước đó."]);
    for page in [
        office.public.get(&page_of(&filed, "/feedback")),
        office.public.form(&page_of(&filed, "/feedback"), &[("text", "Bà Hòa")]),
    ] {
        assert_eq!(page.status, 404, "nothing new is kept");
    }
    let kept = office.public.with("X-Case-Secret", &other.secret);
    let kept = kept.get(&format!("/api/v1/cases/{}", other.code)).expect(200).json();
    assert_eq!(kept["contact"]["name"], "Trần Thu Ánh", "the neighbours' data is untouched");
    Page::of(&app.browser(Role::Dispatcher).get(&format!("/cases/{}", filed.code)).expect(200));
}

/// The officer of the only duty reports that the only person was captured, with a note.
fn captured(app: &TestApp) {
    let officer = app.api_as("can.bo.1");
    let roster = officer.get("/api/v1/rosters").expect(200).json();
    let stop = &roster["duties"][0]["stops"][0];
    let result = json!({
        "applicant_id": stop["people"][0]["applicant_id"], "code": "fp_described", "note": "Vân tay mờ của bà Hòa",
    });
    let body = json!({"client_id": "k", "happened_at": "2026-11-28T01:00:00Z", "results": [result]});
    officer.post(&format!("/api/v1/visits/{}/outcomes", stop["visit_id"]), &body).expect(200);
}

fn after_a_capture(settings: &str) -> (TestApp, Office, Filed) {
    let app = TestApp::with(settings);
    let office = Office::of(&app);
    let filed = office.files(&telling_case());
    office.approves(&filed);
    let account = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(account.id)), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.deliver();
    app.at(day(SATURDAY), "08:30");
    captured(&app);
    let office = Office::signed_in(app.public());
    (app, office, filed)
}

#[test]
fn r35_after_a_capture_the_data_stays_until_the_card_is_due() {
    let (app, office, filed) = after_a_capture("");
    let figures_before = figures(&app);
    let page = shows(&office, &filed, "/deletion");
    assert!(page.texts("p.notice")[0].contains("rồi xóa vào Thứ Tư 09/12/2026"), "{:?}", page.texts("p.notice"));
    office.public.form(&page_of(&filed, "/deletion"), &[("sure", "yes")]).expect(303);
    assert_eq!(
        app.waiting_mails(),
        [("data_request".to_owned(), app.waiting_mails()[0].1.clone())],
        "acknowledged at once"
    );
    app.deliver();
    let page = shows(&office, &filed, "");
    assert_eq!(page.texts("p.lead"), ["Đã làm xong tại nhà. Thẻ dự kiến có vào Thứ Ba 08/12/2026."]);
    let said = "Gia đình đã yêu cầu xóa dữ liệu. Dữ liệu sẽ được xóa vào Thứ Tư 09/12/2026.";
    assert!(page.texts("p.notice").contains(&said.to_owned()));
    app.at(day("2026-12-08"), "12:00");
    app.deliver();
    assert!(!traces(&app).is_empty(), "the card is not there yet");
    app.at(day("2026-12-09"), "00:10");
    app.deliver();
    assert_eq!(traces(&app), Vec::<String>::new());
    assert_eq!(figures(&app), figures_before);
    let page = shows(&office, &filed, "");
    assert_eq!(page.texts("p.lead"), ["Dữ liệu đã được xóa ngày Thứ Tư 09/12/2026."]);
}

#[test]
fn r35_the_days_of_the_law_are_stronger_than_the_card() {
    let (app, office, filed) = after_a_capture("personal_data.erase_days_max = 5");
    office.public.form(&page_of(&filed, "/deletion"), &[("sure", "yes")]).expect(303);
    app.deliver();
    app.at(day("2026-12-02"), "23:00");
    app.deliver();
    assert!(!traces(&app).is_empty());
    app.at(day("2026-12-03"), "08:00");
    app.deliver();
    assert_eq!(traces(&app), Vec::<String>::new());
    assert_eq!(shows(&office, &filed, "").texts("p.lead"), ["Dữ liệu đã được xóa ngày Thứ Năm 03/12/2026."]);
}

#[test]
fn an_invited_household_that_deletes_its_data_leaves_the_place_to_the_next_one() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    office.small_duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning", 1);
    let holder = office.approved(&HOUSEHOLDS[4..5]).remove(0);
    office.books(&holder, SATURDAY, "morning").expect(201);
    let filed = office.files(&telling_case());
    office.approves(&filed);
    let next = office.approved(&HOUSEHOLDS[5..6]).remove(0);
    office.withdraws(&holder);
    assert_eq!(app.invite(), 1);
    app.deliver();
    office.public.form(&page_of(&filed, "/deletion"), &[("sure", "yes")]).expect(303);
    app.deliver();
    assert_eq!(traces(&app), Vec::<String>::new());
    app.later(chrono::Duration::minutes(6));
    app.deliver();
    assert_eq!(office.turn(&next)["households"], 1);
}
