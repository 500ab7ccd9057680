//! The operations of the document, each with its row of the table of URLs.
use serde_json::{Value, json};

use crate::urls::{self, Url};

/// One operation with the row that serves it.
pub struct Operation<'a> {
    /// Method, pattern, permission.
    pub url: &'static Url,
    /// What the document says of it.
    pub told: &'a mut Value,
}

/// Goes through all operations, in the order of the table.
pub fn each(document: &mut Value, mut work: impl FnMut(Operation<'_>)) {
    for url in urls::API {
        let told = document["paths"].get_mut(url.1).and_then(|item| item.get_mut(url.0.to_lowercase()));
        if let Some(told) = told {
            work(Operation { url, told });
        }
    }
}

impl Operation<'_> {
    /// Whether it is one of these.
    pub fn is_among(&self, named: &[(&str, &str)]) -> bool {
        named.contains(&(self.url.0, self.url.1))
    }

    /// Whether it reads a body.
    pub fn has_body(&self) -> bool {
        self.told.get("requestBody").is_some()
    }

    /// Its parameters of a kind: `path`, `query`, `header`.
    pub fn parameters(&self, kind: &'static str) -> impl Iterator<Item = &Value> {
        let all = self.told.get("parameters").and_then(Value::as_array).into_iter().flatten();
        all.filter(move |one| one["in"] == kind)
    }

    /// Adds a parameter.
    pub fn add_parameter(&mut self, parameter: Value) {
        match &mut self.told["parameters"] {
            Value::Array(all) => all.push(parameter),
            none => *none = json!([parameter]),
        }
    }

    /// Its answers with their status.
    pub fn responses(&mut self) -> impl Iterator<Item = (&String, &mut Value)> {
        self.told["responses"].as_object_mut().into_iter().flatten()
    }

    /// Its answers of success.
    pub fn successes(&mut self) -> impl Iterator<Item = &mut Value> {
        self.responses().filter(|(status, _)| status.starts_with('2')).map(|(_, response)| response)
    }
}

/// Rows about URLs that are not in the table.
#[cfg(test)]
pub fn stale<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    rows.filter(|row| !urls::API.iter().any(|url| (url.0, url.1) == *row)).collect()
}
