//! Accounts by page and API: who leaves is shut out at once, rights count from the next request on, passwords are one's
//! own, sign-ins are seen and ended.
use chrono::Duration;
use luudong::accounts::Role;
use luudong::audit::store::entries_of;
use serde_json::{Value, json};

use crate::support::app::PASSWORD;
use crate::support::html::Page;
use crate::support::{Client, TestApp};

const OTHER: &str = "gạo trắng nước trong đò ngang";

fn sign_in(app: &TestApp, login: &str, password: &str) -> Value {
    app.public().post("/api/v1/sign-ins", &json!({"login": login, "password": password})).expect(201).json()
}

fn with(app: &TestApp, tokens: &Value) -> Client {
    app.public().with_token(tokens["access_token"].as_str().expect("a token"))
}

fn renew(app: &TestApp, tokens: &Value) -> crate::support::Answer {
    app.public().post("/api/v1/access-tokens", &json!({"refresh_token": tokens["refresh_token"]}))
}

#[test]
fn who_leaves_is_shut_out_at_once_everywhere() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let (tokens, browser) = (sign_in(&app, "hoa", PASSWORD), app.browser_as("hoa"));
    let client = with(&app, &tokens);
    client.get("/api/v1/cases").expect(200);
    browser.get("/cases").expect(200);

    let address = format!("/api/v1/accounts/{}", account.id);
    let disabled = admin.patch(&address, &json!({"disabled": true})).expect(200).json();
    assert_eq!(disabled["disabled_at"], "2026-11-23T01:00:00Z");
    client.get("/api/v1/cases").assert_problem(401, "sign-in-needed");
    client.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    assert_eq!(browser.get("/cases").expect(303).header("location"), "/sign-in?next=/cases");
    renew(&app, &tokens).assert_problem(401, "sign-in-needed");
    let again = app.public().post("/api/v1/sign-ins", &json!({"login": "hoa", "password": PASSWORD}));
    again.assert_problem(401, "wrong-credentials");

    admin.patch(&address, &json!({"disabled": false})).expect(200);
    client.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    assert_eq!(browser.get("/cases").status, 303, "what was ended stays ended");
    with(&app, &sign_in(&app, "hoa", PASSWORD)).get("/api/v1/me").expect(200);
    let noted = app.read(|conn| entries_of(conn, &format!("account:{}", account.id)));
    let done: Vec<_> = noted.iter().map(|entry| entry.2.as_str()).filter(|action| action.contains("able")).collect();
    assert_eq!(done, ["disable_account", "enable_account"]);
}

#[test]
fn rights_count_from_the_next_request_on() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let account = app.account("hoa", Role::Dispatcher, &["11329"]);
    let (client, browser) = (app.api_as("hoa"), app.browser_as("hoa"));
    let address = format!("/api/v1/accounts/{}", account.id);
    admin.patch(&address, &json!({"ward_codes": ["11407"], "display_name": " Trần Thị Hoa "})).expect(200);
    assert_eq!(client.get("/api/v1/me").expect(200).json()["ward_codes"], json!(["11407"]));
    assert_eq!(client.get("/api/v1/me").expect(200).json()["display_name"], "Trần Thị Hoa");
    admin.patch(&address, &json!({"role": "officer"})).expect(200);
    client.get("/api/v1/cases").assert_problem(403, "not-allowed");
    browser.get("/cases").expect(403);
    admin.patch(&address, &json!({"ward_codes": ["00000"]})).assert_invalid(&["/ward_codes"]);
    admin.patch(&address, &json!({"display_name": " "})).assert_invalid(&["/display_name"]);
    admin.patch("/api/v1/accounts/999", &json!({})).assert_problem(404, "not-found");
    let wrong = json!({"login": "an.n", "display_name": "An", "role": "officer", "ward_codes": ["1"]});
    admin.post("/api/v1/accounts", &wrong).assert_invalid(&["/ward_codes"]);
}

