//! Our cookies: for this host alone, for the whole of it, out of reach of scripts.
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, CookieBuilder, SameSite};

use crate::config::Environment;
use crate::desk::Desk;

/// A new cookie. In production it is bound to TLS and to this very host (`__Host-`, RFC 6265bis): neither a page of a
/// neighbouring host nor an answer without TLS can plant one.
pub fn build(desk: &Desk, name: &str, value: impl Into<String>) -> CookieBuilder<'static> {
    Cookie::build(name_of(desk, name), value.into())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(is_production(desk))
}

/// One that takes a cookie away.
pub fn removal(desk: &Desk, name: &str) -> Cookie<'static> {
    let mut cookie = build(desk, name, "").finish();
    cookie.make_removal();
    cookie
}

/// What a request brings back.
pub fn value(request: &HttpRequest, desk: &Desk, name: &str) -> Option<String> {
    request.cookie(&name_of(desk, name)).map(|cookie| cookie.value().to_owned())
}

fn name_of(desk: &Desk, name: &str) -> String {
    if is_production(desk) { format!("__Host-{name}") } else { name.to_owned() }
}

fn is_production(desk: &Desk) -> bool {
    desk.settings.environment == Environment::Production
}
