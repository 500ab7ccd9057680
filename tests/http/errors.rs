//! Every refusal is a problem document with a documented type, whoever made it: a verb, an extractor, the router.
use diesel::connection::SimpleConnection;
use luudong::accounts::Role;
use luudong::db::StoreError;
use luudong::web::problem_types;
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::PASSWORD;
use crate::support::database::Database;
use crate::support::html::Page;
use crate::support::process::Binary;

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn a_body_that_cannot_be_read_is_refused_with_its_place() {
    let app = TestApp::start();
    let public = app.public();
    let broken = public.send("POST", "/api/v1/sign-ins", &[JSON], "{\"login\": ");
    let detail = broken.assert_problem(400, "malformed")["detail"].clone();
    assert!(detail.as_str().unwrap().contains("dòng 1"), "{detail}");
    public.send("POST", "/api/v1/sign-ins", &[JSON], "").assert_problem(400, "malformed");
    public.post("/api/v1/sign-ins", &json!([])).assert_problem(400, "malformed");
    public.post("/api/v1/sign-ins", &json!({"login": 5, "password": "x"})).assert_problem(400, "malformed");
    public.post("/api/v1/sign-ins", &json!({"login": "x"})).assert_problem(400, "malformed");
    let unknown = public.post("/api/v1/sign-ins", &json!({"login": "x", "password": "x", "otp": "123456"}));
    let detail = unknown.assert_problem(400, "malformed")["detail"].clone();
    assert!(detail.as_str().unwrap().contains("otp"), "{detail}");
}

#[test]
fn a_body_of_another_kind_or_size_is_refused() {
    let app = TestApp::with("server.body_limit_bytes = 2000");
    let public = app.public();
    let xml = [("Content-Type", "application/xml")];
    public.send("POST", "/api/v1/sign-ins", &xml, "<login/>").assert_problem(415, "wrong-media-type");
    public.send("POST", "/api/v1/sign-ins", &[], "{}").assert_problem(415, "wrong-media-type");
    let long = "x".repeat(3_000);
    public.post("/api/v1/cases", &json!({"code": long})).assert_problem(413, "too-large");
}

#[test]
fn an_unknown_address_and_another_method_are_refused() {
    let app = TestApp::start();
    let public = app.public();
    public.get("/api/v1/nothing").assert_problem(404, "not-found");
    public.get("/api/v2/me").assert_problem(404, "not-found");
    let put = public.put("/api/v1/sign-ins", &json!({}));
    put.assert_problem(405, "method-not-allowed");
    assert_eq!(put.header("allow"), "POST, OPTIONS");
    let patch = app.api(Role::Admin).patch("/api/v1/accounts", &json!({}));
    patch.assert_problem(405, "method-not-allowed");
    assert_eq!(patch.header("allow"), "GET, POST, HEAD, OPTIONS");
}

#[test]
fn a_refused_sign_in_says_how_to_ask() {
    let app = TestApp::start();
    let nobody = app.public().get("/api/v1/me");
    nobody.assert_problem(401, "sign-in-needed");
    assert_eq!(nobody.header("www-authenticate"), "Bearer");
    app.public().with_token("x.y.z").get("/api/v1/me").assert_problem(401, "sign-in-needed");
    app.public().with("Authorization", "Basic aG9hOmhvYQ==").get("/api/v1/me").assert_problem(401, "sign-in-needed");
}

#[test]
fn every_type_of_problem_leads_to_a_page_that_explains_it() {
    let app = TestApp::start();
    for kind in problem_types::ALL {
        let page = Page::of(&app.public().get(&format!("/problems/{}", kind.code)).expect(200));
        assert_eq!(page.texts("h1"), [kind.title]);
    }
    Page::of(&app.public().get("/problems/no-such-thing").expect(404));
    let index = Page::of(&app.public().get("/problems").expect(200));
    assert_eq!(index.texts("tbody th"), problem_types::ALL.iter().map(|kind| kind.code).collect::<Vec<_>>());
    let docs = app.public().get("/docs").expect(303);
    assert_eq!(docs.header("location"), "/docs/");
}

#[test]
fn where_a_person_looks_a_refusal_is_a_page() {
    let app = TestApp::start();
    let page = Page::of(&app.public().get("/kh%C3%B4ng-c%C3%B3").expect(404));
    assert_eq!(page.texts("h1"), ["Không tìm thấy"]);
    let deleted = app.public().send("DELETE", "/sign-in", &[], "").expect(405);
    assert_eq!(deleted.header("allow"), "GET, POST, HEAD, OPTIONS");
    Page::of(&deleted);
    Page::of(&app.public().post("/sign-in", &json!({})).expect(415));
}

#[test]
fn a_fault_of_ours_is_no_mistake_of_who_types_and_shows_its_number() {
    let app = TestApp::start();
    app.account("dp-1", Role::Dispatcher, &[]);
    let rename = |statement: &str| {
        let done = app.desk.db.write(|conn| Ok::<_, StoreError>(conn.batch_execute(statement)?));
        done.unwrap_or_else(|error| panic!("{statement}: {error}"));
    };
    rename("ALTER TABLE sign_ins RENAME TO sign_ins_away");
    let failed = app.public().form("/sign-in", &[("login", "dp-1"), ("password", PASSWORD)]).expect(500);
    let page = Page::of(&failed);
    assert_eq!(page.texts("h1"), ["Hệ thống gặp lỗi"]);
    assert!(failed.text.contains(failed.header("x-request-id")), "{}", failed.text);
    rename("ALTER TABLE sign_ins_away RENAME TO sign_ins");
    let wrong = app.public().form("/sign-in", &[("login", "dp-1"), ("password", "sai-mat-khau")]).expect(422);
    assert_eq!(Page::of(&wrong).texts("h1"), ["Cán bộ đăng nhập"], "a wrong password is asked for again");
    let lost = app.public().get("/khong-co").expect(404);
    assert!(!lost.text.contains(lost.header("x-request-id")), "of what is no fault nobody needs the number");
}

#[test]
fn the_line_of_a_refused_request_has_the_code_of_the_refusal_and_nothing_of_the_address() {
    let database = Database::new();
    let binary = Binary::with(&[("DATABASE__URL", &database.url()), ("LOG__FILTER", "info")]);
    let server = binary.serve();
    let public = server.public();
    public.get("/api/v1/cases/K7MQ-2XPT").assert_problem(404, "not-found");
    public.get("/follow/K7MQ-2XPT/khong-co").expect(404);
    public.get("/health").expect(200);
    let log = server.kill();
    let line = |pattern: &str| log.lines().find(|line| line.contains(pattern) && line.contains("answered"));
    for pattern in ["/api/v1/cases/{code}", "/follow/{code}/{secret}"] {
        let said = line(pattern).unwrap_or_else(|| panic!("no line of {pattern}: {log}"));
        assert!(said.contains(r#""refusal":"not-found","status":404"#), "{said}");
    }
    assert!(line("/health").is_some_and(|said| !said.contains("refusal")), "{log}");
    assert!(!log.contains("K7MQ"), "{log}");
}
