//! What somebody asks for, as typed: plain strings, so that every mistake can be named at its field.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::DeadlineReason;
use super::handover::SecretWay;
use super::household::Pin;
use super::kinds::{BeneficiaryGroup, Channel, GroupSiteKind, HeldPaper, Mobility, Procedure, Relation};
use super::preference::PreferredTimes;
use crate::text::names::Sex;

mod inquiry;
mod no_visit;
mod parse;
mod parsed;
mod people;
mod preference;
mod readiness;
mod reading;
mod spot;

pub use inquiry::{Inquiry, InquiryPerson, KeptFor, NewInquiry, NewInquiryPerson, parse_inquiry, parse_kept_for};
pub use no_visit::NewNoVisit;
pub use parse::{
    CAPTURES_MAX, NOTE_LENGTH_MAX, parse, parse_address, parse_contact, parse_language, parse_note, parse_person,
    parse_readiness, read_so_far,
};
pub use parsed::{Locality, ParsedCase};
pub use people::{ADDRESS_LENGTH_MAX, GROUPS_MAX, is_same_person};
pub use preference::parse_preference;
pub use readiness::{NewPersonReadiness, NewReadiness};
pub use reading::Warning;
pub use spot::{LINE_LENGTH_MAX, candidates, names_of};

/// Most people of one case; more than that is a group site.
pub const APPLICANTS_MAX: usize = 20;

/// A case as filed by a family or by staff.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// `family`, `ward_list`, `phone`, `hospital`; only staff may name another than `family`.
    #[serde(default)]
    #[schema(value_type = Channel)]
    pub channel: String,
    /// Whom to talk to.
    pub contact: NewContact,
    /// Where the team would go.
    pub address: NewAddress,
    /// Who needs a card; may be empty for a group site.
    #[serde(default)]
    pub applicants: Vec<NewApplicant>,
    /// Hospital, care home, school …
    #[serde(default)]
    pub group_site: Option<NewGroupSite>,
    /// The day by which the card is needed.
    #[serde(default)]
    pub deadline: Option<NewDeadline>,
    /// Which half-days suit; every one of them when left out.
    #[serde(default)]
    pub preference: NewPreference,
    /// Who else of the household needs a card and no visit: kept with the case, so that nobody forgets them.
    #[serde(default)]
    pub no_visit: Vec<NewNoVisit>,
    /// What whoever fills in is to the applicant, a relation's code: `self`, `child`, `ward_officer` …; empty = the contact's
    /// own, when a family files.
    #[serde(default)]
    #[schema(value_type = Relation)]
    pub filled_in_by: String,
    /// How the household gets its secret: `mail`, `given` (by whoever fills in) or `call` (the office calls); empty = `mail`
    /// where mails can be sent, else `given`.
    #[serde(default)]
    #[schema(value_type = SecretWay)]
    pub secret_way: String,
    /// Anything else the team should know (gate, dog, best hours). No diagnosis, please.
    #[serde(default)]
    pub note: String,
    /// What officers find at the home, so that they bring what helps.
    #[serde(default)]
    pub readiness: Option<NewReadiness>,
    /// What was agreed to; nothing is assumed.
    #[serde(default)]
    pub consents: NewConsents,
    /// In which language the family is written to, a BCP 47 tag; empty = `vi`.
    #[serde(default)]
    #[schema(example = "vi")]
    pub language: String,
}

/// Contact as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// Full name.
    #[schema(example = "Phạm Thị Lan")]
    pub name: String,
    /// A relation's code: `self`, `child`, `grandchild`, `neighbour`, `ward_officer` …
    #[schema(value_type = Relation)]
    pub relation: String,
    /// Mobile or landline, any common way of writing it.
    #[schema(example = "0912 345 678")]
    pub phone: String,
    /// For the receipt and the appointment.
    #[serde(default)]
    #[schema(example = "lan@example.vn")]
    pub email: String,
}

