//! How the URLs of one officer, one kit and one team are asked with the least that is valid, each about one of its own.
use serde_json::{Value, json};

use crate::support::world::World;
use crate::support::{Answer, Client};

const NOUNS: [&str; 3] = ["officers", "kits", "teams"];

/// Whether a pattern is about one officer, kit or team.
pub fn is_one(pattern: &str) -> bool {
    NOUNS.iter().any(|noun| pattern.contains(&format!("/{noun}/{{id}}")))
}

/// Whether a form is about officers, kits, teams, or one duty.
pub fn is_form(pattern: &str) -> bool {
    let of_duties = pattern.starts_with("/duties/{id}") || pattern == "/duty-copies";
    is_one(pattern) || of_duties || NOUNS.iter().any(|noun| pattern == format!("/{noun}"))
}

/// A new officer, kit or team that has no duty.
fn fresh(world: &World, noun: &str) -> i64 {
    let dispatcher = &world.office.dispatcher;
    let known = dispatcher.get(&format!("/api/v1/{noun}?limit=200")).expect(200).json();
    let number = known["items"].as_array().expect("a list").len();
    let new = match noun {
        "officers" => json!({"full_name": "Tống Văn Mới", "badge_number": format!("M-{number}")}),
        "kits" => json!({"name": format!("TB-M{number}")}),
        _ => json!({
            "name": format!("Tổ mới {number}"), "hot_line": "0225 3822 999", "ward_codes": ["11329"],
            "base_ward_code": "11329",
        }),
    };
    dispatcher.post(&format!("/api/v1/{noun}"), &new).expect(201).json()["id"].as_i64().expect("a number")
}

/// An address with one of its own in it; what is withdrawn was noted before.
pub fn path(world: &World, pattern: &str) -> String {
    let noun = NOUNS.into_iter().find(|noun| pattern.contains(&format!("/{noun}/{{id}}"))).expect("a noun");
    let id = fresh(world, noun);
    let mut path = pattern.replace("{id}", &id.to_string());
    for (part, noted) in [("{leave}", "leaves"), ("{outage}", "outages")] {
        if path.contains(part) {
            let at = format!("/api/v1/{noun}/{id}/{noted}");
            let record = world.office.dispatcher.post(&at, &body(&format!("/{noted}"))).expect(201).json();
            path = path.replace(part, &record[noted][0]["id"].to_string());
        }
    }
    path
}

/// The least that is valid.
fn body(pattern: &str) -> Value {
    match pattern.rsplit('/').next() {
        Some("leaves") => json!({"from": "2026-12-21", "to": "2026-12-22", "reason": "annual"}),
        Some("outages") => json!({"from": "2026-12-21", "to": "2026-12-22", "reason": "maintenance"}),
        Some("retirement") => json!({"from": "2026-12-21"}),
        _ if pattern.contains("officers") => json!({"full_name": "Tống Văn Cũ"}),
        _ if pattern.contains("kits") => json!({"name": "TB-cũ"}),
        _ => json!({"hot_line": "0225 3822 998"}),
    }
}

/// Asks for a URL of the API.
pub fn asks(world: &World, client: &Client, method: &str, pattern: &str) -> Answer {
    let path = path(world, pattern);
    match method {
        "GET" => client.get(&path),
        "DELETE" => client.delete(&path),
        _ => client.with("If-Match", "\"1\"").json(method, &path, &body(pattern)),
    }
}

/// Gives a duty another number of captures.
pub fn patches_a_duty(world: &World, client: &Client) -> Answer {
    let path = format!("/api/v1/duties/{}", world.duty("2026-12-03"));
    client.with("If-Match", "\"1\"").patch(&path, &json!({"capacity": 9}))
}

/// Cancels a duty of nobody.
pub fn cancels_a_duty(world: &World, client: &Client) -> Answer {
    let path = format!("/api/v1/duties/{}/cancellation", world.duty("2026-12-04"));
    client.with("If-Match", "\"1\"").post(&path, &json!({"reason": "Bộ thiết bị hỏng"}))
}

/// Sends a form.
pub fn sends(world: &World, client: &Client, pattern: &str) -> Answer {
    let days = [("from", "21/12/2026"), ("to", "22/12/2026")];
    let path = if is_one(pattern) { path(world, pattern) } else { pattern.to_owned() };
    let own = format!("Ghi lại {}", path.len());
    let form = |fields: &[(&str, &str)]| client.form(&path, fields);
    match pattern.rsplit('/').next() {
        Some("leaves") => form(&[&days[..], &[("reason", "annual")]].concat()),
        Some("outages") => form(&[&days[..], &[("reason", "maintenance")]].concat()),
        Some("retirement") => form(&[("retired_from", "21/12/2026")]),
        Some("withdrawal") => form(&[("x", "")]),
        Some("cancellation") => {
            let path = pattern.replace("{id}", &world.duty("2026-12-03").to_string());
            client.form(&path, &[("version", "1"), ("reason", "Bộ thiết bị hỏng")])
        }
        Some("duty-copies") => form(&[("from", "2026-11-23"), ("to", "2027-02-01"), ("days", "1")]),
        _ if pattern == "/duties/{id}" => changes_a_duty(world, client),
        _ if pattern.contains("officers") => form(&[("full_name", "Tống Văn Cũ"), ("badge_number", &*own)]),
        _ if pattern.contains("kits") => form(&[("name", &*own)]),
        _ => form(&[
            ("version", "1"),
            ("name", &*own),
            ("hot_line", "0225 3822 998"),
            ("base_ward_code", "11329"),
            ("ward_codes", "11329"),
        ]),
    }
}

fn changes_a_duty(world: &World, client: &Client) -> Answer {
    let [team, kit, officer] = [world.crew.team, world.crew.kit, world.crew.officer].map(|id| id.to_string());
    let path = format!("/duties/{}", world.duty("2026-12-18"));
    let chosen = [("version", "1"), ("team_id", &*team), ("kit_id", &*kit), ("officer_ids", &*officer)];
    let hours = [("half_days", "morning"), ("starts", "07:30"), ("ends", "11:30"), ("capacity", "9")];
    client.form(&path, &[chosen, hours].concat())
}
