//! A household in clear: contact, address and people, as the vault opens them.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::groups::BeneficiaryGroups;
use super::kinds::{HeldPaper, Mobility, Procedure, Relation};
use super::triage::{Triage, TriageDecision, TriageFacts, triage};
use crate::geography::point::Point;
use crate::sealed::{Sealable, Vault};
use crate::text::dates::BirthDate;
use crate::text::fold::identity;
use crate::text::names::{PersonName, Sex};
use crate::text::personal_numbers::IdentityNumber;
use crate::text::phones::Phone;

/// A case in clear.
#[derive(Clone, Debug)]
pub struct Household {
    /// Whom to talk to.
    pub contact: Contact,
    /// Where the team would go.
    pub address: Address,
    /// What else the family said; never leaves this noun.
    pub note: Option<String>,
    /// What a dispatcher asked before deciding.
    pub question: Option<String>,
    /// Why a dispatcher refused; the family reads it.
    pub refused_reason: Option<String>,
    /// Who needs a card; empty for a group site that sends its list later.
    pub people: Vec<Person>,
}

/// Whom to talk to: often a child or a neighbour of the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    /// Full name.
    pub name: PersonName,
    /// What they are to the applicant.
    pub relation: Relation,
    /// Where to call.
    pub phone: PhoneLine,
    /// Where to write.
    #[serde(default)]
    pub email: Option<String>,
}

/// A phone number as dialled and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhoneLine {
    /// `+84912345678`
    #[schema(example = "+84912345678")]
    pub dial: String,
    /// `0912 345 678`
    #[schema(example = "0912 345 678")]
    pub shown: String,
    /// Whether an SMS can reach it (R14).
    pub receives_sms: bool,
}

/// Where the team would go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Address {
    /// House number, lane, street.
    #[schema(example = "Số 12 ngõ 328 phố Lê Lợi")]
    pub line: String,
    /// Thôn or tổ dân phố.
    #[serde(default)]
    pub hamlet: Option<String>,
    /// The address of before 1/7/2025, as the family knows it.
    #[serde(default)]
    pub old_address: Option<String>,
    /// Where exactly; sensitive like the rest.
    #[serde(default)]
    pub pin: Option<Pin>,
}

/// A position in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Degrees north.
    #[schema(example = 20.8561)]
    pub lat: f64,
    /// Degrees east.
    #[schema(example = 106.6822)]
    pub lng: f64,
}

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Full name.
    pub name: PersonName,
    /// Birth date with its precision.
    #[serde(with = "birth_text")]
    pub birth: BirthDate,
    /// As on the card.
    pub sex: Sex,
    /// Personal number, old CMND number, or nothing.
    pub number: String,
    /// Newest paper held.
    pub held: HeldPaper,
    /// Registered residence if it is another place (R32).
    #[serde(default)]
    pub permanent_address: Option<String>,
}

/// Legal representative who must be present (R9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Representative {
    /// Full name.
    pub name: PersonName,
    /// What they are to the applicant.
    pub relation: Relation,
    /// Where to call, if it is not the contact's number.
    #[serde(default)]
    pub phone: Option<PhoneLine>,
}

/// What a dispatcher wrote to a family, a question or a reason; it may name somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffText(pub String);

impl Sealable for StaffText {
    const PURPOSE: &'static str = "cases.staff_text";
}

/// What a family answered to a dispatcher's question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyAnswer(pub String);

impl Sealable for FamilyAnswer {
    const PURPOSE: &'static str = "cases.answer";
}

/// A note of the family; may touch health, so it is sealed and shown in the case only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Note(pub String);

/// One person of a case in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub identity: Identity,
    /// Who must be present for them.
    pub representative: Option<Representative>,
    /// What is asked for.
    pub procedure: Procedure,
    /// Groups that give priority.
    pub groups: BeneficiaryGroups,
    /// How the person moves.
    pub mobility: Mobility,
}

impl Sealable for Contact {
    const PURPOSE: &'static str = "cases.contact";
}
impl Sealable for Address {
    const PURPOSE: &'static str = "cases.address";
}
impl Sealable for Note {
    const PURPOSE: &'static str = "cases.note";
}
impl Sealable for Identity {
    const PURPOSE: &'static str = "applicants.identity";
}
impl Sealable for Representative {
    const PURPOSE: &'static str = "applicants.representative";
}

