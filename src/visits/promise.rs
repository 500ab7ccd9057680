//! What a family is told about the hour: the arrival window of a published round, by mail or by call.
use super::notify::{self, Appointment, Reached, Whom};
use super::say::Why;
use super::store;
use super::visit::Promise;
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::config::{Hours, PlanningSettings};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::seconds::TimeOfDay;
use crate::teams::duty::Duty;

/// The arrival window: it opens some time before the planned arrival on a round quarter of an hour, lies inside the
/// half-day, and holds the arrival whatever the rounding does.
pub fn promise_of(
    arrives_secs: TimeOfDay,
    starts_secs: TimeOfDay,
    duty: &Duty,
    planning: &PlanningSettings,
    hours: &Hours,
    published_at: Timestamp,
) -> Promise {
    let half_day = HalfDay::at(starts_secs.on_the_wall());
    let (opens, closes) = hours.of(half_day);
    let arrives = arrives_secs.clamp(opens, closes);
    let latest_start = (closes - planning.window_secs).max(opens);
    let from_secs = (arrives - planning.window_lead_secs).rounded_down(planning.window_step_secs);
    let from_secs = from_secs.clamp(opens, latest_start);
    let to_secs = (from_secs + planning.window_secs).min(closes);
    Promise { on: duty.on, half_day, from_secs, to_secs, published_at }
}

/// Writes the window and tells it, as a new one or as a change of what the family knows; none when the visit changed
/// meanwhile.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    case: &Case,
    told: Appointment<'_>,
    now: Timestamp,
) -> StoreResult<Option<Reached>> {
    if !store::promise(conn, told.visit, told.promise, told.duty.id)? {
        return Ok(None);
    }
    let why = if notify::knows_window(conn, told.visit.id)? { Why::Changed } else { Why::New };
    let reached = Whom::of(desk, case, now).appointment(conn, told, why)?;
    audit::note(conn, staff, Action::Publish, &audit::case_subject(case.id), None, now)?;
    Ok(Some(reached))
}