#[test]
fn nobody_changes_their_own_rights_or_shuts_themselves_out() {
    let app = TestApp::start();
    let account = app.account("quan.tri", Role::Admin, &[]);
    let admin = app.api_as("quan.tri");
    let address = format!("/api/v1/accounts/{}", account.id);
    admin.patch(&address, &json!({"disabled": true})).assert_problem(409, "own-account");
    admin.patch(&address, &json!({"role": "officer"})).assert_problem(409, "own-account");
    admin.patch(&address, &json!({"display_name": "Người quản trị"})).expect(200);
}

#[test]
fn a_password_is_changed_by_its_holder_and_all_other_sign_ins_end() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let (other, mine) = (app.browser_as("hoa"), app.api_as("hoa"));
    let change =
        |current: &str, new: &str| mine.put("/api/v1/me/password", &json!({"current": current, "password": new}));
    change("không phải", OTHER).assert_problem(401, "wrong-credentials");
    change(PASSWORD, "aaaaaaaaaaaa").assert_invalid(&["/password"]);
    change(PASSWORD, PASSWORD).assert_invalid(&["/password"]);
    other.get("/cases").expect(200);
    change(PASSWORD, OTHER).expect(204);
    mine.get("/api/v1/me").expect(200);
    assert_eq!(other.get("/cases").status, 303);
    let old = app.public().post("/api/v1/sign-ins", &json!({"login": "hoa", "password": PASSWORD}));
    old.assert_problem(401, "wrong-credentials");
    sign_in(&app, "hoa", OTHER);
}

#[test]
fn a_temporary_password_opens_nothing_but_its_own_change() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let before = app.api_as("hoa");
    let reset = format!("/api/v1/accounts/{}/password-reset", account.id);
    let told = admin.once("k1").post(&reset, &json!({})).expect(200).json();
    let temporary = told["temporary_password"].as_str().expect("a password").to_owned();
    assert_eq!(admin.once("k1").post(&reset, &json!({})).expect(200).json(), told, "a repeated request is one");
    before.get("/api/v1/me").assert_problem(401, "sign-in-needed");

    let client = with(&app, &sign_in(&app, "hoa", &temporary));
    client.get("/api/v1/cases").assert_problem(403, "password-change-needed");
    assert_eq!(client.get("/api/v1/me").expect(200).json()["password_is_temporary"], true);
    // What is public is read as nobody in particular: no case of the ward by its bare code.
    client.get("/api/v1/cases/K7MQ-2XPT").assert_problem(404, "not-found");
    let leaves = app.public();
    leaves.form("/sign-in", &[("login", "hoa"), ("password", &temporary)]).expect(303);
    let signed_in = || client.get("/api/v1/me/sign-ins").expect(200).json().as_array().map_or(0, Vec::len);
    assert_eq!(signed_in(), 2);
    leaves.form("/sign-out", &[("x", "")]).expect(303);
    assert_eq!(signed_in(), 1, "signing out ends it on the server too");
    let browser = app.public();
    let location = browser.form("/sign-in", &[("login", "hoa"), ("password", &temporary)]).expect(303);
    assert_eq!(location.header("location"), "/worklist");
    assert_eq!(browser.get("/cases").expect(303).header("location"), "/account");
    assert!(browser.get("/account").expect(200).text.contains("Mật khẩu này do người khác cấp"));
    let weak = browser.form("/account/password", &[("current", temporary.as_str()), ("password", "ngắn")]).expect(422);
    assert!(weak.text.contains("ít nhất 12 ký tự"), "{}", weak.text);
    let good = browser.form("/account/password", &[("current", temporary.as_str()), ("password", OTHER)]).expect(303);
    assert_eq!(good.header("location"), "/account?changed=1");
    browser.get("/cases").expect(200);
    client.get("/api/v1/me").assert_problem(401, "sign-in-needed");
}

