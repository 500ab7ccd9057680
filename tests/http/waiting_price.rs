//! The weakest first, in time: free days are used, points decide who comes first, and told windows stay.
use chrono::NaiveDate;
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::{Crew, Filed, Office};
use crate::support::plan::stops;

/// Tuesday to Saturday of the next week: eleven working days.
const FROM: &str = "2026-12-01";
const TO: &str = "2026-12-12";

fn at(office: &Office, run: &Value, filed: &Filed) -> NaiveDate {
    let visit = office.visit_of(filed);
    stops(run).into_iter().find(|stop| stop.visit == visit).expect("it has a place").on
}

/// A duty of a crew on each working day of the span.
fn open_all(office: &Office, crew: Crew) -> Vec<NaiveDate> {
    let dates: Vec<NaiveDate> = day(FROM).iter_days().take_while(|on| *on <= day(TO)).collect();
    let dates: Vec<NaiveDate> = dates.into_iter().filter(|on| *on != day("2026-12-06")).collect();
    for on in &dates {
        let half_days = if [day("2026-12-05"), day("2026-12-12")].contains(on) { "morning" } else { "full" };
        office.duty(crew, *on, half_days);
    }
    dates
}

/// A household of one ward, all at the same distance, whose person moves and belongs to a group like this.
fn household(number: usize, mobility: &str, group: &str) -> Value {
    let mut case = HOUSEHOLDS[number % 4].case();
    case["address"]["line"] = json!(format!("Số {number} ngõ 200 phố Lạch Tray"));
    case["address"]["pin"] = Value::Null;
    case["contact"]["phone"] = json!(format!("09123457{number:02}"));
    case["applicants"][0]["number"] = json!(format!("0301299{number:02}"));
    case["applicants"][0]["mobility"] = json!(mobility);
    case["applicants"][0]["group"] = json!(group);
    case
}

fn approved(office: &Office, case: &Value) -> Filed {
    let filed = office.files(case);
    office.approves(&filed);
    filed
}

#[test]
fn two_bedside_visits_are_planned_for_the_first_of_eleven_open_days() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..2]);
    open_all(&office, office.crew(1, &WARDS, None));
    for seed in 1..=5 {
        let run = office.plan(day(FROM), day(TO), seed);
        for one in &filed {
            assert_eq!(at(&office, &run, one), day(FROM), "seed {seed}");
        }
        // home long before the lunch break must begin: neither it nor the wait for it is charged
        assert_eq!(run["proposal"]["cost"]["waiting_secs"], 0, "seed {seed}: {}", run["proposal"]["cost"]);
        assert_eq!(run["proposal"]["cost"]["delay_secs"], 0);
    }
    app.deliver();
}

#[test]
fn of_ten_households_the_weakest_comes_first_and_no_day_before_the_last_is_free() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let strong: Vec<Filed> =
        (1..10).map(|number| approved(&office, &household(number, "walks_with_help", "nct"))).collect();
    let weak = approved(&office, &household(10, "bedridden", "kt_db_nang"));
    open_all(&office, office.crew(1, &WARDS, None));
    for seed in [3, 4] {
        let run = office.plan(day(FROM), day(TO), seed);
        assert_eq!(at(&office, &run, &weak), day(FROM), "seed {seed}");
        let duties = run["proposal"]["duties"].as_array().expect("duties");
        let used: Vec<bool> = duties.iter().map(|duty| !duty["stops"].as_array().expect("stops").is_empty()).collect();
        let last = used.iter().rposition(|used| *used).expect("a used day");
        assert!(used[..last].iter().all(|used| *used), "seed {seed}: {used:?}");
        assert!(strong.iter().all(|one| at(&office, &run, one) >= day(FROM)));
    }
    app.deliver();
}

#[test]
fn who_failed_through_our_kit_is_first_in_time_before_everybody_who_needs_the_same() {
    let app = TestApp::start();
    let mut office = Office::of(&app);
    let failed = approved(&office, &household(1, "bedridden", "nct"));
    let account = app.account("can.bo.1", Role::Officer, &[]);
    let crew = office.crew(1, &["11329"], Some(account.id));
    let saturday = day("2026-11-28");
    office.duty(crew, saturday, "morning");
    office.publish(&office.plan(saturday, saturday, 1));
    app.deliver();
    app.at(saturday, "09:00");
    office = Office::signed_in(app.public());
    let officer = app.api_as("can.bo.1");
    let roster = officer.get("/api/v1/rosters?date=2026-11-28").expect(200).json();
    let stop = &roster["duties"][0]["stops"][0];
    let result = json!({"applicant_id": stop["people"][0]["applicant_id"], "code": "kit_failure", "note": "máy hỏng"});
    let report = json!({"client_id": "k-1", "happened_at": "2026-11-28T02:00:00Z", "results": [result]});
    officer.post(&format!("/api/v1/visits/{}/outcomes", stop["visit_id"]), &report).expect(200);

    // Twenty who need the same and have fewer points; two fit on a day.
    let others: Vec<Filed> = (2..22).map(|number| approved(&office, &household(number, "bedridden", "nct"))).collect();
    for (on, half_days) in
        [("2026-12-01", "full"), ("2026-12-02", "full"), ("2026-12-03", "full"), ("2026-12-05", "morning")]
    {
        office.small_duty(crew, day(on), half_days, 2);
    }
    for seed in 1..=3 {
        let run = office.plan(day(FROM), day("2026-12-05"), seed);
        assert_eq!(at(&office, &run, &failed), day(FROM), "seed {seed}");
        assert_eq!(stops(&run).len(), 8, "seed {seed}: all the other places are used");
    }
    assert_eq!(others.len(), 20);
    app.deliver();
}

#[test]
fn freed_early_time_pulls_an_untold_visit_forward_and_leaves_a_told_one() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &["11329"], None);
    let (first, second) = (day("2026-12-01"), day("2026-12-02"));
    office.small_duty(crew, first, "full", 1);
    office.small_duty(crew, second, "full", 1);
    let leaves = approved(&office, &household(1, "bedridden", "nct"));
    office.publish(&office.plan(first, first, 1));
    let untold = approved(&office, &household(2, "bedridden", "nct"));
    let run = office.plan(first, second, 1);
    assert_eq!(at(&office, &run, &leaves), first);
    assert_eq!(at(&office, &run, &untold), second);
    office.withdraws(&leaves);
    let run = office.plan(first, second, 1);
    assert_eq!(at(&office, &run, &untold), first, "the free day is used for who waits");
    office.publish(&run);

    // Now somebody is told the second day, and the first is freed again: what was told stays.
    let told = approved(&office, &household(3, "bedridden", "nct"));
    office.publish(&office.plan(second, second, 1));
    office.withdraws(&untold);
    let run = office.plan(first, second, 1);
    assert_eq!(at(&office, &run, &told), second, "a told window stays");
    app.deliver();
}

#[test]
fn the_page_of_a_proposal_says_what_waiting_was_exchanged_for() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-12-01"), "full");
    let run = office.plan(day("2026-11-30"), day("2026-12-01"), 1);
    assert!(run["proposal"]["cost"]["delay_secs"].as_i64().expect("seconds") > 0);
    let page = app.browser(Role::Dispatcher).get(&format!("/planning-runs/{}", run["id"])).expect(200);
    assert!(page.text.contains("các hộ chờ trung bình 1,0 ngày"), "{}", page.text);
    assert!(page.text.contains("Một ngày chờ thêm của hộ 100 điểm được coi bằng"), "{}", page.text);
    app.deliver();
}
