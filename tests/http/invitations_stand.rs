//! How long an invitation stands: two days as delivered, never past the moment at which its half-day must be settled.
use serde_json::{Value, json};

use crate::lost_secret::waiting;
use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS};
use crate::support::office::Office;

/// Until when a household is invited into a place that is given back now, on Monday 23/11/2026 at 08:00.
fn until(on: &str) -> Value {
    let app = TestApp::with("booking.invitation_minutes = 2880");
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    let duty = json!({
        "team_id": crew.team, "on": on, "half_days": "morning", "kit_id": crew.kit, "officer_ids": [crew.officer],
        "staff_minutes": 0, "shift": {"starts_secs": 27_000, "ends_secs": 27_000 + 110 * 60},
    });
    office.dispatcher.post("/api/v1/duties", &duty).expect(201);
    let filed = office.approved(&HOUSEHOLDS[..2]);
    office
        .dispatcher
        .post(&format!("/api/v1/cases/{}/booking", filed[0].code), &json!({"on": on, "half_day": "morning"}))
        .expect(201);
    office.withdraws(&filed[0]);
    assert_eq!(app.invite(), 1);
    let invited = waiting(&app, "visit_invited").remove(0);
    assert!(invited.html.contains("/follow?code=") && invited.html.contains("href=\"tel:"), "{}", invited.html);
    assert_eq!(invited.text.matches("/follow").count(), 1, "one link is enough");
    app.deliver();
    office.turn(&filed[1])["invitation"]["until"].clone()
}

#[test]
fn an_invitation_stands_two_days_and_never_past_the_moment_of_settling() {
    let config = luudong::config::Settings::defaults_with("").expect("the settings");
    assert_eq!((config.booking.invitation_minutes, config.booking.invitation_minutes_least), (2_880, 30));
    // 48 hours later, in UTC.
    assert_eq!(until("2026-11-28"), "2026-11-25T01:00:00Z");
    // Noon of the day before.
    assert_eq!(until("2026-11-26"), "2026-11-25T01:00:00Z");
    assert_eq!(until("2026-11-25"), "2026-11-24T05:00:00Z");
}
