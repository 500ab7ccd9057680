//! What the API says of cases.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::parts::{ApplicantBody, ConsentBody, ToldBody, TriageBody, WardBody};
use crate::cases::CaseTables;
use crate::cases::case::{DeadlineReason, State};
use crate::cases::filing::FiledCase;
use crate::cases::handover::SecretWay;
use crate::cases::household::{Address, Contact};
use crate::cases::kinds::{Channel, GroupSiteKind, Relation};
use crate::cases::new_case::Warning;
use crate::cases::no_visit::NoVisit;
use crate::cases::preference::TimePreference;
use crate::cases::read::{CaseFile, ListedCase, number_warnings};
use crate::cases::readiness::Readiness;
use crate::cases::triage::TriageDecision;
use crate::clock::Timestamp;
use crate::text::names::PersonName;
use crate::text::personal_numbers::NumberWarning;

/// The answer to a filed case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseFiled {
    /// Public code: to be said on the phone.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Opens the case; told this once.
    #[schema(example = "q0Xv3mJ5QmK1n4h8sVw2Zg")]
    pub secret: String,
    /// Where the family follows the case.
    pub link: String,
    /// The ward that serves it.
    pub ward: WardBody,
    /// What to do with the case as a whole.
    pub triage: TriageBody,
    /// What to do with each person, in the order of the body.
    pub applicants: Vec<TriageBody>,
    /// What to confirm; nothing was refused because of it.
    pub warnings: Vec<Warning>,
    /// Codes of other cases with the same people; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible_duplicates: Option<Vec<String>>,
    /// How many cases of other wards have the same person; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates_elsewhere: Option<usize>,
}

/// One case in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLine {
    /// Public code.
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// The ward that serves it.
    pub ward: WardBody,
    /// Whom to talk to.
    pub contact_name: PersonName,
    /// People to be captured.
    pub expected_captures: i32,
    /// What triage said when it was last asked.
    pub triage: TriageDecision,
    /// The day by which the card is needed.
    pub deadline_on: Option<NaiveDate>,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub filed_at: Timestamp,
}

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseBody {
    /// Public code.
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// How it came in.
    pub channel: Channel,
    /// The ward that serves it.
    pub ward: WardBody,
    /// The zone, for wards that have several.
    pub sub_area: Option<String>,
    /// Kind of group site.
    pub group_site: Option<GroupSiteKind>,
    /// People to be captured.
    pub expected_captures: i32,
    /// Whom to talk to.
    pub contact: Contact,
    /// What whoever filled in is to the applicant; null for an account, and for cases of before.
    pub filled_in_by: Option<Relation>,
    /// How the household gets its secret; null for cases of before and of a ward's list.
    pub secret_way: Option<SecretWay>,
    /// The door.
    pub address: Address,
    /// What else was said.
    pub note: Option<String>,
    /// What was said about the home and its people.
    pub readiness: Option<Readiness>,
    /// Who needs a card.
    pub applicants: Vec<ApplicantBody>,
    /// Who else of the household needs a card and no visit.
    pub no_visit: Vec<NoVisit>,
    /// What triage says today.
    pub triage: TriageBody,
    /// The day by which the card is needed.
    pub deadline_on: Option<NaiveDate>,
    /// Why.
    pub deadline_reason: Option<DeadlineReason>,
    /// Which half-days suit the family; null when every one does.
    pub preference: Option<TimePreference>,
    /// In which language the family is written to, a BCP 47 tag.
    #[schema(example = "vi")]
    pub language: String,
    /// What was agreed to.
    pub consents: Vec<ConsentBody>,
    /// What to confirm.
    pub warnings: Vec<Warning>,
    /// Codes of other cases with the same people; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible_duplicates: Option<Vec<String>>,
    /// How many cases of other wards have the same person; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates_elsewhere: Option<usize>,
    /// What the family had to know, oldest first, and how it learned it; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Vec<ToldBody>>,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub filed_at: Timestamp,
    /// When it was approved.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub verified_at: Option<Timestamp>,
    /// When it was refused.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub refused_at: Option<Timestamp>,
    /// Why.
    pub refused_reason: Option<String>,
    /// What a dispatcher asked the family before deciding.
    pub question: Option<String>,
    /// What the family answered.
    pub answer: Option<String>,
    /// When it did.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    /// Grows with every correction; the ETag says the same.
    pub version: i32,
}

