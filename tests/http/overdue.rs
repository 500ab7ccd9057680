//! A visit that nobody came to and nobody reported is not lost: the family waits again and is told a new time (R28).
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::office::Office;
use crate::support::plan::stops;

#[test]
fn a_visit_that_nobody_reported_gets_a_new_appointment() {
    let app = TestApp::start();
    let mut office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    let crew = office.crew(1, &["11329"], None);
    office.duty(crew, day("2026-11-25"), "morning");
    let first = office.plan(day("2026-11-25"), day("2026-11-25"), 1);
    office.publish(&first);
    assert_eq!(app.deliver().len(), 2, "the receipt and the appointment");

    app.at(day("2026-11-26"), "08:00");
    office = Office::signed_in(app.public());
    office.duty(crew, day("2026-11-27"), "morning");
    let second = office.plan(day("2026-11-27"), day("2026-11-27"), 1);
    assert_eq!(stops(&second).len(), 1, "the same visit is planned again");
    assert_eq!(stops(&second)[0].visit, stops(&first)[0].visit);
    office.publish(&second);

    let mails = app.deliver();
    assert_eq!(mails.len(), 3, "and the new appointment");
    let followed = office.follow(&filed);
    assert_eq!(followed["visits"][0]["on"], json!("2026-11-27"));
    assert_eq!(followed["visits"].as_array().map(Vec::len), Some(1));
}
