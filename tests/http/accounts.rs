//! Signing in, going on, signing out; wrong passwords; adding accounts.
use chrono::Duration;
use luudong::accounts::Role;
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::PASSWORD;

#[test]
fn a_dispatcher_signs_in_and_learns_who_they_are() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &["11329"]);
    let answer = app.public().post("/api/v1/sign-ins", &json!({"login": " Hoa ", "password": PASSWORD})).expect(201);
    let tokens = answer.json();
    assert_eq!(tokens["expires_in_secs"], 900);
    assert_eq!(tokens["signed_in_until"], "2026-11-23T15:00:00Z");
    assert!(tokens["account"].get("password_hash").is_none());
    let me = app.public().with_token(tokens["access_token"].as_str().unwrap()).get("/api/v1/me").expect(200);
    assert_eq!(me.json()["role"], "dispatcher");
    assert_eq!(me.json()["ward_codes"], json!(["11329"]));
}

#[test]
fn an_access_token_ends_after_a_quarter_of_an_hour_and_the_refresh_token_goes_on() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let first = sign_in(&app);
    app.later(Duration::minutes(15));
    let old = app.public().with_token(first["access_token"].as_str().unwrap());
    old.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    let second =
        app.public().post("/api/v1/access-tokens", &json!({"refresh_token": first["refresh_token"]})).expect(201);
    let second = second.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(second["signed_in_until"], first["signed_in_until"], "going on does not make it longer");
    app.public().with_token(second["access_token"].as_str().unwrap()).get("/api/v1/me").expect(200);
}

#[test]
fn a_used_refresh_token_that_comes_back_ends_the_sign_in_for_both() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let stolen = sign_in(&app)["refresh_token"].clone();
    let renew =
        |token: &serde_json::Value| app.public().post("/api/v1/access-tokens", &json!({"refresh_token": token}));
    let thief = renew(&stolen).expect(201).json();
    app.later(Duration::seconds(21));
    renew(&stolen).assert_problem(401, "sign-in-needed");
    renew(&thief["refresh_token"]).assert_problem(401, "sign-in-needed");
}

#[test]
fn a_sign_in_ends_by_signing_out_and_by_itself_at_the_end_of_the_day() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let left = sign_in(&app);
    app.public().with_token(left["access_token"].as_str().unwrap()).delete("/api/v1/sign-ins/current").expect(204);
    let renew = |tokens: &serde_json::Value| {
        app.public().post("/api/v1/access-tokens", &json!({"refresh_token": tokens["refresh_token"]}))
    };
    renew(&left).assert_problem(401, "sign-in-needed");
    let forgotten = sign_in(&app);
    let today = app.desk.now().date();
    app.at(today, "21:59");
    let kept = renew(&forgotten).expect(201).json();
    app.at(today, "22:00");
    renew(&kept).assert_problem(401, "sign-in-needed");
}

#[test]
fn after_five_wrong_passwords_a_login_waits_a_quarter_of_an_hour() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let attempt =
        |password: &str| app.public().post("/api/v1/sign-ins", &json!({"login": "hoa", "password": password}));
    for _ in 0..5 {
        attempt("sai mật khẩu rồi").assert_problem(401, "wrong-credentials");
    }
    let refused = attempt(PASSWORD);
    refused.assert_problem(429, "too-many");
    assert_eq!(refused.header("retry-after"), "900");
    app.later(Duration::minutes(15));
    attempt(PASSWORD).expect(201);
    attempt("sai mật khẩu rồi").assert_problem(401, "wrong-credentials");
}

#[test]
fn an_unknown_login_is_answered_like_a_wrong_password() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let unknown = app.public().post("/api/v1/sign-ins", &json!({"login": "ai-do", "password": PASSWORD}));
    let wrong = app.public().post("/api/v1/sign-ins", &json!({"login": "hoa", "password": "sai"}));
    assert_eq!(unknown.text, wrong.text);
    unknown.assert_problem(401, "wrong-credentials");
}

#[test]
fn only_an_admin_adds_accounts_and_mistakes_are_named_by_field() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let new = json!({"login": "an.nguyen", "display_name": "Nguyễn Văn An", "role": "officer", "password": PASSWORD});
    let added = admin.post("/api/v1/accounts", &new).expect(201);
    assert_eq!(added.header("location"), format!("/api/v1/accounts/{}", added.json()["id"]));
    assert!(!added.text.contains("argon2"));
    app.api_as("an.nguyen").get("/api/v1/me").expect(200);

    admin.post("/api/v1/accounts", &new).assert_invalid(&["/login"]);
    let changed = |field: &str, value: &str| {
        let mut other = new.clone();
        other[field] = json!(value);
        admin.post("/api/v1/accounts", &other)
    };
    changed("login", "Án").assert_invalid(&["/login"]);
    let mut short = new.clone();
    (short["login"], short["password"]) = (json!("binh"), json!("ngắn"));
    admin.post("/api/v1/accounts", &short).assert_invalid(&["/password"]);
    changed("role", "boss").assert_problem(400, "malformed");
}

#[test]
fn accounts_are_listed_page_by_page() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    for login in ["mot", "hai", "bon"] {
        app.account(login, Role::Officer, &[]);
    }
    let first = admin.get("/api/v1/accounts?limit=3").expect(200).json();
    assert_eq!(first["items"].as_array().unwrap().len(), 3);
    let cursor = first["next_cursor"].as_str().unwrap();
    let last = admin.get(&format!("/api/v1/accounts?limit=3&cursor={cursor}")).expect(200).json();
    assert_eq!(last["items"][0]["login"], "bon");
    assert!(last.get("next_cursor").is_none());
    admin.get("/api/v1/accounts?limit=0").assert_invalid(&["/limit"]);
    admin.get("/api/v1/accounts?cursor=x").assert_invalid(&["/cursor"]);
    admin.get("/api/v1/accounts?limit=x").assert_problem(400, "malformed");
}

fn sign_in(app: &TestApp) -> serde_json::Value {
    let credentials = json!({"login": "hoa", "password": PASSWORD});
    app.public().post("/api/v1/sign-ins", &credentials).expect(201).json()
}
