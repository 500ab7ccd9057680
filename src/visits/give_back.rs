//! Gives a visit's place in a duty back: the waiting list sees it first, the public after a random while.
use chrono::Duration;

use super::store;
use super::visit::Visit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;

/// Says that the place of a visit, as it was read before it left, is free. The duty is locked and the stop is gone. The
/// others keep their order, and with less to do none of them comes later: service and set-up always take longer than a
/// detour saves.
///
/// # Errors
/// [`crate::db::StoreError`].
#[tracing::instrument(skip_all, fields(visit_id = %visit.id))]
pub fn give_back(conn: &mut DbConn, desk: &Desk, visit: &Visit, now: Timestamp) -> StoreResult<()> {
    let Some(duty_id) = visit.duty_id else {
        return Ok(());
    };
    crate::teams::store::restamp(conn, duty_id, &desk.dice)?;
    let Some(booking) = visit.booking.filter(|booking| booking.on >= now.date()) else {
        return Ok(());
    };
    let settings = &desk.settings.booking;
    let minutes = desk.dice.between(settings.freed_delay_minutes_min, settings.freed_delay_minutes_max);
    // At night nobody is invited, so the night does not count: the waiting list has the place first in any case.
    let public_at = settings.invites_next(now) + Duration::minutes(i64::from(minutes));
    store::add_freed_place(conn, duty_id, booking.half_day, visit.id, visit.service_secs, now, public_at)
}

/// Says that a place which nobody ever needed is free: there is nothing to hand on, and the public sees it at once.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn free_at_once(conn: &mut DbConn, desk: &Desk, visit: &Visit) -> StoreResult<()> {
    visit.duty_id.map_or(Ok(()), |duty_id| crate::teams::store::restamp(conn, duty_id, &desk.dice))
}
