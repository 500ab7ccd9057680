//! The small things at the edge: cookies of a production, policies, bodies that are lists, passwords as typed, their age.
use std::io::{Read, Write};
use std::net::TcpStream;

use chrono::Duration;
use luudong::accounts::Role;
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::PASSWORD;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::Office;

const PRODUCTION: &str = "
environment = 'production'
server.public_url = 'https://cancuoc.example.vn'
mail.transport = 'smtp'
keys.data_key = '9f3c1be07d5a48e2b6c4f0918a7d63e5'
keys.token_key = 'Zk3vQm8TtW1xRb6Yp0LsHc5NdGf9JuEa'
office.name = 'Công an thành phố Hải Phòng'
office.telephone = '0225 000 0010'
office.domain = 'cancuoc.example.vn'
";

#[test]
fn in_production_every_cookie_belongs_to_this_host_and_to_tls() {
    let app = TestApp::with(PRODUCTION);
    app.account("hoa", Role::Dispatcher, &[]);
    let signed_in = app.public().form("/sign-in", &[("login", "hoa"), ("password", PASSWORD)]).expect(303);
    let language = app.public().get("/language?to=en&back=/follow").expect(303);
    let cookies: Vec<&str> = [&signed_in, &language]
        .iter()
        .flat_map(|answer| answer.headers.get_all("set-cookie"))
        .map(|value| value.to_str().expect("text"))
        .collect();
    assert_eq!(cookies.len(), 3, "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-luudong_"), "{cookie}");
        for part in ["HttpOnly", "Secure", "Path=/", "SameSite="] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    for path in ["/", "/api/v1/wards", "/health", "/docs/", "/assets/staff.css"] {
        let hsts = app.public().get(path).expect(200).header("strict-transport-security").to_owned();
        assert_eq!(hsts, "max-age=63072000; includeSubDomains", "{path}");
    }
    let english = app.public().with("Cookie", "__Host-luudong_language=en");
    assert!(english.get("/follow").expect(200).text.contains("lang=\"en\""));
    let planted = app.public().with("Cookie", "luudong_language=en");
    assert!(planted.get("/follow").expect(200).text.contains("lang=\"vi\""), "a cookie without the prefix counts not");
}

#[test]
fn every_answer_says_its_policy_and_its_charset() {
    let app = TestApp::start();
    for (path, kind) in [
        ("/docs/", "text/html; charset=utf-8"),
        ("/docs/swagger-ui.css", "text/css; charset=utf-8"),
        ("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("/map/vi/11329/14/23197/12837.svg", "image/svg+xml; charset=utf-8"),
        ("/phuong/11329/qr.svg", "image/svg+xml; charset=utf-8"),
        ("/assets/staff.css", "text/css; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
    ] {
        let answer = app.public().with("Accept-Encoding", "gzip").get(path).expect(200);
        assert_eq!(answer.header("content-type"), kind, "{path}");
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("script-src"), "no page runs a script of its own in place: {policy}");
    }
    let bundle = app.public().with("Accept-Encoding", "gzip").get("/docs/swagger-ui-bundle.js").expect(200);
    assert_eq!(bundle.header("cache-control"), "public, max-age=3600");
    assert_ne!(bundle.header("content-encoding"), "gzip", "a megabyte is not squeezed anew for everybody");
}

#[test]
fn a_list_is_never_taken_for_an_object() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let refused = app.public().post("/api/v1/sign-ins", &json!(["hoa", PASSWORD]));
    assert!(
        refused.assert_problem(400, "malformed")["detail"].as_str().is_some_and(|detail| detail.contains("dòng 1"))
    );
    let mut case = HOUSEHOLDS[0].case();
    case["contact"] = json!(["Nguyễn Thị Hòa", "0912345678"]);
    app.public().post("/api/v1/cases", &case).assert_problem(400, "malformed");
    app.public().post("/api/v1/sign-ins", &json!({"login": "hoa", "password": PASSWORD})).expect(201);
}

#[test]
fn an_address_that_leads_back_survives_whatever_stands_in_it() {
    let app = TestApp::start();
    let asked = app.public().get("/cases/a&b=c%23d?x=1").expect(303);
    assert_eq!(asked.header("location"), "/sign-in?next=/cases/a%26b%3Dc%2523d");
}

#[test]
fn a_password_counts_exactly_as_it_was_typed() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let mine = app.browser_as("hoa");
    let chosen = " gạo trắng nước trong đò ngang ";
    mine.form("/account/password", &[("current", PASSWORD), ("password", chosen)]).expect(303);
    app.public().form("/sign-in", &[("login", "hoa"), ("password", chosen.trim())]).expect(422);
    app.public().form("/sign-in", &[("login", "hoa"), ("password", chosen)]).expect(303);
    app.public().post("/api/v1/sign-ins", &json!({"login": "hoa", "password": chosen})).expect(201);
    let long = "đò ngang ".repeat(200);
    mine.form("/account/password", &[("current", chosen), ("password", &long)]).expect(422);
    let sixty_four = "thuyền buồm sông cạn, gạo trắng nước trong, đò ngang sang bến kia";
    assert!(sixty_four.chars().count() >= 64);
    mine.form("/account/password", &[("current", chosen), ("password", sixty_four)]).expect(303);
}