impl From<Phone> for PhoneLine {
    fn from(phone: Phone) -> Self {
        Self { dial: phone.e164().to_owned(), shown: phone.national(), receives_sms: phone.receives_sms() }
    }
}

impl Contact {
    /// Equal for the same line, however it was typed.
    pub fn lookup(&self, vault: &Vault) -> String {
        contact_lookup(vault, &self.phone.dial)
    }

    /// Equal for the same mailbox, in whatever case it was typed; none without one.
    pub fn email_lookup(&self, vault: &Vault) -> Option<String> {
        let email = self.email.as_ref()?.to_lowercase();
        Some(vault.lookup("cases.email", &[&email]))
    }
}

/// The keyed hash under which a phone number in E.164 is found.
pub fn contact_lookup(vault: &Vault, dial: &str) -> String {
    vault.lookup("cases.contact", &[dial])
}

impl Address {
    /// Equal for the same door, however it was typed.
    pub fn lookup(&self, vault: &Vault, ward_code: &str) -> String {
        let hamlet = self.hamlet.as_deref().unwrap_or_default();
        vault.lookup("cases.address", &[ward_code, &identity(&self.line), &identity(hamlet)])
    }

    /// One line for people: door, then thôn or tổ dân phố.
    pub fn door(&self) -> String {
        match &self.hamlet {
            Some(hamlet) => format!("{}, {hamlet}", self.line),
            None => self.line.clone(),
        }
    }

    /// The pin as a point; it was checked when it was filed.
    pub fn point(&self) -> Option<Point> {
        self.pin.and_then(|pin| Point::new(pin.lat, pin.lng).ok())
    }
}

impl Identity {
    /// Equal for the same person: name as it is spelt and birth date as far as known.
    pub fn person_lookup(&self, vault: &Vault) -> String {
        vault.lookup("applicants.person", &[&identity(self.name.as_str()), &self.birth.to_string()])
    }

    /// Equal for the same 12 or 9 digits; none when there are none.
    pub fn number_lookup(&self, vault: &Vault) -> Option<String> {
        number_lookup(vault, &self.number)
    }

    /// For lists and screens: `031••••••234`.
    pub fn masked_number(&self) -> String {
        match IdentityNumber::read(&self.number) {
            IdentityNumber::Personal(number) => number.masked(),
            IdentityNumber::Old(number) => number.masked(),
            IdentityNumber::Blank | IdentityNumber::Unclear(_) => self.number.clone(),
        }
    }
}

/// The keyed hash under which a personal or old number is found; none for anything else.
pub fn number_lookup(vault: &Vault, typed: &str) -> Option<String> {
    match IdentityNumber::read(typed) {
        IdentityNumber::Personal(number) => Some(vault.lookup("applicants.number", &[number.as_str()])),
        IdentityNumber::Old(number) => Some(vault.lookup("applicants.number", &[number.as_str()])),
        IdentityNumber::Blank | IdentityNumber::Unclear(_) => None,
    }
}

impl Person {
    /// What triage says on a date.
    pub fn triage(&self, on: NaiveDate) -> Triage {
        triage(&TriageFacts {
            procedure: self.procedure,
            birth: self.identity.birth,
            held: self.identity.held,
            mobility: self.mobility,
            groups: self.groups,
            representative_named: self.representative.is_some(),
            visit_on: on,
        })
    }
}

/// The most demanding of several: what is incomplete must be completed first; one who needs a visit brings the team.
pub fn most_demanding(triages: &[Triage]) -> Option<Triage> {
    let weight = |triage: &&Triage| match triage.decision {
        TriageDecision::Incomplete => 3,
        TriageDecision::Visit => 2,
        TriageDecision::Desk => 1,
        TriageDecision::Online => 0,
    };
    triages.iter().rev().max_by_key(weight).copied()
}

/// A birth date as its text, “12/05/1950”, “05/1950” or “1950”, which keeps the precision.
mod birth_text {
    use super::BirthDate;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(birth: &BirthDate, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(birth)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BirthDate, D::Error> {
        let text = String::deserialize(from)?;
        BirthDate::parse(&text).map_err(D::Error::custom)
    }
}

/// Equal for rows of one household: the same door and the same telephone.
pub fn import_hash(vault: &Vault, address: &Address, contact: &Contact, ward_code: &str) -> String {
    let door = address.lookup(vault, ward_code);
    vault.lookup("cases.import", &[&door, &contact.lookup(vault)])
}