impl CaseFiled {
    /// The answer for somebody; possible duplicates are told to staff only.
    pub fn of(opened: &FiledCase, tables: &CaseTables, for_staff: bool) -> Self {
        Self {
            code: opened.case.code.clone(),
            secret: opened.secret.clone(),
            link: opened.link.clone(),
            ward: WardBody::of(&opened.case.ward_code, tables),
            triage: TriageBody::of(&opened.triage),
            applicants: opened.people.iter().map(TriageBody::of).collect(),
            warnings: opened.warnings.clone(),
            possible_duplicates: for_staff.then(|| opened.possible_duplicates.codes.clone()),
            duplicates_elsewhere: for_staff.then_some(opened.possible_duplicates.elsewhere),
        }
    }
}

impl CaseLine {
    /// One line of a list.
    pub fn of(listed: &ListedCase, tables: &CaseTables) -> Self {
        let case = &listed.case;
        Self {
            code: case.code.clone(),
            state: case.state(),
            ward: WardBody::of(&case.ward_code, tables),
            contact_name: listed.household.contact.name.clone(),
            expected_captures: case.expected_captures,
            triage: case.triage,
            deadline_on: case.deadline_on,
            filed_at: case.filed_at,
        }
    }
}

impl CaseBody {
    /// A case with everything its reader may see.
    pub fn of(file: &CaseFile, tables: &CaseTables) -> Self {
        let (case, household) = (&file.case, &file.household);
        let warning = |(at, warning): (usize, NumberWarning)| Warning {
            pointer: format!("/applicants/{at}/number"),
            code: warning.code().to_owned(),
            detail: warning.label().to_owned(),
        };
        let people = household.people.iter().zip(&file.triages);
        Self {
            code: case.code.clone(),
            state: case.state(),
            channel: case.channel,
            ward: WardBody::of(&case.ward_code, tables),
            sub_area: case.sub_area.clone(),
            group_site: case.group_site,
            expected_captures: case.expected_captures,
            contact: household.contact.clone(),
            filled_in_by: file.handover.and_then(|one| one.filled_in_by),
            secret_way: file.handover.map(|one| one.secret_way),
            address: household.address.clone(),
            note: household.note.clone(),
            readiness: file.readiness.clone(),
            applicants: people.map(|(person, triage)| ApplicantBody::of(person, triage)).collect(),
            no_visit: file.no_visit.0.clone(),
            triage: TriageBody::of(&file.triage),
            deadline_on: case.deadline_on,
            deadline_reason: case.deadline_reason,
            preference: case.preference.stated(),
            language: case.language.code().to_owned(),
            consents: file.consents.iter().map(ConsentBody::of).collect(),
            warnings: number_warnings(household, tables).into_iter().map(warning).collect(),
            possible_duplicates: file.for_staff.then(|| file.possible_duplicates.codes.clone()),
            duplicates_elsewhere: file.for_staff.then_some(file.possible_duplicates.elsewhere),
            told: file.for_staff.then(|| file.told.iter().map(ToldBody::of).collect()),
            filed_at: case.filed_at,
            verified_at: case.verified_at,
            refused_at: case.refused_at,
            refused_reason: household.refused_reason.clone(),
            question: household.question.clone(),
            answer: file.answer.as_ref().map(|answer| answer.text.clone()),
            answered_at: file.answer.as_ref().map(|answer| answer.at),
            withdrawn_at: case.withdrawn_at,
            version: case.version,
        }
    }
}
