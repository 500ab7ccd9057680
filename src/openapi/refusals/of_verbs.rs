//! What the verbs behind the operations refuse, beside what follows from the request itself.
use crate::openapi::operations::Operation;
use crate::web::problem_types::{self as types, ProblemType};

type Kinds = &'static [&'static ProblemType];

/// A case that is read or changed by somebody in whose wards it does not lie.
const CASE: Kinds = &[&types::NOT_ALLOWED];
/// A half-day that is wanted.
const HALF_DAY: Kinds = &[
    &types::INVALID,
    &types::CONFLICT,
    &types::HALF_DAY_GONE,
    &types::HALF_DAY_OUT_OF_REACH,
    &types::BEYOND_CALENDAR,
    &types::TOO_MANY_HOLDS,
];
/// A case that is filed.
const FILING: Kinds = &[&types::INVALID, &types::NOT_ALLOWED, &types::TOO_MANY_CASES];
/// A duty that is changed.
const DUTY: Kinds = &[&types::INVALID, &types::CONFLICT, &types::ALREADY_DONE, &types::VISITS_HURT];
/// A plan that is edited by hand.
const EDIT: Kinds = &[&types::CONFLICT, &types::EDIT_REFUSED];
/// Kit and officers that a duty wants.
const CLAIM: Kinds = &[&types::KIT_OR_OFFICER_TAKEN];
/// Half-days on which nobody works.
const CLOSED: Kinds = &[&types::HALF_DAY_CLOSED, &types::BEYOND_CALENDAR];
/// A report from the door.
const REPORT: Kinds = &[&types::INVALID, &types::CONFLICT, &types::VISIT_ENDED];
const INVALID: Kinds = &[&types::INVALID];

