//! The description keeps its word: its examples are taken, its bounds are in force, its answers look as it says.
//! That every other answer of a story is as described is seen by `support/described.rs`.
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use luudong::urls::{API, Url};
use serde_json::{Value, json};

use crate::every_url::asks;
use crate::support::bounds;
use crate::support::world::World;
use crate::support::{Client, TestApp, described, rehearsal};

/// What depends on what stands in the database, or on the moment.
const OF_THE_WORLD: [&str; 18] = [
    "applicant_id",
    "client_id",
    "code",
    "current",
    "from",
    "happened_at",
    "into",
    "kit_id",
    "login",
    "officer_ids",
    "on",
    "password",
    "refresh_token",
    "report",
    "team_id",
    "to",
    "versions",
    "word",
];

/// Only where a report stands can it be put right, and the example is of a visit's first one.
const NEEDS_A_REPORT: &str = "Replaced.";

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// The example of a URL's request with what stands in this world.
fn example_here(url: &Url, here: &Value) -> Value {
    let example = &described::operation(url)["requestBody"]["content"]["application/json"]["example"];
    if example.is_null() { here.clone() } else { moved(example, here) }
}

fn moved(example: &Value, here: &Value) -> Value {
    match (example, here) {
        (Value::Object(example), Value::Object(here)) => {
            let field = |(name, value): (&String, &Value)| {
                let same = here.get(name);
                let of_here = same.filter(|_| OF_THE_WORLD.contains(&name.as_str())).cloned();
                (name.clone(), of_here.unwrap_or_else(|| same.map_or(value.clone(), |same| moved(value, same))))
            };
            example.iter().map(field).collect()
        }
        (Value::Array(example), Value::Array(here)) => example
            .iter()
            .enumerate()
            .map(|(at, value)| here.get(at).map_or(value.clone(), |same| moved(value, same)))
            .collect(),
        _ => example.clone(),
    }
}

/// Asks for a URL after what a rule does with its body; it must succeed.
fn succeeds(world: &World, url: &'static Url, rule: impl Fn(&Client, &str, &Value) -> Value + 'static) {
    let answer = rehearsal::with(url, rule, || asks(world, url));
    assert!((200..300).contains(&answer.status), "{}: {} {}", answer.asked, answer.status, answer.text);
}

