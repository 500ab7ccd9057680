//! Every URL of the table is served to the right role with minimal valid input, and refuses in its own language.
use luudong::accounts::{Permission, Role, scope};
use luudong::urls::{API, PAGES, Url};
use luudong::web::problem_types;
use serde_json::{Value, json};

use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Crew, Filed, Office, id};
use crate::support::{Answer, Client, TestApp};

const SATURDAY: &str = "2026-11-28";
/// Answers that are not pages although they stand beside them.
const NO_PAGES: [&str; 4] = ["/assets/{file:.*}", "/docs/{_:.*}", "/api/v1/openapi.json", "/health"];

/// Saturday morning, 9:00: visits are under way, cases and a duty wait, a proposal lies ready.
struct World {
    app: TestApp,
    office: Office,
    admin: Client,
    officer: Client,
    crew: Crew,
    /// Published visits that nobody has touched yet.
    visits: Vec<(i64, i64)>,
    /// Cases that were filed and not decided.
    fresh: Vec<Filed>,
    /// An approved case that waits for a place.
    waiting: Filed,
}

impl World {
    fn new() -> Self {
        let app = TestApp::start();
        let office = Office::of(&app);
        let account = app.account("can.bo.1", Role::Officer, &[]);
        let crew = office.crew(1, &WARDS, Some(account.id));
        // Without e-mail, so that each can be called.
        let silent = |home: &Household| Household { email: "", ..*home };
        let homes: Vec<Household> = HOUSEHOLDS[..2].iter().chain(&HOUSEHOLDS[4..6]).map(silent).collect();
        office.approved(&homes);
        let friday = office.asks_duty(crew, day("2026-11-27"), "full");
        let run = office.plan(day("2026-11-27"), day("2026-11-27"), 1);
        assert_eq!(friday.status, 201);
        assert_eq!(office.publish(&run)["calls"], 4);
        app.at(day("2026-11-27"), "09:00");
        let office = Office::signed_in(app.public());
        let roster = office.dispatcher.get("/api/v1/rosters").expect(200).json();
        let visits = roster["duties"][0]["stops"].as_array().expect("stops");
        let number = |value: &Value| value.as_i64().expect("a number");
        let visits = visits.iter().map(|stop| (number(&stop["visit_id"]), number(&stop["people"][0]["applicant_id"])));
        let fresh = HOUSEHOLDS[6..12].iter().map(|home| office.files(&silent(home).case())).collect();
        let waiting = office.approved(&[silent(&HOUSEHOLDS[2])]).remove(0);
        Self {
            visits: visits.collect(),
            fresh,
            waiting,
            admin: app.api(Role::Admin),
            officer: app.api_as("can.bo.1"),
            crew,
            office,
            app,
        }
    }

    /// Somebody who may.
    fn right_client(&self, permission: Permission) -> &Client {
        match permission {
            Permission::Public => &self.office.public,
            Permission::RecordVisits | Permission::ReadRosters | Permission::OwnAccount => &self.officer,
            wanted if scope(Role::Dispatcher, wanted).is_some() => &self.office.dispatcher,
            _ => &self.admin,
        }
    }

    fn duty(&self, on: &str) -> i64 {
        self.office.duty(self.crew, day(on), "morning")
    }

    fn proposal(&self, on: &str) -> Value {
        self.office.plan(day(on), day(on), 1)
    }

