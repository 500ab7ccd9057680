//! Rows of `mail_pauses`: who is left in peace for a while, and for how long.
use chrono::Duration;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::mail_pauses as rows;
use crate::db::{DbConn, StoreResult};
use crate::outbox::verdict::Why;

/// The receiver that means our own mail server: while it pauses, no mail leaves.
pub const OUR_SERVER: &str = "";

/// Days after which a pause that is over is forgotten: longer than any mail is tried.
const REMEMBERED_DAYS: i64 = 7;

/// How somebody stands who did not take our mail lately.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Pause {
    /// Keyed hash of a domain, or [`OUR_SERVER`].
    pub receiver: String,
    /// `no_answer`, `asked_to_wait`, `refuses_us`.
    pub why: String,
    /// Failures in a row.
    pub failures: i32,
    /// When the first of them was.
    pub since: Timestamp,
    /// Left in peace until then.
    pub until: Timestamp,
}

/// Who did not take our mail lately and has taken none since, and until when each is left in peace.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn all(conn: &mut DbConn) -> StoreResult<Vec<(String, Timestamp)>> {
    Ok(rows::table.select((rows::receiver, rows::until)).load(conn)?)
}

/// Who is left in peace now.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn in_force(conn: &mut DbConn, now: Timestamp) -> StoreResult<Vec<String>> {
    Ok(rows::table.filter(rows::until.gt(now)).select(rows::receiver).load(conn)?)
}

/// Who did not take our mail lately, our own server first; at most `limit`.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn lately(conn: &mut DbConn, limit: i64) -> StoreResult<Vec<Pause>> {
    let columns = (rows::receiver, rows::why, rows::failures, rows::since, rows::until);
    Ok(rows::table.order(rows::receiver).limit(limit).select(columns).load(conn)?)
}

/// Notes that somebody did not take our mail. `span` gives the pause for the number of earlier failures. What fails
/// while a pause stands had begun before it, and counts with it as one failure.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn begin(
    conn: &mut DbConn,
    receiver: &str,
    why: Why,
    error: &str,
    span: impl FnOnce(i32) -> Duration,
    now: Timestamp,
) -> StoreResult<()> {
    let first = (
        rows::receiver.eq(receiver),
        rows::why.eq(why.code()),
        rows::failures.eq(0),
        rows::since.eq(now),
        rows::until.eq(now),
        rows::last_error.eq(error),
    );
    crate::insert_or_ignore!(conn, rows::table, first)?;
    let over = rows::table.find(receiver).filter(rows::until.le(now));
    let Some(failures) = over.select(rows::failures).first::<i32>(conn).optional()? else {
        return Ok(());
    };
    let changes = (
        rows::why.eq(why.code()),
        rows::failures.eq(failures + 1),
        rows::until.eq(now + span(failures)),
        rows::last_error.eq(error),
    );
    diesel::update(rows::table.find(receiver)).set(changes).execute(conn)?;
    Ok(())
}

/// Notes that these took mail again.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn end(conn: &mut DbConn, receivers: &[&str]) -> StoreResult<()> {
    diesel::delete(rows::table.filter(rows::receiver.eq_any(receivers))).execute(conn)?;
    Ok(())
}

/// Forgets domains that nobody has written to for long; gives how many.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget(conn: &mut DbConn, now: Timestamp) -> StoreResult<usize> {
    let before = now - Duration::days(REMEMBERED_DAYS);
    Ok(diesel::delete(rows::table.filter(rows::until.lt(before))).execute(conn)?)
}
