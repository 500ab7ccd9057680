//! How the URLs are asked with which the office puts a case right for a family that calls, each about a case of its own.
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, Household};
use crate::support::office::Filed;
use crate::support::world::World;
use crate::support::{Answer, Client};

/// Whether a pattern is one of these.
pub fn is_one(pattern: &str) -> bool {
    let parts = ["/applicants", "/people/", "/notes", "/messages", "/joining"];
    let of_case = ["/cases/{code}/", "/api/v1/cases/{code}/"];
    let staff = of_case.iter().any(|begin| pattern.starts_with(begin));
    staff && (parts.iter().any(|part| pattern.contains(part)) || pattern == "/cases/{code}/correction")
}

/// A household without e-mail that has just filed; not too many call from one telephone.
fn filed(world: &World, pattern: &str) -> Filed {
    let mut case = Household { email: "", ..HOUSEHOLDS[8] }.case();
    let digits = pattern.bytes().zip(1_u32..).map(|(byte, at)| at * u32::from(byte)).sum::<u32>() % 10_000;
    case["contact"]["phone"] = json!(format!("091235{digits:04}"));
    world.office.files(&case)
}

/// A household whose half-day was mailed to it.
fn mailed(world: &World) -> Filed {
    world.duty("2026-12-17");
    let filed = world.office.files(&HOUSEHOLDS[9].case());
    world.office.books(&filed, "2026-12-17", "morning").expect(201);
    world.app.deliver();
    filed
}

/// The address of one of its own.
pub fn path(world: &World, pattern: &str) -> String {
    let filed = if pattern.ends_with("/messages") { mailed(world) } else { filed(world, pattern) };
    let path = pattern.replace("{code}", &filed.code).replace("{position}", "0").replace("{number}", "1");
    if path.contains("{other}") { path.replace("{other}", &self::filed(world, pattern).code) } else { path }
}

/// The least that is valid.
pub fn body(pattern: &str) -> Value {
    match pattern.rsplit('/').next() {
        Some("notes") => json!({"text": "Bà nặng tai"}),
        Some("{position}") => json!({
            "name": "Tống Thị Sửa", "birth": "1948", "sex": "female", "procedure": "cccd_to_cc", "mobility": "bedridden",
        }),
        Some("applicants") => json!({
            "name": "Tống Văn Thêm", "birth": "1940", "sex": "male", "procedure": "cccd_to_cc", "mobility": "bedridden",
        }),
        _ => json!({}),
    }
}

/// Asks for a URL of the API.
pub fn asks(world: &World, client: &Client, method: &str, pattern: &str) -> Answer {
    let path = path(world, pattern);
    let body = if pattern.ends_with("/joining") { json!({"into": filed(world, pattern).code}) } else { body(pattern) };
    client.with("If-Match", "\"1\"").json(method, &path, &body)
}

/// What is typed into the form of a person.
const PERSON: [(&str, &str); 6] = [
    ("version", "1"),
    ("name", "Tống Văn Sửa"),
    ("birth", "1948"),
    ("sex", "male"),
    ("procedure", "cccd_to_cc"),
    ("mobility", "bedridden"),
];

/// What is typed into the form of contact and place.
const PLACE: [(&str, &str); 6] = [
    ("version", "1"),
    ("contact.name", "Tống Thị Gọi"),
    ("contact.relation", "child"),
    ("contact.phone", "0912345699"),
    ("address.line", "Số 79 phố Cát Cụt"),
    ("address.ward_code", "11383"),
];

/// Sends a form.
pub fn sends(world: &World, client: &Client, pattern: &str) -> Answer {
    let path = path(world, pattern);
    match pattern.rsplit('/').next() {
        Some("notes") => client.form(&path, &[("text", "Bà nặng tai")]),
        Some("messages") => client.form(&path, &[("x", "")]),
        Some("correction") => client.form(&path, &PLACE),
        Some("{other}") => {
            let keep = path.rsplit('/').next().expect("a code").to_owned();
            client.form(&path, &[("keep", &*keep)])
        }
        _ => client.form(&path, &PERSON),
    }
}

/// The least that the form of a new case wants.
pub const NEW_CASE: [(&str, &str); 11] = [
    ("contact.name", "Tống Thị Mới"),
    ("contact.relation", "child"),
    ("contact.phone", "0912345677"),
    ("address.line", "Số 77 phố Cát Cụt"),
    ("address.ward_code", "11383"),
    ("consents.visit", "yes"),
    ("applicants.0.name", "Tống Văn Cũ"),
    ("applicants.0.birth", "1944"),
    ("applicants.0.sex", "male"),
    ("applicants.0.procedure", "cccd_to_cc"),
    ("applicants.0.mobility", "bedridden"),
];

/// The least that one more person wants.
pub const NEW_PERSON: [(&str, &str); 5] = [
    ("name", "Tống Văn Thêm"),
    ("birth", "1940"),
    ("sex", "male"),
    ("procedure", "cccd_to_cc"),
    ("mobility", "bedridden"),
];

/// The least that a correction wants, of a case that nobody has corrected before.
pub const CORRECTION: [(&str, &str); 5] = [
    ("version", "1"),
    ("contact.name", "Tống Thị Sửa"),
    ("contact.relation", "child"),
    ("contact.phone", "0912345688"),
    ("address.line", "Số 78 phố Cát Cụt"),
];

/// The least that is said anew about a home.
pub const READINESS: [(&str, &str); 2] = [("version", "1"), ("readiness.power", "no")];
