//! Headers that several operations share: the name of a wish, the version of what is edited, the address of what was
//! made. `tests/http/described.rs` compares all of it with what the server takes and answers.
use serde_json::{Value, json};

use super::operations::Operation;
use crate::idempotency::KEY_LENGTH_MAX;

/// POSTs without an `Idempotency-Key`: they store nothing, or give out credentials, of which no answer is kept.
const WITHOUT_KEY: &[(&str, &str)] = &[
    ("POST", "/api/v1/sign-ins"),
    ("POST", "/api/v1/access-tokens"),
    ("POST", "/api/v1/offers"),
    ("POST", "/api/v1/checks"),
    ("POST", "/api/v1/lost-secrets"),
    ("POST", "/api/v1/cases/{code}/secret"),
    ("POST", "/api/v1/duties/{id}/change-preview"),
    ("POST", "/api/v1/teams/{id}/change-preview"),
    ("POST", "/api/v1/exports"),
];

/// What wants the version that was read.
const WITH_VERSION: &[(&str, &str)] = &[
    ("PATCH", "/api/v1/cases/{code}"),
    ("PUT", "/api/v1/cases/{code}/applicants/{position}"),
    ("PATCH", "/api/v1/duties/{id}"),
    ("PATCH", "/api/v1/teams/{id}"),
    ("POST", "/api/v1/duties/{id}/cancellation"),
    ("POST", "/api/v1/imports/{id}/columns"),
    ("PUT", "/api/v1/imports/{id}/rows/{line}"),
    ("POST", "/api/v1/imports/{id}/confirmation"),
];

/// What tells the version besides.
const TELLS_VERSION: &[(&str, &str)] = &[
    ("POST", "/api/v1/cases"),
    ("GET", "/api/v1/cases/{code}"),
    ("POST", "/api/v1/cases/{code}/verification"),
    ("POST", "/api/v1/cases/{code}/applicants"),
    ("POST", "/api/v1/cases/{code}/joining"),
    ("POST", "/api/v1/duties"),
    ("GET", "/api/v1/duties/{id}"),
    ("GET", "/api/v1/teams/{id}"),
    ("POST", "/api/v1/imports"),
    ("GET", "/api/v1/imports/{id}"),
    ("POST", "/api/v1/imports/{id}/undo"),
];

/// A 201 that makes nothing with an address.
const WITHOUT_LOCATION: &[(&str, &str)] =
    &[("POST", "/api/v1/sign-ins"), ("POST", "/api/v1/access-tokens"), ("POST", "/api/v1/cases/{code}/secret")];

/// Whether a repeat is known by its `Idempotency-Key`.
pub fn takes_key(operation: &Operation<'_>) -> bool {
    operation.url.0 == "POST" && !operation.is_among(WITHOUT_KEY)
}

/// Whether `If-Match` is wanted.
pub fn wants_version(operation: &Operation<'_>) -> bool {
    operation.is_among(WITH_VERSION)
}

/// Describes the headers of requests and of successes.
pub fn describe(operation: &mut Operation<'_>) {
    if takes_key(operation) {
        operation.add_parameter(idempotency_key());
    }
    if wants_version(operation) {
        operation.add_parameter(if_match());
    }
    let tells_version = wants_version(operation) || operation.is_among(TELLS_VERSION);
    let tells_location = !operation.is_among(WITHOUT_LOCATION);
    for (status, response) in operation.responses() {
        if status.starts_with('2') && tells_version {
            response["headers"]["ETag"] = header("Version of what is answered, for `If-Match`.", "\"1\"");
        }
        if ["201", "202"].contains(&status.as_str()) && tells_location {
            response["headers"]["Location"] = header("Where what was made is read.", "/api/v1/cases/K7MQ-2XPT");
        }
        if status == "401" {
            response["headers"]["WWW-Authenticate"] = header("How to sign in.", "Bearer");
        }
        if matches!(status.as_str(), "409" | "429" | "503") {
            response["headers"]["Retry-After"] = json!({
                "description": "Seconds after which to come again, where waiting helps.",
                "schema": {"type": "integer", "minimum": 1}, "example": 60,
            });
        }
    }
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "Names this wish, for instance by a UUID. A repeat with the same key and body gets the first answer, and nothing is done twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH_MAX, "pattern": "^[ -~]+$"},
        "example": "5a1e3d0a-4c9c-4a53-9a55-0d2f6c1b7e10",
    })
}

fn if_match() -> Value {
    json!({
        "name": "If-Match", "in": "header", "required": true,
        "description": "`ETag` of the version that was read; refused when somebody changed it since.",
        "schema": {"type": "string"}, "example": "\"1\"",
    })
}

fn header(description: &str, example: &str) -> Value {
    json!({"description": description, "schema": {"type": "string"}, "example": example})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::operations::stale;

    #[test]
    fn every_row_is_about_a_url_of_the_table() {
        for rows in [WITHOUT_KEY, WITH_VERSION, TELLS_VERSION, WITHOUT_LOCATION] {
            assert_eq!(stale(rows.iter().copied()), []);
        }
    }
}
