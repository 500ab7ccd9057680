//! Officers of a duty were exchanged, or it goes by another name: families who were told names as proof are told the new
//! ones.
use super::notify::{Appointment, Whom};
use super::say::Why;
use super::store;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::teams::duty::Duty;

/// Tells everybody who was told the officers of a duty, its team and telephone that others are true now; nothing while
/// they are the same. The caller has locked the duty. False when a visit changed meanwhile.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell_exchange(conn: &mut DbConn, desk: &Desk, before: &Duty, after: &Duty, now: Timestamp) -> StoreResult<bool> {
    let is_same = |before: &Duty, after: &Duty| {
        let (old, new) = (&before.team, &after.team);
        before.officers == after.officers && (&old.name, &old.hot_line) == (&new.name, &new.hot_line)
    };
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
        let waits = visit.is_open() && visit.arrived_at.is_none() && !visit.is_overdue(&desk.settings.hours, now);
        let (Some(promise), true) = (visit.promise, waits) else { continue };
        let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? else { continue };
        if !store::next_invite(conn, &visit)? {
            return Ok(false);
        }
        let told = Appointment { visit: &visit, promise, duty: after };
        Whom::of(desk, &case, now).appointment(conn, told, Why::Officers)?;
    }
    Ok(true)
}
