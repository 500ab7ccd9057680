//! URLs that are counted more strictly, and those that ask for a fresh second factor.
use actix_web::http::Method;

use super::limits::Class;

/// What asks for more than a step does. Whatever else the public sends is a [`Class::Step`]; whatever it reads is free.
const LIMITED: &[(&str, &str, Class)] = &[
    ("POST", "/apply", Class::Start),
    ("POST", "/api/v1/cases", Class::Start),
    ("POST", "/api/v1/bookings", Class::Start),
    ("POST", "/api/v1/holds", Class::Start),
    ("GET", "/pause", Class::Pause),
    ("POST", "/pause", Class::Pause),
    ("POST", "/check", Class::Check),
    ("POST", "/api/v1/checks", Class::Check),
    ("POST", "/follow", Class::Secret),
    ("POST", "/follow/lost", Class::Check),
    ("POST", "/api/v1/lost-secrets", Class::Check),
    ("POST", "/remarks/new", Class::Remark),
    ("POST", "/api/v1/remarks", Class::Remark),
    ("POST", "/sign-in", Class::SignIn),
    ("POST", "/api/v1/sign-ins", Class::SignIn),
    ("POST", "/account/password", Class::SignIn),
    ("POST", "/sign-in/code", Class::SignIn),
    ("GET", "/sign-in/provider", Class::SignIn),
    ("GET", "/sign-in/provider/back", Class::SignIn),
    ("POST", "/account/provider", Class::SignIn),
    ("POST", "/account/second-factor", Class::SignIn),
    ("POST", "/account/proof", Class::SignIn),
    ("PUT", "/api/v1/me/password", Class::SignIn),
];

/// How a request of the public is counted; none when it is free.
pub fn class(method: &Method, pattern: &str) -> Option<Class> {
    if let Some(row) = LIMITED.iter().find(|row| row.0 == method.as_str() && row.1 == pattern) {
        return Some(row.2);
    }
    if is_opened_by_secret(pattern) {
        return Some(Class::Secret);
    }
    (method != Method::GET).then_some(Class::Step)
}

/// Pages that show a password or a case's new secret once.
const SHOW_PASSWORDS: &[&str] =
    &["/accounts/new", "/accounts/{id}/password-reset", "/cases/{code}/secret", "/follow/{code}/{secret}/secret"];

/// Whether the answer to a form lets somebody in, or shows what does.
pub fn answers_with_secret(method: &Method, pattern: &str) -> bool {
    class(method, pattern) == Some(Class::SignIn) || SHOW_PASSWORDS.contains(&pattern)
}

/// A case is opened by a secret: in the address of its pages, in a header of the API.
pub fn is_opened_by_secret(pattern: &str) -> bool {
    pattern.contains("{secret}") || pattern.starts_with("/api/v1/cases/{code}")
}

/// Exports, and what hurts many at once: whoever has a second factor gives a code for it that is some minutes old.
const GRAVE: &[(&str, &str)] = &[
    ("GET", "/audit.csv"),
    ("GET", "/exports"),
    ("POST", "/exports"),
    ("POST", "/api/v1/exports"),
    ("POST", "/unapproved-bookings/refusal"),
    ("POST", "/account/provider"),
    ("POST", "/accounts/{id}/state"),
    ("POST", "/accounts/{id}/password-reset"),
    ("POST", "/accounts/{id}/second-factor-reset"),
    ("PATCH", "/api/v1/accounts/{id}"),
    ("POST", "/api/v1/accounts/{id}/password-reset"),
];

/// Whether it is such a URL.
pub fn is_grave(method: &Method, pattern: Option<&str>) -> bool {
    pattern.is_some_and(|pattern| GRAVE.contains(&(method.as_str(), pattern)))
}
