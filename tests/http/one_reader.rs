//! Who reads a case is worked out in one way at every URL of it: a secret opens its case whoever sends it, and a wrong one
//! opens nothing, not even to staff who may read the case without one.
use luudong::accounts::{Permission, Role};
use luudong::urls::API;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, Household};
use crate::support::office::{Filed, Office};
use crate::support::{Client, TestApp};

fn asks(client: &Client, (method, pattern): (&str, &str), filed: &Filed, secret: &str) -> u16 {
    let path = pattern.replace("{code}", &filed.code);
    let client = client.with("X-Case-Secret", secret).with("If-Match", "\"1\"");
    let body = match (method, pattern.rsplit('/').next()) {
        ("PATCH", _) => json!({"note": "Cổng sau"}),
        (_, Some("booking")) => json!({"on": "2026-11-28", "half_day": "morning"}),
        (_, Some("answer")) => json!({"answer": "Chị Lan"}),
        _ => json!({}),
    };
    match method {
        "GET" => client.get(&path).status,
        "DELETE" => client.delete(&path).status,
        _ => client.json(method, &path, &body).status,
    }
}

#[test]
fn a_secret_counts_the_same_at_every_url_of_a_case() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (dispatcher, officer) = (&office.dispatcher, app.api(Role::Officer));
    let more = HOUSEHOLDS[..6].iter().map(|home| Household { name: "Tô Thị Thêm", ..*home });
    let homes = HOUSEHOLDS.iter().copied().chain(more);
    let filed: Vec<Filed> = homes.map(|home| office.files(&Household { email: "", ..home }.case())).collect();
    let mut fresh = filed.iter();
    let mut seen = 0;
    let urls = API.iter().filter(|url| url.1.starts_with("/api/v1/cases/{code}") && url.2 == Permission::Public);
    for &(method, pattern, _) in urls {
        let [one, other] = [(); 2].map(|()| match method {
            "GET" => filed.last().expect("a case"),
            _ => fresh.next().expect("a case for each URL that changes one"),
        });
        let url = (method, pattern);
        assert_eq!(asks(dispatcher, url, one, "AAAAAAAAAAAAAAAAAAAAAA"), 404, "{method} {pattern}, a wrong secret");
        let family = asks(&office.public, url, one, &one.secret);
        assert!(![401, 403, 404].contains(&family), "{method} {pattern}: {family}");
        assert_eq!(asks(&officer, url, other, &other.secret), family, "{method} {pattern}, an officer with the secret");
        seen += 1;
    }
    assert_eq!(seen, 14, "every URL of a case that a family may ask for");
}

#[test]
fn an_answer_to_a_secret_is_kept_for_who_has_the_secret() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&Household { email: "", ..HOUSEHOLDS[0] }.case());
    let withdraws = |client: &Client| -> (u16, Value) {
        let answer = client.once("k-1").post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &json!({}));
        (answer.status, answer.json())
    };
    let officer = app.api(Role::Officer);
    let (status, first) = withdraws(&officer.with("X-Case-Secret", &filed.secret));
    assert_eq!(status, 200);
    assert_eq!(withdraws(&officer.with("X-Case-Secret", &filed.secret)), (200, first), "the same request again");
    assert_eq!(withdraws(&officer).0, 403, "without the secret it is another request");
}
