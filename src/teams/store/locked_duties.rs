//! Rows of `locked_duties`: duties whose order nobody plans anew. Rows are locked elsewhere.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::locked_duties;
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, DutyId};
use crate::teams::locked_duty::LockedDuty;

/// Which of these duties are locked, in order of their numbers.
pub fn locked_duties(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<LockedDuty>> {
    let rows: Vec<(DutyId, AccountId, Timestamp)> = locked_duties::table
        .filter(locked_duties::duty_id.eq_any(duty_ids))
        .order(locked_duties::duty_id)
        .load(conn)?;
    Ok(rows.into_iter().map(|(duty_id, locked_by, locked_at)| LockedDuty { duty_id, locked_by, locked_at }).collect())
}

/// Notes that the order of a duty stays.
pub fn lock_order(conn: &mut DbConn, locked: &LockedDuty) -> StoreResult<()> {
    unlock_order(conn, &[locked.duty_id])?;
    let row = (
        locked_duties::duty_id.eq(locked.duty_id),
        locked_duties::locked_by.eq(locked.locked_by),
        locked_duties::locked_at.eq(locked.locked_at),
    );
    diesel::insert_into(locked_duties::table).values(row).execute(conn)?;
    Ok(())
}

/// Lets the order of some duties be planned again.
pub fn unlock_order(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<()> {
    diesel::delete(locked_duties::table.filter(locked_duties::duty_id.eq_any(duty_ids))).execute(conn)?;
    Ok(())
}
