//! Every URL with the permission it needs. What is not listed here is not served, whatever handlers exist.
use actix_web::http::Method;
use actix_web::web::ServiceConfig;

use crate::accounts::Permission as P;

mod pages;

pub use crate::web::guarded::{answers_with_secret, class, is_grave, is_opened_by_secret};
pub use pages::PAGES;

/// One URL: method, pattern, permission.
pub type Url = (&'static str, &'static str, P);

/// The API.
pub const API: &[Url] = &[
    ("POST", "/api/v1/sign-ins", P::Public),
    ("DELETE", "/api/v1/sign-ins/current", P::OwnAccount),
    ("POST", "/api/v1/access-tokens", P::Public),
    ("GET", "/api/v1/me", P::OwnAccount),
    ("GET", "/api/v1/accounts", P::ManageAccounts),
    ("PUT", "/api/v1/me/password", P::OwnAccount),
    ("GET", "/api/v1/me/sign-ins", P::OwnAccount),
    ("DELETE", "/api/v1/me/sign-ins/{id}", P::OwnAccount),
    ("POST", "/api/v1/accounts", P::ManageAccounts),
    ("GET", "/api/v1/accounts/{id}", P::ManageAccounts),
    ("PATCH", "/api/v1/accounts/{id}", P::ManageAccounts),
    ("POST", "/api/v1/accounts/{id}/password-reset", P::ManageAccounts),
    ("GET", "/api/v1/accounts/{id}/sign-ins", P::ManageAccounts),
    ("DELETE", "/api/v1/accounts/{id}/sign-ins", P::ManageAccounts),
    ("GET", "/api/v1/audit-entries", P::ReadAudit),
    ("GET", "/api/v1/rights-requests", P::HandleRights),
    ("POST", "/api/v1/rights-requests", P::HandleRights),
    ("POST", "/api/v1/rights-requests/{id}/steps", P::HandleRights),
    ("GET", "/api/v1/remarks", P::HandleRemarks),
    ("POST", "/api/v1/remarks", P::Public),
    ("POST", "/api/v1/remarks/{id}/steps", P::HandleRemarks),
    ("POST", "/api/v1/lost-secrets", P::Public),
    ("POST", "/api/v1/cases/{code}/secret", P::Public),
    ("POST", "/api/v1/cases/{code}/answer", P::Public),
    ("GET", "/api/v1/wards", P::Public),
    ("GET", "/api/v1/wards/{code}", P::Public),
    ("GET", "/api/v1/wards/{code}/notice", P::Public),
    ("GET", "/api/v1/old-wards", P::Public),
    ("GET", "/api/v1/calendar", P::Public),
    ("GET", "/api/v1/fees", P::Public),
    ("GET", "/api/v1/officers", P::ReadDuties),
    ("POST", "/api/v1/officers", P::EditDuties),
    ("GET", "/api/v1/kits", P::ReadDuties),
    ("POST", "/api/v1/kits", P::EditDuties),
    ("GET", "/api/v1/teams", P::ReadDuties),
    ("POST", "/api/v1/teams", P::EditDuties),
    ("GET", "/api/v1/duties", P::ReadDuties),
    ("POST", "/api/v1/duties", P::EditDuties),
    ("GET", "/api/v1/duties/{id}", P::ReadDuties),
    ("PATCH", "/api/v1/duties/{id}", P::EditDuties),
    ("POST", "/api/v1/duties/{id}/cancellation", P::EditDuties),
    ("POST", "/api/v1/duties/{id}/change-preview", P::EditDuties),
    ("GET", "/api/v1/exceptional-half-days", P::ReadDuties),
    ("POST", "/api/v1/exceptional-half-days", P::OpenHalfDays),
    ("POST", "/api/v1/cases", P::Public),
    ("GET", "/api/v1/cases", P::ReadCases),
    ("GET", "/api/v1/cases/{code}", P::Public),
    ("PATCH", "/api/v1/cases/{code}", P::Public),
    ("POST", "/api/v1/cases/{code}/verification", P::VerifyCases),
    ("GET", "/api/v1/cases/{code}/visits", P::Public),
    ("POST", "/api/v1/cases/{code}/withdrawal", P::Public),
    ("POST", "/api/v1/cases/{code}/not-before", P::EditCases),
    ("POST", "/api/v1/cases/{code}/preference", P::Public),
    ("GET", "/api/v1/cases/{code}/offers", P::Public),
    ("POST", "/api/v1/cases/{code}/booking", P::Public),
    ("DELETE", "/api/v1/cases/{code}/booking", P::Public),
    ("POST", "/api/v1/offers", P::Public),
    ("POST", "/api/v1/holds", P::Public),
    ("POST", "/api/v1/holds/{token}/extension", P::Public),
    ("DELETE", "/api/v1/holds/{token}", P::Public),
    ("GET", "/api/v1/cases/{code}/turn", P::Public),
    ("POST", "/api/v1/cases/{code}/invitation/acceptance", P::Public),
    ("POST", "/api/v1/cases/{code}/invitation/refusal", P::Public),
    ("GET", "/api/v1/cases/{code}/data", P::Public),
    ("GET", "/api/v1/waiting-list", P::Plan),
    ("GET", "/api/v1/unapproved-bookings", P::VerifyCases),
    ("GET", "/api/v1/worklist", P::VerifyCases),
    ("POST", "/api/v1/bookings", P::Public),
    ("GET", "/api/v1/rosters", P::ReadRosters),
    ("POST", "/api/v1/visits/{id}/events", P::RecordVisits),
    ("POST", "/api/v1/visits/{id}/outcomes", P::RecordVisits),
    ("POST", "/api/v1/visits/{id}/undo", P::RecordVisits),
    ("POST", "/api/v1/calls/{id}", P::CallFamilies),
    ("GET", "/api/v1/calls", P::CallFamilies),
    ("POST", "/api/v1/checks", P::Public),
    ("GET", "/api/v1/feedback", P::ReadCases),
    ("GET", "/api/v1/planning-runs", P::Plan),
    ("POST", "/api/v1/planning-runs", P::Plan),
    ("GET", "/api/v1/planning-runs/{id}", P::Plan),
    ("POST", "/api/v1/planning-runs/{id}/stop", P::Plan),
    ("POST", "/api/v1/planning-runs/{id}/publication", P::Publish),
];

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
