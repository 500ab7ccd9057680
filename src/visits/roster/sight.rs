//! How much of a roster somebody may see: the table of permissions, the case's ward and the day decide.
use chrono::Duration;

use crate::accounts::{Permission, Scope, Staff, scope};
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::config::RosterSettings;
use crate::teams::duty::Duty;

coded_enum! {
    /// Why an officer does not see the households of a duty.
    pub enum Hidden {
        NotYet = "not_yet" / "chưa đến giờ xem",
        Over = "over" / "đã hết hạn xem",
    }
}

/// How much of a stop is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The household with everything that is needed at its door.
    Household,
    /// When the team is in which ward: of a route that wards share, the others' part.
    TimeAndWard,
    /// Nothing.
    Nothing,
}

/// How much of a stop in this ward is shown to somebody who may read the duty.
pub fn of_stop(staff: Option<&Staff>, ward_code: &str) -> Sight {
    let Some(staff) = staff else { return Sight::Household };
    match scope(staff.role, Permission::ReadRosters) {
        Some(Scope::OwnDuties | Scope::All) => Sight::Household,
        Some(Scope::OwnWards) if staff.may_in_ward(Permission::ReadRosters, ward_code) => Sight::Household,
        Some(Scope::OwnWards) if scope(staff.role, Permission::ReadSharedRoutes).is_some() => Sight::TimeAndWard,
        _ => Sight::Nothing,
    }
}

/// Whether the households of a duty are hidden from whoever sees their own duties only: officers read them from the
/// evening before to the evening after.
pub fn hidden(staff: Option<&Staff>, duty: &Duty, settings: &RosterSettings, now: Timestamp) -> Option<Hidden> {
    let own_only = staff.is_some_and(|staff| scope(staff.role, Permission::ReadRosters) == Some(Scope::OwnDuties));
    if !own_only {
        return None;
    }
    let from = Timestamp::local_secs(duty.on - Duration::days(1), settings.officers_from_secs);
    let until = Timestamp::local_secs(duty.on + Duration::days(1), settings.officers_until_secs);
    match now {
        now if now < from => Some(Hidden::NotYet),
        now if now >= until => Some(Hidden::Over),
        _ => None,
    }
}
