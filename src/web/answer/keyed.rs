//! By what a request over HTTP is known again.
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use serde::Serialize;

use crate::desk::Desk;
use crate::idempotency::{CONTENT, IdempotencyKey, KEY_LENGTH_MAX, request_hash};
use crate::seconds::Seconds;
use crate::web::Problem;
use crate::web::problem_types as types;

/// Who asks, as far as answers are kept for them; left by the guard.
#[derive(Clone, Debug)]
pub enum Requester {
    /// Somebody who is told from others: an account, or whoever has one case's secret.
    Known(String),
    /// Nobody in particular.
    Anybody,
}

impl IdempotencyKey {
    /// The key of a request that carries an `Idempotency-Key`; `None` without the header.
    ///
    /// Who is nobody in particular gets an earlier answer only for the very same request: a key that two families
    /// happen to share is two requests then, and a stranger who knows the key knows nothing.
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
        let requester = match request.extensions().get::<Requester>() {
            Some(Requester::Known(name)) => name.clone(),
            Some(Requester::Anybody) | None => format!("public:{request_hash}"),
        };
        Ok(Some(Self { requester, key: key.to_owned(), request_hash, gives_way: false, not_before: None }))
    }

    /// [`IdempotencyKey::of`] for what anybody may ask for and nobody wants twice: without a key, the same content from the same
    /// requester within `limits.repeat_secs` is one request. Whoever is nobody in particular is told from others by the
    /// source.
    ///
    /// # Errors
    /// As [`IdempotencyKey::of`].
    pub fn of_key_or_content(request: &HttpRequest, body: &impl Serialize) -> Result<Option<Self>, Problem> {
        if let Some(keyed) = Self::of(request, body)? {
            return Ok(Some(keyed));
        }
        let desk = request.app_data::<Data<Desk>>().ok_or_else(|| Problem::new(&types::INTERNAL))?;
        let secs = desk.settings.limits.repeat_secs;
        if secs == Seconds::ZERO {
            return Ok(None);
        }
        let request_hash = request_hash(&desk.vault, request.method().as_str(), request.path(), body);
        let requester = match request.extensions().get::<Requester>() {
            Some(Requester::Known(name)) => name.clone(),
            Some(Requester::Anybody) | None => format!("public:{}", desk.source()),
        };
        let key = format!("{CONTENT}{request_hash}");
        Ok(Some(Self { requester, key, request_hash, gives_way: false, not_before: Some(desk.soon_before()) }))
    }
}
