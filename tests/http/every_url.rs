//! Every URL of the API is served to the right role with minimal valid input, and refuses as a documented problem.
use luudong::accounts::Role;
use luudong::urls::{API, Url};
use luudong::web::problem_types;
use serde_json::{Value, json};

use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, Household};
use crate::support::office::Filed;
use crate::support::world::World;
use crate::support::{Answer, Client, TestApp};
use crate::{after_filing, arranged, by_hand, case_acts, lists};

const SATURDAY: &str = "2026-11-28";

/// The address of a proposal.
fn proposed(world: &World, pattern: &str) -> String {
    pattern.replace("{id}", &world.proposal("2026-12-02")["id"].to_string())
}

/// Asks for a URL of the API with the least that is valid.
pub fn asks(world: &World, url: &Url) -> Answer {
    let (method, pattern, permission) = *url;
    let client = world.right_client(permission);
    let code = |path: &str, filed: &Filed| path.replace("{code}", &filed.code);
    let family = |filed: &Filed| world.office.public.with("X-Case-Secret", &filed.secret);
    match (method, pattern) {
        ("GET", ward) if ward.starts_with("/api/v1/wards/{code}") => client.get(&ward.replace("{code}", "11329")),
        ("GET", "/api/v1/old-wards") => client.get("/api/v1/old-wards?q=Ph%C6%B0%E1%BB%9Dng%20Tr%E1%BA%A7n%20Ph%C3%BA"),
        (_, path) if path.starts_with("/api/v1/imports") => lists::asks(world, client, path),
        (_, path) if by_hand::is_one(path) => by_hand::asks(world, client, path),
        (_, path) if arranged::is_one(path) => arranged::asks(world, client, method, path),
        (_, path) if case_acts::is_one(path) => case_acts::asks(world, client, method, path),
        ("GET", "/api/v1/duties/{id}") => client.get(&format!("/api/v1/duties/{}", world.duty("2026-12-01"))),
        ("GET", run) if run.starts_with("/api/v1/planning-runs/{id}") => client.get(&proposed(world, run)),
        ("GET", "/api/v1/cases/{code}/offers" | "/api/v1/cases/{code}/turn") => {
            family(&world.waiting).get(&code(pattern, &world.waiting))
        }
        ("GET", path) if path.starts_with("/api/v1/cases/{code}") => {
            family(&world.fresh[0]).get(&code(pattern, &world.fresh[0]))
        }
        ("GET", path) if !path.contains('{') => client.get(path),
        (_, path) if is_of_accounts(path) => of_accounts(world, client, method, pattern),
        ("PATCH", "/api/v1/cases/{code}") => {
            let change = json!({"note": "Cổng sau"});
            family(&world.fresh[0]).with("If-Match", "\"1\"").patch(&code(pattern, &world.fresh[0]), &change)
        }
        ("PATCH", "/api/v1/duties/{id}") => arranged::patches_a_duty(world, client),
        ("POST", "/api/v1/duties/{id}/cancellation") => arranged::cancels_a_duty(world, client),
        ("POST", "/api/v1/duties/{id}/change-preview") => client
            .post(&format!("/api/v1/duties/{}/change-preview", world.duty("2026-12-08")), &json!({"cancel": true})),
        ("POST", "/api/v1/cases/{code}/withdrawal") => {
            family(&world.fresh[2]).post(&code(pattern, &world.fresh[2]), &json!({}))
        }
        ("POST", "/api/v1/cases/{code}/verification" | "/api/v1/cases/{code}/not-before") => {
            let name = if pattern.ends_with("not-before") { "not_before" } else { "verdict" };
            client.post(&code(pattern, &world.fresh[1]), &json!({name: (name == "verdict").then_some("approve")}))
        }
        ("POST", "/api/v1/cases/{code}/booking") => books(world, &world.fresh[3], "2026-12-09"),
        ("DELETE", "/api/v1/cases/{code}/booking") => {
            books(world, &world.fresh[4], "2026-12-10").expect(201);
            family(&world.fresh[4]).delete(&code(pattern, &world.fresh[4]))
        }
        ("POST", "/api/v1/bookings") => {
            world.duty("2026-12-11");
            let case = Household { email: "", ..HOUSEHOLDS[4] }.case();
            client.post(pattern, &json!({"case": case, "half_day": {"on": "2026-12-11", "half_day": "morning"}}))
        }
        ("POST", "/api/v1/cases/{code}/invitation/acceptance") => world.office.answers(&world.invited(0), "acceptance"),
        ("POST", "/api/v1/cases/{code}/invitation/refusal") => world.office.answers(&world.invited(1), "refusal"),
        ("POST", "/api/v1/holds/{token}/extension") => {
            client.post(&pattern.replace("{token}", &holds(world, 0, "2026-12-15")), &json!({}))
        }
        ("DELETE", "/api/v1/holds/{token}") => {
            client.delete(&pattern.replace("{token}", &holds(world, 1, "2026-12-16")))
        }
        ("POST", path) if path.starts_with("/api/v1/visits/{id}/") => reports(world, client, path),
        ("POST", "/api/v1/calls/{id}") => client.post(&pattern.replace("{id}", &world.call(1)), &json!({})),
        ("POST", "/api/v1/planning-runs/{id}/stop") => client.post(&proposed(world, pattern), &json!({})),
        ("POST", "/api/v1/planning-runs/{id}/publication") => {
            world.duty(SATURDAY);
            world.office.asks_publication(&world.proposal(SATURDAY))
        }
        (_, path) if after_filing::is_one(path) => after_filing::asks(world, client, path),
        ("POST", "/api/v1/rights-requests/{id}/steps") => ends_a_rights_request(world, client, pattern),
        ("POST", path) => client.post(path, &body(world, path)),
        _ => panic!("{method} {pattern} has no example here"),
    }
}

