//! Every URL with the permission it needs. What is not listed here is not served, whatever handlers exist.
use actix_web::http::Method;
use actix_web::web::ServiceConfig;

use crate::accounts::Permission as P;

pub use crate::web::guarded::{answers_with_secret, class, is_grave, is_opened_by_secret};

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

/// Pages and what they need.
pub const PAGES: &[Url] = &[
    ("GET", "/sign-in", P::Public),
    ("POST", "/sign-in", P::Public),
    ("POST", "/sign-out", P::Public),
    ("GET", "/account", P::OwnAccount),
    ("POST", "/account/password", P::OwnAccount),
    ("POST", "/account/sign-ins/{id}/end", P::OwnAccount),
    ("GET", "/accounts", P::ManageAccounts),
    ("GET", "/accounts/new", P::ManageAccounts),
    ("POST", "/accounts/new", P::ManageAccounts),
    ("GET", "/accounts/{id}", P::ManageAccounts),
    ("POST", "/accounts/{id}", P::ManageAccounts),
    ("POST", "/accounts/{id}/state", P::ManageAccounts),
    ("POST", "/accounts/{id}/password-reset", P::ManageAccounts),
    ("POST", "/accounts/{id}/sign-ins/end", P::ManageAccounts),
    ("POST", "/accounts/{id}/second-factor-reset", P::ManageAccounts),
    ("POST", "/sign-in/code", P::Public),
    ("GET", "/sign-in/provider", P::Public),
    ("GET", "/sign-in/provider/back", P::Public),
    ("POST", "/account/provider", P::OwnAccount),
    ("GET", "/account/second-factor", P::OwnAccount),
    ("POST", "/account/second-factor", P::OwnAccount),
    ("GET", "/account/proof", P::OwnAccount),
    ("POST", "/account/proof", P::OwnAccount),
    ("GET", "/audit", P::ReadAudit),
    ("GET", "/audit.csv", P::ReadAudit),
    ("GET", "/", P::Public),
    ("GET", "/phuong/{ward}", P::Public),
    ("GET", "/phuong/{ward}/poster", P::Public),
    ("GET", "/phuong/{ward}/qr.svg", P::Public),
    ("GET", "/language", P::Public),
    ("GET", "/apply", P::Public),
    ("POST", "/apply", P::Public),
    ("GET", "/apply/ended", P::Public),
    ("GET", "/apply/received/{code}/{secret}", P::Public),
    ("GET", "/apply/{draft}/{question}", P::Public),
    ("POST", "/apply/{draft}/{question}", P::Public),
    ("GET", "/cases/new", P::Public),
    ("POST", "/cases/new", P::EditCases),
    ("GET", "/cases/received/{code}/{secret}", P::Public),
    ("GET", "/search", P::ReadCases),
    ("GET", "/cases", P::ReadCases),
    ("GET", "/cases/{code}", P::ReadCases),
    ("POST", "/cases/{code}/verification", P::VerifyCases),
    ("POST", "/cases/{code}/not-before", P::EditCases),
    ("POST", "/cases/{code}/preference", P::EditCases),
    ("POST", "/cases/{code}/answer", P::EditCases),
    ("GET", "/cases/{code}/secret", P::EditCases),
    ("POST", "/cases/{code}/secret", P::EditCases),
    ("GET", "/duties", P::ReadDuties),
    ("GET", "/duties/new", P::EditDuties),
    ("POST", "/duties", P::EditDuties),
    ("GET", "/duties/{id}/cancellation", P::EditDuties),
    ("POST", "/duties/{id}/cancellation", P::EditDuties),
    ("GET", "/half-days", P::OpenHalfDays),
    ("POST", "/half-days", P::OpenHalfDays),
    ("GET", "/planning-runs", P::Plan),
    ("POST", "/planning-runs", P::Plan),
    ("GET", "/planning-runs/{id}", P::Plan),
    ("POST", "/planning-runs/{id}/stop", P::Plan),
    ("POST", "/planning-runs/{id}/publication", P::Publish),
    ("GET", "/rosters", P::ReadRosters),
    ("POST", "/visits/{id}/events", P::RecordVisits),
    ("POST", "/visits/{id}/undo", P::RecordVisits),
    ("GET", "/visits/{id}/outcome", P::RecordVisits),
    ("POST", "/visits/{id}/outcome", P::RecordVisits),
    ("GET", "/calls", P::CallFamilies),
    ("POST", "/calls/{id}", P::CallFamilies),
    ("GET", "/follow", P::Public),
    ("POST", "/follow", P::Public),
    ("GET", "/follow/lost", P::Public),
    ("POST", "/follow/lost", P::Public),
    ("GET", "/follow/{code}/{secret}", P::Public),
    ("POST", "/follow/{code}/{secret}/answer", P::Public),
    ("POST", "/follow/{code}/{secret}/secret", P::Public),
    ("GET", "/follow/{code}/{secret}/half-day", P::Public),
    ("POST", "/follow/{code}/{secret}/half-day", P::Public),
    ("GET", "/follow/{code}/{secret}/people", P::Public),
    ("POST", "/follow/{code}/{secret}/people", P::Public),
    ("GET", "/follow/{code}/{secret}/correction", P::Public),
    ("POST", "/follow/{code}/{secret}/correction", P::Public),
    ("GET", "/follow/{code}/{secret}/readiness", P::Public),
    ("POST", "/follow/{code}/{secret}/readiness", P::Public),
    ("GET", "/follow/{code}/{secret}/return-channel", P::Public),
    ("POST", "/follow/{code}/{secret}/return-channel", P::Public),
    ("GET", "/follow/{code}/{secret}/preference", P::Public),
    ("POST", "/follow/{code}/{secret}/preference", P::Public),
    ("GET", "/follow/{code}/{secret}/data", P::Public),
    ("GET", "/follow/{code}/{secret}/data.json", P::Public),
    ("POST", "/follow/{code}/{secret}/data/no-more-mail", P::Public),
    ("GET", "/follow/{code}/{secret}/deletion", P::Public),
    ("POST", "/follow/{code}/{secret}/deletion", P::Public),
    ("GET", "/follow/{code}/{secret}/withdrawal", P::Public),
    ("POST", "/follow/{code}/{secret}/withdrawal", P::Public),
    ("POST", "/follow/{code}/{secret}/invitation/acceptance", P::Public),
    ("POST", "/follow/{code}/{secret}/invitation/refusal", P::Public),
    ("GET", "/follow/{code}/{secret}/calendar.ics", P::Public),
    ("GET", "/follow/{code}/{secret}/letter", P::Public),
    ("GET", "/visits/{id}/letter", P::ReadCases),
    ("GET", "/follow/{code}/{secret}/feedback", P::Public),
    ("POST", "/follow/{code}/{secret}/feedback", P::Public),
    ("GET", "/feedback", P::ReadCases),
    ("GET", "/check", P::Public),
    ("POST", "/check", P::Public),
    ("GET", "/pause", P::Public),
    ("POST", "/pause", P::Public),
    ("GET", "/waiting-list", P::Plan),
    ("GET", "/remarks/new", P::Public),
    ("POST", "/remarks/new", P::Public),
    ("GET", "/remarks/sent/{number}", P::Public),
    ("GET", "/remarks", P::HandleRemarks),
    ("POST", "/remarks/{id}", P::HandleRemarks),
    ("GET", "/rights-requests", P::HandleRights),
    ("POST", "/rights-requests", P::HandleRights),
    ("POST", "/rights-requests/{id}", P::HandleRights),
    ("GET", "/unapproved-bookings", P::VerifyCases),
    ("POST", "/unapproved-bookings/refusal", P::VerifyCases),
    ("POST", "/waiting-list/{code}/invitation/acceptance", P::EditCases),
    ("POST", "/waiting-list/{code}/invitation/refusal", P::EditCases),
    ("GET", "/map/{locale}/{ward}/{zoom}/{column}/{row}.svg", P::Public),
    ("GET", "/assets/{file:.*}", P::Public),
    ("GET", "/robots.txt", P::Public),
    ("GET", "/problems", P::Public),
    ("GET", "/problems/{code}", P::Public),
    ("GET", "/docs", P::Public),
    ("GET", "/docs/{_:.*}", P::Public),
    ("GET", "/api/v1/openapi.json", P::Public),
    ("GET", "/health", P::Public),
    ("GET", "/ready", P::Public),
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
