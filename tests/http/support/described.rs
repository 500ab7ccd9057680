//! The API's own description as a validator: every answer of the API that a story gets is compared with it.
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::{Draft, Validator};
use luudong::openapi;
use luudong::urls::{API, Url};
use serde_json::{Value, json};

use super::Answer;

/// The schemas, closed: a field that is not described is a fault. What is a part of another schema stays open.
static SCHEMAS: LazyLock<Value> = LazyLock::new(|| {
    let mut schemas = openapi::document()["components"]["schemas"].clone();
    let all = schemas.as_object_mut().expect("schemas");
    let parts: Vec<Value> = all.values().filter_map(|one| one["allOf"].as_array()).flatten().cloned().collect();
    for (name, schema) in all {
        let path = format!("#/components/schemas/{name}");
        if schema.get("allOf").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        } else if schema.get("properties").is_some() && !parts.iter().any(|part| part["$ref"] == path) {
            schema["additionalProperties"] = json!(false);
        }
    }
    schemas
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

thread_local! {
    static SUCCEEDED: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The row of the table that serves a path: the one that names most of it.
pub fn url_of(method: &str, path: &str) -> Option<&'static Url> {
    let path = path.split('?').next().unwrap_or(path);
    let fits = |url: &&Url| {
        let (pattern, path): (Vec<_>, Vec<_>) = (url.1.split('/').collect(), path.split('/').collect());
        let part = |(wanted, got): (&&str, &&str)| wanted == got || (wanted.starts_with('{') && !got.is_empty());
        url.0 == method && pattern.len() == path.len() && pattern.iter().zip(&path).all(part)
    };
    API.iter().filter(fits).min_by_key(|url| url.1.matches('{').count())
}

/// What the document says of a URL.
pub fn operation(url: &Url) -> &'static Value {
    &openapi::document()["paths"][url.1][url.0.to_lowercase()]
}

/// How a value is not as a schema of the document says.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut known = VALIDATORS.lock().expect("the validators");
    let made = known.entry(schema.to_string()).or_insert_with(|| {
        let mut root = schema.clone();
        root["components"] = json!({"schemas": *SCHEMAS});
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        Arc::new(options.build(&root).unwrap_or_else(|error| panic!("{schema}: {error}")))
    });
    let validator = made.clone();
    drop(known);
    let told = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path()));
    told.collect()
}

/// How an answer to a URL of the API is not as it is described.
pub fn faults_of(url: &Url, answer: &Answer) -> Vec<String> {
    let told = &operation(url)["responses"][answer.status.to_string()];
    if told.is_null() {
        return vec![format!("{} is not described", answer.status)];
    }
    let mut faults = Vec::new();
    for name in ["etag", "location", "retry-after", "www-authenticate"] {
        let is_sent = answer.headers.contains_key(name);
        let mut headers = told["headers"].as_object().into_iter().flatten();
        let is_told = headers.any(|(header, _)| header.eq_ignore_ascii_case(name));
        // When to come again is said where waiting helps.
        if is_sent != is_told && (is_sent || name != "retry-after") {
            faults.push(format!("{name}: sent {is_sent}, described {is_told}"));
        }
    }
    let Some((kind, content)) = told["content"].as_object().and_then(|content| content.iter().next()) else {
        faults.extend((!answer.text.is_empty()).then(|| "a body that is not described".to_owned()));
        return faults;
    };
    if answer.header("content-type") != kind {
        faults.push(format!("{} instead of {kind}", answer.header("content-type")));
        return faults;
    }
    let body = answer.json();
    faults.extend(self::faults(&content["schema"], &body));
    if let Some(codes) = told["x-problem-types"].as_array() {
        let code = body["type"].as_str().unwrap_or_default().trim_start_matches("/problems/");
        faults.extend((!codes.contains(&json!(code))).then(|| format!("{code} is not described")));
    }
    faults
}

/// Fails the story that got an answer which is not as described.
#[track_caller]
pub fn validate(method: &str, path: &str, answer: &Answer) {
    let Some(url) = url_of(method, path) else {
        return;
    };
    let faults = faults_of(url, answer);
    assert!(faults.is_empty(), "not as described: {} {}: {faults:#?}\n{}", answer.asked, answer.status, answer.text);
    if answer.status < 300 {
        SUCCEEDED.with_borrow_mut(|all| all.insert(operation(url)["operationId"].as_str().unwrap_or_default()));
    }
}

/// The operations that answered this thread with a success as described.
pub fn succeeded() -> BTreeSet<&'static str> {
    SUCCEEDED.with_borrow(Clone::clone)
}
