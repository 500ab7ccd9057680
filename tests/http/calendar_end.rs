//! The working calendar ends with 2027: beyond it nobody is promised anything, and staff are told in time.
use luudong::accounts::Role;
use luudong::calendar::Calendar;
use luudong::desk::Desk;
use luudong::ids::PlanningRunId;
use luudong::planning::publish;
use luudong::reference::ReferenceFiles;
use luudong::web::Problem;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::process::Binary;

const SENTENCE: &str = "lịch làm việc mới có đến hết Thứ Sáu 31/12/2027";
const END: &str = "đến hết Thứ Sáu 31/12/2027";

/// Monday 20/12/2027, 08:00, with duties on the last days of the calendar and an approved family.
fn december() -> (TestApp, Office, Filed) {
    let app = TestApp::start();
    app.at(day("2027-12-20"), "08:00");
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    for on in ["2027-12-28", "2027-12-31"] {
        office.duty(crew, day(on), "full");
    }
    let filed = office.approved(&HOUSEHOLDS[3..4]).remove(0);
    (app, office, filed)
}

#[test]
fn at_the_end_of_2027_nothing_is_offered_or_kept_for_2028() {
    let (_app, office, filed) = december();
    let path = format!("/api/v1/cases/{}/offers?reasons=true", filed.code);
    let found = office.dispatcher.get(&path).expect(200).json();
    let dates: Vec<&str> =
        found["offers"].as_array().expect("offers").iter().filter_map(|one| one["on"].as_str()).collect();
    assert_eq!(dates, ["2027-12-28", "2027-12-28", "2027-12-31", "2027-12-31"]);
    let refused = found["not_offered"].as_array().expect("reasons");
    let beyond = |one: &&Value| one["on"].as_str().is_some_and(|on| on > "2027-12-31");
    let beyond: Vec<&Value> = refused.iter().filter(beyond).collect();
    assert_eq!(beyond.len(), 2 * 17, "seventeen days of January are within the horizon");
    for one in beyond {
        assert_eq!(one["code"], "beyond_calendar", "{one}");
        assert!(one["reason"].as_str().is_some_and(|said| said.contains(SENTENCE)), "{one}");
    }
    let asks = [
        office.books(&filed, "2028-01-04", "morning"),
        office.public.post(
            "/api/v1/holds",
            &json!({
                "contact": {"phone": HOUSEHOLDS[7].phone}, "address": HOUSEHOLDS[7].case()["address"],
                "people": [{"birth": "1950", "mobility": "bedridden"}],
                "half_day": {"on": "2028-01-04", "half_day": "morning"},
            }),
        ),
        office.public.post(
            "/api/v1/bookings",
            &json!({
                "case": HOUSEHOLDS[7].case(), "half_day": {"on": "2028-01-04", "half_day": "morning"},
            }),
        ),
    ];
    for answer in asks {
        let said = answer.assert_problem(422, "beyond-calendar")["detail"].clone();
        assert_eq!(said, format!("Chưa nhận hẹn cho Thứ Ba 04/01/2028: {SENTENCE}."));
    }
    office.books(&filed, "2027-12-31", "afternoon").expect(201);
    let ward = Page::of(&office.public.get("/phuong/11329").expect(200)).texts("main").join(" ");
    assert!(ward.contains("chưa có lịch làm việc của năm này"), "{ward}");
}

#[test]
fn at_the_end_of_2027_nobody_opens_plans_or_publishes_2028() {
    let (app, office, _) = december();
    let (crew, dispatcher) = (office.crew(2, &["11311"], None), &office.dispatcher);
    office.asks_duty(crew, day("2028-01-04"), "full").assert_problem(422, "beyond-calendar");
    let tet = json!({"on": "2028-01-26", "half_day": "morning", "reason": "Đợt cao điểm trước Tết"});
    dispatcher.post("/api/v1/exceptional-half-days", &tet).assert_problem(422, "beyond-calendar");
    let span = json!({"from": "2027-12-27", "to": "2028-01-03"});
    dispatcher.post("/api/v1/planning-runs", &span).assert_problem(422, "beyond-calendar");
    let from = json!({"from": "2027-12-24", "seed": 1});
    let run = dispatcher.post("/api/v1/planning-runs", &from).expect(201).json();
    assert_eq!((&run["from"], &run["to"]), (&json!("2027-12-24"), &json!("2027-12-31")), "two weeks, as far as known");
    app.at(day("2027-12-31"), "20:00");
    let office = Office::signed_in(app.public());
    office.dispatcher.post("/api/v1/planning-runs", &json!({"seed": 1})).assert_problem(422, "beyond-calendar");
    let page = app.browser(Role::Dispatcher).form(
        "/planning-runs",
        &[
            ("from.day", "1"),
            ("from.month", "1"),
            ("from.year", "2028"),
            ("to.day", "9"),
            ("to.month", "1"),
            ("to.year", "2028"),
        ],
    );
    assert!(Page::of(&page.expect(422)).texts("main").join(" ").contains(SENTENCE));
    app.deliver();
}

