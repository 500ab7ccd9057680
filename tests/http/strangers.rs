//! Every URL as everybody who has no business with a household: a dispatcher of another ward, one of a ward on the same
//! route, an officer of another team, who signed out, who was disabled, the public. Nobody reads anything that belongs
//! to the household, nothing of it is changed, and a URL that is not considered here fails.
mod attempts;

use luudong::accounts::{Permission, Role};
use luudong::urls::{API, PAGES, Url};
use serde_json::{Value, json};

use crate::arranged;
use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::Office;
use crate::support::world::World;
use crate::support::{Answer, Client, TestApp};

/// The published households of the world, all of them in the first two of its three wards.
const HOMES: [usize; 4] = [0, 1, 4, 5];

struct Fixture {
    world: World,
    code: String,
    call: String,
    duty: i64,
    run: i64,
    request: i64,
    remark: i64,
    list: String,
    /// What nobody here may read.
    facts: Vec<String>,
}

impl Fixture {
    fn new() -> Self {
        let world = World::new();
        let roster = world.officer.get("/api/v1/rosters").expect(200).json();
        let stops = roster["duties"][0]["stops"].as_array().expect("stops").clone();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let mut facts: Vec<String> = HOMES.iter().map(|at| HOUSEHOLDS[*at]).fold(Vec::new(), |mut facts, home| {
            facts.extend([home.name, home.contact, home.dial, home.line].map(str::to_owned));
            facts
        });
        for stop in &stops {
            facts.push(text(&stop["code"]));
            facts.extend(["officers", "family"].map(|who| text(&stop["code_words"][who])));
        }
        let proposal = world.proposal("2026-12-02");
        let words = "Con gái hỏi xin bản dữ liệu";
        let asked = json!({"kind": "access", "channel": "paper", "code": stops[0]["code"], "words": words});
        let asked = world.office.dispatcher.post("/api/v1/rights-requests", &asked).expect(201).json();
        facts.push(words.to_owned());
        let said = "Tổ đến muộn mà không ai gọi";
        let left = json!({"kind": "complaint", "ward_code": WARDS[0], "words": said});
        world.office.public.post("/api/v1/remarks", &left).expect(201);
        let remarks = world.office.dispatcher.get("/api/v1/remarks").expect(200).json();
        facts.push(said.to_owned());
        Self {
            code: text(&stops[0]["code"]),
            call: world.call(0),
            duty: roster["duties"][0]["duty_id"].as_i64().expect("a number"),
            run: proposal["id"].as_i64().expect("a number"),
            request: asked["id"].as_i64().expect("a number"),
            remark: remarks[0]["id"].as_i64().expect("a number"),
            list: crate::lists::number(&world.app.browser_as(crate::support::office::DISPATCHER)),
            facts,
            world,
        }
    }

    /// The address of something that is not theirs.
    fn path(&self, pattern: &str) -> String {
        let id = match pattern {
            path if path.contains("/visits/{id}") => self.world.visits[0].0.to_string(),
            path if path.contains("/calls/{id}") => self.call.clone(),
            path if path.contains("/duties/{id}") => self.duty.to_string(),
            path if path.contains("/officers/{id}") => self.world.crew.officer.to_string(),
            path if path.contains("/kits/{id}") => self.world.crew.kit.to_string(),
            path if path.contains("/teams/{id}") => self.world.crew.team.to_string(),
            path if path.contains("/planning-runs/{id}") => self.run.to_string(),
            path if path.contains("/rights-requests/{id}") => self.request.to_string(),
            path if path.contains("/remarks/{id}") => self.remark.to_string(),
            path if path.contains("/imports/{id}") => self.list.clone(),
            "/board" => return "/board?on=2026-11-27".to_owned(),
            path if ["accounts", "sign-ins", "edits"].iter().any(|noun| path.contains(noun)) => "1".to_owned(),
            path if path.contains("{id}") => panic!("{path}: whose is it?"),
            _ => String::new(),
        };
        let parts = [
            ("{id}", id.as_str()),
            ("{code}", &self.code),
            ("{other}", &self.code),
            ("{number}", "KN-0000-0000"),
            ("people/{number}", "people/1"),
            ("{position}", "0"),
            ("{leave}", "1"),
            ("{outage}", "1"),
            ("{secret}", "AAAAAAAAAAAAAAAAAAAAAA"),
            ("{line}", "2"),
            ("{ward}", "11329"),
            ("{token}", "AAAAAAAAAAAAAAAAAAAAAA"),
            ("{draft}", "AAAAAAAAAAAAAAAAAAAAAA"),
            ("{question}", "who"),
            ("{file:.*}", "staff.css"),
            ("{_:.*}", ""),
            ("{locale}/{ward}/{zoom}/{column}/{row}.svg", "vi/11329/14/23197/12837.svg"),
        ];
        let path = parts.iter().rev().fold(pattern.to_owned(), |path, (part, example)| path.replace(part, example));
        assert!(!path.contains('{'), "{pattern} is not considered here");
        path
    }

