//! What is wrong with one field of what somebody sent.
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with one field of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON Pointer into the body, for instance `/applicants/0/birth`.
    #[schema(example = "/contact/phone")]
    pub pointer: String,
    /// Stable code of the mistake.
    #[schema(example = "format")]
    pub code: String,
    /// What to do, in Vietnamese.
    pub detail: String,
}

impl FieldProblem {
    /// One wrong field.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.into() }
    }
}
