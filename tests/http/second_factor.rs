//! A stolen password alone opens nothing: codes count once, guesses are counted, two admins take a lost one away.
use chrono::Duration;
use luudong::accounts::second_factor::digits_of;
use luudong::accounts::{Account, Role};
use luudong::audit::store::entries_of;
use serde_json::{Value, json};

use crate::support::app::PASSWORD;
use crate::support::html::Page;
use crate::support::{Answer, Client, TestApp};

fn digits(app: &TestApp, account: &Account) -> String {
    let at = app.desk.now();
    app.read(|conn| digits_of(conn, &app.desk, account.id, at)).expect("a second factor")
}

/// Sets it up on the pages; gives the browser and the codes of the paper.
fn sets_up(app: &TestApp, account: &Account) -> (Client, Vec<String>) {
    let browser = app.browser_as(&account.login);
    browser.form("/account/second-factor", &[("do", "begin")]).expect(303);
    let page = browser.get("/account/second-factor").expect(200);
    assert!(page.text.contains("<svg"), "a picture to scan");
    let wrong = browser.form("/account/second-factor", &[("do", "confirm"), ("code", "000000")]).expect(422);
    assert!(wrong.text.contains("Mã không đúng"), "{}", wrong.text);
    let confirmed = [("do", "confirm"), ("code", &*digits(app, account))];
    let shown = Page::of(&browser.form("/account/second-factor", &confirmed).expect(200));
    let codes = shown.texts(".notice code");
    assert_eq!(codes.len(), 10);
    (browser, codes)
}

fn password_step(client: &Client, login: &str) -> String {
    let page = client.form("/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/account")]).expect(200);
    Page::of(&page).attributes("input[name=ticket]", "value").remove(0)
}

fn code_step(client: &Client, ticket: &str, code: &str) -> Answer {
    client.form("/sign-in/code", &[("ticket", ticket), ("next", "/account"), ("code", code)])
}

fn api(app: &TestApp, login: &str, code: Option<&str>) -> Answer {
    let mut credentials: Value = json!({"login": login, "password": PASSWORD});
    if let Some(code) = code {
        credentials["code"] = json!(code);
    }
    app.public().post("/api/v1/sign-ins", &credentials)
}

#[test]
fn whoever_has_one_comes_in_with_password_and_code_and_each_code_counts_once() {
    let app = TestApp::start();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let before = app.api_as("hoa");
    let (browser, codes) = sets_up(&app, &account);
    before.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    browser.get("/cases").expect(200);
    api(&app, "hoa", None).assert_problem(401, "second-factor-needed");
    let used = digits(&app, &account);
    api(&app, "hoa", Some(&used)).assert_problem(401, "wrong-code");
    app.later(Duration::seconds(30));
    let thief = app.public();
    let ticket = password_step(&thief, "hoa");
    thief.get("/cases").expect(303);
    let next = digits(&app, &account);
    let entered = code_step(&thief, &ticket, &next).expect(303);
    assert_eq!(entered.header("location"), "/account");
    assert!(code_step(&app.public(), &ticket, &next).expect(422).text.contains("Mã không đúng"), "a code counts once");
    // Paper: each code once, typed as people type.
    let typed = codes[0].replace('-', " ").to_lowercase();
    api(&app, "hoa", Some(&typed)).expect(201);
    api(&app, "hoa", Some(&codes[0])).assert_problem(401, "wrong-code");
    api(&app, "hoa", Some(&codes[1])).expect(201);
    let page = browser.get("/account/second-factor").expect(200);
    assert!(page.text.contains("Còn 8 mã dự phòng"), "{}", page.text);
}

#[test]
fn a_ticket_is_good_for_five_minutes_and_for_its_password_alone() {
    let app = TestApp::start();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    sets_up(&app, &account);
    app.later(Duration::seconds(30));
    let ticket = password_step(&app.public(), "hoa");
    let forged = format!("{}x", &ticket[..ticket.len() - 1]);
    for wrong in [forged.as_str(), "", "1.9999999999.00", "x"] {
        let back = code_step(&app.public(), wrong, &digits(&app, &account)).expect(303);
        assert_eq!(back.header("location"), "/sign-in", "{wrong}");
    }
    app.later(Duration::minutes(6));
    assert_eq!(code_step(&app.public(), &ticket, &digits(&app, &account)).expect(303).header("location"), "/sign-in");
}