    fn asks(&self, client: &Client, url: &Url) -> Answer {
        let (method, path) = (url.0, self.path(url.1));
        match method {
            "GET" => client.get(&path),
            "DELETE" => client.delete(&path),
            _ if path.starts_with("/api/") => {
                client.with("If-Match", "\"1\"").json(method, &path, &attempts::body(&self.world, &self.code, url.1))
            }
            _ => client.form(&path, &attempts::form(url.1)),
        }
    }

    /// Everybody who has no business with these households. None may do anything to them.
    fn strangers(&self) -> Vec<(&'static str, Client)> {
        let app = &self.world.app;
        app.account("noi.khac", Role::Dispatcher, &["11407"]);
        app.account("cung.chuyen", Role::Dispatcher, &[WARDS[2]]);
        app.account("can.bo.9", Role::Officer, &[]);
        let gone = app.account("da.nghi", Role::Dispatcher, &[]);
        let (left, out) = (app.api_as("da.nghi"), app.api_as("dieu.phoi"));
        self.world.admin.patch(&format!("/api/v1/accounts/{}", gone.id), &json!({"disabled": true})).expect(200);
        out.delete("/api/v1/sign-ins/current").expect(204);
        vec![
            ("a dispatcher of another ward", app.api_as("noi.khac")),
            ("a dispatcher of a ward on the same route", app.api_as("cung.chuyen")),
            ("an officer of another team", app.api_as("can.bo.9")),
            ("an admin", self.world.admin.clone()),
            ("who was disabled", left),
            ("who signed out", out),
            ("the public", self.world.office.public.clone()),
        ]
    }

    /// Everything about a case, its visits, its calls as the office sees it.
    fn snapshot(&self) -> Vec<Value> {
        let office = &self.world.office.dispatcher;
        let read = |path: String| office.get(&path).expect(200).json();
        vec![
            read(format!("/api/v1/cases/{}", self.code)),
            read("/api/v1/rights-requests".to_owned()),
            read("/api/v1/remarks".to_owned()),
            read(format!("/api/v1/cases/{}/visits", self.code)),
            read(format!("/api/v1/duties/{}", self.duty)),
            read(format!("/api/v1/planning-runs/{}", self.run)),
            read("/api/v1/calls".to_owned()),
        ]
    }
}

/// Whether a text says something, by itself and not as digits in the middle of a longer number.
fn says(text: &str, fact: &str) -> bool {
    let is_apart = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + fact.len()..].chars().next();
        ![before, after].iter().flatten().any(char::is_ascii_digit)
    };
    text.match_indices(fact).any(|(at, _)| is_apart(at))
}

/// Not accounts and sign-ins (`accounts_managed.rs`), nor the API's description, which has invented names for examples.
fn is_about_households(pattern: &str) -> bool {
    let others = ["/account", "/api/v1/account", "/api/v1/me/", "/api/v1/sign-ins", "/sign-", "/api/v1/openapi.json"];
    !others.iter().any(|path| pattern.starts_with(path))
}