/// Address as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    /// House number, lane, street.
    #[schema(example = "Số 12 ngõ 328 phố Lê Lợi")]
    pub line: String,
    /// Thôn or tổ dân phố.
    #[serde(default)]
    pub hamlet: String,
    /// Today's ward, five digits.
    #[serde(default)]
    #[schema(example = "11329")]
    pub ward_code: String,
    /// The address of before 1/7/2025; candidates are offered, none is picked.
    #[serde(default)]
    pub old_address: String,
    /// Zone, for wards that have several (Cát Hải).
    #[serde(default)]
    #[schema(example = "")]
    pub sub_area: String,
    /// Where exactly.
    #[serde(default)]
    pub pin: Option<Pin>,
}

/// Applicant as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApplicant {
    /// Full name.
    #[schema(example = "Nguyễn Thị Hòa")]
    pub name: String,
    /// `12/05/1950`, `05/1950` or `1950`.
    #[schema(example = "12/05/1950")]
    pub birth: String,
    /// `male` or `female`.
    #[schema(value_type = Sex)]
    pub sex: String,
    /// 12 digits, 9 digits of an old CMND, or empty.
    #[serde(default)]
    #[schema(example = "031150001234")]
    pub number: String,
    /// A procedure's code: `first`, `cccd_to_cc`, `age`, `lost` …
    #[schema(value_type = Procedure)]
    pub procedure: String,
    /// A beneficiary group's code, of whoever has only one; empty = `none`. Either this or `groups`.
    #[serde(default)]
    #[schema(value_type = BeneficiaryGroup)]
    pub group: String,
    /// The codes of all beneficiary groups; the one that is worth most counts.
    #[serde(default)]
    #[schema(value_type = Vec<BeneficiaryGroup>)]
    pub groups: Vec<String>,
    /// A mobility level's code: `walks`, `walks_with_help`, `wheelchair`, `bedridden`, `in_hospital`.
    #[schema(value_type = Mobility)]
    pub mobility: String,
    /// Code of the newest paper held; empty = `none`.
    #[serde(default)]
    #[schema(value_type = HeldPaper)]
    pub held_paper: String,
    /// Registered residence if it is another place; any is accepted.
    #[serde(default)]
    pub permanent_address: String,
    /// Legal representative, for under 14 and for adults without capacity.
    #[serde(default)]
    pub representative: Option<NewRepresentative>,
}

/// Representative as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRepresentative {
    /// Full name.
    pub name: String,
    /// A relation's code.
    #[schema(value_type = Relation)]
    pub relation: String,
    /// If it is not the contact's number.
    #[serde(default)]
    pub phone: String,
}

/// Group site as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroupSite {
    /// `hospital`, `care_home`, `school`, `community_hall`.
    #[schema(value_type = GroupSiteKind)]
    pub kind: String,
    /// People to be captured there.
    #[schema(example = 55)]
    pub expected_captures: i32,
}

/// Deadline as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeadline {
    /// `31/12/2026` or `2026-12-31`.
    #[schema(example = "2026-12-31")]
    pub on: String,
    /// `expiring_card`, `hospital`, `benefit`, `study`, `other`.
    #[schema(value_type = DeadlineReason)]
    pub reason: String,
}

/// Which half-days suit, as typed. Nobody is offered, invited or planned into another one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPreference {
    /// `any`, `mornings`, `afternoons`, `saturdays`; empty = `any`. Saturdays have a morning only.
    #[serde(default)]
    #[schema(value_type = PreferredTimes)]
    pub times: String,
    /// The first day that suits, `07/12/2026` or `2026-12-07`; empty = any day. No later than the deadline.
    #[serde(default)]
    #[schema(example = "2026-12-07")]
    pub from: String,
}

/// Consents as given.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsents {
    /// To organise the visit; needed.
    #[serde(default)]
    pub visit: bool,
    /// To send e-mails; optional.
    #[serde(default)]
    pub messages: bool,
}
