//! A case whose every field was read.
use chrono::NaiveDate;

use super::Warning;
use crate::cases::case::DeadlineReason;
use crate::cases::handover::SecretWay;
use crate::cases::household::{Address, Contact, Person, most_demanding};
use crate::cases::kinds::{GroupSiteKind, Relation};
use crate::cases::no_visit::NoVisits;
use crate::cases::preference::TimePreference;
use crate::cases::readiness::Readiness;
use crate::cases::triage::{GROUP_SITE, Triage};
use crate::geography::wards::WardCode;
use crate::geography::zones::ZoneCode;
use crate::text::messages::Locale;

/// A case whose every field was read.
#[derive(Clone, Debug)]
pub struct ParsedCase {
    /// Whom to talk to.
    pub contact: Contact,
    /// Where the team would go: the door.
    pub address: Address,
    /// Where the team would go: the ward and its zone.
    pub locality: Locality,
    /// Who needs a card.
    pub people: Vec<Person>,
    /// What triage says of each of them, in their order, on the day on which they were read.
    pub triages: Vec<Triage>,
    /// Kind and people of a group site.
    pub group_site: Option<(GroupSiteKind, i32)>,
    /// Day and reason.
    pub deadline: Option<(NaiveDate, DeadlineReason)>,
    /// Which half-days suit.
    pub preference: TimePreference,
    /// Who filled in, and how the household gets its secret, as far as somebody said.
    pub filled_in_by: Option<Relation>,
    /// See [`ParsedCase::filled_in_by`].
    pub secret_way: Option<SecretWay>,
    /// Who needs no visit.
    pub no_visit: NoVisits,
    /// What else was said.
    pub note: Option<String>,
    /// What officers find at the home.
    pub readiness: Option<Readiness>,
    /// Whether e-mails were agreed to.
    pub messages: bool,
    /// In which language the family is written to.
    pub language: Locale,
    /// What to confirm; never a reason to refuse.
    pub warnings: Vec<Warning>,
}

/// A ward and, where it has several, its zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locality {
    /// The ward.
    pub ward_code: WardCode,
    /// The zone.
    pub sub_area: Option<ZoneCode>,
}

impl ParsedCase {
    /// What triage says of the case as a whole.
    pub fn triage(&self) -> Triage {
        most_demanding(&self.triages).unwrap_or(GROUP_SITE)
    }

    /// People to be captured.
    pub fn captures(&self) -> i32 {
        let people = i32::try_from(self.people.len()).unwrap_or(i32::MAX);
        self.group_site.map_or(people, |(_, expected)| expected.max(people))
    }
}
