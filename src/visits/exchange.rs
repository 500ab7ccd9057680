//! Officers of a duty were exchanged, or it goes by another name: families who were told names as proof are told the new
//! ones.
use super::notify::{Appointment, Whom};
use super::say::Why;
use super::store;
use super::visit::Visit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::teams::duty::Duty;

/// Tells everybody who was told the officers of a duty, its team and telephone that others are true now; nothing while
/// they are the same. The caller has locked the duty. False when a visit changed meanwhile.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell_exchange(conn: &mut DbConn, desk: &Desk, before: &Duty, after: &Duty, now: Timestamp) -> StoreResult<bool> {
    if is_same(before, after) {
        return Ok(true);
    }
    let stops = store::stops_of_duties(conn, &[after.id])?;
    let mut case_ids = Vec::new();
    for stop in &stops {
        case_ids.extend(store::find(conn, stop.visit_id)?.map(|visit| visit.case_id));
    }
    crate::cases::store::lock(conn, &case_ids)?;
    for stop in stops {
        let Some(visit) = store::find(conn, stop.visit_id)? else { continue };
        if tell_one(conn, desk, &visit, after, now)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Tells the family of a visit that came into another duty who comes now, if it was told who came; the duties and its case
/// are locked. Gives whether it was told anything.
///
/// # Errors
/// [`crate::db::StoreError::Overtaken`] when the visit changed meanwhile.
pub fn tell_other_team(
    conn: &mut DbConn,
    desk: &Desk,
    visit: &Visit,
    before: &Duty,
    after: &Duty,
    now: Timestamp,
) -> StoreResult<bool> {
    if is_same(before, after) {
        return Ok(false);
    }
    tell_one(conn, desk, visit, after, now)?.ok_or_else(StoreError::overtaken)
}

/// Whether families know both by the same names.
fn is_same(before: &Duty, after: &Duty) -> bool {
    let (old, new) = (&before.team, &after.team);
    before.officers == after.officers && (&old.name, &old.hot_line) == (&new.name, &new.hot_line)
}

/// Whether one family was told; none when its visit changed meanwhile.
fn tell_one(conn: &mut DbConn, desk: &Desk, visit: &Visit, after: &Duty, now: Timestamp) -> StoreResult<Option<bool>> {
    let waits = visit.is_open() && visit.arrived_at.is_none() && !visit.is_overdue(&desk.settings.hours, now);
    let (Some(promise), true) = (visit.promise, waits) else { return Ok(Some(false)) };
    let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? else { return Ok(Some(false)) };
    if !store::next_invite(conn, visit)? {
        return Ok(None);
    }
    let told = Appointment { visit, promise, duty: after };
    Whom::of(desk, &case, now).appointment(conn, told, Why::Officers)?;
    Ok(Some(true))
}
