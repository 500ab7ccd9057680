//! Who asks too often waits, and in a burst a proof of work (or two minutes) stands before each new case.
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use chrono::Duration;
use luudong::web::passes::is_solved;
use serde_json::json;

use crate::support::households::{HOUSEHOLDS, Household};
use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::{Answer, Client, TestApp};

mod rising;

/// A family behind the proxy of this machine.
fn family(app: &TestApp, address: &str) -> Client {
    app.public().with("X-Forwarded-For", address)
}

fn files(client: &Client, at: usize) -> Answer {
    client.post("/api/v1/cases", &Household { email: "", ..HOUSEHOLDS[at] }.case())
}

/// A draft is begun: the first question comes.
fn begins(client: &Client) {
    let location = client.form("/apply", &[("x", "")]).expect(303).header("location").to_owned();
    assert!(location.starts_with("/apply/") && location.ends_with("/who"), "{location}");
}

/// Tries numbers until one solves the challenge, as `assets/work.js` does.
fn solve(challenge: &str, bits: u32) -> String {
    let mut tries = (0_u32..).map(|number| number.to_string());
    tries.find(|answer| is_solved(challenge, answer, bits)).expect("there is one")
}

fn pass_of(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert!(cookie.starts_with("luudong_pass="), "{cookie}");
    cookie
}

const SMALL: &str =
    "limits.burst_starts_per_minute = 2\nlimits.work_bits = 8\nlimits.work_bits_max = 8\nlimits.work_secs = 0";

/// A burst from several addresses; the pause page of one family, its fields by name.
fn burst(app: &TestApp) -> (Client, HashMap<String, String>) {
    for (at, address) in ["203.0.113.1", "203.0.113.2"].into_iter().enumerate() {
        files(&family(app, address), at).expect(201);
    }
    files(&family(app, "203.0.113.3"), 2).assert_problem(429, "busy");
    let client = family(app, "203.0.113.4");
    let sent = client.form("/apply", &[("x", "")]).expect(303);
    assert_eq!(sent.header("location"), "/pause?next=/apply");
    let fields = fields_of(&client);
    (client, fields)
}

fn fields_of(client: &Client) -> HashMap<String, String> {
    let page = Page::of(&client.get("/pause?next=/apply").expect(200));
    assert_eq!(page.attributes("form", "data-bits"), ["8"]);
    let value = |name: &str| (name.to_owned(), page.value(name).expect(name));
    ["challenge", "answer", "next"].into_iter().map(value).collect()
}

fn sends(client: &Client, fields: &HashMap<String, String>, answer: &str) -> Answer {
    let (challenge, next) = (&*fields["challenge"], &*fields["next"]);
    client.form("/pause", &[("challenge", challenge), ("answer", answer), ("next", next)])
}

#[test]
fn who_begins_too_many_cases_waits_and_others_do_not() {
    let app = TestApp::with("limits.starts_per_ten_minutes = 2");
    let (one, other) = (family(&app, "203.0.113.5"), family(&app, "203.0.113.6"));
    for at in 0..2 {
        files(&one, at).expect(201);
    }
    let refused = app.one_moment_each(|| files(&one, 2));
    refused.assert_problem(429, "too-many");
    assert_eq!(refused.header("retry-after"), "300");
    let page = one.form("/apply", &[("x", "")]).expect(429);
    assert_eq!(page.header("retry-after"), "300");
    let said = Page::of(&page).texts("main").join(" ");
    assert!(said.contains("chờ 5 phút") && said.contains("Trực ban Công an phường"), "{said}");
    files(&other, 3).expect(201);
    one.get("/apply").expect(200);
    app.later(Duration::seconds(300));
    files(&one, 4).expect(201);
    files(&one, 5).assert_problem(429, "too-many");
}

#[test]
fn guesses_and_questions_are_limited_apart_and_staff_are_not() {
    let app = TestApp::with("limits.secrets_per_ten_minutes = 3\nlimits.checks_per_ten_minutes = 2");
    let office = Office::of(&app);
    let one = family(&app, "203.0.113.5");
    for path in ["/follow/K7MQ-2XPT/a", "/follow/K7MQ-2XPT/b/letter"] {
        one.get(path).expect(404);
    }
    one.get("/api/v1/cases/K7MQ-2XPT").assert_problem(404, "not-found");
    let page = one.get("/follow/K7MQ-2XPT/c").expect(429);
    Page::of(&page);
    assert!(!page.header("retry-after").is_empty());
    one.form("/follow", &[("code", "K7MQ-2XPT"), ("secret", "d")]).expect(429);
    let code = luudong::dice::Dice::seeded(4_071).code();
    for _ in 0..2 {
        one.post("/api/v1/checks", &json!({"code": code})).expect(200);
    }
    one.post("/api/v1/checks", &json!({"code": "K7MQ-2XPT"})).assert_problem(429, "too-many");
    one.form("/check", &[("code", "K7MQ-2XPT")]).expect(429);
    one.get("/").expect(200);
    let staff = office.dispatcher.with("X-Forwarded-For", "203.0.113.5");
    for _ in 0..5 {
        staff.get("/api/v1/cases/K7MQ-2XPT").expect(404);
    }
}

