//! What stands in a duty changed where it stands: longer work, another door. The order stays; the checker decides whether
//! the team can still drive it inside every half-day and every window that was told.
use std::sync::Arc;

use super::booker::Booker;
use super::sequence::Sequence;
use super::settle::write_times;
use crate::db::{DbConn, StoreResult};
use crate::ids::DutyId;

/// Checks a locked duty as it is stored now, in its order, and writes hours and stamp anew; false when it cannot be driven
/// so: the caller's transaction must take back what it wrote then.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn still_holds(conn: &mut DbConn, booker: Booker<'_>, duty_id: DutyId) -> StoreResult<bool> {
    crate::teams::store::restamp(conn, duty_id, &booker.desk.dice)?;
    let Some(stored) = booker.board.stored(conn, duty_id)?.filter(|stored| stored.unreadable.is_empty()) else {
        return Ok(false);
    };
    let roads = booker.board.roads(stored.duty.on);
    let sequence = Sequence::new(stored.duty, stored.members, stored.freed, roads, &booker.board.reference);
    let Ok(sequence) = sequence else { return Ok(false) };
    if sequence.is_published() {
        write_times(conn, &sequence)?;
    }
    booker.board.remember(Arc::new(sequence));
    Ok(true)
}
