//! Passkeys as the second factor, with a device in software: made, used once each time, of this host alone, taken away.
use chrono::Duration;
use luudong::accounts::second_factor::digits_of;
use luudong::accounts::{Account, Role};
use luudong::audit::store::entries_of;
use serde_json::Value;
use webauthn_authenticator_rs::WebauthnAuthenticator;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;
use webauthn_rs::prelude::{CreationChallengeResponse, RequestChallengeResponse, Url};

use crate::support::app::PASSWORD;
use crate::support::html::Page;
use crate::support::{Answer, Client, TestApp};

const OWN: &str = "/account/second-factor";
const HOST: &str = "https://luu-dong.test";

struct Device(SoftPasskey);

impl Device {
    fn new() -> Self {
        Self(SoftPasskey::new(true))
    }

    /// Makes a key for what a page asks, as if the page stood at `origin`.
    fn makes(&mut self, page: &Answer, origin: &str) -> Vec<(String, String)> {
        let asked: CreationChallengeResponse = serde_json::from_str(&asked(page)).expect("options");
        let made = self.0.do_registration(Url::parse(origin).expect("an origin"), asked).expect("a key");
        answer(page, &serde_json::to_string(&made).expect("JSON"))
    }

    fn signs(&mut self, page: &Answer, origin: &str) -> Vec<(String, String)> {
        let asked: RequestChallengeResponse = serde_json::from_str(&asked(page)).expect("options");
        let signed = self.0.do_authentication(Url::parse(origin).expect("an origin"), asked).expect("a signature");
        answer(page, &serde_json::to_string(&signed).expect("JSON"))
    }
}

fn asked(page: &Answer) -> String {
    Page::of(page).attributes("form[data-passkey]", "data-passkey").remove(0)
}

/// The page's form as the script fills it.
fn answer(page: &Answer, passkey: &str) -> Vec<(String, String)> {
    let page = Page::of(page);
    let names = page.attributes("form[data-passkey] input", "name");
    let values = page.attributes("form[data-passkey] input", "value");
    let mut fields: Vec<(String, String)> = names.into_iter().zip(values).collect();
    fields.iter_mut().filter(|(name, _)| name == "passkey").for_each(|(_, value)| passkey.clone_into(value));
    fields
}

fn sends(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.form(path, &fields)
}

fn app() -> TestApp {
    TestApp::with(&format!("server.public_url = '{HOST}'"))
}

/// Adds a passkey on the pages; gives browser and device.
fn adds(app: &TestApp, account: &Account) -> (Client, Device, Vec<String>) {
    let (browser, mut device) = (app.browser_as(&account.login), Device::new());
    let page = browser.form(OWN, &[("do", "passkey")]).expect(200);
    let shown = Page::of(&sends(&browser, OWN, &device.makes(&page, HOST)).expect(200));
    let codes = shown.texts(".notice code");
    (browser, device, codes)
}

fn password_step(client: &Client, login: &str) -> Answer {
    client.form("/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/account")]).expect(200)
}

#[test]
fn a_device_opens_the_account_after_the_password_and_each_signature_counts_once() {
    let app = app();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let before = app.api_as("hoa");
    let (browser, mut device, codes) = adds(&app, &account);
    assert_eq!(codes.len(), 10, "the first second factor comes with a paper");
    before.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    browser.get("/cases").expect(200);
    let home = app.public();
    let page = password_step(&home, "hoa");
    home.get("/cases").expect(303);
    let signed = device.signs(&page, HOST);
    assert_eq!(sends(&home, "/sign-in/code", &signed).expect(303).header("location"), "/account");
    home.get("/cases").expect(200);
    // The same signature with another form, and the same form later: the first one's answer is for who repeats it at once.
    let other: Vec<_> = signed.iter().filter(|(name, _)| name != "form_token").cloned().collect();
    sends(&app.public(), "/sign-in/code", &other).expect(422);
    app.later(Duration::seconds(61));
    let again = sends(&app.public(), "/sign-in/code", &signed).expect(422);
    assert!(again.text.contains("Khoá truy cập không dùng được"), "{}", again.text);
    // The paper serves without an application, on pages and for programs.
    let credentials = serde_json::json!({"login": "hoa", "password": PASSWORD, "code": codes[0]});
    app.public().post("/api/v1/sign-ins", &credentials).expect(201);
    app.public().post("/api/v1/sign-ins", &credentials).assert_problem(401, "wrong-code");
    let noted = app.read(|conn| entries_of(conn, &format!("account:{}", account.id)));
    for action in ["add_passkey", "wrong_code"] {
        assert!(noted.iter().any(|(_, _, noted, _)| noted == action), "{action}: {noted:?}");
    }
}

