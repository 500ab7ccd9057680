//! The API's own description says what the table of URLs says, and its pages need nothing from outside.
use std::collections::BTreeSet;

use luudong::urls;

use crate::support::TestApp;

#[test]
fn the_description_names_exactly_the_urls_of_the_table() {
    let app = TestApp::start();
    let document = app.public().get("/api/v1/openapi.json").expect(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut described = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            described.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let listed: BTreeSet<_> = urls::API.iter().map(|url| format!("{} {}", url.0, without_patterns(url.1))).collect();
    let undescribed: Vec<_> = listed.difference(&described).collect();
    let unlisted: Vec<_> = described.difference(&listed).collect();
    assert!(undescribed.is_empty(), "in urls::API but not in src/openapi.rs: {undescribed:#?}");
    assert!(unlisted.is_empty(), "in src/openapi.rs but not in urls::API: {unlisted:#?}");
}

/// Generators of clients give up at the first that leads nowhere.
#[test]
fn every_reference_leads_to_something() {
    fn collect<'a>(value: &'a serde_json::Value, found: &mut BTreeSet<&'a str>) {
        match value {
            serde_json::Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(serde_json::Value::as_str));
                fields.values().for_each(|field| collect(field, found));
            }
            serde_json::Value::Array(values) => values.iter().for_each(|one| collect(one, found)),
            _ => {}
        }
    }
    let document = TestApp::start().public().get("/api/v1/openapi.json").expect(200).json();
    let mut found = BTreeSet::new();
    collect(&document, &mut found);
    assert!(found.len() > 50, "{found:?}");
    let leads_nowhere = |to: &&&str| document.pointer(to.trim_start_matches('#')).is_none();
    assert_eq!(found.iter().filter(leads_nowhere).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn every_operation_has_a_tag_a_sentence_and_an_answer() {
    let app = TestApp::start();
    let document = app.public().get("/api/v1/openapi.json").expect(200).json();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let named = format!("{method} {path}");
            assert!(operation["tags"][0].is_string(), "{named} has no tag");
            assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 5), "{named} has no sentence");
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{named} never succeeds");
            let refusals = answers.iter().filter(|(status, _)| status.starts_with(['4', '5', 'd']));
            for (status, refusal) in refusals {
                let body = &refusal["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(body, "#/components/schemas/ProblemBody", "{named}: {status}");
            }
            assert!(answers.contains_key("default"), "{named} does not say how it refuses");
        }
    }
}

#[test]
fn the_values_of_enums_are_the_codes_that_are_sent() {
    let app = TestApp::start();
    let document = app.public().get("/api/v1/openapi.json").expect(200).json();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut seen = 0;
    for (name, schema) in schemas {
        for value in schema["enum"].as_array().into_iter().flatten() {
            let value = value.as_str().unwrap();
            // Codes are lower case, or the number of a rule (R8); names in Rust are mixed.
            let is_mixed = value.contains(char::is_uppercase) && value.contains(char::is_lowercase);
            assert!(!is_mixed, "{name} is described with {value}");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} values");
    assert_eq!(schemas["HalfDay"]["enum"], serde_json::json!(["morning", "afternoon"]));
}

#[test]
fn the_pages_that_show_it_load_nothing_from_elsewhere() {
    let app = TestApp::start();
    let page = app.public().get("/docs/").expect(200);
    for found in quoted_addresses(&page.text) {
        assert!(!found.contains("//"), "the page names {found}");
        let path = format!("/docs/{}", found.trim_start_matches("./"));
        let file = app.public().get(&path);
        assert_eq!(file.status, 200, "{path}");
    }
    let starter = app.public().get("/docs/swagger-initializer.js").expect(200);
    assert!(starter.text.contains("/api/v1/openapi.json"), "{}", starter.text);
    assert!(!starter.text.contains("petstore"), "{}", starter.text);
}

/// `/cases/{code:\w+}` as OpenAPI writes it: `/cases/{code}`.
fn without_patterns(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.split_once(':') {
        Some((name, _)) if part.starts_with('{') => format!("{name}}}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn quoted_addresses(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in ["src=\"", "href=\""] {
        found.extend(html.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap_or("").to_owned()));
    }
    found
}
