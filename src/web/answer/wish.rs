//! A wish: what one asker wants under one `Idempotency-Key`, or with one form.
use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::HttpRequest;
use serde::Serialize;

use crate::sealed::secret_hash;
use crate::web::Problem;
use crate::web::problem_types as types;

/// Longest `Idempotency-Key`, characters.
const KEY_LENGTH_MAX: usize = 200;

/// Names one wish of one asker; two requests with the same name are the same wish.
#[derive(Clone, Debug)]
pub struct Wish {
    pub(super) asker: String,
    pub(super) key: String,
    pub(super) request_hash: String,
}

impl Wish {
    /// The wish of a request that carries an `Idempotency-Key`; `None` without the header.
    ///
    /// # Errors
    /// 400 when the key is empty, too long or not printable ASCII.
    pub fn of(request: &HttpRequest, asker: &str, body: &impl Serialize) -> Result<Option<Self>, Problem> {
        let Some(given) = request.headers().get("Idempotency-Key") else {
            return Ok(None);
        };
        let readable = |key: &&str| !key.is_empty() && key.len() <= KEY_LENGTH_MAX;
        let key = given.to_str().ok().filter(readable).ok_or_else(|| {
            Problem::new(&types::MALFORMED)
                .detail(format!("Idempotency-Key cần từ 1 đến {KEY_LENGTH_MAX} ký tự ASCII in được."))
        })?;
        let wished = serde_json::to_string(body).unwrap_or_default();
        let request_hash = secret_hash(&format!("{} {} {wished}", request.method(), request.path()));
        Ok(Some(Self { asker: asker.to_owned(), key: key.to_owned(), request_hash }))
    }

    /// The wish of a form that carries the token its page was made with; a form sent twice is one wish.
    pub fn of_form(asker: &str, path: &str, token: &str, body: &impl Serialize) -> Option<Self> {
        if token.is_empty() || token.len() > KEY_LENGTH_MAX {
            return None;
        }
        let wished = serde_json::to_string(body).unwrap_or_default();
        Some(Self {
            asker: asker.to_owned(),
            key: format!("form {token}"),
            request_hash: secret_hash(&format!("POST {path} {wished}")),
        })
    }

    /// The same for all twins, in whichever process: the name under which one of them locks the wish.
    pub(super) fn lock_name(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        (&self.asker, &self.key).hash(&mut hasher);
        hasher.finish().cast_signed()
    }
}
