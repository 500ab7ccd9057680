//! Examples of requests and answers, a file for each tag, by the names of operations. `tests/http/described.rs` sends
//! every request to a server and compares every answer with its schema.
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::operations::Operation;

const FILES: &[&str] = &[
    include_str!("examples/accounts.json"),
    include_str!("examples/audit.json"),
    include_str!("examples/booking.json"),
    include_str!("examples/calendar.json"),
    include_str!("examples/case_acts.json"),
    include_str!("examples/cases.json"),
    include_str!("examples/families.json"),
    include_str!("examples/lists.json"),
    include_str!("examples/places.json"),
    include_str!("examples/planning.json"),
    include_str!("examples/teams.json"),
    include_str!("examples/visits.json"),
    include_str!("examples/waiting_list.json"),
];

static EXAMPLES: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let read = |text: &&str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    FILES.iter().flat_map(read).collect()
});

/// Shows a request and an answer of an operation.
pub fn describe(operation: &mut Operation<'_>) {
    let name = operation.told["operationId"].as_str().unwrap_or_default();
    let Some(example) = EXAMPLES.get(name) else {
        return;
    };
    if let Some(content) = operation.told.pointer_mut("/requestBody/content/application~1json") {
        content["example"] = example["request"].clone();
    }
    for response in operation.successes() {
        if let Some(content) = response.pointer_mut("/content/application~1json") {
            content["example"] = example["answer"].clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        for text in FILES {
            let read = serde_json::from_str::<Map<String, Value>>(text);
            assert!(read.as_ref().is_ok_and(|all| !all.is_empty()), "{read:?}: {text}");
        }
    }

    #[test]
    fn every_example_is_of_an_operation() {
        let document = crate::openapi::document().to_string();
        for name in EXAMPLES.keys() {
            assert!(document.contains(&format!(r#""operationId":"{name}""#)), "{name}");
        }
    }
}
