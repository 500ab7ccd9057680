//! A family adds a person and corrects what it told us: the longer visit must fit, and nobody's change is overwritten.
use luudong::ids::VisitId;
use luudong::seconds::Seconds;
use luudong::visits::store;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office, id};
use crate::support::{Answer, TestApp};

const SATURDAY: &str = "2026-11-28";

fn opened() -> (TestApp, Office) {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    (app, office)
}

fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

/// Sends the form of one more person with some answers changed.
fn adds(office: &Office, filed: &Filed, changed: &[(&str, &str)]) -> Answer {
    let usual = [
        ("name", "Nguyễn Văn Thêm"),
        ("birth", "03/02/1948"),
        ("sex", "male"),
        ("procedure", "cccd_to_cc"),
        ("held_paper", "cmnd9"),
        ("mobility", "bedridden"),
        ("groups", "nct"),
        ("representative.name", ""),
        ("representative.relation", ""),
        ("representative.phone", ""),
    ];
    let value = |name: &str, usual: &'static str| -> String {
        let other = changed.iter().find(|(field, _)| *field == name);
        other.map_or(usual, |(_, value)| value).to_owned()
    };
    let fields: Vec<(&str, String)> = usual.iter().map(|(name, usual)| (*name, value(name, usual))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    office.public.form(&page_of(filed, "/people"), &fields)
}

fn people(office: &Office, filed: &Filed) -> Vec<Value> {
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let case = family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    case["applicants"].as_array().expect("applicants").clone()
}

fn service_secs(app: &TestApp, office: &Office, filed: &Filed) -> (i32, Seconds) {
    let visit = office.visit_of(filed);
    let visit = app.read(|conn| store::find(conn, VisitId(visit))).expect("a visit");
    (visit.captures, visit.service_secs)
}

#[test]
fn one_more_person_makes_a_booked_visit_longer_where_it_fits() {
    let (app, office) = opened();
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    adds(&office, &filed, &[("name", "Nguyễn Thị Trước")]).expect(303);
    assert_eq!(people(&office, &filed).len(), 2, "before anything is booked");
    office.books(&filed, SATURDAY, "morning").expect(201);
    let before = service_secs(&app, &office, &filed);
    adds(&office, &filed, &[("mobility", "wheelchair")]).expect(303);
    assert_eq!(people(&office, &filed).len(), 3);
    let after = service_secs(&app, &office, &filed);
    assert_eq!((before.0, after.0), (2, 3));
    assert_eq!(after.1 - before.1, Seconds::minutes(20), "one more capture in the same home");
    assert_eq!(office.follow(&filed)["visits"][0]["on"], SATURDAY, "the half-day stays");
    let kinds: Vec<String> = app.waiting_mails().into_iter().map(|mail| mail.0).collect();
    assert_eq!(kinds, ["case_received", "visit_booked"], "the family is told the longer visit, and only that");
    crate::booking::invariants::check(&app);
    app.leave_mails(2);
}

#[test]
fn where_the_longer_visit_does_not_fit_nothing_changes_and_the_page_says_what_to_do() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    let new = json!({
        "team_id": crew.team, "on": SATURDAY, "half_days": "morning", "kit_id": crew.kit,
        "officer_ids": [crew.officer], "shift": {"starts_secs": 27_000, "ends_secs": 27_000 + 110 * 60},
    });
    let duty = id(&office.dispatcher.post("/api/v1/duties", &new).expect(201));
    let filed = office.files(&HOUSEHOLDS[3].case());
    office.books(&filed, SATURDAY, "morning").expect(201);
    let before = service_secs(&app, &office, &filed);
    let page = Page::of(&adds(&office, &filed, &[]).expect(422));
    assert_eq!(page.texts(".mistakes a"), ["Buổi đã đặt không đủ thời gian cho thêm một người."]);
    assert_eq!(page.attributes("p.notice a", "href"), [page_of(&filed, "/half-day")]);
    assert_eq!(page.value("name").as_deref(), Some("Nguyễn Văn Thêm"), "what was typed is kept");
    assert_eq!(people(&office, &filed).len(), 1);
    assert_eq!(service_secs(&app, &office, &filed), before);
    let stop = app.read(|conn| store::stop_of(conn, VisitId(office.visit_of(&filed)))).expect("its place");
    assert_eq!(stop.duty_id.0, duty);
    crate::booking::invariants::check(&app);

    office.public.form(&page_of(&filed, "/half-day"), &[("choice", "any")]).expect(303);
    adds(&office, &filed, &[]).expect(303);
    assert_eq!((people(&office, &filed).len(), service_secs(&app, &office, &filed).0), (2, 2));
    let gone = office.books(&filed, SATURDAY, "morning");
    gone.assert_problem(409, "half-day-gone");
}

