//! The door for staff under attack: guesses are counted before they are checked, nobody is locked out from elsewhere,
//! what is no password costs nothing, and what happens is written down without flooding the log.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::audit::store::entries_of;
use serde_json::json;

use crate::support::app::PASSWORD;
use crate::support::{Answer, Client, TestApp};

const BEHIND_A_PROXY: &str = "limits.trusted_proxies = ['127.0.0.1']";

fn guess(client: &Client, login: &str, password: &str) -> Answer {
    client.post("/api/v1/sign-ins", &json!({"login": login, "password": password}))
}

fn from(app: &TestApp, address: &str) -> Client {
    app.public().with("X-Forwarded-For", address)
}

/// The actions noted about a subject, oldest first.
fn noted(app: &TestApp, subject: &str) -> Vec<String> {
    app.read(|conn| entries_of(conn, subject)).into_iter().map(|(_, _, action, _)| action).collect()
}

#[test]
fn of_forty_guesses_at_the_same_moment_five_are_judged() {
    let app = TestApp::start();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let client = app.public();
        let guessing = (0..40).map(|_| {
            let client = client.clone();
            scope.spawn(move || guess(&client, "hoa", "sai mật khẩu rồi").status)
        });
        let guessing: Vec<_> = guessing.collect();
        guessing.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    let count = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((count(401), count(429)), (5, 35), "{statuses:?}");
    let mut written = noted(&app, &format!("account:{}", account.id));
    written.sort();
    assert_eq!(written, ["add_account", "lock_out", "wrong_password"], "once a minute each");
}

#[test]
fn nobody_locks_a_colleague_out_from_elsewhere() {
    let app = TestApp::with(BEHIND_A_PROXY);
    app.account("hoa", Role::Dispatcher, &[]);
    let swindler = from(&app, "203.0.113.9");
    for _ in 0..5 {
        guess(&swindler, "hoa", "sai mật khẩu rồi").assert_problem(401, "wrong-credentials");
    }
    guess(&swindler, "hoa", PASSWORD).assert_problem(429, "too-many");
    guess(&from(&app, "198.51.100.1"), "hoa", PASSWORD).expect(201);
    // Knowing the password elsewhere gives the swindler no new guesses.
    guess(&swindler, "hoa", PASSWORD).assert_problem(429, "too-many");
}

#[test]
fn guesses_from_many_addresses_make_a_login_slow_and_not_for_a_browser_that_is_known() {
    let app = TestApp::with(&format!("{BEHIND_A_PROXY}\naccounts.wrong_passwords_per_login_max = 10"));
    app.account("hoa", Role::Dispatcher, &[]);
    let browser = from(&app, "198.51.100.1");
    let signs_in =
        |browser: &Client, password: &str| browser.form("/sign-in", &[("login", "Hoa"), ("password", password)]).status;
    assert_eq!(signs_in(&browser, PASSWORD), 303);
    for host in 0..10 {
        guess(&from(&app, &format!("203.0.113.{host}")), "hoa", "sai mật khẩu rồi").expect(401);
    }
    let stranger = guess(&from(&app, "203.0.113.77"), "hoa", PASSWORD);
    stranger.assert_problem(429, "too-many");
    assert_eq!(stranger.header("retry-after"), "10");
    assert_eq!(signs_in(&browser, PASSWORD), 303, "a known browser does not feel it");
    for _ in 0..5 {
        assert_eq!(signs_in(&browser, "sai mật khẩu rồi"), 422);
    }
    assert_eq!(signs_in(&browser, PASSWORD), 429, "and has no more guesses than anybody");
    app.later(Duration::seconds(10));
    guess(&from(&app, "203.0.113.77"), "hoa", PASSWORD).expect(201);
    // A browser that is known for one login is unknown for another.
    app.account("binh", Role::Officer, &[]);
    let colleague = from(&app, "203.0.113.78");
    colleague.form("/sign-in", &[("login", "binh"), ("password", PASSWORD)]).expect(303);
    assert_eq!(signs_in(&colleague, PASSWORD), 429);
}

#[test]
fn what_cannot_be_a_login_is_refused_before_it_costs_anything() {
    let app = TestApp::start();
    guess(&app.public(), &"a".repeat(1_000_000), PASSWORD).assert_problem(413, "too-large");
    guess(&app.public(), "hoa", &"a".repeat(5_000)).assert_problem(413, "too-large");
    guess(&app.public(), "hoa", &"a".repeat(2_000)).assert_problem(401, "wrong-credentials");
    guess(&app.public(), "ai đó", PASSWORD).assert_problem(401, "wrong-credentials");
    let long = "a".repeat(100_000);
    let form = app.public().form("/sign-in", &[("login", long.as_str()), ("password", PASSWORD)]);
    assert_eq!(form.status, 413, "{}", form.text);
    assert!(noted(&app, "sign_in").is_empty(), "nothing was checked");
}

#[test]
fn an_address_that_tries_login_after_login_has_to_wait() {
    let app = TestApp::with(&format!("{BEHIND_A_PROXY}\nlimits.sign_ins_per_ten_minutes = 3"));
    let sprayer = from(&app, "203.0.113.9");
    for login in ["mot", "hai", "bon"] {
        guess(&sprayer, login, "mùa xuân 2026").expect(401);
    }
    guess(&sprayer, "nam", "mùa xuân 2026").assert_problem(429, "too-many");
    assert_eq!(noted(&app, "url:POST /api/v1/sign-ins"), ["limit"]);
}

#[test]
fn who_comes_in_and_who_is_turned_away_is_written_down() {
    let app = TestApp::start();
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    let client = app.api_as("can.bo.1");
    for _ in 0..3 {
        client.get("/api/v1/cases").assert_problem(403, "not-allowed");
    }
    assert_eq!(noted(&app, &format!("account:{}", officer.id)), ["add_account", "sign_in"]);
    let denied = app.read(|conn| entries_of(conn, "url:GET /api/v1/cases"));
    let [(_, who, action, reason)] = denied.as_slice() else { panic!("one entry a minute: {denied:?}") };
    assert_eq!((*who, action.as_str()), (Some(officer.id), "denied"));
    assert!(reason.as_deref().is_some_and(|source| source.starts_with("nguồn ")), "{reason:?}");
    app.later(Duration::minutes(1));
    client.get("/api/v1/cases").expect(403);
    assert_eq!(noted(&app, "url:GET /api/v1/cases"), ["denied", "denied"]);
}