#[test]
fn a_browser_gets_another_token_with_each_sign_in_and_each_password() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let browser = app.public();
    let token = |answer: crate::support::Answer| answer.header("set-cookie").split(';').next().map(str::to_owned);
    let credentials = [("login", "hoa"), ("password", PASSWORD)];
    let first = token(browser.form("/sign-in", &credentials).expect(303)).expect("a cookie");
    let stolen = app.public().with("Cookie", &first);
    stolen.get("/cases").expect(200);
    let second = token(browser.form("/sign-in", &credentials).expect(303)).expect("a cookie");
    stolen.get("/cases").expect(303);
    let stolen = app.public().with("Cookie", &second);
    stolen.get("/cases").expect(200);
    let changed = [("current", PASSWORD), ("password", "gạo trắng nước trong đò ngang")];
    browser.form("/account/password", &changed).expect(303);
    stolen.get("/cases").expect(303);
    browser.get("/cases").expect(200);
}

#[test]
fn a_temporary_password_ends_after_three_days() {
    let app = TestApp::start();
    let admin = app.api(Role::Admin);
    let new = json!({"login": "hoa", "display_name": "Nguyễn Thị Hòa", "role": "officer"});
    let told = admin.post("/api/v1/accounts", &new).expect(201).json();
    let temporary = told["temporary_password"].as_str().expect("a password").to_owned();
    let chosen = json!({"login": "tran.an", "display_name": "Trần An", "role": "officer", "password": PASSWORD});
    assert_eq!(admin.post("/api/v1/accounts", &chosen).expect(201).json()["password_is_temporary"], true);
    let enter = |login: &str, password: &str| {
        app.public().post("/api/v1/sign-ins", &json!({"login": login, "password": password}))
    };
    app.later(Duration::hours(71));
    enter("hoa", &temporary).expect(201);
    app.later(Duration::hours(2));
    for (login, password) in [("hoa", temporary.as_str()), ("tran.an", PASSWORD)] {
        let refused = enter(login, password).assert_problem(401, "wrong-credentials");
        assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("hết hạn")), "{refused}");
    }
    let page = app.public().form("/sign-in", &[("login", "hoa"), ("password", &temporary)]).expect(422);
    assert!(page.text.contains("Mật khẩu tạm đã hết hạn"), "{}", page.text);
}

#[test]
fn words_in_the_place_of_a_number_are_told_about_and_not_kept() {
    let app = TestApp::start();
    let office = Office::of(&app);
    for (typed, kept) in [("xem https://evil.example", ""), ("không nhớ", ""), ("03115000123", "03115000123")] {
        let mut case = HOUSEHOLDS[0].case();
        case["applicants"][0]["number"] = json!(typed);
        let filed = office.public.post("/api/v1/cases", &case).expect(201).json();
        assert!(filed["warnings"].to_string().contains("format"), "{filed}");
        let code = filed["code"].as_str().expect("a code");
        let shown = office.dispatcher.get(&format!("/api/v1/cases/{code}")).expect(200).json();
        assert_eq!(shown["applicants"][0]["number"], kept);
        app.deliver();
        office
            .public
            .with("X-Case-Secret", filed["secret"].as_str().expect("a secret"))
            .post(&format!("/api/v1/cases/{code}/withdrawal"), &json!({}))
            .expect(200);
        app.deliver();
    }
}

/// What the server says to bytes on a connection of its own: the first line of its answer.
fn raw(app: &TestApp, bytes: &str) -> String {
    let address = app.base.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5))).expect("patience");
    stream.write_all(bytes.as_bytes()).expect("it is sent");
    let mut answer = [0; 512];
    let read = stream.read(&mut answer).unwrap_or_default();
    String::from_utf8_lossy(&answer[..read]).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_message_whose_end_can_be_read_in_two_ways_is_refused() {
    let app = TestApp::start();
    let head = "POST /api/v1/sign-ins HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    for framing in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{} GET",
        "Transfer-Encoding: cow\r\n\r\n0\r\n\r\n",
        "Content-Length: +5\r\n\r\n{}   ",
        "Content-Length: 5, 5\r\n\r\n{}   ",
    ] {
        let said = raw(&app, &format!("{head}{framing}"));
        assert!(said.contains(" 400 "), "{framing:?}: {said}");
    }
    assert!(
        raw(&app, &format!("{head}Content-Length: 2\r\n\r\n{{}}")).contains(" 400 "),
        "an empty object is malformed"
    );
    assert!(raw(&app, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n").contains(" 200 "));
}

#[test]
fn what_is_said_twice_is_refused_or_counts_once() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    let twice = format!(r#"{{"login": "hoa", "login": "ai-do", "password": "{PASSWORD}"}}"#);
    let sent = app.public().send("POST", "/api/v1/sign-ins", &[("Content-Type", "application/json")], &twice);
    sent.assert_problem(400, "malformed");
    app.public().get("/api/v1/calendar?from=2026-11-24&from=2026-12-24&to=2026-12-25").assert_problem(400, "malformed");
    // A form: the first one counts, in checking and in doing.
    let fields = [("login", "hoa"), ("login", "ai-do"), ("password", PASSWORD), ("password", "sai")];
    app.public().form("/sign-in", &fields).expect(303);
    let turned = [("login", "ai-do"), ("login", "hoa"), ("password", PASSWORD)];
    app.public().form("/sign-in", &turned).expect(422);
}
