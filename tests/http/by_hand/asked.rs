//! How the URLs of edits by hand are asked with the least that is valid.
use serde_json::{Value, json};

use super::edits;
use crate::support::world::World;
use crate::support::{Answer, Client};

/// Whether a URL is one of these.
pub fn is_one(pattern: &str) -> bool {
    ["/edits", "/duty-edits", "/alternatives"].iter().any(|part| pattern.contains(part))
}

/// A duty of its own that is locked; its number and that of the edit.
fn locked(world: &World, on: &str) -> [i64; 2] {
    let duty = world.duty(on);
    let done = edits(&world.office.dispatcher, duty, &lock(duty)).expect(200).json();
    [duty, done["id"].as_i64().expect("a number")]
}

fn lock(duty: i64) -> Value {
    json!({"act": "lock", "versions": [{"duty_id": duty, "version": 1}]})
}

/// The edit of a locked duty, and the same undone.
fn edit_to(world: &World, pattern: &str, first: usize) -> String {
    let undoes = pattern.ends_with("undo");
    let on = ["2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24"][first + usize::from(undoes)];
    let [_, edit] = locked(world, on);
    if !undoes {
        world.office.dispatcher.post(&format!("/api/v1/duty-edits/{edit}/undo"), &json!({})).expect(200);
    }
    pattern.replace("{id}", &edit.to_string())
}

/// Asks for a URL of the API.
pub fn asks(world: &World, client: &Client, pattern: &str) -> Answer {
    if pattern.contains("alternatives") {
        return client.get(&pattern.replace("{id}", &world.visits[0].0.to_string()));
    }
    if pattern.contains("/duties/") {
        let duty = world.duty("2026-12-28");
        return client.post(&pattern.replace("{id}", &duty.to_string()), &lock(duty));
    }
    client.post(&edit_to(world, pattern, 0), &json!({}))
}

/// Sends a form.
pub fn sends(world: &World, client: &Client, pattern: &str) -> Answer {
    if pattern == "/board/edits" {
        let duty = world.duty("2026-12-29").to_string();
        let versions = format!("{duty}:1");
        let fields = [("on", "2026-12-29"), ("act", "lock"), ("place", &*duty), ("versions", &*versions)];
        return client.form(pattern, &fields);
    }
    client.form(&edit_to(world, pattern, 2), &[("on", "2026-12-24")])
}
