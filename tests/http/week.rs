//! The week of duties as a grid: who goes with what, the load of each duty, what is wrong, where one can be opened.
use serde_json::json;

use super::after_booking::books;
use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::Office;

const THURSDAY: &str = "2026-11-26";

/// What stands on a page.
fn said(page: &Page) -> String {
    page.texts("main").concat()
}

#[test]
fn the_week_shows_each_team_with_its_load_and_what_is_wrong() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (crew, idle) = (office.crew(1, &WARDS, None), office.crew(2, &WARDS, None));
    let duty = office.duty(crew, day(THURSDAY), "full");
    let filed = office.files(&HOUSEHOLDS[0].case());
    books(&office, &filed, THURSDAY, "morning");
    office.duty(idle, day(THURSDAY), "morning");
    let leave = json!({"from": THURSDAY, "to": THURSDAY, "reason": "annual"});
    office.dispatcher.post(&format!("/api/v1/officers/{}/leaves", idle.officer), &leave).expect(201);
    let loads = office.dispatcher.get("/api/v1/duty-loads?from=2026-11-23&to=2026-11-29").expect(200).json();
    let load = loads.as_array().unwrap().iter().find(|load| load["duty_id"] == duty).expect("its load").clone();
    assert_eq!(load["stops"], 1, "{loads}");
    let page = Page::of(&app.browser_as("dieu.phoi").get("/duties?week=2026-W48").expect(200));
    let minutes = |name: &str| load[name].as_i64().unwrap();
    let (travel, left) = ((minutes("travel_secs") + 59) / 60, minutes("left_secs") / 60);
    let words = format!("1 điểm, {travel} phút đường, còn {left} phút");
    assert!(travel > 0 && said(&page).contains(&words), "{words}: {}", said(&page));
    assert!(said(&page).contains("2 ca, 1 ca trống, 1 ca phải sửa"), "{}", said(&page));
    assert!(said(&page).contains("nghỉ phép") && said(&page).contains("Ngày Văn hóa Việt Nam"));
    // Each empty cell of a day to come opens the form filled in; a day without work has none.
    let links = page.attributes("a.add", "href");
    assert!(links.contains(&format!("/duties/new?on=2026-11-28&team={}&half_days=morning", crew.team)), "{links:?}");
    assert!(!links.iter().any(|link| link.contains("2026-11-24") || link.contains(THURSDAY)), "{links:?}");
    let form = Page::of(&app.browser_as("dieu.phoi").get(&links[0]).expect(200));
    assert_eq!(form.attributes("option[selected]", "value").len(), 1);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_week_is_copied_as_far_as_it_can_be_had_and_names_what_cannot() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crews = [1, 2, 3].map(|number| office.crew(number, &WARDS, None));
    for (crew, on) in
        [(crews[0], "2026-11-25"), (crews[1], "2026-11-25"), (crews[2], THURSDAY), (crews[0], "2026-11-27")]
    {
        office.duty(crew, day(on), "full");
    }
    let noted = |path: String, reason: &str| {
        let span = json!({"from": "2026-12-02", "to": "2026-12-03", "reason": reason});
        office.dispatcher.post(&path, &span).expect(201);
    };
    noted(format!("/api/v1/officers/{}/leaves", crews[1].officer), "annual");
    noted(format!("/api/v1/kits/{}/outages", crews[2].kit), "broken");
    let wish = json!({"from": "2026-11-23", "to": "2026-11-30", "days": 7});
    let copied = office.dispatcher.post("/api/v1/duty-copies", &wish).expect(200).json();
    let opened = copied["opened"].as_array().expect("a list");
    let days: Vec<_> = opened.iter().map(|one| one["duty"]["on"].as_str().unwrap_or_default()).collect();
    assert_eq!(days, ["2026-12-02", "2026-12-04"]);
    assert_eq!(
        (&opened[0]["duty"]["team"]["id"], &opened[0]["duty"]["kit"]["id"]),
        (&json!(crews[0].team), &json!(crews[0].kit))
    );
    let why = |at: usize| copied["left_out"][at]["why"].as_str().expect("a reason").to_owned();
    assert!(why(0).contains("nghỉ phép") && why(1).contains("hỏng"), "{copied}");
    // Once more: everything stands already, each says why.
    let again = office.dispatcher.post("/api/v1/duty-copies", &wish).expect(200).json();
    assert_eq!((again["opened"].as_array().unwrap().len(), again["left_out"].as_array().unwrap().len()), (0, 4));
    for (refused, pointer) in [
        (json!({"from": "2026-11-23", "to": "2026-11-30", "days": 8}), "/days"),
        (json!({"from": "2026-11-23", "to": "2026-11-25", "days": 7}), "/to"),
    ] {
        office.dispatcher.post("/api/v1/duty-copies", &refused).assert_invalid(&[pointer]);
    }
    let form = [("from", "2026-11-25"), ("to", "2026-12-09"), ("days", "1")];
    let page = Page::of(&app.browser_as("dieu.phoi").form("/duty-copies", &form).expect(200));
    assert!(page.texts("[role=status] h2").concat().contains("Đã mở 2 ca"), "{}", said(&page));
}
