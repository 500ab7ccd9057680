//! Bounds of what is sent, from the constants that the readers themselves use. A length counts characters.
//! `tests/http/described.rs` sends each of them, and one more.
use serde_json::{Value, json};

use super::operations::each;
use crate::{accounts, cases, exports, families, geography, lists, teams, text, visits, web};

enum Bound {
    /// A text of at least and at most so many characters.
    Length(usize, usize),
    /// A number between two, both taken.
    Number(i64, i64),
    /// At most so many elements.
    Items(usize),
}

use Bound::{Items, Length, Number};

const NAME: Bound = Length(1, text::names::LONGEST_NAME_CHARS);
const TEAM_REASON: Bound = Length(*teams::REASON_LENGTH.start(), *teams::REASON_LENGTH.end());
const CAPACITY: Bound = Number(1, teams::duty::CAPACITY_MAX as i64);
const DOOR: Bound = Length(0, cases::new_case::LINE_LENGTH_MAX);
const DECISION: Bound = Length(0, cases::verify::REASON_LENGTH_MAX);
const CLIENT_ID: Bound = Length(1, visits::record::CLIENT_ID_LENGTH_MAX);
const WORDS: Bound = Length(1, families::rights::WORDS_MAX);

/// Fields of bodies.
const FIELDS: &[(&str, &str, Bound)] = &[
    ("Cancellation", "reason", TEAM_REASON),
    ("CaseCorrection", "note", Length(0, cases::new_case::NOTE_LENGTH_MAX)),
    ("ChangedAccount", "display_name", Length(1, accounts::account::NAME_MAX)),
    ("DutyChange", "capacity", CAPACITY),
    ("NewAccount", "display_name", Length(1, accounts::account::NAME_MAX)),
    ("NewAccount", "login", Length(*accounts::account::LOGIN_LENGTH.start(), *accounts::account::LOGIN_LENGTH.end())),
    ("NewAddress", "hamlet", DOOR),
    ("ExportWish", "reason", Length(0, exports::REASON_MAX)),
    ("NewAddress", "line", Length(1, cases::new_case::LINE_LENGTH_MAX)),
    ("NewAddress", "old_address", DOOR),
    ("NewAnswer", "answer", Length(1, cases::answer::ANSWER_LENGTH_MAX)),
    ("NewApplicant", "groups", Items(cases::new_case::GROUPS_MAX)),
    ("NewApplicant", "name", NAME),
    ("NewApplicant", "permanent_address", Length(0, cases::new_case::ADDRESS_LENGTH_MAX)),
    ("NewCase", "applicants", Items(cases::new_case::APPLICANTS_MAX)),
    ("NewCase", "no_visit", Items(cases::new_case::APPLICANTS_MAX)),
    ("NewCase", "note", Length(0, cases::new_case::NOTE_LENGTH_MAX)),
    ("NewContact", "name", NAME),
    ("NewDuty", "capacity", CAPACITY),
    ("NewDuty", "staff_minutes", Number(0, teams::open_duty::STAFF_MINUTES_MAX as i64)),
    ("NewEvent", "client_id", CLIENT_ID),
    ("NewGroupSite", "expected_captures", Number(1, cases::new_case::CAPTURES_MAX as i64)),
    ("NewHalfDay", "reason", TEAM_REASON),
    ("NewInquiryPerson", "groups", Items(cases::new_case::GROUPS_MAX)),
    ("NewKit", "name", Length(1, teams::add_kit::NAME_LENGTH_MAX)),
    ("NewList", "file_name", Length(1, lists::api::FILE_NAME_MAX)),
    ("NewNoVisit", "name", NAME),
    ("NewOfficer", "badge_number", Length(1, teams::add_officer::BADGE_LENGTH_MAX)),
    ("NewOfficer", "full_name", NAME),
    ("NewOutcomeReport", "client_id", CLIENT_ID),
    ("NewRemarkBody", "contact", Length(0, families::remarks::CONTACT_MAX)),
    ("NewRemarkBody", "words", Length(1, families::remarks::WORDS_MAX)),
    ("NewRepresentative", "name", NAME),
    ("NewRightsRequest", "words", WORDS),
    ("NewTeam", "name", Length(1, teams::add_team::NAME_LENGTH_MAX)),
    ("OfficerChange", "badge_number", Length(1, teams::add_officer::BADGE_LENGTH_MAX)),
    ("OfficerChange", "full_name", NAME),
    ("PersonResult", "note", Length(0, visits::record::NOTE_LENGTH_MAX)),
    ("RemarkStepBody", "answer", Length(0, families::remarks::WORDS_MAX)),
    ("Replaced", "reason", Length(1, visits::record::REASON_LENGTH_MAX)),
    ("RightsStep", "answer", Length(0, families::rights::WORDS_MAX)),
    ("TeamChange", "name", Length(1, teams::add_team::NAME_LENGTH_MAX)),
    ("Verification", "override_reason", DECISION),
    ("Verification", "question", DECISION),
    ("Verification", "reason", DECISION),
];

/// Parameters of queries, wherever they stand.
const PARAMETERS: &[(&str, &str, Bound)] = &[
    ("/api/v1/wards", "q", Length(0, geography::api::QUERY_LENGTH_MAX)),
    ("/api/v1/old-wards", "q", Length(0, geography::api::QUERY_LENGTH_MAX)),
];

/// Writes every bound where it is in force.
pub fn describe(document: &mut Value) {
    for (schema, field, bound) in FIELDS {
        bound.write(&mut document["components"]["schemas"][schema]["properties"][field]);
    }
    each(document, |operation| {
        let path = operation.url.1;
        for parameter in operation.told.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if parameter["in"] == "query" && parameter["name"] == "limit" {
                Number(1, web::paging::LIMIT_MAX).write(&mut parameter["schema"]);
                parameter["schema"]["default"] = json!(web::paging::LIMIT_DEFAULT);
            }
            if let Some(row) = PARAMETERS.iter().find(|row| row.0 == path && parameter["name"] == row.1) {
                row.2.write(&mut parameter["schema"]);
            }
        }
    });
}

impl Bound {
    fn write(&self, schema: &mut Value) {
        match self {
            Length(least, most) => {
                if *least > 0 {
                    schema["minLength"] = json!(least);
                }
                schema["maxLength"] = json!(most);
            }
            Number(least, most) => {
                schema["minimum"] = json!(least);
                schema["maximum"] = json!(most);
            }
            Items(most) => schema["maxItems"] = json!(most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_about_a_field_that_is_described() {
        let document = crate::openapi::document();
        for (schema, field, _) in FIELDS {
            let told = &document["components"]["schemas"][schema]["properties"][field];
            assert!(told.get("type").is_some(), "{schema}.{field}: {told}");
        }
        for (path, name, _) in PARAMETERS {
            let mut told = document["paths"][path]["get"]["parameters"].as_array().into_iter().flatten();
            assert!(told.any(|one| one["name"] == *name), "{path}?{name}");
        }
    }
}