#[test]
fn nobody_reads_or_changes_what_is_not_theirs_by_any_url() {
    let fixture = Fixture::new();
    let before = fixture.snapshot();
    for (who, client) in fixture.strangers() {
        for url in API.iter().chain(PAGES).filter(|url| is_about_households(url.1)) {
            // They arrange the duty, as far as no family is hurt without a word (409 below).
            let theirs = matches!(who, "an admin" | "a dispatcher of a ward on the same route");
            let arranges = url.0 != "GET" && arranged::is_one(url.1);
            if theirs && (arranges || (url.0, url.1) == ("PATCH", "/api/v1/duties/{id}")) {
                continue;
            }
            let answer = fixture.asks(&client, url);
            for fact in &fixture.facts {
                assert!(!says(&answer.text, fact), "{who}, {}: {fact}", answer.asked);
            }
            let names_theirs = url.1.contains("{id}") || url.1.contains("{code}");
            if url.0 != "GET" && names_theirs && !url.1.ends_with("/change-preview") {
                assert!(answer.status >= 400, "{who}, {}: {} {}", answer.asked, answer.status, answer.text);
            }
            if matches!(who, "who was disabled" | "who signed out") && url.2 != Permission::Public {
                assert_eq!(answer.status, 401, "{who}, {}", answer.asked);
            }
        }
        assert_eq!(fixture.snapshot(), before, "{who} changed something");
    }
}

#[test]
fn a_shared_route_shows_others_their_time_and_ward_and_officers_read_it_around_its_day() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let account = app.account("can.bo.1", Role::Officer, &[]);
    let crew = office.crew(1, &WARDS, Some(account.id));
    office.approved(&[HOUSEHOLDS[0], HOUSEHOLDS[4]]);
    office.duty(crew, day("2026-11-27"), "full");
    office.publish(&office.plan(day("2026-11-27"), day("2026-11-27"), 1));
    app.deliver();
    app.account("mot.phuong", Role::Dispatcher, &[HOUSEHOLDS[0].ward]);
    let roster = app.api_as("mot.phuong").get("/api/v1/rosters?date=2026-11-27").expect(200);
    let duty = roster.json()["duties"][0].clone();
    assert_eq!((duty["stops"].as_array().map(Vec::len), duty["others"].as_array().map(Vec::len)), (Some(1), Some(1)));
    assert_eq!(duty["stops"][0]["contact_name"], HOUSEHOLDS[0].contact);
    let other = duty["others"][0].as_object().expect("the other stop");
    assert_eq!(other.keys().map(String::as_str).collect::<Vec<_>>(), ["arrives", "position", "ward_code"]);
    assert_eq!(other["ward_code"], HOUSEHOLDS[4].ward);
    let page = app.browser_as("mot.phuong").get("/rosters?date=2026-11-27").expect(200);
    assert!(page.text.contains("Cùng chuyến, ở địa bàn khác") && !page.text.contains(HOUSEHOLDS[4].contact));

    let hidden = |date: &str, time: &str| {
        app.at(day(date), time);
        let roster = app.public().signed_in("can.bo.1", PASSWORD).get("/api/v1/rosters?date=2026-11-27").expect(200);
        let duty = roster.json()["duties"][0].clone();
        (duty["hidden"].as_str().map(str::to_owned), duty["stops"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(hidden("2026-11-26", "16:59"), (Some("not_yet".to_owned()), 0));
    assert_eq!(hidden("2026-11-26", "17:00"), (None, 2));
    assert_eq!(hidden("2026-11-28", "19:59"), (None, 2));
    assert_eq!(hidden("2026-11-28", "20:00"), (Some("over".to_owned()), 0));
    let page = app.browser_as("can.bo.1").get("/rosters?date=2026-11-27").expect(200);
    assert!(page.text.contains("đã đóng từ 20:00 ngày 28/11/2026"), "{}", page.text);
    assert!(!page.text.contains("Số điểm dừng"), "what is hidden is not called none");
}

#[test]
fn a_half_day_for_the_whole_city_is_opened_by_who_reaches_all_of_it() {
    let app = TestApp::start();
    app.account("mot.phuong", Role::Dispatcher, &["11329"]);
    let sunday = json!({"on": "2026-11-29", "half_day": "morning", "reason": "Đợt cao điểm cuối tháng"});
    let refused = app.api_as("mot.phuong").post("/api/v1/exceptional-half-days", &sunday);
    refused.assert_problem(403, "not-allowed");
    app.api(Role::Dispatcher).post("/api/v1/exceptional-half-days", &sunday).expect(201);
}
