//! Planning where it could go wrong: changed inputs, people who fit nowhere, homes without a pin, a holiday switched off.
use std::sync::Arc;

use chrono::NaiveDate;
use luudong::accounts::Role;
use luudong::calendar::Calendar;
use luudong::calendar::HalfDay;
use luudong::desk::Desk;
use luudong::ids::VisitId;
use luudong::planning::carry_out::at_once;
use luudong::planning::propose::Span;
use luudong::reference::ReferenceFiles;
use luudong::visits::store as visits;
use luudong::visits::visit::Booking;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::{Crew, FROM, Office, TO, planned_fortnight};
use crate::support::plan::stops;

#[test]
fn what_changed_after_planning_must_be_planned_again() {
    let app = TestApp::start();
    let (office, _) = planned_fortnight(&app);
    let run = office.plan(day(FROM), day(TO), 7);
    let late = office.files(&moved(HOUSEHOLDS[0], "Số 99 phố Văn Cao").case());
    office.publish(&run);
    let second = office.plan(day(FROM), day(TO), 7);
    office.approves(&late);
    let third = office.plan(day(FROM), day(TO), 7);
    // Who finds no place yet takes nobody else's: what a proposal rests on is still the same.
    assert_eq!(third["proposal"]["unserved"][0]["visit_id"], office.visit_of(&late));
    assert_eq!(second["inputs_fingerprint"], third["inputs_fingerprint"]);
    let crew = Crew { team: 1, kit: 1, officer: 1 };
    office.duty(crew, day("2026-12-03"), "full");
    office.asks_publication(&third).assert_problem(409, "inputs-changed");
    let fourth = office.plan(day(FROM), day(TO), 7);
    assert_eq!(office.publish(&fourth)["mails"], 1, "only the new household is told");
    app.deliver();
}

#[test]
fn a_withdrawn_household_makes_a_proposal_old_and_an_approved_one_does_not_move() {
    let app = TestApp::start();
    let (office, _) = planned_fortnight(&app);
    let leaving = office.files(&moved(HOUSEHOLDS[3], "Số 98 phố Văn Cao").case());
    office.approves(&leaving);
    let run = office.plan(day(FROM), day(TO), 7);
    let path = format!("/api/v1/cases/{}", leaving.code);
    let family = office.public.with("X-Case-Secret", &leaving.secret);
    let version = family.get(&path).expect(200).header("etag").to_owned();
    let elsewhere = json!({"address": {"line": "Số 5 phố Trần Phú", "ward_code": "11359"}});
    family.with("If-Match", &version).patch(&path, &elsewhere).assert_problem(409, "conflict");
    family.post(&format!("{path}/withdrawal"), &json!({})).expect(200);
    office.asks_publication(&run).assert_problem(409, "inputs-changed");
    app.deliver();
}

#[test]
fn a_dispatcher_of_one_ward_keeps_the_appointments_of_the_others() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let foreign = office.approved(&HOUSEHOLDS[8..9]).remove(0);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    office.publish(&office.plan(day("2026-11-28"), day("2026-11-28"), 1));
    office.approved(&HOUSEHOLDS[..1]);
    app.account("ngo.quyen", Role::Dispatcher, &["11329"]);
    let own = Office { public: app.public(), dispatcher: app.api_as("ngo.quyen"), language: "vi" };
    let run = own.plan(day("2026-11-28"), day("2026-11-28"), 1);
    assert_eq!(own.publish(&run)["mails"], 1, "only the own household is told");
    let roster = office.dispatcher.get("/api/v1/rosters?date=2026-11-28").expect(200).json();
    let codes: Vec<&str> =
        roster["duties"][0]["stops"].as_array().unwrap().iter().filter_map(|stop| stop["code"].as_str()).collect();
    assert_eq!(codes.len(), 2, "{roster}");
    assert!(codes.contains(&foreign.code.as_str()), "the other ward's promise still has its place");
    assert_eq!(office.follow(&foreign)["visits"][0]["team"], "Tổ lưu động 1");
    app.deliver();
}

