//! The edge: foreign forms, safety headers, cookies, compression, health.
use luudong::accounts::Role;
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::PASSWORD;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::Office;

#[test]
fn a_form_that_another_site_sent_is_refused() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let fields = [("login", "hoa"), ("password", PASSWORD)];
    let send = |name: &str, value: &str| app.public().with(name, value).form("/sign-in", &fields).status;
    assert_eq!(send("Sec-Fetch-Site", "cross-site"), 403);
    assert_eq!(send("Sec-Fetch-Site", "same-site"), 403);
    assert_eq!(send("Origin", "https://vneid-that.example"), 403);
    assert_eq!(send("Origin", "null"), 403);
    assert_eq!(send("Sec-Fetch-Site", "same-origin"), 303);
    assert_eq!(send("Sec-Fetch-Site", "none"), 303);
}

#[test]
fn every_answer_carries_its_safety_headers() {
    let app = TestApp::start();
    let drawing = "/map/vi/11329/14/23197/12837.svg";
    for path in [
        "/sign-in",
        "/api/v1/me",
        "/api/v1/openapi.json",
        "/kh%C3%B4ng-c%C3%B3",
        "/assets/staff.css",
        drawing,
        "/health",
        "/ready",
    ] {
        let answer = app.public().get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self'; object-src 'none'; frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        let caching =
            if path.starts_with("/assets/") || path.starts_with("/map/") { "public, max-age=3600" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), caching, "{path}");
    }
}

#[test]
fn the_cookie_of_a_sign_in_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let answer = app.public().form("/sign-in", &[("login", "hoa"), ("password", PASSWORD)]).expect(303);
    let cookie = answer.header("set-cookie");
    for part in ["luudong_sign_in=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=50400"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[test]
fn after_signing_in_only_an_own_page_is_next() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let next = |next: &str| {
        let answer = app.public().form("/sign-in", &[("login", "hoa"), ("password", PASSWORD), ("next", next)]);
        answer.expect(303).header("location").to_owned()
    };
    assert_eq!(next("/duties"), "/duties");
    for elsewhere in
        ["", "//vneid-that.example", "https://vneid-that.example", "/\\vneid-that.example", "/\t/vneid-that.example"]
    {
        assert_eq!(next(elsewhere), "/worklist", "{elsewhere}");
    }
}

#[test]
fn signing_out_ends_the_browsers_sign_in() {
    let app = TestApp::start();
    let browser = app.browser(Role::Admin);
    browser.get("/duties").expect(200);
    browser.form("/sign-out", &[("x", "")]).expect(303);
    assert_eq!(browser.get("/duties").expect(303).header("location"), "/sign-in?next=/duties");
}

#[test]
fn health_asks_the_database() {
    let app = TestApp::start();
    let health = app.public().get("/health").expect(200).json();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["mails_waiting"], 0);
}

#[test]
fn a_correction_names_the_version_it_rests_on() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[3].case());
    let (family, path) = (app.public().with("X-Case-Secret", &filed.secret), format!("/api/v1/cases/{}", filed.code));
    let gate = json!({"note": "Cổng xanh"});
    assert_eq!(family.patch(&path, &gate).status, 428);
    family.with("If-Match", "\"1\"").patch(&path, &gate).expect(200);
    assert_eq!(family.with("If-Match", "\"1\"").patch(&path, &gate).status, 412);
}

#[test]
fn the_page_of_a_case_shows_what_decides() {
    let app = TestApp::start();
    let filed = Office::of(&app).files(&HOUSEHOLDS[3].case());
    let page = app.browser(Role::Dispatcher).get(&format!("/cases/{}", filed.code)).expect(200).text;
    assert!(
        page.contains(HOUSEHOLDS[3].name) && page.contains("khoản 3 Điều 27") && page.contains("CMND 9 số"),
        "{page}"
    );
    assert!(!page.contains("art27_3"), "the code of the rule is for programs");
}
