//! A family says anew how one gets to the person and what is ready; officers learn it, the half-day stays.
use luudong::accounts::Role;
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::OFFICERS_READ_AHEAD;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};

const SATURDAY: &str = "2026-11-28";

/// An officer's team on Saturday morning and one approved household.
fn opened() -> (TestApp, Office, Filed) {
    let app = TestApp::with(&format!("booking.staff_minutes = 0\n{OFFICERS_READ_AHEAD}"));
    let office = Office::of(&app);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    let filed = office.approved(&HOUSEHOLDS[3..4]).remove(0);
    (app, office, filed)
}

fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

/// The page about the home and the version that its form is made for.
fn home_of(office: &Office, filed: &Filed) -> (Page, String) {
    let page = Page::of(&office.public.get(&page_of(filed, "/readiness")).expect(200));
    let version = page.value("version").expect("a version");
    (page, version)
}

#[test]
fn what_changes_about_the_home_reaches_the_officers_and_keeps_the_half_day() {
    let (app, office, filed) = opened();
    office.books(&filed, SATURDAY, "morning").expect(201);
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    let stored = || office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    let (page, version) = home_of(&office, &filed);
    assert_eq!(page.attributes("input[checked]", "value"), Vec::<String>::new(), "nothing was said yet");
    let said = [
        ("version", &*version),
        ("readiness.power", "no"),
        ("readiness.light", "yes"),
        ("readiness.alley", "foot"),
        ("readiness.stairs", "stairs_low"),
        ("readiness.gate", "dog"),
        ("readiness.people.0.papers", "no"),
        ("readiness.people.0.difficulties", "hearing"),
        ("readiness.people.0.difficulties", "fingers"),
    ];
    let path = page_of(&filed, "/readiness");
    let done = office.public.form(&path, &said).expect(303);
    assert_eq!(done.header("location"), page_of(&filed, "?done=ready"));
    assert_eq!(
        stored()["readiness"],
        json!({
            "power": "no", "light": "yes", "alley": "foot", "stairs": "stairs_low", "gate": "dog",
            "people": [{"difficulties": ["hearing", "fingers"], "papers": "no"}],
        })
    );
    let visits = office.dispatcher.get(&format!("/api/v1/cases/{}/visits", filed.code)).expect(200).json();
    assert_eq!((&visits["visits"][0]["on"], &visits["visits"][0]["half_day"]), (&json!(SATURDAY), &json!("morning")));
    let roster = app.api_as("can.bo.1").get(&format!("/api/v1/rosters?date={SATURDAY}")).expect(200).json();
    let bring = roster["duties"][0]["stops"][0]["bring"].as_array().expect("a list");
    for line in ["Đi bộ vào nhà: để thiết bị trong túi đeo", "Xin gia đình giữ chó"] {
        assert!(bring.contains(&json!(line)), "{bring:?}");
    }

    // Said again with less: what is not ticked any more is gone; the older form is refused with what is stored now.
    let late = Page::of(&office.public.form(&path, &said).expect(422));
    assert!(late.texts(".mistakes p")[0].starts_with("Thông tin vừa được sửa ở nơi khác"));
    assert!(late.texts("section dd").contains(&"Phải đi bộ vào".to_owned()), "{:?}", late.texts("section dd"));
    let (page, version) = home_of(&office, &filed);
    let checked = ["no", "yes", "foot", "stairs_low", "dog", "no", "fingers", "hearing"];
    assert_eq!(page.attributes("input[checked]", "value"), checked);
    office.public.form(&path, &[("version", &version), ("readiness.power", "yes")]).expect(303);
    assert_eq!(stored()["readiness"]["people"], json!([{"difficulties": [], "papers": "unknown"}]));
    assert_eq!(stored()["readiness"]["alley"], "unknown");
}

#[test]
fn nonsense_about_the_home_is_refused_at_its_field_and_an_ended_case_stays_as_it_is() {
    let (_app, office, filed) = opened();
    let path = page_of(&filed, "/readiness");
    let (_, version) = home_of(&office, &filed);
    let long = "x".repeat(100_000);
    for nonsense in ["'; DROP TABLE cases; --", "<b>", "🙂", "YES", &long] {
        for name in
            ["readiness.power", "readiness.gate", "readiness.people.0.papers", "readiness.people.0.difficulties"]
        {
            let page = Page::of(&office.public.form(&path, &[("version", &*version), (name, nonsense)]).expect(422));
            assert_eq!(page.attributes(".mistakes a", "href"), [format!("#{name}")]);
        }
    }
    let stored = || office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    assert_eq!(stored()["readiness"], json!(null));
    // Somebody who is not in the case is not listened to.
    office.public.form(&path, &[("version", &*version), ("readiness.people.7.papers", "no")]).expect(303);
    assert_eq!(stored()["readiness"]["people"].as_array().map(Vec::len), Some(1));
    let by_api = office.public.with("X-Case-Secret", &filed.secret).with("If-Match", "\"3\"");
    let many = json!({"readiness": {"people": [{}, {}]}});
    by_api.patch(&format!("/api/v1/cases/{}", filed.code), &many).assert_problem(422, "invalid");
    office.withdraws(&filed);
    let ended = Page::of(&office.public.get(&path).expect(200));
    assert_eq!(ended.texts("p.notice"), ["Hồ sơ này đã kết thúc, không sửa được nữa."]);
    Page::of(&office.public.form(&path, &[("version", "4"), ("readiness.power", "no")]).expect(422));
    assert_eq!(stored()["readiness"]["power"], "unknown");
}
