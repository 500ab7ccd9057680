//! A wish: what one asker wants under one `Idempotency-Key`, or with one form.
use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use serde::Serialize;

use crate::sealed::Vault;
use crate::web::problem_types as types;
use crate::web::{Desk, Problem};

/// Longest `Idempotency-Key`, characters.
pub const KEY_LENGTH_MAX: usize = 200;

/// Names one wish of one asker; two requests with the same name are the same wish.
#[derive(Clone, Debug)]
pub struct Wish {
    pub(super) asker: String,
    pub(super) key: String,
    pub(super) request_hash: String,
}

/// Who asks, as far as answers are kept for them; left by the guard.
#[derive(Clone, Debug)]
pub enum Asker {
    /// Somebody who is told from others: an account, or whoever has one case's secret.
    Known(String),
    /// Nobody in particular.
    Anybody,
}

impl Wish {
    /// The wish of a request that carries an `Idempotency-Key`; `None` without the header.
    ///
    /// Who is nobody in particular gets an earlier answer only for the very same request: a key that two families
    /// happen to share is two wishes then, and a stranger who knows the key knows nothing.
    ///
    /// # Errors
    /// 400 when the key is empty, too long or not printable ASCII.
    pub fn of(request: &HttpRequest, body: &impl Serialize) -> Result<Option<Self>, Problem> {
        let Some(given) = request.headers().get("Idempotency-Key") else {
            return Ok(None);
        };
        let readable = |key: &&str| !key.is_empty() && key.len() <= KEY_LENGTH_MAX;
        let key = given.to_str().ok().filter(readable).ok_or_else(|| {
            Problem::new(&types::MALFORMED)
                .detail(format!("Idempotency-Key cần từ 1 đến {KEY_LENGTH_MAX} ký tự ASCII in được."))
        })?;
        let desk = request.app_data::<Data<Desk>>().ok_or_else(|| Problem::new(&types::INTERNAL))?;
        let request_hash = request_hash(&desk.vault, request.method().as_str(), request.path(), body);
        let asker = match request.extensions().get::<Asker>() {
            Some(Asker::Known(name)) => name.clone(),
            Some(Asker::Anybody) | None => format!("public:{request_hash}"),
        };
        Ok(Some(Self { asker, key: key.to_owned(), request_hash }))
    }

    /// The wish of a form that carries the token its page was made with; a form sent twice is one wish.
    pub fn of_form(vault: &Vault, asker: &str, path: &str, token: &str, body: &impl Serialize) -> Option<Self> {
        if token.is_empty() || token.len() > KEY_LENGTH_MAX {
            return None;
        }
        let request_hash = request_hash(vault, "POST", path, body);
        Some(Self { asker: asker.to_owned(), key: format!("form {token}"), request_hash })
    }

    /// The same for all twins, in whichever process: the name under which one of them locks the wish.
    pub(super) fn lock_name(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        (&self.asker, &self.key).hash(&mut hasher);
        hasher.finish().cast_signed()
    }
}

/// Tells requests apart and says nothing of what they hold: with a plain hash, whoever reads the database would find a
/// twelve-digit number by trying all of them, and a password faster than argon2 allows.
fn request_hash(vault: &Vault, method: &str, path: &str, body: &impl Serialize) -> String {
    let wished = serde_json::to_string(body).unwrap_or_default();
    vault.lookup("idempotency_keys.request_hash", &[method, path, &wished])
}
