//! A wish: what one asker wants under one `Idempotency-Key`, with one form, or with one content.
use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use serde::Serialize;

use crate::clock::Timestamp;
use crate::sealed::Vault;
use crate::web::problem_types as types;
use crate::web::{Desk, Problem};

/// Longest `Idempotency-Key`, characters.
const KEY_LENGTH_MAX: usize = 200;

/// Names one wish of one asker; two requests with the same name are the same wish.
#[derive(Clone, Debug)]
pub struct Wish {
    pub(super) asker: String,
    pub(super) key: String,
    pub(super) request_hash: String,
    pub(super) gives_way: GivesWay,
}

/// When an earlier wish of the same name is over, so that a new one is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivesWay {
    /// Never while it is kept: another content under its name is a mistake of the asker.
    Never,
    /// As soon as another content is sent under its name: the page was changed and sent again.
    ToAnotherContent,
    /// When it is from before this moment.
    IfOlderThan(Timestamp),
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
        Ok(Some(Self { asker, key: key.to_owned(), request_hash, gives_way: GivesWay::Never }))
    }

    /// The wish of what has a name of its own and is done once: a draft that is sent, from whichever page.
    pub fn named(vault: &Vault, asker: &str, path: &str, name: &str) -> Self {
        let request_hash = request_hash(vault, "POST", path, &name);
        Self { asker: asker.to_owned(), key: format!("named {name}"), request_hash, gives_way: GivesWay::Never }
    }

    /// The wish of a form that came back with the token of its page. It is the same wish only word for word: the same
    /// address, the same cookies (whoever finds the page of a colleague who has gone gets nothing of theirs), the same
    /// content. Other content under the token is another wish, and the last one counts.
    ///
    /// None when the token cannot be one of ours.
    pub fn of_form(vault: &Vault, asked: &str, credentials: &[&str], token: &str, content: &str) -> Option<Self> {
        if token.is_empty() || token.len() > KEY_LENGTH_MAX {
            return None;
        }
        let named = [&[asked, token], credentials].concat();
        let key = vault.lookup("idempotency_keys.form", &named);
        let request_hash = request_hash(vault, "POST", asked, &content);
        Some(Self { asker: "form".to_owned(), key, request_hash, gives_way: GivesWay::ToAnotherContent })
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
