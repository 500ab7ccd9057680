//! The backlog of the outbox: mails waiting and given up, counted up to a bound, so that `/ready` costs the same in a
//! flood.
use diesel::prelude::*;

use super::{is_free, is_waiting, pauses};
use crate::clock::Timestamp;
use crate::db::schema::outbox_mails as mails;
use crate::db::{DbConn, StoreResult};

/// Up to where mails are counted: who sees this number knows enough.
pub const COUNTED_MAX: i64 = 1_000;

/// How many mails that are due are looked at for one that nobody takes.
const LOOKED_AT: i64 = 200;

/// How the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Not delivered yet, counted up to a bound, so that a flood costs no more.
    pub waiting: usize,
    /// Given up, counted up to a bound, so that a flood costs no more.
    pub given_up: usize,
}

/// Counts by two indexes that hold nothing else.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn backlog(conn: &mut DbConn) -> StoreResult<Backlog> {
    let waiting = mails::table.filter(is_waiting()).order(mails::due_at).limit(COUNTED_MAX);
    let given_up = mails::table.filter(mails::given_up_at.is_not_null()).order(mails::given_up_at).limit(COUNTED_MAX);
    Ok(Backlog {
        waiting: waiting.select(mails::id).load::<i64>(conn)?.len(),
        given_up: given_up.select(mails::id).load::<i64>(conn)?.len(),
    })
}

/// Since when the oldest mail is due that nobody has in hand though its receiver is not left in peace; none while our
/// own server is. Looks at the first two hundred that are due.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn overdue_since(conn: &mut DbConn, before: Timestamp, now: Timestamp) -> StoreResult<Option<Timestamp>> {
    let paused = pauses::in_force(conn, now)?;
    if paused.iter().any(|receiver| receiver == pauses::OUR_SERVER) {
        return Ok(None);
    }
    let due = mails::table.filter(is_waiting()).filter(mails::due_at.le(before)).filter(is_free(now));
    let due = due.order((mails::due_at, mails::id)).limit(LOOKED_AT).select((mails::receiver, mails::due_at));
    let due: Vec<(String, Timestamp)> = due.load(conn)?;
    Ok(due.into_iter().find(|(receiver, _)| !paused.contains(receiver)).map(|(_, due_at)| due_at))
}
