//! Every URL with the permission it needs. What is not listed here is not served, whatever handlers exist.
use actix_web::http::Method;
use actix_web::web::ServiceConfig;

use crate::accounts::Permission;

/// One URL: method, pattern, permission.
pub type Url = (&'static str, &'static str, Permission);

use Permission as P;

/// The API.
pub const API: &[Url] = &[
    ("POST", "/api/v1/sign-ins", P::Public),
    ("DELETE", "/api/v1/sign-ins/current", P::OwnAccount),
    ("POST", "/api/v1/access-tokens", P::Public),
    ("GET", "/api/v1/me", P::OwnAccount),
    ("GET", "/api/v1/accounts", P::ManageAccounts),
    ("POST", "/api/v1/accounts", P::ManageAccounts),
];

/// Pages and what they need.
pub const PAGES: &[Url] = &[
    ("GET", "/sign-in", P::Public),
    ("POST", "/sign-in", P::Public),
    ("POST", "/sign-out", P::Public),
    ("GET", "/assets/{file:.*}", P::Public),
    ("GET", "/problems/{code}", P::Public),
    ("GET", "/docs/{_:.*}", P::Public),
    ("GET", "/api/v1/openapi.json", P::Public),
    ("GET", "/health", P::Public),
];

/// What the table says of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Need {
    /// Served to whoever has this permission.
    Permission(Permission),
    /// The pattern is known, the method is not; these are.
    OtherMethods(Vec<&'static str>),
    /// Not listed.
    Unknown,
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
}