#[test]
fn sign_ins_are_listed_and_ended_one_by_one_and_all_together() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let (phone, desk) = (app.api_as("hoa"), app.api_as("hoa"));
    let listed = desk.get("/api/v1/me/sign-ins").expect(200).json();
    let rows = listed.as_array().expect("a list");
    assert_eq!(rows.iter().filter(|row| row["current"] == true).count(), 1);
    let lost = rows.iter().find(|row| row["current"] == false).expect("the phone's")["id"].as_i64().expect("a number");
    let end = format!("/api/v1/me/sign-ins/{lost}");
    admin.delete(&end).assert_problem(404, "not-found");
    desk.delete(&end).expect(204);
    desk.delete(&end).assert_problem(404, "not-found");
    phone.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    desk.get("/api/v1/me").expect(200);
    let of_hoa = format!("/api/v1/accounts/{}/sign-ins", account.id);
    assert_eq!(admin.get(&of_hoa).expect(200).json().as_array().map(Vec::len), Some(1));
    admin.delete(&of_hoa).expect(204);
    desk.get("/api/v1/me").assert_problem(401, "sign-in-needed");
    desk.delete(&of_hoa).assert_problem(401, "sign-in-needed");
}

#[test]
fn an_admin_keeps_accounts_by_pages() {
    let app = TestApp::start();
    let admin = app.browser(Role::Admin);
    let wrong =
        admin.form("/accounts/new", &[("login", "Án"), ("display_name", "An"), ("role", "officer")]).expect(422);
    assert!(wrong.text.contains("tên đăng nhập chỉ gồm"), "{}", wrong.text);
    let new = [("login", "an.nguyen"), ("display_name", "Nguyễn Văn An"), ("role", "officer"), ("ward_codes", "11329")];
    let added = Page::of(&admin.form("/accounts/new", &new).expect(200));
    let temporary = added.texts("code").first().cloned().expect("the temporary password");
    assert!(admin.get("/accounts").expect(200).text.contains("Chờ đổi mật khẩu tạm"));
    let tokens = sign_in(&app, "an.nguyen", &temporary);
    let address = format!("/accounts/{}", tokens["account"]["id"]);
    assert!(!admin.get(&address).expect(200).text.contains(&temporary), "it is shown once");
    let changed = [("display_name", "Nguyễn Văn An"), ("role", "dispatcher"), ("ward_codes", "11329, 11407")];
    admin.form(&address, &changed).expect(303);
    assert_eq!(with(&app, &tokens).get("/api/v1/me").expect(200).json()["ward_codes"], json!(["11329", "11407"]));
    admin.form(&format!("{address}/state"), &[("disabled", "yes")]).expect(303);
    assert!(admin.get(&address).expect(200).text.contains("Đã khoá từ 08:00 ngày 23/11/2026"));
    with(&app, &tokens).get("/api/v1/me").assert_problem(401, "sign-in-needed");
    admin.form(&format!("{address}/state"), &[("disabled", "no")]).expect(303);
    let reset = Page::of(&admin.form(&format!("{address}/password-reset"), &[("x", "")]).expect(200));
    assert_ne!(reset.texts("code").first(), Some(&temporary));
}

#[test]
fn a_thief_of_several_generations_is_found_and_two_tabs_are_not() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let first = sign_in(&app, "hoa", PASSWORD);
    let second = renew(&app, &first).expect(201).json();
    app.later(Duration::seconds(20));
    let retried = renew(&app, &first).expect(201).json();
    assert_eq!(retried["refresh_token"], second["refresh_token"], "the other tab gets the same");
    let third = renew(&app, &second).expect(201).json();
    let fourth = renew(&app, &third).expect(201).json();
    app.later(Duration::seconds(21));
    renew(&app, &first).assert_problem(401, "sign-in-needed");
    renew(&app, &fourth).assert_problem(401, "sign-in-needed");
    with(&app, &fourth).get("/api/v1/me").assert_problem(401, "sign-in-needed");
}
