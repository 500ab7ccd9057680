//! How the URLs are asked that a family needs after it has filed: a lost secret, a question, another preference,
//! a remark to the office.
use serde_json::{Value, json};

use crate::lists;
use crate::support::households::{BIRTH, HOUSEHOLDS};
use crate::support::html::Page;
use crate::support::office::Filed;
use crate::support::world::World;
use crate::support::{Answer, Client};

/// Whether a URL is one of these, as far as it is sent something.
pub fn is_one(pattern: &str) -> bool {
    let ends = ["}/secret", "}/answer", "}/preference", "/lost", "/lost-secrets"];
    let of_staff = ["/cases/{code}/half-day", "/cases/{code}/withdrawal"];
    pattern.contains("/remarks")
        || pattern.starts_with("/imports")
        || of_staff.contains(&pattern)
        || ends.iter().any(|end| pattern.ends_with(end))
}

/// A complaint.
fn complaint() -> Value {
    json!({"kind": "complaint", "words": "Tổ hẹn sáng mà không ai đến"})
}

/// A complaint that was left; its number.
pub fn remark(world: &World) -> String {
    let left = world.office.public.post("/api/v1/remarks", &complaint()).expect(201).json();
    left["number"].as_str().expect("a number").to_owned()
}

/// A family of its own that was asked something.
fn asked(world: &World) -> Filed {
    let filed = world.office.files(&HOUSEHOLDS[3].case());
    let path = format!("/api/v1/cases/{}/verification", filed.code);
    world.office.dispatcher.post(&path, &json!({"verdict": "ask", "question": "Nhà ở tầng mấy?"})).expect(201);
    filed
}

/// Asks for a URL of the API with the least that is valid.
pub fn asks(world: &World, client: &Client, pattern: &str) -> Answer {
    match pattern {
        "/api/v1/cases/{code}/secret" => {
            let facts = json!({"birth": BIRTH, "phone": HOUSEHOLDS[6].phone});
            let path = pattern.replace("{code}", &world.fresh[0].code);
            world.office.dispatcher.post(&path, &json!({"facts": facts}))
        }
        "/api/v1/cases/{code}/answer" => {
            let filed = asked(world);
            let family = world.office.public.with("X-Case-Secret", &filed.secret);
            family.post(&pattern.replace("{code}", &filed.code), &json!({"answer": "Tầng trệt"}))
        }
        "/api/v1/cases/{code}/preference" => {
            let filed = &world.fresh[3];
            let family = world.office.public.with("X-Case-Secret", &filed.secret);
            family.post(&pattern.replace("{code}", &filed.code), &json!({"times": "mornings", "from": "2026-12-07"}))
        }
        "/api/v1/remarks/{id}/steps" => {
            let number = remark(world);
            let all = client.get("/api/v1/remarks").expect(200).json();
            let own = all.as_array().expect("a list").iter().find(|one| one["number"] == *number).expect("its own");
            client.post(&pattern.replace("{id}", &own["id"].to_string()), &json!({"step": "accept"}))
        }
        "/api/v1/remarks" => client.post(pattern, &complaint()),
        "/api/v1/lost-secrets" => client.post(pattern, &json!({"code": world.fresh[0].code})),
        _ => panic!("POST {pattern} has no example here"),
    }
}

/// Sends the form of a URL as whoever may.
pub fn sends(world: &World, client: &Client, pattern: &str) -> Answer {
    let of = |filed: &Filed| pattern.replace("{code}", &filed.code).replace("{secret}", &filed.secret);
    match pattern {
        path if path.starts_with("/imports") => lists::sends(world, client, path),
        "/cases/{code}/secret" => {
            client.form(&of(&world.fresh[0]), &[("birth", BIRTH), ("phone", HOUSEHOLDS[6].phone)])
        }
        "/cases/{code}/answer" | "/follow/{code}/{secret}/answer" => {
            client.form(&of(&asked(world)), &[("answer", "Tầng trệt")])
        }
        "/cases/{code}/half-day" => {
            let _ = world.duty("2026-12-08");
            client.form(&of(&world.office.files(&HOUSEHOLDS[5].case())), &[("half_day", "2026-12-08.morning")])
        }
        "/cases/{code}/withdrawal" => client.form(&of(&world.office.files(&HOUSEHOLDS[4].case())), &[("sure", "yes")]),
        "/cases/{code}/preference" => client.form(&of(&world.fresh[1]), &[("preference.times", "mornings")]),
        "/follow/{code}/{secret}/preference" => client.form(&of(&world.fresh[4]), &[("times", "saturdays")]),
        "/follow/{code}/{secret}/secret" => client.form(&of(&asked(world)), &[("x", "")]),
        "/follow/lost" => client.form(pattern, &[("code", &*world.fresh[0].code)]),
        "/remarks/new" => client.form(pattern, &[("kind", "thanks"), ("words", "Cảm ơn tổ công tác")]),
        "/remarks/{id}" => {
            remark(world);
            let page = Page::of(&client.get("/remarks").expect(200));
            client.form(&page.attributes("form[action^='/remarks/']", "action")[0], &[("step", "accept")])
        }
        _ => panic!("POST {pattern} has no example here"),
    }
}
