//! One row that cannot be read hides no others: each sealed column is damaged in turn, and every list is walked.
use diesel::connection::SimpleConnection;
use luudong::db::{StoreError, unreadable_rows};
use luudong::ids::CaseId;
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::{Filed, Office};

/// Table, sealed column, and which row is damaged: of the first family wherever the row is a family's.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("cases", "sealed_contact", "id = 1"),
    ("cases", "sealed_address", "id = 1"),
    ("cases", "sealed_note", "id = 1"),
    ("applicants", "sealed_identity", "case_id = 1"),
    ("applicants", "sealed_representative", "case_id = 1"),
    ("case_readiness", "sealed_readiness", "case_id = 1"),
    ("unvisited_people", "sealed_people", "case_id = 1"),
    ("holds", "sealed_door", "ended_at IS NULL"),
    ("idempotency_keys", "sealed_answer", "id > 0"),
    ("drafts", "sealed_answers", "id > 0"),
    ("outcomes", "sealed_note", "id > 0"),
    ("feedback", "sealed_text", "id > 0"),
    ("notifications", "sealed_script", "case_id = 1"),
    ("notifications", "sealed_recipient", "case_id = 1"),
    ("notifications", "sealed_said", "case_id = 1"),
];

/// Staff's lists, in the API and as pages.
const LISTS: &[&str] = &[
    "/api/v1/cases",
    "/api/v1/calls",
    "/api/v1/waiting-list",
    "/api/v1/rosters?date=2026-11-27",
    "/api/v1/planning-runs",
    "/api/v1/duties",
    "/api/v1/unapproved-bookings",
    "/api/v1/feedback?month=2026-11",
];
const PAGES: &[&str] = &[
    "/cases",
    "/cases?state=verified",
    "/calls",
    "/waiting-list",
    "/rosters?date=2026-11-27",
    "/planning-runs",
    "/duties",
    "/unapproved-bookings",
    "/feedback",
];

/// Short work, so that all find room in one morning.
const SHORT: &str = "booking.staff_minutes = 0\ndurations.home_set_up_minutes = 1\n\
    durations.first_capture_minutes.bedridden = 2\ndurations.further_capture_minutes.bedridden = 1\n";

#[test]
fn a_damaged_row_is_left_out_and_everything_else_is_there() {
    for (table, column, row) in COLUMNS {
        let fixture = Fixture::set();
        fixture.damage(&format!("UPDATE {table} SET {column} = 's1.AAAA' WHERE {row} AND {column} IS NOT NULL"));
        fixture.crawl(&format!("{table}.{column}"));
        fixture.app.leave_mails(fixture.app.waiting_mails().len());
    }
    // Rows are counted once for the process, whatever is wrong with them.
    assert!(unreadable_rows() > 0, "they are counted");
}

#[test]
fn a_damaged_case_is_named_as_unserved_and_its_duty_can_be_cancelled() {
    let fixture = Fixture::set();
    fixture.damage("UPDATE cases SET sealed_address = 's1.AAAA' WHERE id = 1");
    let run = fixture.office.plan(day("2026-11-26"), day("2026-11-28"), 1);
    let told = fixture.office.visit_of_unread(&fixture.app, 1);
    let unserved = run["proposal"]["unserved"].as_array().expect("a list");
    let reason = unserved.iter().find(|one| one["visit_id"] == told).map(|one| one["reason"].clone());
    assert!(reason.is_some_and(|reason| reason.to_string().contains("không đọc được")), "{run}");
    let path = format!("/api/v1/duties/{}", fixture.duty);
    let version = fixture.office.dispatcher.get(&path).expect(200).json()["version"].to_string();
    let client = fixture.office.dispatcher.with("If-Match", &format!("\"{version}\""));
    let preview = client.post(&format!("{path}/change-preview"), &json!({"cancel": true})).expect(200).json();
    let hurt: Vec<_> = preview["hurt"].as_array().expect("who is hurt").iter().map(|one| &one["visit_id"]).collect();
    let wish = json!({"reason": "Bộ thiết bị hỏng", "accept": hurt});
    client.post(&format!("{path}/cancellation"), &wish).expect(200);
    fixture.app.leave_mails(fixture.app.waiting_mails().len());
}

