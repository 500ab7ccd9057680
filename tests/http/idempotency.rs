//! A repeated POST with the same key is answered and not done again.
use std::sync::mpsc::{self, Receiver};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::Duration;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use luudong::accounts::{Role, store};
use luudong::db::schema::{idempotency_keys, kits, stops};
use luudong::db::{Db, DbConn, StoreError};
use luudong::desk::Desk;
use luudong::idempotency::{Answer, IdempotencyKey, RunningKeys};
use luudong::web::{Problem, problem_types as types};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::Office;

#[test]
fn the_same_wish_twice_gives_one_row_and_the_same_answer() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin).once("k-1");
    let new = json!({"login": "an", "display_name": "An", "role": "officer", "password": PASSWORD});
    let new = with_login(&new, "an.nguyen");
    let first = admin.post("/api/v1/accounts", &new).expect(201);
    let second = admin.post("/api/v1/accounts", &new).expect(201);
    assert_eq!(first.text, second.text);
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(accounts(&app), 2, "the admin and the new one");
}

#[test]
fn another_wish_under_the_same_key_is_refused() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin).once("k-1");
    let new = json!({"login": "an.nguyen", "display_name": "An", "role": "officer", "password": PASSWORD});
    admin.post("/api/v1/accounts", &new).expect(201);
    admin.post("/api/v1/accounts", &with_login(&new, "binh.tran")).assert_problem(422, "key-reused");
    assert_eq!(accounts(&app), 2);
}

#[test]
fn keys_belong_to_their_owner() {
    let app = TestApp::start();
    let new = json!({"login": "an.nguyen", "display_name": "An", "role": "officer", "password": PASSWORD});
    app.api(Role::Admin).once("k-1").post("/api/v1/accounts", &new).expect(201);
    app.account("quan-tri-2", Role::Admin, &[]);
    let other = app.api_as("quan-tri-2").once("k-1");
    other.post("/api/v1/accounts", &with_login(&new, "binh.tran")).expect(201);
}

#[test]
fn a_refused_wish_may_be_corrected_under_its_key() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin).once("k-1");
    let wrong = json!({"login": "an.nguyen", "display_name": "An", "role": "officer", "password": "ngắn"});
    admin.post("/api/v1/accounts", &wrong).assert_invalid(&["/password"]);
    let mut right = wrong.clone();
    right["password"] = json!(PASSWORD);
    admin.post("/api/v1/accounts", &right).expect(201);
}

#[test]
fn a_key_is_printable_short_and_forgotten_after_two_days() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let new = json!({"login": "an.nguyen", "display_name": "An", "role": "officer", "password": PASSWORD});
    admin.once("").post("/api/v1/accounts", &new).assert_problem(400, "malformed");
    admin.once(&"k".repeat(201)).post("/api/v1/accounts", &new).assert_problem(400, "malformed");
    admin.once("k-1").post("/api/v1/accounts", &new).expect(201);
    app.later(Duration::hours(49));
    app.deliver();
    let admin = app.api_as("admin").once("k-1");
    admin.post("/api/v1/accounts", &with_login(&new, "binh.tran")).expect(201);
}

#[test]
fn of_many_equal_wishes_at_once_one_is_done() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin).once("k-1");
    let new = json!({"login": "an.nguyen", "display_name": "An", "role": "officer", "password": PASSWORD});
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(|| admin.post("/api/v1/accounts", &new))).collect();
        threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    });
    for answer in &answers {
        assert_eq!((answer.status, &answer.text), (201, &answers[0].text));
    }
    assert_eq!(accounts(&app), 2);
}

fn with_login(new: &serde_json::Value, login: &str) -> serde_json::Value {
    let mut other = new.clone();
    other["login"] = json!(login);
    other
}

fn accounts(app: &TestApp) -> usize {
    app.read(|conn| store::list(conn, 0, 100)).len()
}

