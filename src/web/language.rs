//! Choosing a language.
use actix_web::cookie::SameSite;
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::own_address::is_own;
use super::view::COOKIE;
use super::{cookies, page};
use crate::desk::Desk;
use crate::text::messages::Locale;

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
        // Lax: whoever comes from a letter reads the chosen language too.
        let cookie = cookies::build(&desk, COOKIE, locale.code()).same_site(SameSite::Lax);
        let _ = response.add_cookie(&cookie.permanent().finish());
    }
    response
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(choose);
}
