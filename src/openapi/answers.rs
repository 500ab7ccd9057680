//! What successes are, in the words of their schemas.
use serde_json::{Value, json};

use super::operations::Operation;

/// What there is to say of a success without a body.
const NOTHING: &str = "Done; there is nothing to tell.";

/// Gives every success that its handler left without words those of its schema.
pub fn describe(operation: &mut Operation<'_>, schemas: &Value) {
    for response in operation.successes() {
        if response["description"].as_str().is_none_or(str::is_empty) {
            response["description"] = words_of(response, schemas).into();
        }
    }
}

fn words_of(response: &Value, schemas: &Value) -> String {
    let Some(schema) = response.pointer("/content/application~1json/schema") else {
        return NOTHING.to_owned();
    };
    let (row, in_front) = schema.get("items").map_or((schema, ""), |row| (row, "A list. "));
    let name = row["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let words = schemas[name]["description"].as_str().unwrap_or("What was asked for.");
    format!("{in_front}{words}")
}

/// The page of a list names the schema of its rows and does not repeat it.
pub fn name_rows(document: &mut Value) {
    for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        if let Some(row) = name.strip_prefix("Page_") {
            schema["properties"]["items"]["items"] = json!({"$ref": format!("#/components/schemas/{row}")});
        }
    }
}