/// Three families in a published round, one that waits, one whose visit nobody reported, and a hold.
struct Fixture {
    app: TestApp,
    office: Office,
    duty: i64,
    others: Vec<Filed>,
}

impl Fixture {
    fn set() -> Self {
        let app = TestApp::with(SHORT);
        let office = Office::of(&app);
        let silent = |home: &Household| Household { email: "", ..*home };
        let homes: Vec<Household> = HOUSEHOLDS[..3].iter().map(silent).collect();
        let mut first = homes[0].case();
        first["language"] = json!("en");
        first["no_visit"] = json!([{"name": "Nguyễn Gia Bảo", "way": "online_child"}]);
        let first = office.files(&first);
        office.approves(&first);
        let others: Vec<Filed> = [first].into_iter().chain(office.approved(&homes[1..])).collect();
        let crew = office.crew(1, &WARDS, None);
        let duty = office.duty(crew, day("2026-11-27"), "full");
        office.duty(crew, day("2026-11-28"), "morning");
        for filed in &others {
            office.books(filed, "2026-11-27", "morning").expect(201);
        }
        office.publish(&office.plan(day("2026-11-27"), day("2026-11-27"), 1));
        let waiting = office.approved(&[silent(&HOUSEHOLDS[3])]);
        let hold = json!({
            "contact": {"phone": HOUSEHOLDS[4].phone},
            "address": silent(&HOUSEHOLDS[4]).case()["address"],
            "people": [{"birth": "12/05/1950", "group": "nct", "mobility": "bedridden"}],
            "half_day": {"on": "2026-11-28", "half_day": "morning"},
        });
        office.public.post("/api/v1/holds", &hold).expect(201);
        Self { app, office, duty, others: others.into_iter().chain(waiting).collect() }
    }

    fn damage(&self, statement: &str) {
        let done = self.app.desk.db.write(|conn| Ok::<_, StoreError>(conn.batch_execute(statement)?));
        done.expect("the row is damaged");
    }

    /// Every list answers, another family is served, and the worker does its round.
    fn crawl(&self, damaged: &str) {
        for path in LISTS {
            let answer = self.office.dispatcher.get(path);
            assert!(answer.status < 500, "{damaged}: {path}: {}", answer.text);
        }
        let browser = self.app.browser_as(crate::support::office::DISPATCHER);
        for path in PAGES {
            let answer = browser.get(path);
            assert!(answer.status < 500, "{damaged}: {path}: {}", answer.text);
        }
        for path in ["/", "/phuong/11329"] {
            assert_eq!(self.office.public.get(path).status, 200, "{damaged}: {path}");
        }
        let waits = &self.others[3];
        let family = self.office.public.with("X-Case-Secret", &waits.secret);
        let offers = family.get(&format!("/api/v1/cases/{}/offers", waits.code));
        assert_eq!(offers.status, 200, "{damaged}: {}", offers.text);
        let planned = json!({"from": "2026-11-26", "to": "2026-11-28", "seed": 1});
        let run = self.office.dispatcher.post("/api/v1/planning-runs", &planned);
        assert_eq!(run.status, 201, "{damaged}: {}", run.text);
        self.app.deliver();
        // Three days later nobody has reported: every readable visit is taken back, whatever became of the others.
        self.app.later(chrono::Duration::days(7));
        self.app.deliver();
        let follow = self.office.follow(&self.others[2]);
        assert_eq!(follow["visits"][0]["state"], "waiting", "{damaged}: {follow}");
    }
}

impl Office {
    /// The number of a case's visit, read beside the API.
    fn visit_of_unread(&self, app: &TestApp, case_id: i64) -> i64 {
        app.read(|conn| luudong::visits::store::of_case(conn, CaseId(case_id)))[0].id.0
    }
}