#[test]
fn who_fits_into_no_half_day_is_left_out_with_a_reason_and_holds_nobody_up() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let mut crowd = HOUSEHOLDS[0].case();
    crowd["applicants"] = (1..=6).map(|n| json!({"birth": format!("0{n}/05/1950")})).map(|own| person(&own)).collect();
    let crowd = office.files(&crowd);
    office.approves(&crowd);
    office.approved(&HOUSEHOLDS[1..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-25"), "full");
    let run = office.plan(day("2026-11-25"), day("2026-11-25"), 1);
    assert_eq!(stops(&run).len(), 1, "the others have their places");
    assert_eq!(
        run["proposal"]["unserved"],
        json!([{"visit_id": office.visit_of(&crowd), "code": "no_window", "reason": "không có buổi mở cửa nào đủ dài trong khoảng ngày này"}])
    );
    let sunday = office.plan(day("2026-11-29"), day("2026-11-29"), 1);
    assert_eq!((stops(&sunday).len(), sunday["proposal"]["unserved"].as_array().map(Vec::len)), (0, Some(2)));
    app.deliver();
}

#[test]
fn two_homes_without_a_pin_in_one_ward_are_still_two_places() {
    let app = TestApp::start();
    let office = Office::of(&app);
    for home in &HOUSEHOLDS[..2] {
        let mut case = home.case();
        case["address"]["pin"] = Value::Null;
        office.approves(&office.files(&case));
    }
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-28"), day("2026-11-28"), 1);
    let both = stops(&run);
    assert_eq!(both.len(), 2, "{}", run["proposal"]);
    assert!(both[1].arrives >= both[0].departs + 240, "at least the minutes to park and find the house: {both:?}");
    assert!(both[1].starts >= both[1].arrives + 600, "the kit is set up again: {both:?}");
    app.deliver();
}

#[test]
fn the_holiday_is_a_working_day_when_the_data_say_so() {
    let data = tempfile::tempdir().expect("a folder");
    let rows = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/config/reference/calendar.csv"));
    let rows = rows.expect("the calendar");
    let row = "2026-11-24,Tue,off,policy,yes,";
    assert_eq!(rows.matches(row).count(), 1);
    let off = rows.replace(row, "2026-11-24,Tue,off,policy,no,");
    std::fs::write(data.path().join("calendar.csv"), off).expect("another calendar");
    let app = TestApp::with(&format!("reference.directory = '{}'", data.path().display()));
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..2]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-24"), "full");
    let run = office.plan(day("2026-11-24"), day("2026-11-24"), 1);
    let on: Vec<NaiveDate> = stops(&run).iter().map(|stop| stop.on).collect();
    assert_eq!(on, [day("2026-11-24"), day("2026-11-24")]);

    // The same duty under the calendar as it is shipped: the planner itself keeps the holiday free.
    let files = ReferenceFiles::embedded();
    let calendar = Arc::new(Calendar::load(&files).expect("the calendar"));
    let desk = Desk { calendar, ..app.desk.clone() };
    let span = Span { from: day("2026-11-24"), to: day("2026-11-24"), seed: Some(1) };
    let closed = at_once(&desk, app.reference(), None, span).expect("a proposal");
    assert_eq!((closed.proposal.served(), closed.proposal.unserved.len()), (0, 2));
    app.deliver();
}

fn person(own: &Value) -> Value {
    let mut person = HOUSEHOLDS[0].person();
    person["birth"] = own["birth"].clone();
    person["number"] = json!("");
    person
}

fn moved(home: Household, line: &'static str) -> Household {
    Household { line, name: "Tô Thị Thanh", phone: "0912345699", ..home }
}

#[test]
fn a_half_day_that_is_not_open_any_more_is_postponed_openly_and_holds_nobody_up() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-26"), "full");
    office.duty(office.crew(2, &WARDS, None), day("2026-11-28"), "morning");
    let filed = office.approved(&HOUSEHOLDS[..3]);
    office.books(&filed[0], "2026-11-28", "morning").expect(201);
    // What a new decree does: the half-day stands in the case and in no calendar.
    let visit = office.visit_of(&filed[0]);
    let closed = app.desk.db.write(|conn| {
        let visit = visits::find(conn, VisitId(visit))?.expect("the visit");
        let booking = visit.booking.map(|booking| Booking { half_day: HalfDay::Afternoon, ..booking });
        visits::book(conn, &visit, booking.zip(visit.duty_id))
    });
    assert!(closed.expect("it is stored"));
    let run = office.plan(day("2026-11-25"), day("2026-11-28"), 1);
    assert_eq!(stops(&run).len(), 2, "the others have their places: {run}");
    assert_eq!(run["proposal"]["unserved"][0]["visit_id"], visit, "{run}");
    let done = office.publish(&run);
    assert_eq!(done["postponed"], 1, "{done}");
    assert_eq!(office.follow(&filed[0])["visits"][0]["state"], "waiting");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_run_is_played_again_from_the_seed_that_it_names() {
    let app = TestApp::start();
    let (office, _) = planned_fortnight(&app);
    let wish = |seed: Option<u64>| json!({"from": FROM, "to": TO, "seed": seed});
    let first = office.dispatcher.post("/api/v1/planning-runs", &wish(None)).expect(201).json();
    let seed = first["seed"].as_u64().expect("a seed");
    let again = office.dispatcher.post("/api/v1/planning-runs", &wish(Some(seed))).expect(201).json();
    assert_eq!((&again["seed"], &again["proposal"]), (&first["seed"], &first["proposal"]));
    office.dispatcher.post("/api/v1/planning-runs", &wish(Some(1 << 53))).assert_invalid(&["/seed"]);
    app.deliver();
}
