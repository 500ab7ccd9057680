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
