//! How somebody looks at a page: in which language, and at which address.
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::Uri;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::own_address::is_own;
use super::problem::Problem;
use super::{accept_language, cookies};
use crate::config::Office;
use crate::desk::Desk;
use crate::text::messages::{Locale, Words};

/// The cookie of somebody who chose another language than the usual one. It tells nothing about the person.
pub(super) const COOKIE: &str = "luudong_language";

/// How somebody looks at a page.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The messages in the chosen language, else in the one that the browser asks for, else in Vietnamese.
    pub words: Words,
    /// Where the page can be opened again; for the answer to a form, where the form stood.
    pub address: Option<String>,
    /// Whose pages these are.
    pub office: Arc<Office>,
}

impl View {
    /// Read off a request.
    pub fn of(request: &HttpRequest) -> Self {
        let desk = request.app_data::<Data<Desk>>();
        let cookie = desk.and_then(|desk| cookies::value(request, desk, COOKIE));
        let chosen = cookie.and_then(|value| value.parse::<Locale>().ok());
        let chosen = chosen.or_else(|| accept_language::wanted(request));
        let address = if request.method() == "GET" { Some(request.uri().to_string()) } else { page_before(request) };
        let office = desk.map_or_else(Arc::default, |desk| desk.office.clone());
        Self { words: chosen.map_or(Words::VIETNAMESE, Words), address, office }
    }
}

/// The page of ours on which a form stood: our policy lets browsers say so to ourselves.
fn page_before(request: &HttpRequest) -> Option<String> {
    let referrer: Uri = request.headers().get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let is_ours = referrer.authority().is_some_and(|authority| authority.as_str() == host);
    let address = referrer.path_and_query()?.to_string();
    (is_ours && is_own(&address)).then_some(address)
}

impl FromRequest for View {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