#[test]
fn a_repeat_in_the_same_lane_stands_behind_the_first_and_gets_its_answer() {
    let app = TestApp::start();
    let (go, gate) = mpsc::channel::<()>();
    let first = count_once(&app.desk, 1, Some(gate));
    let second = count_once(&app.desk, 1, None);
    let (first, second, ()) = block_on(async { tokio::join!(first, second, async { drop(go) }) });
    assert_eq!((first.unwrap().status(), second.unwrap().status()), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(kits(&app), 1);
}

#[test]
fn a_repeat_for_another_lane_waits_for_the_first_and_gets_its_answer() {
    let app = TestApp::start();
    let (go, gate) = mpsc::channel::<()>();
    let first = count_once(&app.desk, 1, Some(gate));
    let repeat = count_once(&app.desk, 2, None);
    let (first, repeat, ()) = block_on(async { tokio::join!(first, repeat, async { drop(go) }) });
    assert_eq!((first.unwrap().status(), repeat.unwrap().status()), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(kits(&app), 1);
}

#[test]
fn a_repeat_of_another_process_waits_for_the_first_and_gets_its_answer() {
    let app = TestApp::start();
    let db = Db::open(&app.desk.settings.database).expect("the database opens");
    let beside = Desk { db, running: RunningKeys::default(), ..app.desk.clone() };
    let (go, gate) = mpsc::channel::<()>();
    let first = count_once(&app.desk, 1, Some(gate));
    let repeat = count_once(&beside, 1, None);
    let opens = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        drop(go);
    };
    let (first, repeat, ()) = block_on(async { tokio::join!(first, repeat, opens) });
    assert_eq!((first.unwrap().status(), repeat.unwrap().status()), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(kits(&app), 1);
}

#[test]
fn a_repeat_of_a_refused_wish_is_done_in_its_place() {
    let app = TestApp::start();
    let (go, gate) = mpsc::channel::<()>();
    let refused = async {
        let held = app.desk.hold_key(wish(&app.desk)).await?;
        let work = move |_: &mut DbConn, _: &Desk| {
            let _ = gate.recv();
            Err::<Answer, _>(Problem::new(&types::CONFLICT))
        };
        app.desk.once_in_lane(1, held, work).await
    };
    let second = count_once(&app.desk, 1, None);
    let (refused, second, ()) = block_on(async { tokio::join!(refused, second, async { drop(go) }) });
    assert_eq!(refused.unwrap_err().kind(), &types::CONFLICT);
    assert_eq!(second.unwrap().status(), StatusCode::CREATED);
    assert_eq!(kits(&app), 1);
}

#[test]
fn a_write_that_panics_is_answered_and_may_be_repeated() {
    let app = TestApp::start();
    let panics = app.desk.once(wish(&app.desk), |_, _| -> Result<Answer, Problem> { panic!("planned by the test") });
    assert_eq!(block_on(panics).unwrap_err().kind(), &types::INTERNAL);
    assert_eq!(block_on(count_once(&app.desk, 1, None)).unwrap().status(), StatusCode::CREATED);
}

/// One wish: that there be one kit more. It waits until the gate's other end is dropped.
async fn count_once(desk: &Desk, lane: u64, gate: Option<Receiver<()>>) -> Result<HttpResponse, Problem> {
    let work = move |conn: &mut DbConn, _: &Desk| {
        let _ = gate.as_ref().map(Receiver::recv);
        conn.batch_execute("INSERT INTO kits (name) VALUES ('Bộ ' || (SELECT count(*) FROM kits))")
            .map_err(StoreError::from)?;
        Ok::<_, StoreError>(Answer::created("/kits", &json!({})))
    };
    desk.once_in_lane(lane, desk.hold_key(wish(desk)).await?, work).await
}

fn wish(desk: &Desk) -> Option<IdempotencyKey> {
    Some(IdempotencyKey::named(&desk.vault, "an", "/kits", "k-1"))
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

fn kits(app: &TestApp) -> usize {
    app.read(|conn| Ok(kits::table.select(kits::id).load::<i64>(conn)?)).len()
}

#[test]
fn equal_bookings_without_a_key_within_a_minute_are_one() {
    let many = "booking.holds_per_contact_max = 9\nbooking.holds_per_address_max = 9";
    let app = TestApp::with(&format!("limits.repeat_secs = 60\n{many}"));
    let office = Office::of(&app);
    for number in 1..=5 {
        office.duty(office.crew(number, &WARDS, None), day("2026-11-28"), "morning");
    }
    let new = json!({"case": HOUSEHOLDS[0].case(), "half_day": {"on": "2026-11-28", "half_day": "morning"}});
    let book = |from: &str, new: &Value| office.public.with("X-Forwarded-For", from).post("/api/v1/bookings", new);
    let first = book("203.0.113.1", &new).expect(201);
    for _ in 0..2 {
        assert_eq!(book("203.0.113.1", &new).expect(201).text, first.text);
    }
    assert_eq!((cases(&office), stops(&app)), (1, 1));

    // Somebody else, another content, a key, or a minute later: another booking.
    assert_ne!(book("203.0.113.2", &new).expect(201).text, first.text);
    let other = json!({"case": HOUSEHOLDS[1].case(), "half_day": new["half_day"]});
    book("203.0.113.1", &other).expect(201);
    let keyed = office.public.with("X-Forwarded-For", "203.0.113.1").once("k-1").post("/api/v1/bookings", &new);
    assert_ne!(keyed.expect(201).text, first.text);
    app.later(Duration::seconds(61));
    assert_ne!(book("203.0.113.1", &new).expect(201).text, first.text);
    assert_eq!((cases(&office), stops(&app)), (5, 5));
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn equal_filings_without_a_key_within_a_minute_are_one_and_forgotten_soon() {
    let app = TestApp::with("limits.repeat_secs = 60");
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    assert_eq!(office.files(&HOUSEHOLDS[0].case()).secret, filed.secret);
    // A refusal is not kept.
    let mut wrong = HOUSEHOLDS[0].case();
    wrong["contact"]["phone"] = json!("1");
    for _ in 0..2 {
        assert_eq!(office.public.post("/api/v1/cases", &wrong).status, 422);
    }
    assert_eq!((cases(&office), kept_answers(&app)), (1, 1));
    app.later(Duration::seconds(61));
    app.deliver();
    assert_eq!(kept_answers(&app), 0);
}

fn cases(office: &Office) -> usize {
    let found = office.dispatcher.get("/api/v1/cases?limit=100").expect(200).json();
    found["items"].as_array().expect("cases").len()
}

fn stops(app: &TestApp) -> i64 {
    app.read(|conn| Ok(stops::table.count().get_result(conn)?))
}

fn kept_answers(app: &TestApp) -> i64 {
    app.read(|conn| Ok(idempotency_keys::table.count().get_result(conn)?))
}
