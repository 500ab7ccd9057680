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
pub const KEY_LENGTH_MAX: usize = 200;

/// How the key begins that a wish has by its content alone.
pub(super) const CONTENT: &str = "content ";

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

/// Names one wish of one asker; two requests with the same name are the same wish.
#[derive(Clone, Debug)]
pub struct Wish {
    pub(super) asker: String,
    pub(super) key: String,
    pub(super) request_hash: String,
    /// Whether an earlier wish of the same name is over as soon as another content is sent under it: a page was changed
    /// and sent again. Otherwise another content is a mistake of the asker.
    pub(super) gives_way: bool,
    /// Earlier wishes of the same name from before this moment are over.
    pub(super) not_before: Option<Timestamp>,
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
        Ok(Some(Self { asker, key: key.to_owned(), request_hash, gives_way: false, not_before: None }))
    }

    /// [`Wish::of`] for what anybody may ask for and nobody wants twice: without a key, the same content from the same
    /// asker within `limits.repeat_secs` is one wish. Whoever is nobody in particular is told from others by the source.
    ///
    /// # Errors
    /// As [`Wish::of`].
    pub fn of_key_or_content(request: &HttpRequest, body: &impl Serialize) -> Result<Option<Self>, Problem> {
        if let Some(keyed) = Self::of(request, body)? {
            return Ok(Some(keyed));
        }
        let desk = request.app_data::<Data<Desk>>().ok_or_else(|| Problem::new(&types::INTERNAL))?;
        let secs = desk.settings.limits.repeat_secs;
        if secs == 0 {
            return Ok(None);
        }
        let request_hash = request_hash(&desk.vault, request.method().as_str(), request.path(), body);
        let asker = match request.extensions().get::<Asker>() {
            Some(Asker::Known(name)) => name.clone(),
            Some(Asker::Anybody) | None => format!("public:{}", desk.source()),
        };
        let key = format!("{CONTENT}{request_hash}");
        Ok(Some(Self { asker, key, request_hash, gives_way: false, not_before: Some(soon_before(desk)) }))
    }

    /// The wish of what has a name of its own and is done once: a draft that is sent, from whichever page.
    pub fn named(vault: &Vault, asker: &str, path: &str, name: &str) -> Self {
        let request_hash = request_hash(vault, "POST", path, &name);
        let (asker, key) = (asker.to_owned(), format!("named {name}"));
        Self { asker, key, request_hash, gives_way: false, not_before: None }
    }

    /// The wish of a form that came back with the token of its page. It is the same wish only word for word: the same
    /// address, the same cookies (whoever finds the page of a colleague who has gone gets nothing of theirs), the same
    /// content. Other content under the token is another wish, and the last one counts.
    ///
    /// None when the token cannot be one of ours.
    pub fn of_form(desk: &Desk, form: &Form<'_>) -> Option<Self> {
        if form.token.is_empty() || form.token.len() > KEY_LENGTH_MAX {
            return None;
        }
        let named = [&[form.address, form.token], form.credentials].concat();
        let key = desk.vault.lookup("idempotency_keys.form", &named);
        let request_hash = request_hash(&desk.vault, "POST", form.address, &form.content);
        // A code counts once: whoever gets hold of the request later does not get its answer.
        let not_before = form.secret.then(|| soon_before(desk));
        let asker = if form.secret { SECRET } else { "form" };
        Some(Self { asker: asker.to_owned(), key, request_hash, gives_way: true, not_before })
    }

    /// The same for all twins, in whichever process: the name under which one of them locks the wish.
    pub(super) fn lock_name(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        (&self.asker, &self.key).hash(&mut hasher);
        hasher.finish().cast_signed()
    }
}

/// From here on what is sent again is a repetition, where nothing else says so.
fn soon_before(desk: &Desk) -> Timestamp {
    desk.now() - chrono::Duration::seconds(desk.settings.limits.repeat_secs)
}

/// Tells requests apart and says nothing of what they hold: with a plain hash, whoever reads the database would find a
/// twelve-digit number by trying all of them, and a password faster than argon2 allows.
fn request_hash(vault: &Vault, method: &str, path: &str, body: &impl Serialize) -> String {
    let wished = serde_json::to_string(body).unwrap_or_default();
    vault.lookup("idempotency_keys.request_hash", &[method, path, &wished])
}