#[test]
fn a_contact_files_so_many_cases_a_day_and_staff_more() {
    let app = TestApp::with("limits.cases_per_contact_per_day = 2");
    let office = Office::of(&app);
    for _ in 0..2 {
        files(&office.public, 0).expect(201);
    }
    let refused = files(&office.public, 0);
    refused.assert_problem(429, "too-many-cases");
    assert_eq!(refused.header("retry-after"), (16 * 3600).to_string());
    files(&office.public, 1).expect(201);
    let mut case = Household { email: "", ..HOUSEHOLDS[0] }.case();
    case["channel"] = json!("phone");
    office.dispatcher.post("/api/v1/cases", &case).expect(201);
    app.later(Duration::days(1));
    files(&office.public, 0).expect(201);
}

#[test]
fn strangers_do_not_use_up_a_households_filings_and_a_mailbox_gets_few_letters() {
    let app = TestApp::with(
        "limits.cases_per_contact_per_day = 2\nlimits.cases_per_contact_from_everywhere = 5\nlimits.cases_per_email_per_day = 3",
    );
    for address in ["203.0.113.1", "203.0.113.2"] {
        let swindler = family(&app, address);
        files(&swindler, 0).expect(201);
        files(&swindler, 0).expect(201);
        files(&swindler, 0).assert_problem(429, "too-many-cases");
    }
    files(&family(&app, "198.51.100.1"), 0).expect(201);
    files(&family(&app, "198.51.100.2"), 0).assert_problem(429, "too-many-cases");
    let written = |address: &str, phone: &str| {
        let mut case = HOUSEHOLDS[1].case();
        case["contact"]["phone"] = json!(phone);
        case["contact"]["email"] = json!("nguoi-la@example.test");
        family(&app, address).post("/api/v1/cases", &case)
    };
    for at in 0..3 {
        written(&format!("203.0.113.{}", 10 + at), &format!("091234570{at}")).expect(201);
    }
    written("203.0.113.20", "0912345709").assert_problem(429, "too-many-cases");
    assert_eq!(app.waiting_mails().len(), 3, "a stranger gets three letters");
    app.leave_mails(3);
}

#[test]
fn letters_of_the_office_repeat_nothing_that_leads_or_pays_somewhere() {
    let app = TestApp::start();
    let typed = |field: &str, text: &str| {
        let mut case = HOUSEHOLDS[1].case();
        match field {
            "name" => case["contact"]["name"] = json!(text),
            _ => case["address"]["line"] = json!(text),
        }
        app.public().post("/api/v1/cases", &case)
    };
    let lure = "chuyển 200.000đ vào STK 0123 456 789, xem http://evil.example";
    typed("line", lure).assert_invalid(&["/address/line"]);
    typed("name", "evil.example").assert_invalid(&["/contact/name"]);
    typed("name", "Za\u{0300}\u{0301}\u{0302}\u{0303}").assert_invalid(&["/contact/name"]);
    assert!(app.waiting_mails().is_empty(), "nothing left");
    // What turns the text is no content: it is dropped, and the text shows as it is written.
    let turned = typed("line", "Số 5 \u{202E}gnah").expect(201).json();
    let stored = app.public().with("X-Case-Secret", turned["secret"].as_str().expect("a secret"));
    let stored = stored.get(&format!("/api/v1/cases/{}", turned["code"].as_str().expect("a code"))).expect(200).json();
    assert_eq!(stored["address"]["line"], "Số 5 gnah");
    app.deliver();
    typed("name", "Trần Thu Ánh").expect(201);
    let mail = app.deliver().pop().expect("the receipt");
    assert!(!mail.contains("Ánh"), "before somebody looked, no typed word stands in it");
}

#[test]
fn in_calm_times_nothing_speaks_of_a_pause() {
    let app = TestApp::with(SMALL);
    let client = family(&app, "203.0.113.4");
    assert_eq!(client.get("/pause?next=/apply").expect(303).header("location"), "/apply");
    assert_eq!(client.get("/pause?next=//evil.example").expect(303).header("location"), "/");
    let form = client.get("/apply").expect(200).text;
    assert!(!form.contains("challenge") && !form.contains("work.js"));
    begins(&client);
}

