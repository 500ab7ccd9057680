//! Every URL with the permission it needs. What is not listed here is not served, whatever handlers exist.
use actix_web::http::Method;
use actix_web::web::ServiceConfig;

use crate::accounts::Permission as P;

mod api;
mod pages;

pub use api::API;
pub use pages::PAGES;

pub use crate::web::guarded::{answers_with_secret, class, is_grave, is_opened_by_secret};

/// One URL: method, pattern, permission.
pub type Url = (&'static str, &'static str, P);

/// What the table says of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Need {
    /// Served to whoever has this permission.
    Permission(P),
    /// The pattern is known, the method is not; these are.
    OtherMethods(Vec<&'static str>),
    /// Not listed.
    Unknown,
}

/// The method of a row.
pub fn method(url: &Url) -> Method {
    Method::from_bytes(url.0.as_bytes()).unwrap_or_default()
}

/// Looks a matched pattern up.
pub fn need(method: &Method, pattern: Option<&str>) -> Need {
    let Some(pattern) = pattern else {
        return Need::Unknown;
    };
    let listed = || API.iter().chain(PAGES).filter(|url| url.1 == pattern);
    if let Some(url) = listed().find(|url| url.0 == method.as_str()) {
        return Need::Permission(url.2);
    }
    match listed().map(|url| url.0).collect::<Vec<_>>() {
        methods if methods.is_empty() => Need::Unknown,
        methods => Need::OtherMethods(methods),
    }
}

/// Registers every handler.
pub fn register(config: &mut ServiceConfig) {
    crate::accounts::api::urls(config);
    crate::accounts::pages::urls(config);
    crate::accounts::manage::api::urls(config);
    crate::accounts::manage::pages::urls(config);
    crate::accounts::second_factor::pages::urls(config);
    crate::accounts::provider::pages::urls(config);
    crate::families::rights::api::urls(config);
    crate::families::rights::pages::urls(config);
    crate::audit::api::urls(config);
    crate::audit::pages::urls(config);
    crate::geography::api::urls(config);
    crate::teams::api::urls(config);
    crate::teams::pages::urls(config);
    crate::cases::fees::api::urls(config);
    crate::cases::api::urls(config);
    crate::cases::pages::urls(config);
    crate::visits::api::urls(config);
    crate::visits::pages::urls(config);
    crate::planning::api::urls(config);
    crate::planning::pages::urls(config);
    crate::booking::api::urls(config);
    crate::booking::waiting::api::urls(config);
    crate::booking::unapproved::api::urls(config);
    crate::lists::api::urls(config);
    crate::lists::pages::urls(config);
    crate::exports::api::urls(config);
    crate::exports::pages::urls(config);
    crate::worklist::api::urls(config);
    crate::worklist::pages::urls(config);
    crate::booking::invitations::api::urls(config);
    crate::booking::pages::urls(config);
    crate::web::language::urls(config);
    crate::families::notice::api::urls(config);
    crate::families::notice::pages::urls(config);
    crate::families::apply::pages::urls(config);
    crate::families::secrets::api::urls(config);
    crate::families::secrets::pages::urls(config);
    crate::families::remarks::api::urls(config);
    crate::families::remarks::pages::urls(config);
    crate::families::follow::api::urls(config);
    crate::families::follow::pages::urls(config);
    crate::families::check::api::urls(config);
    crate::families::check::pages::urls(config);
    crate::families::feedback::api::urls(config);
    crate::families::feedback::pages::urls(config);
}
