//! How each operation can refuse: what follows from its row of the table of URLs, its body, its parameters and its
//! headers, and what its verb refuses besides. Every refusal in the stories of `tests/http` is looked up here.
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::headers;
use super::operations::Operation;
use crate::accounts::Permission;
use crate::urls;
use crate::web::limits::Class;
use crate::web::problem_types::{self as types, ProblemType};

mod of_verbs;

const MEDIA_TYPE: &str = "application/problem+json";

/// Describes every refusal of an operation by status, with the codes of its kinds in `x-problem-types`.
pub fn describe(operation: &mut Operation<'_>) {
    let mut by_status: BTreeMap<u16, Vec<&ProblemType>> = BTreeMap::new();
    for kind in types::ALL.iter().filter(|kind| kinds_of(operation).contains(kind)) {
        by_status.entry(kind.status).or_default().push(kind);
    }
    for (status, kinds) in by_status {
        let said: Vec<String> = kinds.iter().map(|kind| format!("`{}`: {}.", kind.code, kind.title)).collect();
        let codes: Vec<&str> = kinds.iter().map(|kind| kind.code).collect();
        let mut response = problem(&said.join(" "));
        response["x-problem-types"] = json!(codes);
        operation.told["responses"][status.to_string()] = response;
    }
    let others = problem("A refusal that something in front of the server made, or one of a later version.");
    operation.told["responses"]["default"] = others;
}

fn problem(description: &str) -> Value {
    let schema = json!({"$ref": "#/components/schemas/ProblemBody"});
    json!({"description": description, "content": {MEDIA_TYPE: {"schema": schema}}})
}

/// All kinds; some more than once.
fn kinds_of(operation: &Operation<'_>) -> Vec<&'static ProblemType> {
    let mut kinds = vec![&types::SIGN_IN_NEEDED, &types::INTERNAL, &types::UNAVAILABLE];
    kinds.extend(of_the_door(operation));
    kinds.extend(of_the_request(operation));
    kinds.extend(of_verbs::kinds(operation));
    kinds
}

/// What `app::guard` refuses before a handler is asked.
fn of_the_door(operation: &Operation<'_>) -> Vec<&'static ProblemType> {
    let (_, pattern, permission) = *operation.url;
    let method = urls::method(operation.url);
    let mut kinds = Vec::new();
    if !matches!(permission, Permission::Public | Permission::OwnAccount) {
        kinds.extend([&types::NOT_ALLOWED, &types::PASSWORD_CHANGE_NEEDED, &types::SECOND_FACTOR_MISSING]);
    }
    if urls::is_grave(&method, Some(pattern)) {
        kinds.push(&types::PROOF_NEEDED);
    }
    match urls::class(&method, pattern) {
        Some(Class::Start) => kinds.extend([&types::TOO_MANY, &types::BUSY]),
        Some(_) => kinds.push(&types::TOO_MANY),
        None => {}
    }
    kinds
}

/// What cannot be read, or comes without a header that is wanted.
fn of_the_request(operation: &Operation<'_>) -> Vec<&'static ProblemType> {
    let mut kinds = Vec::new();
    if operation.has_body() {
        kinds.extend([&types::MALFORMED, &types::TOO_SLOW, &types::TOO_LARGE, &types::WRONG_MEDIA_TYPE]);
    }
    if operation.parameters("query").next().is_some() {
        kinds.push(&types::MALFORMED);
    }
    if operation.parameters("query").any(|one| one["name"] == "limit") {
        kinds.push(&types::INVALID);
    }
    if operation.parameters("path").next().is_some() {
        kinds.push(&types::NOT_FOUND);
    }
    if headers::takes_key(operation) {
        kinds.extend([&types::MALFORMED, &types::KEY_REUSED, &types::IN_PROGRESS]);
    }
    if headers::wants_version(operation) {
        kinds.extend([&types::PRECONDITION_NEEDED, &types::OUT_OF_DATE]);
    }
    kinds
}
