//! What the API says of cases.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::CaseTables;
use crate::cases::case::{ConsentPurpose, DeadlineReason, State};
use crate::cases::household::{Address, Contact, Person, Representative};
use crate::cases::kinds::{BeneficiaryGroup, Channel, GroupSiteKind, HeldPaper, Mobility, Procedure};
use crate::cases::new_case::Warning;
use crate::cases::open::OpenedCase;
use crate::cases::read::{CaseFile, ListedCase, number_warnings};
use crate::cases::triage::{Triage, TriageDecision, TriageRule};
use crate::clock::Timestamp;
use crate::text::names::{PersonName, Sex};

/// The answer to a filed case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseFiled {
    /// Public code: to be said on the phone.
    #[schema(example = "K7MQ-2XPR")]
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
}

/// A ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardBody {
    /// Five digits.
    #[schema(example = "11329")]
    pub code: String,
    /// Full name.
    #[schema(example = "Phường Ngô Quyền")]
    pub name: String,
}

/// What triage says.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriageBody {
    /// What to do.
    pub decision: TriageDecision,
    /// The rule behind it.
    pub rule: TriageRule,
    /// The procedure at the person's age.
    pub procedure: Procedure,
    /// For the family, in Vietnamese.
    pub reason: &'static str,
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
    /// The door.
    pub address: Address,
    /// What else was said.
    pub note: Option<String>,
    /// Who needs a card.
    pub applicants: Vec<ApplicantBody>,
    /// What triage says today.
    pub triage: TriageBody,
    /// The day by which the card is needed.
    pub deadline_on: Option<NaiveDate>,
    /// Why.
    pub deadline_reason: Option<DeadlineReason>,
    /// What was agreed to.
    pub consents: Vec<ConsentBody>,
    /// What to confirm.
    pub warnings: Vec<Warning>,
    /// Codes of other cases with the same people; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible_duplicates: Option<Vec<String>>,
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
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    /// Grows with every correction; the ETag says the same.
    pub version: i32,
}

/// A person of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantBody {
    /// Full name.
    pub name: PersonName,
    /// `12/05/1950`, `05/1950` or `1950`.
    pub birth: String,
    /// As on the card.
    pub sex: Sex,
    /// Masked, or empty.
    #[schema(example = "031••••••234")]
    pub number: String,
    /// Newest paper held.
    pub held_paper: HeldPaper,
    /// What is asked for, at the person's age.
    pub procedure: Procedure,
    /// Group that gives priority.
    pub group: BeneficiaryGroup,
    /// How the person moves.
    pub mobility: Mobility,
    /// Registered residence if it is another place.
    pub permanent_address: Option<String>,
    /// Who must be present.
    pub representative: Option<Representative>,
    /// What triage says today.
    pub triage: TriageBody,
}

/// A consent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentBody {
    /// For what.
    pub purpose: ConsentPurpose,
    /// Which wording.
    pub text_version: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub given_at: Timestamp,
}

impl CaseFiled {
    /// The answer for somebody; possible duplicates are told to staff only.
    pub fn of(opened: &OpenedCase, tables: &CaseTables, for_staff: bool) -> Self {
        Self {
            code: opened.case.code.clone(),
            secret: opened.secret.clone(),
            link: opened.link.clone(),
            ward: WardBody::of(&opened.case.ward_code, tables),
            triage: TriageBody::of(&opened.triage),
            applicants: opened.people.iter().map(TriageBody::of).collect(),
            warnings: opened.warnings.clone(),
            possible_duplicates: for_staff.then(|| opened.possible_duplicates.clone()),
        }
    }
}

impl WardBody {
    /// A ward by its code.
    pub fn of(code: &str, tables: &CaseTables) -> Self {
        Self {
            code: code.to_owned(),
            name: tables.ward_name(code),
        }
    }
}

impl TriageBody {
    /// What triage says.
    pub fn of(triage: &Triage) -> Self {
        let Triage {
            decision,
            rule,
            procedure,
            reason,
        } = *triage;
        Self {
            decision,
            rule,
            procedure,
            reason,
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
        let warning = |(at, warning): (usize, crate::text::personal_numbers::NumberWarning)| Warning {
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
            address: household.address.clone(),
            note: household.note.clone(),
            applicants: people
                .map(|(person, triage)| ApplicantBody::of(person, triage))
                .collect(),
            triage: TriageBody::of(&file.triage),
            deadline_on: case.deadline_on,
            deadline_reason: case.deadline_reason,
            consents: file.consents.iter().map(ConsentBody::of).collect(),
            warnings: number_warnings(household, tables).into_iter().map(warning).collect(),
            possible_duplicates: file.for_staff.then(|| file.possible_duplicates.clone()),
            filed_at: case.filed_at,
            verified_at: case.verified_at,
            refused_at: case.refused_at,
            refused_reason: case.refused_reason.clone(),
            withdrawn_at: case.withdrawn_at,
            version: case.version,
        }
    }
}

impl ApplicantBody {
    fn of(person: &Person, triage: &Triage) -> Self {
        let identity = &person.identity;
        Self {
            name: identity.name.clone(),
            birth: identity.birth.to_string(),
            sex: identity.sex,
            number: identity.masked_number(),
            held_paper: identity.held,
            procedure: person.procedure,
            group: person.group,
            mobility: person.mobility,
            permanent_address: identity.permanent_address.clone(),
            representative: person.representative.clone(),
            triage: TriageBody::of(triage),
        }
    }
}

impl ConsentBody {
    fn of(consent: &crate::cases::case::Consent) -> Self {
        Self {
            purpose: consent.purpose,
            text_version: consent.text_version.clone(),
            given_at: consent.given_at,
        }
    }
}