fn ends_a_rights_request(world: &World, client: &Client, pattern: &str) -> Answer {
    let asked = client.post("/api/v1/rights-requests", &body(world, "/api/v1/rights-requests")).expect(201).json();
    client.post(&pattern.replace("{id}", &asked["id"].to_string()), &json!({"step": "complete"}))
}

fn is_of_accounts(path: &str) -> bool {
    ["/api/v1/accounts/{id}", "/api/v1/me/", "/api/v1/sign-ins/"].iter().any(|begin| path.starts_with(begin))
}

/// An account of its own is read, changed, disabled; its holder ends a sign-in and chooses a password.
fn of_accounts(world: &World, client: &Client, method: &str, pattern: &str) -> Answer {
    let login = format!("{}{}", method.to_lowercase(), pattern[7..].replace(['/', '{', '}'], "-"));
    let account = world.app.account(&login, luudong::accounts::Role::Officer, &[]);
    let holder = world.app.api_as(&login);
    let path = pattern.replace("{id}", &account.id.to_string());
    match (method, pattern) {
        ("DELETE", "/api/v1/sign-ins/current") => holder.delete(pattern),
        ("PUT", _) => holder.put(&path, &json!({"current": PASSWORD, "password": "gạo trắng nước trong đò ngang"})),
        ("DELETE", "/api/v1/me/sign-ins/{id}") => {
            let own = holder.get("/api/v1/me/sign-ins").expect(200).json()[0]["id"].to_string();
            holder.delete(&pattern.replace("{id}", &own))
        }
        ("PATCH", _) => client.patch(&path, &json!({"disabled": true})),
        ("POST", _) => client.post(&path, &json!({})),
        _ => client.send(method, &path, &[], ""),
    }
}

/// A report about the first visit, and what takes it back.
fn reports(world: &World, client: &Client, pattern: &str) -> Answer {
    let body = match pattern.rsplit('/').next() {
        Some("events") => event("e-1"),
        Some("outcomes") => outcome(world, 0),
        _ => json!({"report": "o-0"}),
    };
    client.post(&pattern.replace("{id}", &world.visits[0].0.to_string()), &body)
}

/// A family takes the morning of a day on which a duty is opened.
fn books(world: &World, filed: &Filed, on: &str) -> Answer {
    world.duty(on);
    let family = world.office.public.with("X-Case-Secret", &filed.secret);
    let path = format!("/api/v1/cases/{}/booking", filed.code);
    family.post(&path, &json!({"on": on, "half_day": "morning"}))
}

/// What a family says to have a morning kept; the number tells one family from another.
fn hold_wish(at: usize, on: &str) -> Value {
    let home = HOUSEHOLDS[at];
    json!({
        "contact": {"phone": home.phone}, "address": home.case()["address"],
        "people": [{"birth": "1950", "mobility": "bedridden"}], "half_day": {"on": on, "half_day": "morning"},
    })
}

/// A morning that is kept; its token.
fn holds(world: &World, at: usize, on: &str) -> String {
    world.duty(on);
    let held = world.office.public.post("/api/v1/holds", &hold_wish(at, on)).expect(201).json();
    held["token"].as_str().expect("a token").to_owned()
}

fn event(client_id: &str) -> Value {
    json!({"client_id": client_id, "kind": "en_route", "happened_at": "2026-11-27T01:30:00Z"})
}

fn outcome(world: &World, at: usize) -> Value {
    let result = json!({"applicant_id": world.visits[at].1, "code": "captured"});
    json!({"client_id": format!("o-{at}"), "happened_at": "2026-11-27T01:50:00Z", "results": [result]})
}

