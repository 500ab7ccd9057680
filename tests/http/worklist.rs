//! What waits for a dispatcher: every number is the length of the list behind it, on the page, in the bar and over JSON;
//! several cases are approved together, and what could not be approved says why.
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{DISPATCHER, Filed, Office};
use crate::support::{Client, TestApp};

const THURSDAY: &str = "2026-11-26";

fn silent(at: usize) -> Household {
    Household { email: "", ..HOUSEHOLDS[at] }
}

/// A morning with something of everything: two to decide on, one of them answered, one asked, a kept place, two who wait,
/// a call, a card that is needed soon.
fn morning(app: &TestApp) -> Office {
    let office = Office::of(app);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day(THURSDAY), "full");
    let mut soon = HOUSEHOLDS[0].case();
    soon["deadline"] = json!({"on": "2026-12-04", "reason": "benefit"});
    let filed: Vec<Filed> = std::iter::once(soon)
        .chain([silent(1), HOUSEHOLDS[2], HOUSEHOLDS[3], HOUSEHOLDS[4]].map(|home| home.case()))
        .map(|case| office.files(&case))
        .collect();
    for (one, question) in [(&filed[1], "Nhà ở tầng mấy?"), (&filed[2], "Có ổ cắm không?")] {
        let path = format!("/api/v1/cases/{}/verification", one.code);
        office.dispatcher.post(&path, &json!({"verdict": "ask", "question": question})).expect(201);
    }
    let answered = office.public.with("X-Case-Secret", &filed[2].secret);
    answered.post(&format!("/api/v1/cases/{}/answer", filed[2].code), &json!({"answer": "Có ạ"})).expect(200);
    office.books(&filed[3], THURSDAY, "morning").expect(201);
    office.approves(&filed[4]);
    office.approved(&[silent(5)]);
    app.deliver();
    office
}

fn length(client: &Client, path: &str, list: &str) -> usize {
    let answer = client.get(path).expect(200).json();
    let rows = if list.is_empty() { &answer } else { &answer[list] };
    rows.as_array().unwrap_or_else(|| panic!("{path}: {answer}")).len()
}

fn lists(client: &Client) -> Value {
    json!({
        "undecided": length(client, "/api/v1/cases?waits_for=office", "items"),
        "asked": length(client, "/api/v1/cases?waits_for=family", "items"),
        "unapproved": length(client, "/api/v1/unapproved-bookings", "unapproved"),
        "without_window": length(client, "/api/v1/unapproved-bookings", "without_window"),
        "waiting": length(client, "/api/v1/waiting-list", "entries"),
        "calls": length(client, "/api/v1/calls", ""),
        "rights_requests": length(client, "/api/v1/rights-requests", ""),
    })
}

#[test]
fn each_number_is_the_length_of_the_list_behind_it() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = morning(&app);
    let said = app.api_as(DISPATCHER).get("/api/v1/worklist").expect(200).json();
    let lists = lists(&office.dispatcher);
    for (name, count) in lists.as_object().expect("counts") {
        assert_eq!(&said[name], count, "{name}: {said}");
    }
    assert_eq!(
        lists,
        json!({"undecided": 3, "asked": 1, "unapproved": 1, "without_window": 0, "waiting": 2, "calls": 1, "rights_requests": 0})
    );
    assert_eq!((&said["answered"], &said["late"]), (&json!(1), &json!([])));
    assert_eq!(said["near_deadline"][0]["deadline_on"], "2026-12-04");

    let page = Page::of(&app.browser_as(DISPATCHER).get("/worklist").expect(200));
    let numbers: Vec<usize> = page.texts(".count b").iter().map(|text| text.parse().expect("a number")).collect();
    assert_eq!(numbers, [3, 1, 1, 0, 2, 1, 0, 0, 0, 1], "in the order of the page");
    assert_eq!(page.texts(".places .badge"), ["3 chờ duyệt", "1 gia đình phải gọi"]);
    let elsewhere = Page::of(&app.browser_as(DISPATCHER).get("/duties").expect(200));
    assert_eq!(elsewhere.texts(".places .badge"), page.texts(".places .badge"), "every page says the same");
    assert_eq!(elsewhere.attributes(".places [aria-current]", "href"), ["/duties"]);
}

#[test]
fn of_other_wards_nothing_is_counted() {
    let app = TestApp::with("booking.staff_minutes = 0");
    morning(&app);
    let _ = app.account("dieu.phoi.xa", Role::Dispatcher, &["11914"]);
    let said = app.api_as("dieu.phoi.xa").get("/api/v1/worklist").expect(200).json();
    for (name, value) in said.as_object().expect("counts") {
        assert!(value == &json!(0) || value == &json!([]), "{name}: {value}");
    }
    let page = Page::of(&app.browser_as("dieu.phoi.xa").get("/worklist").expect(200));
    assert_eq!((page.texts(".places .badge"), page.texts(".serve")), (Vec::<String>::new(), Vec::new()));
}

