//! Reads who of the household needs no visit, and what they do instead.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::APPLICANTS_MAX;
use super::reading::Reading;
use crate::cases::no_visit::{NoVisit, NoVisitWay, NoVisits};

/// Somebody to whom nobody has to come, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNoVisit {
    /// Full name.
    #[schema(example = "Nguyễn Gia Bảo")]
    pub name: String,
    /// `online_child`, `online`, `desk` or `apart`.
    #[schema(value_type = NoVisitWay)]
    pub way: String,
}

/// Reads them all.
pub(super) fn no_visits(reading: &mut Reading<'_>, typed: &[NewNoVisit]) -> NoVisits {
    if typed.len() > APPLICANTS_MAX {
        reading.refuse("/no_visit", "many", format!("Nhiều nhất {APPLICANTS_MAX} người."));
        return NoVisits::default();
    }
    let person = |(at, one): (usize, &NewNoVisit)| {
        let name = reading.name(&format!("/no_visit/{at}/name"), &one.name);
        let way = reading.code(&format!("/no_visit/{at}/way"), &one.way, "Chọn việc người này cần làm.");
        Some(NoVisit { name: name?, way: way? })
    };
    NoVisits(typed.iter().enumerate().filter_map(person).collect())
}
