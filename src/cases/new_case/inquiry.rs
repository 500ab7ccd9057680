//! What a household says of itself before it files a case: enough to know when a team could come, and no names.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::Reading;
use super::{Locality, NewAddress, NewGroupSite, NewPreference, parse, people, preference, spot};
use crate::cases::CaseTables;
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::household::{Address, PhoneLine, Pin};
use crate::cases::kinds::{BeneficiaryGroup, GroupSiteKind, Mobility};
use crate::cases::preference::TimePreference;
use crate::field_problem::FieldProblem;
use crate::geography::point::Point;
use crate::text::dates::BirthDate;

/// A household that asks for half-days.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInquiry {
    /// Today's ward, five digits.
    #[schema(example = "11329")]
    pub ward_code: String,
    /// Zone, for wards that have several (Cát Hải).
    #[serde(default)]
    #[schema(example = "")]
    pub sub_area: String,
    /// Where exactly.
    #[serde(default)]
    pub pin: Option<Pin>,
    /// Who needs a card; may be empty for a group site.
    #[serde(default)]
    pub people: Vec<NewInquiryPerson>,
    /// Hospital, care home, school …
    #[serde(default)]
    pub group_site: Option<NewGroupSite>,
    /// Which half-days suit; every one of them when left out.
    #[serde(default)]
    pub preference: NewPreference,
}

/// What decides how long the work with one person takes, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInquiryPerson {
    /// `12/05/1950`, `05/1950` or `1950`.
    #[schema(example = "1950")]
    pub birth: String,
    /// A beneficiary group's code, of whoever has only one; empty = `none`. Either this or `groups`.
    #[serde(default)]
    #[schema(value_type = BeneficiaryGroup)]
    pub group: String,
    /// The codes of all beneficiary groups.
    #[serde(default)]
    #[schema(value_type = Vec<BeneficiaryGroup>)]
    pub groups: Vec<String>,
    /// A mobility level's code: `walks`, `walks_with_help`, `wheelchair`, `bedridden`, `in_hospital`.
    #[schema(value_type = Mobility)]
    pub mobility: String,
}

/// An inquiry of which every field was read.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// Where the team would go: the ward and its zone.
    pub locality: Locality,
    /// Where exactly, if the household said so.
    pub point: Option<Point>,
    /// Who needs a card.
    pub people: Vec<InquiryPerson>,
    /// Kind and people of a group site.
    pub group_site: Option<(GroupSiteKind, i32)>,
    /// Which half-days suit.
    pub preference: TimePreference,
}

/// What decides how long the work with one person takes.
#[derive(Clone, Copy, Debug)]
pub struct InquiryPerson {
    /// When they were born.
    pub birth: BirthDate,
    /// Groups that give priority.
    pub groups: BeneficiaryGroups,
    /// How the person moves.
    pub mobility: Mobility,
}

/// An inquiry with the door and the telephone for which a place is kept.
#[derive(Clone, Debug)]
pub struct KeptFor {
    /// Whom to call.
    pub phone: PhoneLine,
    /// The door.
    pub address: Address,
    /// What decides the half-days.
    pub inquiry: Inquiry,
}

/// Reads an inquiry.
///
/// # Errors
/// All field problems, with pointers into [`NewInquiry`].
pub fn parse_inquiry(typed: &NewInquiry, tables: &CaseTables, today: NaiveDate) -> Result<Inquiry, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let address = NewAddress {
        ward_code: typed.ward_code.clone(),
        sub_area: typed.sub_area.clone(),
        pin: typed.pin,
        ..NewAddress::default()
    };
    let locality = spot::ward_and_zone(&mut reading, "", &address, None);
    let (people, group_site) = who(&mut reading, &typed.people, typed.group_site.as_ref());
    let preference = preference::preference(&mut reading, "/preference", &typed.preference, None);
    match locality.zip(preference) {
        Some((locality, preference)) if reading.problems.is_empty() => {
            let point = typed.pin.and_then(|pin| Point::new(pin.lat, pin.lng).ok());
            Ok(Inquiry { locality, point, people, group_site, preference })
        }
        _ => Err(reading.problems),
    }
}

/// Reads for whom a place is to be kept: telephone, address and people.
///
/// # Errors
/// All field problems, with pointers `/contact/phone`, `/address/…`, `/people/…`, `/group_site/…`.
pub fn parse_kept_for(
    phone: &str,
    address: &NewAddress,
    people: &[NewInquiryPerson],
    group_site: Option<&NewGroupSite>,
    tables: &CaseTables,
    today: NaiveDate,
) -> Result<KeptFor, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let phone = reading.phone("/contact/phone", phone);
    let address = spot::address(&mut reading, "/address", address);
    let (people, group_site) = who(&mut reading, people, group_site);
    match (phone, address) {
        (Some(phone), Some((address, locality))) if reading.problems.is_empty() => {
            // Whoever keeps a place names its half-day.
            let (point, preference) = (address.point(), TimePreference::ANY);
            let inquiry = Inquiry { locality, point, people, group_site, preference };
            Ok(KeptFor { phone, address, inquiry })
        }
        _ => Err(reading.problems),
    }
}

fn who(
    reading: &mut Reading<'_>,
    typed: &[NewInquiryPerson],
    site: Option<&NewGroupSite>,
) -> (Vec<InquiryPerson>, Option<(GroupSiteKind, i32)>) {
    let group_site = site.and_then(|site| parse::group_site(reading, site));
    if !people::may_be_so_many(reading, "/people", typed.len(), site.is_some()) {
        return (Vec::new(), group_site);
    }
    let person = |(at, typed): (usize, &NewInquiryPerson)| {
        let at = format!("/people/{at}");
        let birth = people::birth(reading, &format!("{at}/birth"), &typed.birth);
        let groups = people::groups(reading, &at, &typed.group, &typed.groups);
        let mobility = people::mobility(reading, &at, &typed.mobility);
        Some(InquiryPerson { birth: birth?, groups: groups?, mobility: mobility? })
    };
    (typed.iter().enumerate().filter_map(person).collect(), group_site)
}
