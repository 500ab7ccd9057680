//! The clocks of the law (R35); the figures are settings.
use chrono::{Duration, NaiveDate};

use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::families::rights::RightsKind;
use crate::seconds::TimeOfDay;

/// The clocks of a request: until which day it must be acknowledged, and until when it must be done.
pub fn of(desk: &Desk, kind: RightsKind, received_at: Timestamp) -> (Option<NaiveDate>, Timestamp) {
    let (settings, on) = (&desk.settings.personal_data, received_at.date());
    let days = match kind {
        RightsKind::Access | RightsKind::Correct => settings.access_days_max,
        RightsKind::Restrict => settings.restrict_days_max,
        RightsKind::Delete => settings.erase_days_max,
        RightsKind::Breach => return (None, received_at + Duration::hours(settings.breach_hours)),
    };
    let acknowledge_by = desk.calendar.working_days_after(on, settings.acknowledge_working_days);
    (Some(acknowledge_by), end_of(on + Duration::days(days)))
}

fn end_of(on: NaiveDate) -> Timestamp {
    Timestamp::local_secs(on, TimeOfDay::LAST)
}