#[test]
fn who_waits_longer_than_was_told_stands_on_the_first_page_until_somebody_is_there() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, Some(app.account("can.bo.1", Role::Officer, &[]).id));
    office.duty(crew, day(THURSDAY), "morning");
    let filed = office.approved(&[HOUSEHOLDS[0], HOUSEHOLDS[1]]);
    for one in &filed {
        office.books(one, THURSDAY, "morning").expect(201);
    }
    office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
    app.deliver();
    let window = |one: &Filed| office.follow(one)["visits"][0]["window"]["to"].as_str().map(str::to_owned);
    let first = filed.iter().min_by_key(|one| window(one)).expect("two households");
    app.at(day(THURSDAY), "12:30");
    let late = app.api_as(DISPATCHER).get("/api/v1/worklist").expect(200).json()["late"].clone();
    assert_eq!(late.as_array().expect("a list").len(), 2, "{late}");
    let page = Page::of(&app.browser_as(DISPATCHER).get("/worklist").expect(200));
    assert_eq!(page.texts(".places .badge.hot"), ["2 hộ bị trễ hẹn"]);
    assert_eq!(page.texts(".lane .late").len(), 2, "the time line says so, too");
    assert!(page.texts(".sum .lateness")[0].starts_with("Trễ hẹn"), "{:?}", page.texts(".sum"));
    let visit = office.visit_of(first);
    let report = json!({"kind": "arrived", "client_id": "worklist-1", "happened_at": "2026-11-26T05:30:00Z"});
    app.api_as("can.bo.1").post(&format!("/api/v1/visits/{visit}/events"), &report).expect(200);
    let late = app.api_as(DISPATCHER).get("/api/v1/worklist").expect(200).json()["late"].clone();
    assert_eq!(late.as_array().expect("a list").len(), 1, "{late}");
    assert_eq!(Page::of(&app.browser_as(DISPATCHER).get("/worklist").expect(200)).texts(".lane .doing").len(), 1);
}

#[test]
fn several_cases_are_approved_together_and_each_of_the_others_says_why_not() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let _ = office.crew(1, &WARDS, None);
    // Each with the name of its own and no number, or all would be one person's.
    let case = |at: usize| {
        let mut case = HOUSEHOLDS[at].case();
        case["applicants"][0]["held_paper"] = json!("cccd_chip");
        case["applicants"][0]["number"] = json!(format!("03015000{at:04}"));
        case
    };
    let filed: Vec<Filed> = (0..4).map(|at| office.files(&case(at))).collect();
    // The same person once more: neither of the two is without a doubt.
    let twin = office.files(&case(3));
    office.approves(&filed[1]);
    let browser = app.browser_as(DISPATCHER);
    let plain = Page::of(&browser.get("/cases").expect(200));
    assert_eq!(plain.attributes("input[name=case]", "checked"), Vec::<String>::new(), "nothing is ticked by itself");
    assert!(plain.texts(".bulk").join(" ").contains("Chọn 2 hồ sơ không vướng"), "{:?}", plain.texts("tbody tr"));
    let ticked = Page::of(&browser.get("/cases?waits_for=office&tick=clean").expect(200));
    let chosen = ticked.attributes("input[name=case][checked]", "value");
    assert_eq!(chosen, [filed[0].code.clone(), filed[2].code.clone()]);
    let flags = ticked.texts("tbody .flag");
    assert!(
        flags.contains(&format!("trùng {}", twin.code)) && flags.contains(&format!("trùng {}", filed[3].code)),
        "{flags:?}"
    );

    // A colleague was faster with one of them.
    let sent =
        [("case", filed[0].code.as_str()), ("case", &filed[1].code), ("case", &filed[2].code), ("case", "XXXX-XXXX")];
    let answer = browser.form("/approvals", &sent).expect(303);
    let said = Page::of(&browser.get(answer.header("location")).expect(200));
    let words = said.texts(".notice.good").join(" ");
    assert!(words.contains("Đã duyệt 2 hồ sơ") && words.contains(&filed[1].code), "{words}");
    assert_eq!(said.texts(".notice.good li").len(), 2, "{words}");
    assert_eq!(length(&office.dispatcher, "/api/v1/cases?waits_for=office", "items"), 2);
    assert_eq!(length(&office.dispatcher, "/api/v1/cases?state=verified", "items"), 3);
    app.deliver();
}
