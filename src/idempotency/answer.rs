//! What a request is answered, in a form that can be kept.
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::dice::codes_in;
use crate::sealed::Sealable;

/// An answer that can be given again word for word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) body: Option<serde_json::Value>,
    /// Of an answer to a form: all its headers, and its page.
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) page: Option<String>,
}

impl Answer {
    /// Whether it names this case.
    pub(super) fn names(&self, code: &str) -> bool {
        self.case_codes().contains(code)
    }

    /// The codes of the cases that it names anywhere.
    pub(super) fn case_codes(&self) -> BTreeSet<String> {
        let body = self.body.as_ref().map(ToString::to_string);
        let others = self.headers.iter().map(|(_, value)| value).chain(&self.location).chain(&self.page);
        others.chain(&body).flat_map(|said| codes_in(said)).map(str::to_owned).collect()
    }
}

impl Sealable for Answer {
    const PURPOSE: &'static str = "idempotency_keys.answer";
}

impl Answer {
    /// 200 with a body.
    pub fn ok(body: &impl Serialize) -> Self {
        Self::with(200, body)
    }

    /// 201 with the address of what was made.
    pub fn created(location: impl Into<String>, body: &impl Serialize) -> Self {
        Self { location: Some(location.into()), ..Self::with(201, body) }
    }

    /// 303: where a browser goes after its form was accepted.
    pub fn see_other(location: impl Into<String>) -> Self {
        Self { status: 303, location: Some(location.into()), ..Self::empty() }
    }

    /// 204.
    pub fn empty() -> Self {
        Self { status: 204, location: None, etag: None, body: None, headers: Vec::new(), page: None }
    }

    /// Adds the version of what people edit.
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.etag = Some(etag(version));
        self
    }

    fn with(status: u16, body: &impl Serialize) -> Self {
        Self { status, body: serde_json::to_value(body).ok(), ..Self::empty() }
    }
}

/// The entity tag of a version.
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}