/// The least that a POST without parts in its path wants.
fn body(world: &World, path: &str) -> Value {
    let credentials = json!({"login": "can.bo.1", "password": PASSWORD});
    match path {
        "/api/v1/sign-ins" => credentials,
        "/api/v1/access-tokens" => {
            let signed_in = world.office.public.post("/api/v1/sign-ins", &credentials).expect(201).json();
            json!({"refresh_token": signed_in["refresh_token"]})
        }
        "/api/v1/accounts" => {
            json!({"login": "moi", "display_name": "Người Mới", "role": "officer", "password": PASSWORD})
        }
        "/api/v1/officers" => json!({"full_name": "Tống Văn Mới", "badge_number": "031-999"}),
        "/api/v1/rights-requests" => {
            json!({"kind": "access", "channel": "desk", "ward_code": "11329", "words": "Xin bản dữ liệu"})
        }
        "/api/v1/exports" => json!({"kind": "plan", "format": "xlsx"}),
        "/api/v1/kits" => json!({"name": "TB-99"}),
        "/api/v1/teams" => {
            json!({"name": "Tổ mới", "hot_line": "0225 3822 999", "ward_codes": ["11329"], "base_ward_code": "11329"})
        }
        "/api/v1/duties" => json!({
            "team_id": world.crew.team, "on": "2026-12-07", "half_days": "full", "kit_id": world.crew.kit,
            "officer_ids": [world.crew.officer],
        }),
        "/api/v1/duty-copies" => json!({"from": "2026-11-23", "to": "2027-02-01", "days": 1}),
        "/api/v1/exceptional-half-days" => {
            json!({"on": "2026-12-12", "half_day": "afternoon", "reason": "Đợt cao điểm"})
        }
        "/api/v1/cases" => Household { email: "", ..HOUSEHOLDS[3] }.case(),
        "/api/v1/offers" => json!({"ward_code": "11329", "people": [{"birth": "1950", "mobility": "walks"}]}),
        "/api/v1/holds" => {
            world.duty("2026-12-14");
            hold_wish(2, "2026-12-14")
        }
        "/api/v1/checks" => json!({"code": world.fresh[0].code}),
        "/api/v1/planning-runs" => json!({"from": "2026-12-08", "to": "2026-12-08"}),
        _ => panic!("POST {path} has no body here"),
    }
}

#[test]
fn every_url_of_the_api_serves_who_may_with_minimal_input() {
    let world = World::new();
    for url in API {
        let answer = world.app.one_moment_each(|| asks(&world, url));
        assert!((200..300).contains(&answer.status), "{}: {} {}", answer.asked, answer.status, answer.text);
        if answer.status != 204 {
            assert_eq!(answer.header("content-type"), "application/json", "{}", answer.asked);
            answer.json();
        }
    }
    assert_eq!(world.office.follow(&world.waiting)["visits"][0]["state"], "published");
}

#[test]
fn every_refusal_of_the_api_is_a_problem_of_a_documented_type() {
    let app = TestApp::start();
    let staff = [Role::Officer, Role::Dispatcher, Role::Admin].map(|role| app.api(role));
    let mut refusals = 0;
    for (method, pattern, _) in API {
        for client in staff.iter().chain([&app.public()]) {
            for body in ["", "{", "[]", "{}", r#"{"x": 1}"#] {
                let path = pattern.split('/').map(|part| if part.starts_with('{') { "7" } else { part });
                let path = path.collect::<Vec<_>>().join("/");
                let kind = [("Content-Type", "application/json"), ("If-Match", "\"1\"")];
                let answer = app.one_moment_each(|| client.send(method, &path, &kind, body));
                refusals += assert_documented(&answer);
            }
        }
    }
    assert!(refusals > API.len(), "{refusals} refusals");
    app.leave_mails(app.waiting_mails().len());
}

/// One for a refusal, which must be as `docs/problems.md` says.
fn assert_documented(answer: &Answer) -> usize {
    if answer.status < 400 {
        return 0;
    }
    assert!(answer.status < 500, "{}: {}", answer.asked, answer.text);
    let said = answer.json()["type"].clone();
    let kind = problem_types::ALL.iter().find(|kind| said == format!("/problems/{}", kind.code));
    let kind = kind.unwrap_or_else(|| panic!("{}: {said} is not documented", answer.asked));
    answer.assert_problem(kind.status, kind.code);
    let listed = include_str!("../../docs/problems.md");
    assert!(listed.contains(&format!("`{}`", kind.code)), "{} is not in docs/problems.md", kind.code);
    1
}
