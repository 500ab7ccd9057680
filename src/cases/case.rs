//! A case and its applicants as they are stored: what identifies a person is sealed.
use chrono::NaiveDate;

use super::groups::BeneficiaryGroups;
use super::household::{Address, Contact, Household, Identity, Note, Person, Representative, StaffText};
use super::kinds::{Channel, GroupSiteKind, Mobility, Procedure};
use super::not_before::NotBefore;
use super::preference::TimePreference;
use super::triage::{TriageDecision, TriageRule};
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::ids::{AccountId, ApplicantId, CaseId};
use crate::sealed::{Sealed, UnsealError, Vault};
use crate::text::messages::{Locale, Words};

/// What a household wishes for.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its number inside the database.
    pub id: CaseId,
    /// Its public, speakable code.
    pub code: String,
    /// Hash of the secret that opens it for the family.
    pub secret_hash: String,
    /// How it came in.
    pub channel: Channel,
    /// Where the team would go: ward.
    pub ward_code: String,
    /// Where the team would go: zone, for wards that have several (R24).
    pub sub_area: Option<String>,
    /// Hospital, care home, school …: many captures at one stop.
    pub group_site: Option<GroupSiteKind>,
    /// People to be captured.
    pub expected_captures: i32,
    /// Whom to talk to.
    pub contact: Sealed<Contact>,
    /// Where the team would go: the door.
    pub address: Sealed<Address>,
    /// What else the family said.
    pub note: Option<Sealed<Note>>,
    /// Keyed hash of the contact's phone.
    pub contact_hash: String,
    /// Keyed hash of ward and door.
    pub address_hash: String,
    /// Whether mails can be sent.
    pub has_email: bool,
    /// What triage said when it was last asked; the most demanding applicant decides.
    pub triage: TriageDecision,
    /// The rule behind it.
    pub triage_rule: TriageRule,
    /// The day by which the card is needed, if the family named one (R25).
    pub deadline_on: Option<NaiveDate>,
    /// Why.
    pub deadline_reason: Option<DeadlineReason>,
    /// The account that filed it; none when the family did.
    pub filed_by: Option<AccountId>,
    /// When it came in.
    pub filed_at: Timestamp,
    /// When it was approved.
    pub verified_at: Option<Timestamp>,
    /// When it was refused.
    pub refused_at: Option<Timestamp>,
    /// The sentence that the family reads.
    pub refused_reason: Option<Sealed<StaffText>>,
    /// When the family took it back.
    pub withdrawn_at: Option<Timestamp>,
    /// Grows with every correction (ETag).
    pub version: i32,
    /// Since when a route rests on its door.
    pub place_fixed_at: Option<Timestamp>,
    /// What a dispatcher asked the family before deciding; it reads this.
    pub question: Option<Sealed<StaffText>>,
    /// Before which day no team is to come.
    pub not_before: Option<NotBefore>,
    /// Which half-days suit the family.
    pub preference: TimePreference,
    /// In which language its family is written to.
    pub language: Locale,
}

/// One person of a case, as stored.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// Its number inside the database.
    pub id: ApplicantId,
    /// Its case.
    pub case_id: CaseId,
    /// 0, 1, 2 … in the order of the form.
    pub position: i32,
    /// Who.
    pub identity: Sealed<Identity>,
    /// Who must be present for them (R9).
    pub representative: Option<Sealed<Representative>>,
    /// What is asked for, at the applicant's age.
    pub procedure: Procedure,
    /// Groups that give priority.
    pub groups: BeneficiaryGroups,
    /// How the person moves.
    pub mobility: Mobility,
    /// What triage said when it was last asked.
    pub triage: TriageDecision,
    /// The rule behind it.
    pub triage_rule: TriageRule,
}

/// What planning needs to know of a case; the address stays sealed until its pin is needed.
#[derive(Clone, Debug)]
pub struct PlannableCase {
    /// The case itself, with `ward_code`, `sub_area`, `group_site`, `expected_captures`, `deadline_on`, `has_email`.
    pub case: Case,
    /// Its people, for durations and priorities.
    pub applicants: Vec<Applicant>,
}

/// A consent as it was given (Luật 91/2025): per purpose, provable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// For what.
    pub purpose: ConsentPurpose,
    /// Which wording.
    pub text_version: String,
    /// Who gave it: a relation's code, or `lister:NAME` when it came with a ward's list.
    pub given_by: String,
    /// How it reached us.
    pub channel: Channel,
    /// When.
    pub given_at: Timestamp,
}

coded_enum! {
    /// Where a case stands before visits come into play; read off its timestamps, never stored.
    pub enum State {
        Filed = "filed" / "chờ duyệt",
        Verified = "verified" / "đã duyệt",
        Refused = "refused" / "không duyệt",
        Withdrawn = "withdrawn" / "đã rút",
    }
}