#[test]
fn a_page_that_looks_like_ours_gets_nothing_and_a_foreign_device_opens_nothing() {
    let app = app();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let other = app.account("lan", Role::Dispatcher, &[]);
    let (_, mut device, _) = adds(&app, &account);
    let (_, mut foreign, _) = adds(&app, &other);
    let thief = app.public();
    let refused = |fields: &[(String, String)]| {
        let page = sends(&thief, "/sign-in/code", fields);
        assert_eq!(page.status, 422, "{}", page.text);
        thief.get("/cases").expect(303);
    };
    let page = password_step(&thief, "hoa");
    // Software signs for any origin, browsers refuse this before: `luu-dong.test` is no part of the swindler's host.
    let mut lured = device.signs(&page, HOST);
    lured.iter_mut().filter(|(name, _)| name == "passkey").for_each(|(_, answer)| *answer = elsewhere(answer));
    refused(&lured);
    // The answer of another account's device to its own question, under hoa's ticket.
    let asks_lan = password_step(&app.public(), "lan");
    let mut borrowed = foreign.signs(&asks_lan, HOST);
    let ticket = Page::of(&password_step(&thief, "hoa")).attributes("input[name=ticket]", "value").remove(0);
    borrowed.iter_mut().filter(|(name, _)| name == "ticket").for_each(|(_, value)| value.clone_from(&ticket));
    refused(&borrowed);
    // Too late.
    let page = password_step(&thief, "hoa");
    let signed = device.signs(&page, HOST);
    app.later(Duration::minutes(6));
    assert_eq!(sends(&thief, "/sign-in/code", &signed).expect(303).header("location"), "/sign-in");
    for nonsense in ["{}", "x", "[]", "{\"id\":1}"] {
        let page = password_step(&thief, "hoa");
        refused(&answer(&page, nonsense));
    }
}

/// The same signature with another origin in what was signed.
fn elsewhere(answer: &str) -> String {
    let mut answer: Value = serde_json::from_str(answer).expect("JSON");
    let base64 = data_encoding::BASE64URL_NOPAD;
    let data = answer["response"]["clientDataJSON"].as_str().expect("client data").to_owned();
    let data = String::from_utf8(base64.decode(data.as_bytes()).expect("base64")).expect("text");
    let moved = data.replace("luu-dong.test", "luu-dong.example");
    assert_ne!(moved, data);
    answer["response"]["clientDataJSON"] = base64.encode(moved.as_bytes()).into();
    answer.to_string()
}

#[test]
fn a_browser_that_somebody_finds_signed_in_takes_no_new_device() {
    let app = app();
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let (browser, mut device, _) = adds(&app, &account);
    app.later(Duration::minutes(11));
    for (act, field) in [("passkey", "x"), ("passkey-add", "x"), ("begin", "x"), ("passkey-remove", "1")] {
        let asked = browser.form(OWN, &[("do", act), ("id", field)]).expect(303);
        assert_eq!(asked.header("location"), format!("/account/proof?next={OWN}"), "{act}");
    }
    let page = browser.get(&format!("/account/proof?next={OWN}")).expect(200);
    let proven = sends(&browser, "/account/proof", &device.signs(&page, HOST)).expect(303);
    assert_eq!(proven.header("location"), OWN);
    browser.form(OWN, &[("do", "passkey")]).expect(200);
}

#[test]
fn the_last_one_stays_where_one_is_needed_and_takes_the_paper_along_where_none_is() {
    let app = TestApp::with(&format!("server.public_url = '{HOST}'\naccounts.second_factor = 'required'"));
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let (browser, ..) = adds(&app, &account);
    let numbers = |browser: &Client| Page::of(&browser.get(OWN).expect(200)).attributes("input[name=id]", "value");
    let first = numbers(&browser).remove(0);
    let kept = browser.form(OWN, &[("do", "passkey-remove"), ("id", &*first)]);
    assert!(kept.text.contains("khoá cuối cùng"), "{}", kept.text);
    browser.form(OWN, &[("do", "begin")]).expect(303);
    let digits = app.read(|conn| digits_of(conn, &app.desk, account.id, app.desk.now())).expect("begun");
    browser.form(OWN, &[("do", "confirm"), ("code", &*digits)]).expect(200);
    browser.form(OWN, &[("do", "passkey-remove"), ("id", &*first)]).expect(303);
    assert!(numbers(&browser).is_empty());
    browser.get("/cases").expect(200);

    let officer = app.account("can.bo.1", Role::Officer, &[]);
    let (browser, ..) = adds(&app, &officer);
    let own = numbers(&browser).remove(0);
    browser.form(OWN, &[("do", "passkey-remove"), ("id", &*first)]).expect(303);
    assert_eq!(numbers(&browser).len(), 1, "another's number takes nothing away");
    browser.form(OWN, &[("do", "passkey-remove"), ("id", &*own)]).expect(303);
    let enters = app.public().form("/sign-in", &[("login", "can.bo.1"), ("password", PASSWORD)]).expect(303);
    assert_eq!(enters.header("location"), "/rosters");
}

#[test]
fn a_server_without_a_name_offers_none() {
    let app = TestApp::with("server.public_url = 'http://127.0.0.1:8080'");
    app.account("hoa", Role::Dispatcher, &[]);
    let page = app.browser_as("hoa").get(OWN).expect(200);
    assert!(!page.text.contains("Thêm khoá truy cập") && page.text.contains("Thêm ứng dụng xác thực"), "{}", page.text);
}
