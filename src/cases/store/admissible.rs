//! When a team may come to a case: the day before which nobody comes, and what the family prefers.
use diesel::prelude::*;

use crate::cases::not_before::NotBefore;
use crate::cases::preference::TimePreference;
use crate::clock::Timestamp;
use crate::db::schema::{cases, time_preferences as preferences};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;

/// Writes before which day no team is to come; none lifts it.
pub fn set_not_before(conn: &mut DbConn, case_id: CaseId, limit: Option<NotBefore>) -> StoreResult<()> {
    let set = (
        cases::not_before_on.eq(limit.map(|limit| limit.on)),
        cases::not_before_reason.eq(limit.map(|limit| limit.reason)),
    );
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set(set).execute(conn)?;
    Ok(())
}

/// Keeps what a family prefers, in the place of what it preferred before; a case without a row admits every half-day.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_preference(
    conn: &mut DbConn,
    case_id: CaseId,
    preference: TimePreference,
    now: Timestamp,
) -> StoreResult<()> {
    diesel::delete(preferences::table.find(case_id)).execute(conn)?;
    let Some(stated) = preference.stated() else { return Ok(()) };
    let row = (
        preferences::case_id.eq(case_id),
        preferences::times.eq(stated.times),
        preferences::from_on.eq(stated.from),
        preferences::stated_at.eq(now),
    );
    diesel::insert_into(preferences::table).values(row).execute(conn)?;
    Ok(())
}

/// The same for a case that others have read: whoever corrects it meanwhile is told.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn change_preference(
    conn: &mut DbConn,
    case_id: CaseId,
    preference: TimePreference,
    now: Timestamp,
) -> StoreResult<()> {
    keep_preference(conn, case_id, preference, now)?;
    let row = cases::table.filter(cases::id.eq(case_id));
    diesel::update(row).set(cases::version.eq(cases::version + 1)).execute(conn)?;
    Ok(())
}