#[test]
fn who_needs_no_visit_or_is_not_read_is_not_added() {
    let (app, office) = opened();
    let filed = office.files(&HOUSEHOLDS[3].case());
    let long = "Nguyễn ".repeat(57_000);
    let refused = |changed: &[(&str, &str)], field: &str, said: &str| {
        let page = Page::of(&adds(&office, &filed, changed).expect(422));
        assert_eq!(page.attributes(".mistakes a", "href"), [format!("#{field}")], "{said}");
        assert!(page.texts(".mistakes a")[0].starts_with(said), "{:?} {said}", page.texts(".mistakes a"));
    };
    refused(&[("name", "")], "name", "Chưa có họ tên");
    refused(&[("name", &long)], "name", "Họ tên dài quá");
    refused(&[("birth", "31/02/1950")], "birth", "Ngày này không có trong lịch");
    refused(&[("birth", "12/05/2036")], "birth", "Ngày sinh ở tương lai");
    refused(&[("sex", "cat")], "sex", "Không có lựa chọn này");
    refused(&[("procedure", "")], "procedure", "Chọn việc cần làm");
    refused(&[("birth", "2022")], "birth", "Trẻ dưới 6 tuổi không cần tổ đến nhà");
    refused(&[("procedure", "lost"), ("held_paper", "cccd_chip")], "procedure", "Việc này làm trực tuyến được");
    refused(&[("mobility", "walks"), ("groups", "none")], "mobility", "Người này tự đi lại được");
    let child = [("birth", "2016"), ("procedure", "child6_13"), ("groups", "none"), ("held_paper", "")];
    refused(&child, "representative.name", "Người này phải có người đại diện");
    refused(&[("name", HOUSEHOLDS[3].name), ("birth", "12/05/1950")], "name", "Người này đã có trong hồ sơ");
    let answer = adds(&office, &filed, &[("name", "<script>alert(1)</script>")]);
    assert!(!answer.text.contains("<script>alert"), "{}", answer.text);
    let english = office.public.with("Cookie", "luudong_language=en");
    let page = Page::of(&english.get(&page_of(&filed, "/people")).expect(200));
    assert_eq!(page.texts("h1"), ["Add a person who needs a card"]);
    let standing = [("representative.name", "Hoàng Thị Đào"), ("representative.relation", "parent")];
    adds(&office, &filed, &[&child[..], &standing].concat()).expect(303);
    let added = &people(&office, &filed)[1];
    assert_eq!(added["representative"]["name"], "Hoàng Thị Đào");
    assert_eq!(app.waiting_mails(), []);
}

#[test]
fn who_knows_the_hours_calls_the_team_for_one_more_person() {
    let (_app, office) = opened();
    let filed = office.approved(&HOUSEHOLDS[3..4]).remove(0);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    let shown = Page::of(&office.public.get(&page_of(&filed, "/people")).expect(200));
    assert!(shown.texts("p.notice")[0].starts_with("Gia đình đã được báo khung giờ"));
    let refused = Page::of(&adds(&office, &filed, &[]).expect(422));
    assert!(refused.texts(".mistakes p")[0].starts_with("Gia đình đã được báo khung giờ"));
    let menu = Page::of(&office.public.get(&page_of(&filed, "")).expect(200)).texts("ul.choices a");
    assert!(!menu.contains(&"Thêm người làm căn cước".to_owned()), "{menu:?}");
    assert_eq!(people(&office, &filed).len(), 1);
}

fn corrects(office: &Office, filed: &Filed, version: &str, changed: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("version", version)];
    let usual = [
        ("contact.name", "Hoàng Thị Đào"),
        ("contact.relation", "child"),
        ("contact.phone", "0912345604"),
        ("contact.email", ""),
        ("address.line", "Số 4 ngõ 56 phố Lê Lợi"),
        ("address.hamlet", ""),
        ("note", ""),
    ];
    for (name, usual) in usual {
        let other = changed.iter().find(|(field, _)| *field == name);
        fields.push((name, other.map_or(usual, |(_, value)| value)));
    }
    office.public.form(&page_of(filed, "/correction"), &fields)
}

