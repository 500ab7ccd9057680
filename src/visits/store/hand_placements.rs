//! Rows of `hand_placements`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::hand_placements;
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, DutyId, VisitId};
use crate::visits::hand_placement::HandPlacement;

/// The visits that somebody put into these duties by hand, in order of their numbers; some may have left since.
pub fn hand_placements(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<HandPlacement>> {
    let rows: Vec<(VisitId, DutyId, AccountId, Timestamp)> = hand_placements::table
        .filter(hand_placements::duty_id.eq_any(duty_ids))
        .order(hand_placements::visit_id)
        .load(conn)?;
    let read = |(visit_id, duty_id, placed_by, placed_at)| HandPlacement { visit_id, duty_id, placed_by, placed_at };
    Ok(rows.into_iter().map(read).collect())
}

/// Notes that a visit was put into its duty by hand, whatever was noted of it before.
pub fn place_by_hand(conn: &mut DbConn, placed: &HandPlacement) -> StoreResult<()> {
    unplace_by_hand(conn, &[placed.visit_id])?;
    let row = (
        hand_placements::visit_id.eq(placed.visit_id),
        hand_placements::duty_id.eq(placed.duty_id),
        hand_placements::placed_by.eq(placed.placed_by),
        hand_placements::placed_at.eq(placed.placed_at),
    );
    diesel::insert_into(hand_placements::table).values(row).execute(conn)?;
    Ok(())
}

/// Forgets that some visits were put anywhere by hand.
pub fn unplace_by_hand(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<()> {
    diesel::delete(hand_placements::table.filter(hand_placements::visit_id.eq_any(visit_ids))).execute(conn)?;
    Ok(())
}