#[test]
fn a_solved_challenge_buys_one_case_and_only_one() {
    let app = TestApp::with(SMALL);
    let (client, fields) = app.one_moment_each(|| burst(&app));
    let answer = solve(&fields["challenge"], 8);
    let bought = app.one_moment_each(|| sends(&client, &fields, &answer).expect(303));
    assert_eq!(bought.header("location"), "/apply");
    let paying = client.with("Cookie", &pass_of(&bought));
    app.one_moment_each(|| begins(&paying));
    assert_eq!(paying.form("/apply", &[("x", "")]).expect(303).header("location"), "/pause?next=/apply");
    files(&paying, 5).assert_problem(429, "busy");
    // The same proof again is worth nothing; a fresh challenge is offered with the refusal.
    let again = sends(&client, &fields, &answer).expect(422);
    let fresh = Page::of(&again).value("challenge").expect("a challenge");
    assert_ne!(fresh, fields["challenge"]);
    assert_eq!(again.header("set-cookie"), "");
}

#[test]
fn forged_wrong_and_expired_proofs_are_refused() {
    let app = TestApp::with(SMALL);
    let (client, fields) = burst(&app);
    let answer = solve(&fields["challenge"], 8);
    let wrong = (0..).map(|number: u32| number.to_string()).find(|other| !is_solved(&fields["challenge"], other, 8));
    let page = sends(&client, &fields, &wrong.expect("most are")).expect(422);
    assert!(Page::of(&page).texts(".mistakes").join("").contains("Còn khoảng 2 phút"));
    for forged in [
        fields["challenge"].replace(".8.", ".0."),
        fields["challenge"].replace("work.", "pass."),
        "work.1.0.00.00".to_owned(),
        String::new(),
    ] {
        let fields = HashMap::from([("challenge".to_owned(), forged.clone()), ("next".to_owned(), "/".to_owned())]);
        let page = sends(&client, &fields, &solve(&forged, 0)).expect(422);
        assert!(Page::of(&page).texts(".mistakes").join("").contains("chờ lại từ đầu"), "{forged}");
    }
    // A challenge is no pass.
    let cheating = client.with("Cookie", &format!("luudong_pass={}", fields["challenge"]));
    assert_eq!(cheating.form("/apply", &[("x", "")]).expect(303).header("location"), "/pause?next=/apply");
    // The burst goes on; after half an hour the old proof is nothing any more.
    for _ in 0..4 {
        app.later(Duration::minutes(8));
        for address in ["203.0.113.7", "203.0.113.8", "203.0.113.9", "203.0.113.10"] {
            family(&app, address).form("/apply", &[("x", "")]);
        }
    }
    let page = sends(&client, &fields, &answer).expect(422);
    assert!(Page::of(&page).texts(".mistakes").join("").contains("hết hạn"));
}

#[test]
fn without_a_script_two_minutes_of_waiting_do_and_the_page_says_so() {
    let app = TestApp::with(SMALL);
    let (client, fields) = burst(&app);
    let page = Page::of(&client.get("/pause?next=/apply").expect(200));
    let said = page.texts("main").join(" ");
    assert!(said.contains("chờ 2 phút rồi bấm nút") && said.contains("Trực ban Công an phường"), "{said}");
    app.later(Duration::seconds(119));
    let early = sends(&client, &fields, "").expect(422);
    assert_eq!(Page::of(&early).value("challenge").as_ref(), fields.get("challenge"), "the waiting goes on");
    app.later(Duration::seconds(1));
    let bought = sends(&client, &fields, "").expect(303);
    begins(&client.with("Cookie", &pass_of(&bought)));
    sends(&client, &fields, "").expect(422);
}

#[test]
fn a_burst_ends() {
    let app = TestApp::with(SMALL);
    let (client, _) = burst(&app);
    app.later(Duration::minutes(11));
    assert_eq!(client.get("/pause?next=/apply").expect(303).header("location"), "/apply");
    files(&family(&app, "203.0.113.20"), 6).expect(201);
}

#[test]
fn a_header_that_cannot_be_read_makes_nobody_free() {
    let app = TestApp::with("limits.checks_per_ten_minutes = 2");
    let address = app.base.strip_prefix("http://").expect("plain http");
    let ask = |forwarded: &[u8]| {
        let mut line = TcpStream::connect(address).expect("a connection");
        let body = "code=K7MQ-2XPT&word=";
        let head = "POST /check HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        let length = format!("Content-Length: {}\r\nX-Forwarded-For: ", body.len());
        let request = [head.as_bytes(), length.as_bytes(), forwarded, b"\r\n\r\n", body.as_bytes()];
        line.write_all(&request.concat()).expect("the request is taken");
        let mut told = Vec::new();
        line.read_to_end(&mut told).expect("an answer");
        String::from_utf8_lossy(&told).starts_with("HTTP/1.1 429")
    };
    let tries: [&[u8]; 4] = [b"\xe9", b"192.0.2.1, nonsense", b"\xff\xfe, 198.51.100.7x", b"unknown"];
    let refused = tries.map(ask);
    assert_eq!(refused, [false, false, true, true], "all of them are one client");
    assert!(!ask(b"198.51.100.1:4711") && !ask(b"198.51.100.1"), "an address with a port is an address");
    assert!(ask(b"198.51.100.1:4712"), "and the same one with another port");
}
