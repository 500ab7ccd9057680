//! The shape of everything that is stored about a case.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::Role;
use crate::cases::CaseTables;
use crate::cases::case::{ConsentPurpose, DeadlineReason, State};
use crate::cases::handover::SecretWay;
use crate::cases::household::{Address, Contact, Person, Representative};
use crate::cases::kinds::ReturnChannel;
use crate::cases::kinds::{BeneficiaryGroup, Channel, HeldPaper, Mobility, Procedure, Relation};
use crate::cases::no_visit::NoVisit;
use crate::cases::preference::TimePreference;
use crate::cases::readiness::Readiness;
use crate::clock::Timestamp;
use crate::families::follow::stored::{Looked, Stored};
use crate::families::rights::api::RightsRequestBody;
use crate::outbox::store::MailFact;
use crate::text::names::{PersonName, Sex};
use crate::visits::api::VisitBody;

/// Everything that is stored about a case.
#[derive(Serialize, ToSchema)]
pub struct StoredBody {
    /// Public code.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// When it was filed.
    #[schema(value_type = String, format = DateTime)]
    pub filed_at: Timestamp,
    /// How it came to us.
    pub channel: Channel,
    /// Today's ward in words.
    pub ward: String,
    /// Whom to talk to.
    pub contact: Contact,
    /// What whoever filled in is to the applicant; null where that is not known.
    pub filled_in_by: Option<Relation>,
    /// How the household gets its secret; null where that is not known.
    pub secret_way: Option<SecretWay>,
    /// Where the team goes.
    pub address: Address,
    /// What else was said.
    pub note: Option<String>,
    /// The day by which a card is needed.
    pub deadline_on: Option<NaiveDate>,
    /// Why.
    pub deadline_reason: Option<DeadlineReason>,
    /// Which half-days suit; null when every one does.
    pub preference: Option<TimePreference>,
    /// In which language the family is written to, a BCP 47 tag.
    #[schema(example = "vi")]
    pub language: String,
    /// Who needs a card.
    pub people: Vec<StoredPerson>,
    /// Who else of the household needs a card and no visit.
    pub no_visit: Vec<NoVisit>,
    /// What was said about the home and its people.
    pub readiness: Option<Readiness>,
    /// What was answered to a question before the decision.
    pub answer: Option<String>,
    /// What was said of visits that ended.
    pub feedback: Vec<String>,
    /// What was agreed to.
    pub consents: Vec<StoredConsent>,
    /// The visits with their outcomes.
    pub visits: Vec<VisitBody>,
    /// How cards come back.
    pub return_channel: ReturnChannel,
    /// Mails by kind and time; their text is deleted when they are sent.
    pub mails: Vec<StoredMail>,
    /// What was asked about the data at a desk, by telephone or on paper.
    pub rights_requests: Vec<RightsRequestBody>,
    /// What was done with the case, by role.
    pub log: Vec<StoredLook>,
    /// That everything is to be erased.
    pub deletion: Option<StoredDeletion>,
}

/// A person.
#[derive(Serialize, ToSchema)]
pub struct StoredPerson {
    /// Full name.
    pub name: PersonName,
    /// As far as known.
    pub birth: String,
    /// As on the card.
    pub sex: Sex,
    /// Masked, or empty.
    #[schema(example = "031••••••234")]
    pub number: String,
    /// Newest paper held.
    pub held_paper: HeldPaper,
    /// Registered residence if it is another place.
    pub permanent_address: Option<String>,
    /// What is asked for.
    pub procedure: Procedure,
    /// The first of `groups`, or `none`: for readers who know of one.
    pub group: BeneficiaryGroup,
    /// Groups that give priority; the one that is worth most counts.
    pub groups: Vec<BeneficiaryGroup>,
    /// How the person moves.
    pub mobility: Mobility,
    /// Who must be present.
    pub representative: Option<Representative>,
}

/// A consent.
#[derive(Serialize, ToSchema)]
pub struct StoredConsent {
    /// For what.
    pub purpose: ConsentPurpose,
    /// Which wording.
    pub text_version: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub given_at: Timestamp,
    /// When it was withdrawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
}

/// A mail without its text.
#[derive(Serialize, ToSchema)]
pub struct StoredMail {
    /// Of what kind.
    pub kind: String,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub written_at: Timestamp,
    /// When it left.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    /// Until when it is tried, while it waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub tried_until: Option<Timestamp>,
    /// When it was given up; an officer calls then.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub given_up_at: Option<Timestamp>,
}

/// An entry of the log.
#[derive(Serialize, ToSchema)]
pub struct StoredLook {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The role of the account; none for the family itself and for the system.
    pub role: Option<Role>,
    /// What was done.
    pub action: String,
}

/// That everything is to be erased.
#[derive(Serialize, ToSchema)]
pub struct StoredDeletion {
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// The day on which it is done at the latest.
    pub due_on: NaiveDate,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Timestamp>,
}

impl StoredBody {
    /// Everything that was read.
    pub fn of(stored: &Stored, tables: &CaseTables) -> Self {
        let (followed, case) = (&stored.followed, &stored.followed.case);
        let household = &followed.household;
        let consents = stored.consents.iter().map(|consent| StoredConsent {
            purpose: consent.purpose,
            text_version: consent.text_version.clone(),
            given_at: consent.given_at,
            withdrawn_at: consent.withdrawn_at,
        });
        let mail = |mail: &MailFact| StoredMail {
            kind: mail.kind.clone(),
            written_at: mail.written_at,
            sent_at: mail.sent_at,
            tried_until: mail.tried_until(),
            given_up_at: mail.given_up_at,
        };
        let look = |look: &Looked| StoredLook { at: look.at, role: look.role, action: look.action.clone() };
        let deletion = followed.deletion.map(|request| StoredDeletion {
            asked_at: request.asked_at,
            due_on: request.due_on,
            done_at: request.done_at,
        });
        Self {
            code: case.code.clone(),
            state: case.state(),
            filed_at: case.filed_at,
            channel: case.channel,
            ward: tables.ward_name(&case.ward_code),
            contact: household.contact.clone(),
            filled_in_by: stored.handover.and_then(|one| one.filled_in_by),
            secret_way: stored.handover.map(|one| one.secret_way),
            address: household.address.clone(),
            note: household.note.clone(),
            deadline_on: case.deadline_on,
            deadline_reason: case.deadline_reason,
            preference: case.preference.stated(),
            language: case.language.code().to_owned(),
            people: household.people.iter().map(StoredPerson::of).collect(),
            no_visit: stored.no_visit.0.clone(),
            readiness: stored.readiness.clone(),
            answer: stored.followed.answer.as_ref().map(|answer| answer.text.clone()),
            feedback: stored.feedback.clone(),
            consents: consents.collect(),
            visits: followed.visits.iter().map(|one| VisitBody::of(one, &followed.case)).collect(),
            return_channel: followed.return_channel.unwrap_or(ReturnChannel::WardPolice),
            rights_requests: stored.rights.clone(),
            mails: stored.mails.iter().map(mail).collect(),
            log: stored.looks.iter().map(look).collect(),
            deletion,
        }
    }
}

impl StoredPerson {
    fn of(person: &Person) -> Self {
        let identity = &person.identity;
        Self {
            name: identity.name.clone(),
            birth: identity.birth.to_string(),
            sex: identity.sex,
            number: identity.masked_number(),
            held_paper: identity.held,
            permanent_address: identity.permanent_address.clone(),
            procedure: person.procedure,
            group: person.groups.first(),
            groups: person.groups.iter().collect(),
            mobility: person.mobility,
            representative: person.representative.clone(),
        }
    }
}
