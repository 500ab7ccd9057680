//! How bodies, queries and paths that cannot be read are refused: as problems, with the place named.
use std::io::ErrorKind;

use actix_web::error::{JsonPayloadError, PathError, PayloadError, QueryPayloadError, UrlencodedError};
use actix_web::web::{FormConfig, JsonConfig, PathConfig, QueryConfig};

use super::Problem;
use super::problem_types as types;

/// JSON bodies: wrong syntax, types, size or content type.
pub fn json(limit: usize) -> JsonConfig {
    JsonConfig::default().limit(limit).content_type_required(true).error_handler(|error, _| json_problem(&error).into())
}

/// Forms of pages.
pub fn form(limit: usize) -> FormConfig {
    FormConfig::default().limit(limit).error_handler(|error, _| {
        let kind = match error {
            UrlencodedError::Overflow { .. } => &types::TOO_LARGE,
            UrlencodedError::ContentType => &types::WRONG_MEDIA_TYPE,
            UrlencodedError::Payload(error) => return broken_off(&error).into(),
            _ => &types::MALFORMED,
        };
        Problem::new(kind).into()
    })
}

/// A body that did not come to its end.
pub fn broken_off(error: &PayloadError) -> Problem {
    Problem::new(match error {
        PayloadError::Io(cause) if cause.kind() == ErrorKind::TimedOut => &types::TOO_SLOW,
        _ => &types::MALFORMED,
    })
}

/// Queries.
pub fn query() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| {
        let QueryPayloadError::Deserialize(cause) = &error else {
            return Problem::new(&types::MALFORMED).into();
        };
        Problem::new(&types::MALFORMED).detail(format!("Tham số không đọc được: {cause}.")).into()
    })
}

/// Parts of the path: what cannot be a number or a date names nothing we have.
pub fn path() -> PathConfig {
    PathConfig::default().error_handler(|_: PathError, _| Problem::new(&types::NOT_FOUND).into())
}

/// Why a JSON body cannot be read.
pub fn json_problem(error: &JsonPayloadError) -> Problem {
    match error {
        JsonPayloadError::OverflowKnownLength { .. } | JsonPayloadError::Overflow { .. } => {
            Problem::new(&types::TOO_LARGE)
        }
        JsonPayloadError::ContentType => Problem::new(&types::WRONG_MEDIA_TYPE),
        JsonPayloadError::Payload(PayloadError::Io(cause)) if cause.kind() == ErrorKind::TimedOut => {
            Problem::new(&types::TOO_SLOW)
        }
        JsonPayloadError::Deserialize(cause) => Problem::new(&types::MALFORMED).detail(format!(
            "JSON không đọc được ở dòng {}, cột {}: {cause}.",
            cause.line(),
            cause.column()
        )),
        _ => Problem::new(&types::MALFORMED),
    }
}
