//! Choosing a language: by the switch on a page, or by a link from a letter that was written in it.
use actix_web::cookie::SameSite;
use actix_web::http::Method;
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::own_address::is_own;
use super::view::COOKIE;
use super::{accept_language, cookies, page};
use crate::desk::Desk;
use crate::text::messages::{LINK_PARAMETER, Locale};

#[derive(Deserialize)]
struct Wanted {
    to: String,
    #[serde(default)]
    back: String,
}

/// Chooses a language and goes back to the page.
#[get("/language")]
async fn choose(desk: Data<Desk>, wanted: Query<Wanted>) -> HttpResponse {
    let back = if is_own(&wanted.back) { &*wanted.back } else { "/" };
    let mut response = page::see_other(back);
    if let Ok(locale) = wanted.to.parse::<Locale>() {
        keep(&desk, locale, &mut response);
    }
    response
}

/// The way from a link that names its language, as letters in other languages do: the choice is kept as if it had been
/// made on the page, and the address that stays is the one without it, so that whoever passes it on decides nothing for
/// others. None for links that name none of ours.
pub fn of_link(request: &HttpRequest, desk: &Desk) -> Option<HttpResponse> {
    let (mut others, mut named) = (Vec::new(), None);
    for part in request.query_string().split('&') {
        match part.split_once('=').filter(|(name, _)| *name == LINK_PARAMETER) {
            Some((_, tag)) => named = tag.parse::<Locale>().ok(),
            None => others.push(part),
        }
    }
    let (locale, path) = (named?, request.path());
    if request.method() != Method::GET || !is_own(path) {
        return None;
    }
    let mark = if others.is_empty() { "" } else { "?" };
    let mut response = page::see_other(&format!("{path}{mark}{}", others.join("&")));
    // A preview speaks to whoever gets the link from a reader.
    if !accept_language::is_bot(request) {
        keep(desk, locale, &mut response);
    }
    Some(response)
}

fn keep(desk: &Desk, locale: Locale, response: &mut HttpResponse) {
    // Lax: whoever comes from a letter reads the chosen language too.
    let cookie = cookies::build(desk, COOKIE, locale.code()).same_site(SameSite::Lax);
    let _ = response.add_cookie(&cookie.permanent().finish());
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(choose);
}
