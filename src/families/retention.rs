//! How long a household's data stays (R36): so many days after its case has ended, what identifies it is erased like on
//! its own request; what is counted stays. Each case in a transaction of its own, so that a job that was broken off goes
//! on where it was.
use chrono::Duration;

use crate::cases::data_request::DataRequestKind;
use crate::cases::store as cases_store;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::families::{deletion, erase};
use crate::ids::CaseId;

pub mod store;

/// Cases of one round: others shall have their turn as well.
const ROUND_MAX: i64 = 100;

/// Erases whose time is over; gives how many.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn carry_out(desk: &Desk) -> StoreResult<usize> {
    let now = desk.now();
    let before = now - Duration::days(desk.settings.personal_data.keep_days);
    let ended = desk.db.read(|conn| store::ended_before(conn, before, now.date(), ROUND_MAX))?;
    let mut erased = 0;
    for id in &ended {
        let done = desk.db.write(|conn| erase_one(conn, desk, *id, before, now));
        erased += usize::from(unless_unreadable(done, "cases", *id)? == Some(true));
    }
    Ok(erased)
}

fn erase_one(conn: &mut DbConn, desk: &Desk, id: CaseId, before: Timestamp, now: Timestamp) -> StoreResult<bool> {
    let Some(case) = cases_store::case_by_id(conn, id)? else { return Ok(false) };
    let (case, _) = erase::lock(conn, &case)?;
    // Read again under the lock: somebody may have opened a visit since.
    if !store::has_ended(conn, id, before, now.date())? {
        return Ok(false);
    }
    cases_store::add_data_request(conn, id, DataRequestKind::Delete, now.date(), now)?;
    erase::forget_mails(conn, id, now)?;
    deletion::finish(conn, desk, &case, now)?;
    Ok(true)
}
