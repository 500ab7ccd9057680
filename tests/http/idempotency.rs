//! A repeated POST with the same key is answered and not done again.
use chrono::Duration;
use luudong::accounts::{Role, store};
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::PASSWORD;

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