#[test]
fn a_correction_is_stored_and_a_conflict_shows_what_is_stored_now() {
    let (app, office) = opened();
    let filed = office.approved(&HOUSEHOLDS[3..4]).remove(0);
    let page = Page::of(&office.public.get(&page_of(&filed, "/correction")).expect(200));
    let version = page.value("version").expect("a version");
    assert_eq!(page.value("contact.phone").as_deref(), Some("0912 345 604"));
    corrects(&office, &filed, &version, &[("contact.phone", "0987 654 321"), ("note", "Cổng sau")]).expect(303);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let stored = || family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    assert_eq!(
        (&stored()["contact"]["phone"]["dial"], &stored()["note"]),
        (&json!("+84987654321"), &json!("Cổng sau"))
    );
    assert_eq!(stored()["address"]["pin"]["lat"], HOUSEHOLDS[3].lat, "what the page does not ask stays");

    let late = corrects(&office, &filed, &version, &[("address.line", "Số 5 phố Cát Dài")]);
    let page = Page::of(&late.expect(422));
    assert!(page.texts(".mistakes p")[0].starts_with("Thông tin vừa được sửa ở nơi khác"));
    assert!(page.texts("section dd").contains(&"0987 654 321".to_owned()), "{:?}", page.texts("section dd"));
    assert_eq!(page.value("address.line").as_deref(), Some("Số 5 phố Cát Dài"), "what was typed is kept");
    let version = page.value("version").expect("the new version");
    corrects(&office, &filed, &version, &[("address.line", "Số 5 phố Cát Dài")]).expect(303);
    assert_eq!(stored()["address"]["line"], "Số 5 phố Cát Dài");

    let page = Page::of(&office.public.get(&page_of(&filed, "/correction")).expect(200));
    let version = page.value("version").expect("a version");
    let wrong = [("contact.phone", "12"), ("contact.email", "nobody"), ("contact.name", "<b>Đào</b>1")];
    let page = Page::of(&corrects(&office, &filed, &version, &wrong).expect(422));
    assert_eq!(page.attributes(".mistakes a", "href"), ["#contact.name", "#contact.phone", "#contact.email"]);
    let long = "x".repeat(400_000);
    let page = Page::of(&corrects(&office, &filed, &version, &[("note", &long)]).expect(422));
    assert_eq!(page.attributes(".mistakes a", "href"), ["#note"]);
    Page::of(&corrects(&office, &filed, "", &[]).expect(422));
    office.withdraws(&filed);
    let ended = Page::of(&office.public.get(&page_of(&filed, "/correction")).expect(200));
    assert_eq!(ended.texts("p.notice"), ["Hồ sơ này đã kết thúc, không sửa được nữa."]);
    assert_eq!(app.waiting_mails(), []);
}

#[test]
fn who_reads_english_is_refused_in_english() {
    let (_app, office) = opened();
    let filed = office.files(&HOUSEHOLDS[3].case());
    let english = office.public.with("Cookie", "luudong_language=en");
    let wrong = [("version", "1"), ("contact.name", "1"), ("contact.phone", "12"), ("contact.email", "nobody")];
    let page = Page::of(&english.form(&page_of(&filed, "/correction"), &wrong).expect(422));
    let said = page.texts(".mistakes a");
    assert_eq!(said.len(), 5, "{said:?}");
    assert!(said.contains(&"This telephone number is not right. For example: 0912 345 678.".to_owned()), "{said:?}");
    let lost = Page::of(&english.get("/follow/K7MQ-2XPT/nobody").expect(404));
    assert_eq!(lost.texts("h1"), ["Not found"]);
    assert!(lost.texts("main").join(" ").is_ascii(), "{:?}", lost.texts("main"));
    let person = [("name", "1"), ("birth", "31/02/1940"), ("sex", ""), ("procedure", "x"), ("mobility", "")];
    let page = Page::of(&english.form(&page_of(&filed, "/people"), &person).expect(422));
    let more = page.texts(".mistakes a");
    assert!(more.len() >= 4 && more.iter().all(|one| one.is_ascii() || one.contains('“')), "{more:?}");
    assert!(said.iter().all(|one| one.is_ascii() || one.contains('“')), "{said:?}");
}