#[test]
fn a_proposal_that_the_calendar_no_longer_reaches_is_not_published() {
    let (app, office, _) = december();
    let run = office.plan(day("2027-12-28"), day("2027-12-31"), 1);
    let rows = ReferenceFiles::embedded().text("calendar.csv").expect("the calendar");
    let rows: String = rows.lines().filter(|row| !row.starts_with("2027")).map(|row| format!("{row}\n")).collect();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("calendar.csv"), rows).expect("a shorter calendar");
    let files = ReferenceFiles::with_folder(Some(folder.path().to_owned()));
    let desk = Desk { calendar: std::sync::Arc::new(Calendar::load(&files).expect("it loads")), ..app.desk.clone() };
    let id = run["id"].as_i64().expect("its number");
    let refused = desk
        .db
        .write(|conn| publish::settle(conn, &desk, app.reference(), None, PlanningRunId(id), desk.now()).map(|_| ()));
    let problem = Problem::from(refused.expect_err("the calendar ends with 2026"));
    assert_eq!(problem.kind().code, "beyond-calendar");
    office.publish(&run);
}

#[test]
fn half_a_year_before_the_end_everybody_who_can_extend_the_file_is_told() {
    let app = TestApp::start();
    let notice = |page: &Page| page.texts("main > .notice").join(" ").contains(END);
    let pages = ["/cases", "/duties", "/planning-runs", "/half-days", "/waiting-list"];
    app.at(day("2027-06-30"), "08:00");
    let dispatcher = app.browser(Role::Dispatcher);
    for path in pages {
        assert!(!notice(&Page::of(&dispatcher.get(path).expect(200))), "{path}");
    }
    app.at(day("2027-07-01"), "08:00");
    let dispatcher = app.browser_as("dispatcher.trang");
    for path in pages {
        assert!(notice(&Page::of(&dispatcher.get(path).expect(200))), "{path}");
    }
    assert!(!notice(&Page::of(&app.public().get("/").expect(200))), "families cannot do anything about it");
    let calendar = app.public().get("/api/v1/calendar").expect(200).json();
    assert_eq!(calendar["last_promised"], "2027-12-31");
}

#[test]
fn check_config_and_the_start_warn_by_the_clock_of_the_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("luudong.sqlite3").display());
    let binary = Binary::with(&[("DATABASE__URL", &url), ("SERVER__WORKER_INSIDE", "false")]);
    let at = |on: &str| binary.and("CLOCK__STARTS_AT", &format!("{on}T08:00:00"));
    for (on, warns) in [("2027-06-30", false), ("2027-07-01", true)] {
        let checked = at(on).run(&["check-config"], "");
        assert_eq!(checked.status.code(), Some(0), "{checked:?}");
        let said = String::from_utf8(checked.stdout).expect("text");
        assert_eq!(said.contains("# Chú ý: Lịch làm việc mới có đến hết"), warns, "{on}: {said}");
    }
    let (quiet, loud) = (at("2027-06-30").serve().kill(), at("2027-12-20").serve().kill());
    assert!(!quiet.contains("calendar is about to end"), "{quiet}");
    assert!(loud.contains("calendar is about to end") && loud.contains(END), "{loud}");
    // Weights, too, are those of the day that the settings name: the first row holds from 01/07/2025.
    let before = at("2025-06-30").run(&["check-config"], "");
    assert_eq!(before.status.code(), Some(2), "{before:?}");
}
