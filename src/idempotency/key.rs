//! By what a request is known again: an `Idempotency-Key`, the token of a form, or its content.
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;

use crate::clock::Timestamp;
use crate::sealed::Vault;

/// Longest `Idempotency-Key`, characters.
pub const KEY_LENGTH_MAX: usize = 200;

/// How the key begins that a request has by its content alone.
pub const CONTENT: &str = "content ";

/// Who sends the forms whose answers hold a secret.
pub(super) const SECRET: &str = "form with a secret";

/// A form as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// Path and query.
    pub address: &'a str,
    /// The headers that say who sends it.
    pub credentials: &'a [&'a str],
    /// What its page handed out.
    pub token: &'a str,
    /// Everything that was typed.
    pub content: &'a str,
    /// Whether its answer lets somebody in, or shows what does.
    pub secret: bool,
}

/// Names one request of one requester; two with the same name are one.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// Who asks.
    pub requester: String,
    /// What the request is called.
    pub key: String,
    /// Tells whether what comes under the same name is the same ([`request_hash`]).
    pub request_hash: String,
    /// Whether an earlier request of the same name is over as soon as another content is sent under it: a page was
    /// changed and sent again. Otherwise another content is a mistake of the requester.
    pub gives_way: bool,
    /// Earlier requests of the same name from before this moment are over.
    pub not_before: Option<Timestamp>,
}

impl IdempotencyKey {
    /// The key of what has a name of its own and is done once: a draft that is sent, from whichever page.
    pub fn named(vault: &Vault, requester: &str, path: &str, name: &str) -> Self {
        let request_hash = request_hash(vault, "POST", path, &name);
        let (requester, key) = (requester.to_owned(), format!("named {name}"));
        Self { requester, key, request_hash, gives_way: false, not_before: None }
    }

    /// The key of a form that came back with the token of its page. It is the same request only word for word: the same
    /// address, the same cookies (whoever finds the page of a colleague who has gone gets nothing of theirs), the same
    /// content. Other content under the token is another request, and the last one counts. What has a secret in its
    /// answer is answered again only when it was sent after `soon_before`: whoever gets hold of the request later does
    /// not get its answer.
    ///
    /// None when the token cannot be one of ours.
    pub fn of_form(vault: &Vault, soon_before: Timestamp, form: &Form<'_>) -> Option<Self> {
        if form.token.is_empty() || form.token.len() > KEY_LENGTH_MAX {
            return None;
        }
        let named = [&[form.address, form.token], form.credentials].concat();
        let key = vault.lookup("idempotency_keys.form", &named);
        let request_hash = request_hash(vault, "POST", form.address, &form.content);
        let not_before = form.secret.then_some(soon_before);
        let requester = if form.secret { SECRET } else { "form" };
        Some(Self { requester: requester.to_owned(), key, request_hash, gives_way: true, not_before })
    }

    /// The same for all repetitions, in whichever process: the name under which one of them locks the request.
    pub fn lock_name(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        (&self.requester, &self.key).hash(&mut hasher);
        hasher.finish().cast_signed()
    }
}

/// Tells requests apart and says nothing of what they hold: with a plain hash, whoever reads the database would find a
/// twelve-digit number by trying all of them, and a password faster than argon2 allows.
pub fn request_hash(vault: &Vault, method: &str, path: &str, body: &impl Serialize) -> String {
    let wished = serde_json::to_string(body).unwrap_or_default();
    vault.lookup("idempotency_keys.request_hash", &[method, path, &wished])
}