    /// Asks for a URL of the API with the least that is valid.
    fn asks(&self, url: &Url) -> Answer {
        let (method, pattern, permission) = *url;
        let client = self.right_client(permission);
        let code = |path: &str, filed: &Filed| path.replace("{code}", &filed.code);
        let visit = |path: &str, at: usize| path.replace("{id}", &self.visits[at].0.to_string());
        let family = |filed: &Filed| self.office.public.with("X-Case-Secret", &filed.secret);
        match (method, pattern) {
            ("GET", "/api/v1/wards/{code}") => client.get("/api/v1/wards/11329"),
            ("GET", "/api/v1/old-wards") => {
                client.get("/api/v1/old-wards?q=Ph%C6%B0%E1%BB%9Dng%20Tr%E1%BA%A7n%20Ph%C3%BA")
            }
            ("GET", "/api/v1/duties/{id}") => client.get(&format!("/api/v1/duties/{}", self.duty("2026-12-01"))),
            ("GET", "/api/v1/planning-runs/{id}") => {
                client.get(&format!("/api/v1/planning-runs/{}", self.proposal("2026-12-02")["id"]))
            }
            ("GET", "/api/v1/cases/{code}") => family(&self.fresh[0]).get(&code(pattern, &self.fresh[0])),
            ("GET", "/api/v1/cases/{code}/visits") => family(&self.fresh[0]).get(&code(pattern, &self.fresh[0])),
            ("GET", path) if !path.contains('{') => client.get(path),
            ("DELETE", "/api/v1/sign-ins/current") => self.app.api_as("can.bo.1").delete(pattern),
            ("PATCH", "/api/v1/cases/{code}") => {
                let change = json!({"note": "Cổng sau"});
                family(&self.fresh[0]).with("If-Match", "\"1\"").patch(&code(pattern, &self.fresh[0]), &change)
            }
            ("PATCH", "/api/v1/duties/{id}") => {
                let path = format!("/api/v1/duties/{}", self.duty("2026-12-03"));
                client.with("If-Match", "\"1\"").patch(&path, &json!({"capacity": 9}))
            }
            ("POST", "/api/v1/duties/{id}/cancellation") => {
                let path = format!("/api/v1/duties/{}/cancellation", self.duty("2026-12-04"));
                client.with("If-Match", "\"1\"").post(&path, &json!({"reason": "Bộ thiết bị hỏng"}))
            }
            ("POST", "/api/v1/cases/{code}/verification") => {
                client.post(&code(pattern, &self.fresh[1]), &json!({"verdict": "approve"}))
            }
            ("POST", "/api/v1/cases/{code}/withdrawal") => {
                family(&self.fresh[2]).post(&code(pattern, &self.fresh[2]), &json!({}))
            }
            ("POST", "/api/v1/visits/{id}/events") => client.post(&visit(pattern, 0), &self.event("e-1")),
            ("POST", "/api/v1/visits/{id}/outcomes") => client.post(&visit(pattern, 0), &self.outcome(0)),
            ("POST", "/api/v1/visits/{id}/call") => client.post(&visit(pattern, 1), &json!({})),
            ("POST", "/api/v1/planning-runs/{id}/publication") => {
                self.duty(SATURDAY);
                self.office.asks_publication(&self.proposal(SATURDAY))
            }
            ("POST", path) => client.post(path, &self.body(path)),
            _ => panic!("{method} {pattern} has no example here"),
        }
    }

    fn event(&self, client_id: &str) -> Value {
        json!({"client_id": client_id, "kind": "en_route", "happened_at": "2026-11-27T01:30:00Z"})
    }

    fn outcome(&self, at: usize) -> Value {
        let result = json!({"applicant_id": self.visits[at].1, "code": "captured"});
        json!({"client_id": format!("o-{at}"), "happened_at": "2026-11-27T01:50:00Z", "results": [result]})
    }

    /// The least that a POST without parts in its path wants.
    fn body(&self, path: &str) -> Value {
        let credentials = json!({"login": "can.bo.1", "password": PASSWORD});
        match path {
            "/api/v1/sign-ins" => credentials,
            "/api/v1/access-tokens" => {
                let signed_in = self.office.public.post("/api/v1/sign-ins", &credentials).expect(201).json();
                json!({"refresh_token": signed_in["refresh_token"]})
            }
            "/api/v1/accounts" => {
                json!({"login": "moi", "display_name": "Người Mới", "role": "officer", "password": PASSWORD})
            }
            "/api/v1/officers" => json!({"full_name": "Tống Văn Mới", "badge_number": "031-999"}),
            "/api/v1/kits" => json!({"name": "TB-99"}),
            "/api/v1/teams" => {
                json!({"name": "Tổ mới", "hot_line": "0225 3822 999", "ward_codes": ["11329"], "base_ward_code": "11329"})
            }
            "/api/v1/duties" => json!({
                "team_id": self.crew.team, "on": "2026-12-07", "half_days": "full", "kit_id": self.crew.kit,
                "officer_ids": [self.crew.officer],
            }),
            "/api/v1/exceptional-half-days" => {
                json!({"on": "2026-12-12", "half_day": "afternoon", "reason": "Đợt cao điểm"})
            }
            "/api/v1/cases" => Household { email: "", ..HOUSEHOLDS[3] }.case(),
            "/api/v1/planning-runs" => json!({"from": "2026-12-08", "to": "2026-12-08"}),
            _ => panic!("POST {path} has no body here"),
        }
    }
}

#[test]
fn every_url_of_the_api_serves_who_may_with_minimal_input() {
    let world = World::new();
    for url in API {
        let answer = world.asks(url);
        assert!((200..300).contains(&answer.status), "{}: {} {}", answer.asked, answer.status, answer.text);
        if answer.status != 204 {
            assert_eq!(answer.header("content-type"), "application/json", "{}", answer.asked);
            answer.json();
        }
    }
    assert_eq!(world.office.follow(&world.waiting)["visits"][0]["state"], "published");
}
