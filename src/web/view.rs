//! How somebody looks at a page: in which language, and at which address.
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::cookies;
use super::problem::Problem;
use crate::config::Office;
use crate::desk::Desk;
use crate::text::messages::{Locale, Words};

/// The cookie of somebody who chose another language than the usual one. It tells nothing about the person.
pub(super) const COOKIE: &str = "luudong_language";

/// How somebody looks at a page.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The messages in the chosen language; Vietnamese unless somebody chose otherwise.
    pub words: Words,
    /// Where the page can be opened again; none for the answer to a form.
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
        let address = (request.method() == "GET").then(|| request.uri().to_string());
        let office = desk.map_or_else(Arc::default, |desk| desk.office.clone());
        Self { words: chosen.map_or(Words::VIETNAMESE, Words), address, office }
    }
}

impl FromRequest for View {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
