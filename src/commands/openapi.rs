//! `luudong openapi`
use super::{CommandError, say};

/// Prints the API's description as JSON.
///
/// # Errors
/// [`CommandError::Refused`] when the document cannot be written, which would be a mistake of ours.
pub fn run() -> Result<(), CommandError> {
    let json = serde_json::to_string_pretty(crate::openapi::document());
    say(json.map_err(|error| CommandError::Refused(error.to_string()))?)
}
