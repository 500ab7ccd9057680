//! The day itself: how many households are before ours and about when the team comes; the others stay a number.
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};

const SATURDAY: &str = "2026-11-28";

/// Three households of one morning in driving order, and their officer.
struct Morning {
    app: TestApp,
    office: Office,
    filed: Vec<Filed>,
    stops: Vec<Value>,
}

impl Morning {
    fn new() -> Self {
        let app = TestApp::with("booking.staff_minutes = 0");
        let office = Office::of(&app);
        let mut cases: Vec<Value> = HOUSEHOLDS[..3].iter().map(|home| home.case()).collect();
        for case in &mut cases {
            case["contact"]["email"] = json!("");
            case["consents"]["messages"] = json!(false);
            case["applicants"][0]["mobility"] = json!("wheelchair");
        }
        let filed: Vec<Filed> = cases.iter().map(|case| office.files(case)).collect();
        filed.iter().for_each(|one| office.approves(one));
        let account = app.account("can.bo.1", Role::Officer, &[]);
        office.duty(office.crew(1, &["11329"], Some(account.id)), day(SATURDAY), "morning");
        office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
        app.at(day(SATURDAY), "07:35");
        let office = Office::signed_in(app.public());
        let officer = app.api_as("can.bo.1");
        let roster = officer.get("/api/v1/rosters").expect(200).json();
        let stops = roster["duties"][0]["stops"].as_array().expect("stops").clone();
        assert_eq!(stops.len(), 3, "{roster}");
        let of = |stop: &Value| filed.iter().find(|one| stop["code"] == one.code).expect("a family").clone();
        let filed = stops.iter().map(of).collect();
        Self { app, office, filed, stops }
    }

    fn progress(&self, at: usize) -> Value {
        self.office.follow(&self.filed[at])["progress"].clone()
    }

    fn page(&self, at: usize, query: &str) -> (Page, String) {
        let filed = &self.filed[at];
        let answer = self.office.public.get(&format!("/follow/{}/{}{query}", filed.code, filed.secret)).expect(200);
        (Page::of(&answer), answer.text)
    }

    fn reports(&self, at: usize, kind: &str, time: &str) {
        self.app.at(day(SATURDAY), time);
        let (officer, visit) = (self.app.api_as("can.bo.1"), &self.stops[at]["visit_id"]);
        let hour: u32 = time[..2].parse().expect("an hour");
        let happened_at = format!("2026-11-28T{:02}:{}:00Z", hour - 7, &time[3..]);
        let client_id = format!("{at}-{kind}");
        if kind == "outcome" {
            let person = &self.stops[at]["people"][0]["applicant_id"];
            let results = json!([{"applicant_id": person, "code": "captured"}]);
            let body = json!({"client_id": client_id, "happened_at": happened_at, "results": results});
            officer.post(&format!("/api/v1/visits/{visit}/outcomes"), &body).expect(200);
        } else {
            let body = json!({"client_id": client_id, "kind": kind, "happened_at": happened_at});
            officer.post(&format!("/api/v1/visits/{visit}/events"), &body).expect(200);
        }
    }
}

fn minutes(clock: &Value) -> i32 {
    let clock = clock.as_str().expect("HH:MM");
    clock[..2].parse::<i32>().expect("hours") * 60 + clock[3..].parse::<i32>().expect("minutes")
}

#[test]
fn a_household_sees_how_many_are_before_it_and_about_when_the_team_comes() {
    let morning = Morning::new();
    let planned = minutes(&morning.stops[2]["arrives"]);
    let first = morning.progress(2);
    assert_eq!(first["households_before"], 2);
    assert_eq!(minutes(&first["to"]) - minutes(&first["from"]), 30);
    assert!((minutes(&first["from"])..=minutes(&first["to"])).contains(&planned), "{first} around {planned}");
    let (page, text) = morning.page(2, "");
    let said = format!("Còn 2 hộ nữa, khoảng {}–{}.", first["from"].as_str().unwrap(), first["to"].as_str().unwrap());
    assert_eq!(page.texts("p.day"), [said]);
    for other in &morning.filed[..2] {
        assert!(!text.contains(&other.code), "others stay unknown");
    }
    let streets = ["Lạch Tray", "Đà Nẵng", "Cầu Đất"].into_iter().filter(|name| text.contains(name)).count();
    assert_eq!(streets, 1, "its own street, and no neighbour's");

    morning.reports(0, "en_route", "07:40");
    // 25 minutes later than planned.
    let late = minutes(&morning.stops[0]["arrives"]) + 25;
    let time = format!("{:02}:{:02}", late / 60, late % 60);
    morning.reports(0, "arrived", &time);
    let later = morning.progress(2);
    assert_eq!(later["households_before"], 2);
    let shift = minutes(&later["from"]) - minutes(&first["from"]);
    assert!((20..=30).contains(&shift), "{first} {later}");
    assert_eq!(morning.progress(0), Value::Null, "at the door there is nothing to expect");

    let done = minutes(&morning.stops[0]["departs"]);
    morning.reports(0, "outcome", &format!("{:02}:{:02}", done / 60, done % 60));
    let caught_up = morning.progress(2);
    assert_eq!(caught_up["households_before"], 1);
    assert_eq!(caught_up["from"], first["from"], "the team has caught up");
    assert_eq!(morning.progress(1)["households_before"], 0);
    let (page, _) = morning.page(1, "");
    assert!(page.texts("p.day")[0].starts_with("Gia đình là hộ tiếp theo, khoảng "));
}

#[test]
fn the_page_renews_itself_on_the_day_only_and_can_be_kept_still() {
    let morning = Morning::new();
    let renews = |query: &str| {
        let filed = &morning.filed[2];
        let answer = morning.office.public.get(&format!("/follow/{}/{}{query}", filed.code, filed.secret));
        answer.header("refresh").to_owned()
    };
    let (page, _) = morning.page(2, "");
    assert_eq!(renews(""), "60");
    assert!(page.texts("main p").iter().any(|line| line.starts_with("Trang này tự tải lại mỗi phút.")));
    let (still, _) = morning.page(2, "?still=1");
    assert_eq!(renews("?still=1"), "");
    assert_eq!(still.texts("p.day"), page.texts("p.day"));
    for (on, time) in [("2026-11-27", "09:00"), (SATURDAY, "06:00"), (SATURDAY, "16:00")] {
        morning.app.at(day(on), time);
        let (page, _) = morning.page(2, "");
        assert_eq!(renews(""), "", "{on} {time}");
        assert!(page.texts("p.day").is_empty(), "{on} {time}");
    }
}