const OF_VERBS: &[(&str, &str, &[Kinds])] = &[
    ("POST", "/api/v1/sign-ins", &[&[&types::WRONG_CREDENTIALS, &types::SECOND_FACTOR_NEEDED, &types::WRONG_CODE]]),
    ("POST", "/api/v1/accounts", &[INVALID]),
    ("PATCH", "/api/v1/accounts/{id}", &[INVALID, &[&types::OWN_ACCOUNT]]),
    ("PUT", "/api/v1/me/password", &[INVALID, &[&types::WRONG_CREDENTIALS]]),
    ("POST", "/api/v1/rights-requests", &[INVALID, &[&types::NOT_FOUND]]),
    ("POST", "/api/v1/rights-requests/{id}/steps", &[INVALID, &[&types::ALREADY_DONE, &types::CONFLICT]]),
    ("POST", "/api/v1/remarks", &[INVALID, &[&types::TOO_MANY]]),
    ("POST", "/api/v1/remarks/{id}/steps", &[INVALID, &[&types::ALREADY_DONE]]),
    ("POST", "/api/v1/cases/{code}/secret", &[CASE, INVALID, &[&types::FACTS_WRONG, &types::TOO_MANY]]),
    ("POST", "/api/v1/cases/{code}/answer", &[CASE, INVALID, &[&types::CONFLICT]]),
    ("GET", "/api/v1/wards", &[INVALID]),
    ("GET", "/api/v1/old-wards", &[INVALID]),
    ("GET", "/api/v1/calendar", &[INVALID]),
    ("GET", "/api/v1/feedback", &[INVALID]),
    ("POST", "/api/v1/officers", &[INVALID]),
    ("PATCH", "/api/v1/officers/{id}", &[INVALID, &[&types::CONFLICT]]),
    ("PUT", "/api/v1/officers/{id}/retirement", &[INVALID]),
    ("POST", "/api/v1/officers/{id}/leaves", &[INVALID]),
    ("DELETE", "/api/v1/officers/{id}/leaves/{leave}", &[&[&types::ALREADY_DONE]]),
    ("POST", "/api/v1/kits", &[INVALID]),
    ("PATCH", "/api/v1/kits/{id}", &[INVALID]),
    ("POST", "/api/v1/kits/{id}/outages", &[INVALID]),
    ("DELETE", "/api/v1/kits/{id}/outages/{outage}", &[&[&types::ALREADY_DONE]]),
    ("POST", "/api/v1/teams", &[INVALID]),
    ("PATCH", "/api/v1/teams/{id}", &[INVALID, &[&types::CONFLICT]]),
    ("POST", "/api/v1/teams/{id}/change-preview", &[INVALID]),
    ("POST", "/api/v1/duties", &[INVALID, CLAIM, &[&types::HALF_DAY_CLOSED, &types::BEYOND_CALENDAR]]),
    ("POST", "/api/v1/duty-copies", &[INVALID]),
    ("PATCH", "/api/v1/duties/{id}", &[DUTY, CLAIM, CLOSED]),
    ("POST", "/api/v1/duties/{id}/cancellation", &[DUTY]),
    ("POST", "/api/v1/duties/{id}/change-preview", &[DUTY, CLAIM, CLOSED]),
    ("POST", "/api/v1/duties/{id}/edits", &[EDIT, INVALID, &[&types::PROMISE_BREAKS]]),
    ("POST", "/api/v1/duty-edits/{id}/undo", &[EDIT]),
    ("POST", "/api/v1/duty-edits/{id}/redo", &[EDIT]),
    ("GET", "/api/v1/visits/{id}/alternatives", &[&[&types::EDIT_REFUSED]]),
    ("POST", "/api/v1/exceptional-half-days", &[INVALID, &[&types::BEYOND_CALENDAR]]),
    ("POST", "/api/v1/cases", &[FILING]),
    ("GET", "/api/v1/cases/{code}", &[CASE]),
    ("PATCH", "/api/v1/cases/{code}", &[CASE, INVALID, &[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/joining", &[&[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/messages", &[&[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/notes", &[INVALID]),
    ("POST", "/api/v1/cases/{code}/applicants", &[INVALID, &[&types::CONFLICT, &types::BEYOND_CALENDAR]]),
    ("PUT", "/api/v1/cases/{code}/applicants/{position}", &[INVALID, &[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/verification", &[INVALID, &[&types::ALREADY_DONE, &types::CANNOT_VERIFY]]),
    ("GET", "/api/v1/cases/{code}/visits", &[CASE]),
    ("POST", "/api/v1/cases/{code}/withdrawal", &[CASE, &[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/not-before", &[INVALID, &[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/preference", &[CASE, INVALID, &[&types::CONFLICT]]),
    ("GET", "/api/v1/cases/{code}/offers", &[CASE, INVALID, &[&types::CONFLICT]]),
    ("POST", "/api/v1/cases/{code}/booking", &[CASE, HALF_DAY]),
    ("DELETE", "/api/v1/cases/{code}/booking", &[CASE, &[&types::CONFLICT]]),
    ("POST", "/api/v1/offers", &[INVALID]),
    ("POST", "/api/v1/holds", &[HALF_DAY, &[&types::NOT_ALLOWED]]),
    ("POST", "/api/v1/holds/{token}/extension", &[&[&types::CONFLICT, &types::HOLD_OVER]]),
    ("DELETE", "/api/v1/holds/{token}", &[&[&types::HOLD_OVER]]),
    ("GET", "/api/v1/cases/{code}/turn", &[CASE]),
    ("POST", "/api/v1/cases/{code}/invitation/acceptance", &[CASE, HALF_DAY, &[&types::INVITATION_OVER]]),
    ("POST", "/api/v1/cases/{code}/invitation/refusal", &[CASE, &[&types::CONFLICT, &types::INVITATION_OVER]]),
    ("GET", "/api/v1/cases/{code}/data", &[CASE]),
    ("POST", "/api/v1/bookings", &[FILING, HALF_DAY]),
    ("POST", "/api/v1/exports", &[INVALID]),
    ("POST", "/api/v1/imports", &[INVALID]),
    ("POST", "/api/v1/imports/{id}/columns", &[INVALID, &[&types::CONFLICT]]),
    ("PUT", "/api/v1/imports/{id}/rows/{line}", &[&[&types::CONFLICT]]),
    ("POST", "/api/v1/imports/{id}/confirmation", &[&[&types::CONFLICT]]),
    ("POST", "/api/v1/imports/{id}/undo", &[&[&types::CONFLICT, &types::OUT_OF_DATE]]),
    ("POST", "/api/v1/visits/{id}/events", &[REPORT]),
    ("POST", "/api/v1/visits/{id}/outcomes", &[REPORT]),
    ("POST", "/api/v1/visits/{id}/undo", &[REPORT]),
    ("POST", "/api/v1/calls/{id}", &[&[&types::ALREADY_DONE]]),
    ("POST", "/api/v1/checks", &[INVALID, &[&types::TOO_MANY_CHECKS]]),
    ("POST", "/api/v1/planning-runs", &[INVALID, &[&types::CONFLICT, &types::BEYOND_CALENDAR]]),
    (
        "POST",
        "/api/v1/planning-runs/{id}/publication",
        &[&[&types::CONFLICT, &types::INPUTS_CHANGED, &types::BEYOND_CALENDAR]],
    ),
];

/// What the verb of an operation refuses.
pub fn kinds(operation: &Operation<'_>) -> impl Iterator<Item = &'static ProblemType> {
    let rows = OF_VERBS.iter().filter(|row| operation.is_among(&[(row.0, row.1)]));
    rows.flat_map(|row| row.2.iter().copied().flatten().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::operations::stale;

    #[test]
    fn every_row_is_about_a_url_of_the_table() {
        assert_eq!(stale(OF_VERBS.iter().map(|row| (row.0, row.1))), []);
    }
}
