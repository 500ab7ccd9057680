//! R36: some months after its case has ended a household is a number; what is counted stays, whoever still waits is kept.
use chrono::Duration;
use luudong::accounts::Role;
use serde_json::json;

use crate::family_data::traces::figures;
use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Filed, Office};

const SATURDAY: &str = "2026-11-28";

fn name(office: &Office, filed: &Filed) -> String {
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let case = family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    case["contact"]["name"].as_str().expect("a name").to_owned()
}

#[test]
fn r36_after_91_days_names_are_gone_and_counts_are_unchanged() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let visited = office.files(&HOUSEHOLDS[0].case());
    office.approves(&visited);
    let account = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(account.id)), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    let (taken_back, refused) = (office.files(&HOUSEHOLDS[1].case()), office.files(&HOUSEHOLDS[3].case()));
    let waiting = office.files(&HOUSEHOLDS[4].case());
    office.withdraws(&taken_back);
    let refusal = json!({"verdict": "refuse", "reason": "Gia đình đã làm ở trụ sở."});
    let decided = office.dispatcher.post(&format!("/api/v1/cases/{}/verification", refused.code), &refusal);
    assert!(decided.status < 300, "{}", decided.text);
    app.deliver();
    app.at(day(SATURDAY), "08:30");
    let officer = app.api_as("can.bo.1");
    let roster = officer.get("/api/v1/rosters").expect(200).json();
    let stop = &roster["duties"][0]["stops"][0];
    let result = json!({"applicant_id": stop["people"][0]["applicant_id"], "code": "captured"});
    let body = json!({"client_id": "k", "happened_at": "2026-11-28T01:00:00Z", "results": [result]});
    officer.post(&format!("/api/v1/visits/{}/outcomes", stop["visit_id"]), &body).expect(200);
    app.deliver();
    let counted = figures(&app);
    let ended = [&visited, &taken_back, &refused];

    app.later(Duration::days(84));
    app.deliver();
    assert!(ended.iter().all(|filed| name(&office, filed) != "Đã xóa"), "not before its time");
    app.later(Duration::days(7));
    app.deliver();
    for filed in ended {
        assert_eq!(name(&office, filed), "Đã xóa");
        let page = office.public.get(&format!("/follow/{}/{}", filed.code, filed.secret)).expect(200);
        assert!(page.text.contains("Dữ liệu đã được xóa ngày"), "its page says so: {}", page.text);
    }
    assert_eq!(name(&office, &waiting), HOUSEHOLDS[4].contact, "who was never answered is not forgotten");
    assert_eq!(figures(&app), counted);
    let before = app.waiting_mails();
    app.deliver();
    assert_eq!((figures(&app), app.waiting_mails()), (counted, before), "a second round changes nothing");
}
