//! The parts that the answers about cases share.
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::CaseTables;
use crate::cases::case::{Consent, ConsentPurpose};
use crate::cases::household::{Person, Representative};
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Procedure};
use crate::cases::triage::{Triage, TriageDecision, TriageRule};
use crate::clock::Timestamp;
use crate::notifications::{FactKind, Notification, NotificationState};
use crate::text::names::{PersonName, Sex};

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
    /// The first of `groups`, or `none`: for readers who know of one.
    pub group: BeneficiaryGroup,
    /// Groups that give priority; the one that is worth most counts.
    pub groups: Vec<BeneficiaryGroup>,
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

/// Something that the family had to know.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldBody {
    /// What.
    pub kind: FactKind,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether somebody still has to call.
    pub must_be_called: bool,
    /// How the family learned it, in Vietnamese.
    #[schema(example = "Đã báo bằng thư lúc 08:00, Thứ Hai 23/11/2026.")]
    pub how: String,
}

impl ToldBody {
    /// One fact.
    pub fn of(one: &Notification) -> Self {
        let must_be_called = matches!(one.state(), NotificationState::Open(_));
        Self { kind: one.kind, at: one.created_at, must_be_called, how: one.words() }
    }
}

impl WardBody {
    /// A ward by its code.
    pub fn of(code: &str, tables: &CaseTables) -> Self {
        Self { code: code.to_owned(), name: tables.ward_name(code) }
    }
}

impl TriageBody {
    /// What triage says.
    pub fn of(triage: &Triage) -> Self {
        let Triage { decision, rule, procedure, reason } = *triage;
        Self { decision, rule, procedure, reason }
    }
}

impl ApplicantBody {
    pub(super) fn of(person: &Person, triage: &Triage) -> Self {
        let identity = &person.identity;
        Self {
            name: identity.name.clone(),
            birth: identity.birth.to_string(),
            sex: identity.sex,
            number: identity.masked_number(),
            held_paper: identity.held,
            procedure: person.procedure,
            group: person.groups.first(),
            groups: person.groups.iter().collect(),
            mobility: person.mobility,
            permanent_address: identity.permanent_address.clone(),
            representative: person.representative.clone(),
            triage: TriageBody::of(triage),
        }
    }
}

impl ConsentBody {
    pub(super) fn of(consent: &Consent) -> Self {
        Self { purpose: consent.purpose, text_version: consent.text_version.clone(), given_at: consent.given_at }
    }
}
