//! Writing `duties` and `duty_officers`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{duties, duty_officers};
use crate::db::{DbConn, StoreResult};
use crate::dice::Dice;
use crate::ids::{DutyId, KitId, OfficerId};
use crate::seconds::Seconds;
use crate::teams::duty::{Duty, NewDuty};
use crate::teams::shift::Shift;

/// Adds a duty with its officers, at version 1.
pub fn add_duty(
    conn: &mut DbConn,
    new: &NewDuty,
    shift: &Shift,
    capacity: i32,
    staff_secs: Seconds,
    now: Timestamp,
) -> StoreResult<DutyId> {
    let row = (
        (
            duties::team_id.eq(new.team_id),
            duties::kit_id.eq(new.kit_id),
            duties::on_date.eq(new.on),
            duties::half_days.eq(new.half_days),
            duties::starts_secs.eq(shift.starts_secs),
            duties::ends_secs.eq(shift.ends_secs),
            duties::break_earliest_secs.eq(shift.rest.map(|rest| rest.earliest_secs)),
        ),
        duties::break_latest_secs.eq(shift.rest.map(|rest| rest.latest_secs)),
        duties::break_secs.eq(shift.rest.map(|rest| rest.duration_secs)),
        duties::capacity.eq(capacity),
        duties::island_mission.eq(new.island_mission),
        duties::version.eq(1),
        duties::created_at.eq(now),
        duties::staff_secs.eq(staff_secs),
    );
    let id = diesel::insert_into(duties::table).values(row).returning(duties::id).get_result(conn)?;
    add_officers(conn, id, &new.officer_ids)?;
    Ok(id)
}

/// Locks some duties until the transaction ends, in the order of their numbers: before anything else that stands in
/// them (`visits::lock` has the whole order).
pub fn lock_duties(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<()> {
    if duty_ids.is_empty() {
        return Ok(());
    }
    let rows = duties::table.filter(duties::id.eq_any(duty_ids)).order(duties::id).select(duties::id);
    crate::lock_rows!(conn, rows)?;
    Ok(())
}

/// Locks a duty if nobody else has it; false, without waiting, when somebody has.
pub fn lock_free_duty(conn: &mut DbConn, duty_id: DutyId) -> StoreResult<bool> {
    let row = duties::table.filter(duties::id.eq(duty_id)).select(duties::id);
    Ok(!crate::lock_rows!(free, conn, row)?.is_empty())
}

/// Takes the next version of a duty that stands, if it is still at `expected`: whoever gets `true` may change the
/// duty or its stops in this transaction; whoever gets `false` must read again.
pub fn bump_version(conn: &mut DbConn, duty_id: DutyId, expected: i32, dice: &Dice) -> StoreResult<bool> {
    let row = duties::table
        .filter(duties::id.eq(duty_id))
        .filter(duties::version.eq(expected))
        .filter(duties::cancelled_at.is_null());
    let changes = (duties::version.eq(expected.saturating_add(1)), duties::stamp.eq(dice.stamp()));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Notes that the families of these duties know their windows; whoever publishes holds their rows already.
pub fn mark_published(conn: &mut DbConn, duty_ids: &[DutyId], now: Timestamp) -> StoreResult<()> {
    let rows = duties::table.filter(duties::id.eq_any(duty_ids));
    diesel::update(rows).set(duties::published_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Says that the content of a duty or its sequence is another one now, whatever it was before. The stamp is drawn and
/// not counted: what a transaction saw that was rolled back must never pass for what another one stores later.
pub fn restamp(conn: &mut DbConn, duty_id: DutyId, dice: &Dice) -> StoreResult<()> {
    let changes = (duties::version.eq(duties::version + 1), duties::stamp.eq(dice.stamp()));
    diesel::update(duties::table.find(duty_id)).set(changes).execute(conn)?;
    Ok(())
}

/// Writes what may change about a duty; its version was bumped before.
pub fn change_duty(conn: &mut DbConn, duty: &Duty, kit_id: KitId, officer_ids: &[OfficerId]) -> StoreResult<()> {
    let shift = &duty.shift;
    let changes = (
        duties::team_id.eq(duty.team.id),
        duties::half_days.eq(duty.half_days),
        duties::kit_id.eq(kit_id),
        duties::starts_secs.eq(shift.starts_secs),
        duties::ends_secs.eq(shift.ends_secs),
        duties::break_earliest_secs.eq(shift.rest.map(|rest| rest.earliest_secs)),
        duties::break_latest_secs.eq(shift.rest.map(|rest| rest.latest_secs)),
        duties::break_secs.eq(shift.rest.map(|rest| rest.duration_secs)),
        duties::capacity.eq(duty.capacity),
        duties::island_mission.eq(duty.island_mission),
    );
    diesel::update(duties::table.filter(duties::id.eq(duty.id))).set(changes).execute(conn)?;
    diesel::delete(duty_officers::table.filter(duty_officers::duty_id.eq(duty.id))).execute(conn)?;
    add_officers(conn, duty.id, officer_ids)
}

/// Marks a duty as cancelled; its version was bumped before.
pub fn cancel_duty(conn: &mut DbConn, duty_id: DutyId, reason: &str, now: Timestamp) -> StoreResult<()> {
    let changes = (duties::cancelled_at.eq(now), duties::cancelled_reason.eq(reason));
    diesel::update(duties::table.filter(duties::id.eq(duty_id))).set(changes).execute(conn)?;
    Ok(())
}

fn add_officers(conn: &mut DbConn, duty_id: DutyId, officer_ids: &[OfficerId]) -> StoreResult<()> {
    let mut officer_ids = officer_ids.to_vec();
    officer_ids.sort_unstable();
    officer_ids.dedup();
    for officer_id in officer_ids {
        let row = (duty_officers::duty_id.eq(duty_id), duty_officers::officer_id.eq(officer_id));
        diesel::insert_into(duty_officers::table).values(row).execute(conn)?;
    }
    Ok(())
}