coded_enum! {
    /// Whose turn it is before the decision.
    pub enum WaitsFor {
        Office = "office" / "chờ duyệt",
        Family = "family" / "chờ gia đình trả lời",
    }
}

coded_enum! {
    /// What personal data is used for.
    pub enum ConsentPurpose {
        Visit = "visit" / "tổ chức tổ lưu động đến làm căn cước",
        Messages = "messages" / "gửi thư điện tử báo lịch hẹn và kết quả",
    }
}

coded_enum! {
    /// Why a card is needed by a day (R25); a choice and not a text, so that no diagnosis is told.
    pub enum DeadlineReason {
        ExpiringCard = "expiring_card" / "thẻ đang dùng sắp hết hạn",
        Hospital = "hospital" / "cần cho việc khám, chữa bệnh",
        Benefit = "benefit" / "cần để nhận trợ cấp, lương hưu, bảo hiểm",
        Study = "study" / "cần cho việc học, thi",
        Other = "other" / "việc cần khác",
    }
}

/// The wording of the consents in use; a new wording gets a new version.
pub const CONSENT_TEXT_VERSION: &str = "2026-11-30";

impl Case {
    /// Where it stands.
    pub fn state(&self) -> State {
        match (self.withdrawn_at, self.refused_at, self.verified_at) {
            (Some(_), _, _) => State::Withdrawn,
            (_, Some(_), _) => State::Refused,
            (_, _, Some(_)) => State::Verified,
            _ => State::Filed,
        }
    }

    /// The words in which its family is written to.
    pub fn words(&self) -> Words {
        Words(self.language)
    }

    /// The address that mail may go to: one was given, and the family agreed.
    ///
    /// # Errors
    /// [`UnsealError`] when the key is another one.
    pub fn email(&self, vault: &Vault) -> Result<Option<String>, UnsealError> {
        if !self.has_email {
            return Ok(None);
        }
        Ok(vault.unseal(&self.contact)?.email)
    }

    /// Why it was refused, in the dispatcher's words.
    ///
    /// # Errors
    /// [`UnsealError`] when the key is another one.
    pub fn refusal(&self, vault: &Vault) -> Result<Option<String>, UnsealError> {
        written(vault, self.refused_reason.as_ref())
    }

    /// Whether a dispatcher asked something before deciding; the family may have answered.
    pub fn is_asked(&self) -> bool {
        self.is_undecided() && self.question.is_some()
    }

    /// Whether a dispatcher has looked at it and wants a team to come; nobody is sent to any other door.
    pub fn is_approved(&self) -> bool {
        self.state() == State::Verified
    }

    /// Whether nobody has decided about it; the family may have been asked something.
    pub fn is_undecided(&self) -> bool {
        self.state() == State::Filed
    }

    /// The household in clear. Staff who look at it leave an audit entry in the same transaction.
    ///
    /// # Errors
    /// [`UnsealError`] when the key is another one.
    pub fn unseal(&self, vault: &Vault, applicants: &[Applicant]) -> Result<Household, UnsealError> {
        let note = self.note.as_ref().map(|note| vault.unseal(note)).transpose()?;
        Ok(Household {
            contact: vault.unseal(&self.contact)?,
            address: vault.unseal(&self.address)?,
            note: note.map(|note| note.0),
            question: written(vault, self.question.as_ref())?,
            refused_reason: self.refusal(vault)?,
            people: applicants.iter().map(|one| one.of_row(self).unseal(vault)).collect::<Result<_, _>>()?,
        })
    }
}

/// What a dispatcher wrote; before it was sealed it stood there as it was written.
fn written(vault: &Vault, text: Option<&Sealed<StaffText>>) -> Result<Option<String>, UnsealError> {
    match text {
        Some(text) if !text.is_sealed() => Ok(Some(text.as_stored().to_owned())),
        Some(text) => Ok(Some(vault.unseal(text)?.0)),
        None => Ok(None),
    }
}

impl Applicant {
    /// The same as a row of this case: sealed under its key, or unreadable.
    fn of_row(&self, case: &Case) -> Self {
        let representative = self.representative.clone().map(|one| one.of_row(&case.code));
        Self { identity: self.identity.clone().of_row(&case.code), representative, ..self.clone() }
    }

    /// The person in clear.
    ///
    /// # Errors
    /// [`UnsealError`] when the key is another one.
    pub fn unseal(&self, vault: &Vault) -> Result<Person, UnsealError> {
        let representative = self.representative.as_ref();
        Ok(Person {
            identity: vault.unseal(&self.identity)?,
            representative: representative.map(|sealed| vault.unseal(sealed)).transpose()?,
            procedure: self.procedure,
            groups: self.groups,
            mobility: self.mobility,
        })
    }
}