#[test]
fn every_url_has_an_example_that_is_taken_and_an_answer_as_described() {
    let world = World::new();
    for url in API {
        let wants_body = !described::operation(url)["requestBody"].is_null();
        let sent = Rc::new(Cell::new(false));
        let seen = sent.clone();
        succeeds(&world, url, move |_, _, here| {
            seen.set(true);
            example_here(url, here)
        });
        assert!(sent.get() || !wants_body, "{} {} was not sent with its example", url.0, url.1);
        let schema = &described::operation(url)["requestBody"]["content"]["application/json"];
        assert_eq!(schema["example"].is_object(), wants_body, "{} {} has no example of its request", url.0, url.1);
        if wants_body {
            assert_eq!(described::faults(&schema["schema"], &schema["example"]), Vec::<String>::new(), "{url:?}");
        }
    }
    let all: BTreeSet<_> = API.iter().filter_map(|url| described::operation(url)["operationId"].as_str()).collect();
    let unseen: Vec<_> = all.difference(&described::succeeded()).copied().collect();
    assert!(unseen.is_empty(), "no success that was compared with the description: {unseen:?}");
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn every_answer_with_a_body_has_an_example_as_described() {
    for url in API {
        let responses = described::operation(url)["responses"].as_object().expect("responses");
        for (status, response) in responses.iter().filter(|(status, _)| status.starts_with('2')) {
            let content = &response["content"]["application/json"];
            if content.is_null() {
                assert_eq!(status, "204", "{url:?}");
                continue;
            }
            assert!(!content["example"].is_null(), "{url:?} has no example of its answer");
            assert_eq!(described::faults(&content["schema"], &content["example"]), Vec::<String>::new(), "{url:?}");
        }
    }
}

#[test]
fn a_key_is_read_where_the_description_says_so_and_nowhere_else() {
    let world = World::new();
    for url in API.iter().filter(|url| url.0 == "POST") {
        let mut parameters = described::operation(url)["parameters"].as_array().into_iter().flatten();
        let most =
            parameters.find(|one| one["name"] == "Idempotency-Key").map(|one| one["schema"]["maxLength"].clone());
        let asked = Rc::new(Cell::new(false));
        let seen = asked.clone();
        succeeds(&world, url, move |client, path, body| {
            let most = most.as_ref().map(|most| usize::try_from(most.as_u64().expect("a number")).expect("small"));
            let tries = client.with("Idempotency-Key", &"k".repeat(most.unwrap_or(200) + 1));
            let answer = tries.send("POST", path, &[JSON], &body.to_string());
            match most {
                Some(_) => drop(answer.assert_problem(400, "malformed")),
                None => assert!(answer.status < 300, "{path} reads the key: {}", answer.text),
            }
            seen.set(true);
            body.clone()
        });
        assert!(asked.get(), "{} was not asked with a key", url.1);
    }
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn who_may_ask_is_as_described() {
    let app = TestApp::start();
    for url in API {
        let ways = described::operation(url)["security"].as_array().expect("ways to say who asks");
        let path = url.1.split('/').map(|part| if part.starts_with('{') { "7" } else { part });
        let answer = app.public().send(url.0, &path.collect::<Vec<_>>().join("/"), &[JSON], "{}");
        assert_eq!(answer.status == 401, *ways == [json!({"bearer": []})], "{}: {ways:?}", answer.asked);
        let by_secret = ways.contains(&json!({"case_secret": []}));
        assert!(!by_secret || [400, 404, 428].contains(&answer.status), "{}: {}", answer.asked, answer.text);
    }
}

#[test]
fn what_is_edited_wants_the_version_that_was_read() {
    let world = World::new();
    let wants = |url: &&Url| {
        let mut parameters = described::operation(url)["parameters"].as_array().into_iter().flatten();
        parameters.any(|one| one["name"] == "If-Match" && one["required"] == true)
    };
    let edited: Vec<_> = API.iter().filter(wants).collect();
    assert_eq!(edited.len(), 8, "{edited:?}");
    for url in edited {
        let client = match url.1.ends_with("/{code}") {
            true => world.office.public.with("X-Case-Secret", &world.fresh[0].secret),
            false => world.office.dispatcher.clone(),
        };
        let path = url
            .1
            .replace("{code}", &world.fresh[0].code)
            .replace("{id}", "1")
            .replace("{position}", "0")
            .replace("{line}", "2");
        let body = described::operation(url)["requestBody"]["content"]["application/json"]["example"].to_string();
        client.send(url.0, &path, &[JSON], &body).assert_problem(428, "precondition-needed");
    }
}

#[test]
fn bounds_of_bodies_are_those_of_the_readers() {
    let world = World::new();
    let tried = Rc::new(RefCell::new(BTreeSet::<String>::new()));
    let faults = Rc::new(RefCell::new(Vec::<String>::new()));
    for url in API {
        let (seen, told) = (tried.clone(), faults.clone());
        succeeds(&world, url, move |client, path, here| {
            let example = example_here(url, here);
            let body = &described::operation(url)["requestBody"]["content"]["application/json"]["schema"];
            for bound in
                bounds::within(body, &example).into_iter().filter(|bound| !bound.name.starts_with(NEEDS_A_REPORT))
            {
                let sent = bound.beyond(&example).to_string();
                let answer = client.send(url.0, path, &[JSON], &sent);
                let said = answer.json();
                let mut named = said["errors"].as_array().into_iter().flatten();
                // What is below zero where nothing can be is no number of its kind, and not read at all.
                let is_unread = answer.status == 400 && bound.name.ends_with(" minimum");
                if !is_unread && (answer.status != 422 || !named.any(|one| one["pointer"] == bound.pointer)) {
                    told.borrow_mut().push(format!("{} at {}: {}", bound.name, bound.pointer, answer.text));
                }
                seen.borrow_mut().insert(bound.name);
            }
            example
        });
    }
    assert!(faults.borrow().is_empty(), "taken, or refused elsewhere: {:#?}", faults.borrow());
    let all = bounds::all().into_iter().filter(|name| !name.starts_with(NEEDS_A_REPORT));
    let untried: Vec<_> = all.filter(|name| !tried.borrow().contains(name)).collect();
    assert!(untried.is_empty(), "bounds that no request tried: {untried:?}");
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn a_body_holds_nothing_that_is_not_described() {
    let open = bounds::of_requests().into_iter().filter(|(_, one)| one.get("properties").is_some());
    let open: Vec<_> = open.filter(|(_, one)| one["additionalProperties"] != false).map(|(name, _)| name).collect();
    assert!(open.is_empty(), "{open:?} take fields that nobody reads");
}

#[test]
fn what_lies_on_a_bound_is_taken() {
    let world = World::new();
    for url in API {
        succeeds(&world, url, move |_, _, here| {
            let mut sent = example_here(url, here);
            let body = &described::operation(url)["requestBody"]["content"]["application/json"]["schema"];
            // What stands in the database keeps its name.
            for bound in
                bounds::within(body, &sent.clone()).iter().filter(|bound| !OF_THE_WORLD.contains(&bound.field()))
            {
                bound.fill(&mut sent);
            }
            sent
        });
    }
    world.app.leave_mails(world.app.waiting_mails().len());
}

#[test]
fn bounds_of_queries_are_those_of_the_readers() {
    let world = World::new();
    let mut tried = 0;
    for url in API.iter().filter(|url| !url.1.contains('{')) {
        let client = world.right_client(url.2);
        for parameter in described::operation(url)["parameters"].as_array().into_iter().flatten() {
            let (name, schema) = (parameter["name"].as_str().expect("a name"), &parameter["schema"]);
            let number = |key: &str| schema[key].as_i64();
            let (least, most) = match (number("minimum"), number("maximum"), number("maxLength")) {
                (Some(least), Some(most), _) => {
                    (vec![least.to_string(), (least - 1).to_string()], vec![most.to_string(), (most + 1).to_string()])
                }
                (_, _, Some(most)) if parameter["in"] == "query" => {
                    let letters = |count: i64| "a".repeat(usize::try_from(count).expect("small"));
                    (Vec::new(), vec![letters(most), letters(most + 1)])
                }
                _ => continue,
            };
            for pair in [least, most] {
                if let [within, beyond] = &pair[..] {
                    client.get(&format!("{}?{name}={within}", url.1)).expect(200);
                    client.get(&format!("{}?{name}={beyond}", url.1)).assert_invalid(&[&format!("/{name}")]);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 15, "{tried} bounds");
}

#[test]
fn the_validator_sees_what_is_not_described() {
    let app = TestApp::start();
    let url = API.iter().find(|url| url.1 == "/api/v1/wards/{code}").expect("a URL");
    let taken = || app.public().get("/api/v1/wards/11329");
    assert_eq!(described::faults_of(url, &taken()), Vec::<String>::new());
    for (planted, wanted) in [
        (r#"{"code": "11329", "name": "x", "kind": "phường", "more": 1}"#, "more"),
        (r#"{"code": "11329", "name": "x"}"#, "kind"),
        (r#"{"code": 11329, "name": "x", "kind": "phường"}"#, "/code"),
    ] {
        let mut answer = taken();
        answer.text = planted.to_owned();
        let faults = described::faults_of(url, &answer);
        assert!(faults.len() == 1 && faults[0].contains(wanted), "{planted}: {faults:?}");
    }
    let mut other = taken();
    other.status = 202;
    assert_eq!(described::faults_of(url, &other), ["202 is not described"]);
    let mut tagged = taken();
    tagged.headers.insert("etag", "\"1\"".parse().expect("a value"));
    assert_eq!(described::faults_of(url, &tagged), ["etag: sent true, described false"]);
    let mut refused = app.public().get("/api/v1/wards/99999").expect(404);
    assert_eq!(described::faults_of(url, &refused), Vec::<String>::new());
    refused.text = refused.text.replace("not-found", "hold-over");
    assert_eq!(described::faults_of(url, &refused), ["hold-over is not described"]);
    assert_eq!(described::faults(&json!({"type": "string", "format": "date"}), &json!("28/11/2026")).len(), 1);
}