#[test]
fn wrong_codes_are_counted_apart_from_passwords() {
    let app = TestApp::start();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    sets_up(&app, &account);
    app.later(Duration::minutes(1));
    for _ in 0..5 {
        api(&app, "hoa", Some("123456")).assert_problem(401, "wrong-code");
    }
    let waits = api(&app, "hoa", Some(&digits(&app, &account)));
    assert_eq!(waits.status, 429, "a right password buys no more guesses: {}", waits.text);
    let noted = app.read(|conn| entries_of(conn, &format!("account:{}", account.id)));
    for action in ["begin_second_factor", "wrong_code", "lock_out"] {
        assert!(noted.iter().any(|(_, _, noted, _)| noted == action), "{action}: {noted:?}");
    }
    app.later(Duration::minutes(16));
    api(&app, "hoa", Some(&digits(&app, &account))).expect(201);
}

#[test]
fn where_it_is_required_dispatchers_and_admins_do_nothing_before() {
    let app = TestApp::with("accounts.second_factor = 'required'");
    let account = app.account("hoa", Role::Dispatcher, &[]);
    app.account("can.bo.1", Role::Officer, &[]);
    app.browser_as("can.bo.1").get("/rosters").expect(200);
    app.api_as("hoa").get("/api/v1/cases").assert_problem(403, "second-factor-missing");
    let browser = app.browser_as("hoa");
    assert_eq!(browser.get("/cases").expect(303).header("location"), "/account/second-factor");
    assert_eq!(browser.form("/planning-runs", &[("x", "")]).status, 403);
    let (browser, _) = sets_up(&app, &account);
    browser.get("/cases").expect(200);
    let off = [
        ("do", "off"),
        ("code", &*{
            app.later(Duration::seconds(30));
            digits(&app, &account)
        }),
    ];
    browser.form("/account/second-factor", &off);
    browser.get("/cases").expect(200);
    api(&app, "hoa", None).assert_problem(401, "second-factor-needed");
    let changed = [("current", PASSWORD), ("password", "gạo trắng nước trong đò ngang")];
    browser.form("/account/password", &changed).expect(303);
    browser.get("/cases").expect(200);
}

#[test]
fn exports_and_what_hurts_many_ask_for_a_code_of_the_last_minutes() {
    let app = TestApp::start();
    let account = app.account("quan.tri", Role::Admin, &[]);
    let other = app.account("hoa", Role::Dispatcher, &[]);
    let (browser, _) = sets_up(&app, &account);
    browser.get("/audit.csv").expect(200);
    app.later(Duration::minutes(11));
    browser.get("/audit").expect(200);
    assert_eq!(browser.get("/audit.csv").expect(303).header("location"), "/account/proof?next=/audit.csv");
    let disabled = format!("/accounts/{}/state", other.id);
    let asked = browser.form(&disabled, &[("disabled", "yes")]).expect(303);
    assert!(asked.header("location").starts_with("/account/proof"));
    app.api_as("hoa").get("/api/v1/me").expect(200);
    let wrong = browser.form("/account/proof", &[("next", "/audit.csv"), ("code", "000000")]).expect(422);
    assert!(wrong.text.contains("Mã không đúng"), "{}", wrong.text);
    let right = [("next", "/audit.csv"), ("code", &*digits(&app, &account))];
    assert_eq!(browser.form("/account/proof", &right).expect(303).header("location"), "/audit.csv");
    browser.get("/audit.csv").expect(200);
    browser.form(&disabled, &[("disabled", "yes")]).expect(303);
    assert_eq!(api(&app, "hoa", None).status, 401);
}

#[test]
fn two_admins_take_a_lost_one_away_and_none_alone() {
    let app = TestApp::start();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let (browser, _) = sets_up(&app, &account);
    let (one, two) = (app.browser(Role::Admin), {
        app.account("quan.tri.2", Role::Admin, &[]);
        app.browser_as("quan.tri.2")
    });
    let path = format!("/accounts/{}/second-factor-reset", account.id);
    let presses = |client: &Client| client.form(&path, &[("x", "")]);
    assert!(presses(&one).expect(200).text.contains("quản trị viên khác"));
    presses(&one).expect(422);
    browser.get("/cases").expect(200);
    presses(&two).expect(303);
    browser.get("/cases").expect(303);
    api(&app, "hoa", None).expect(201);
    presses(&two).expect(422);
    // A wish of the day before yesterday is forgotten.
    let (_, _) = sets_up(&app, &account);
    presses(&one).expect(200);
    app.later(Duration::hours(25));
    let two = app.browser_as("quan.tri.2");
    assert!(presses(&two).expect(200).text.contains("Đã ghi nhận"));
}
