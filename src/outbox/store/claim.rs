//! Which mail is taken in hand next.
use diesel::prelude::*;

use super::{WAITING, Waiting, is_free, is_waiting, pauses};
use crate::clock::Timestamp;
use crate::db::schema::outbox_mails as mails;
use crate::db::{DbConn, StoreResult};
use crate::outbox::hands::InHand;

/// The oldest mail that is due and in nobody's hand; its type is too long to be written.
macro_rules! first_due {
    ($spared:expr, $now:expr) => {
        mails::table
            .filter(is_waiting())
            .filter(mails::due_at.le($now))
            .filter(mails::gives_up_at.gt($now))
            .filter(is_free($now))
            .filter(mails::receiver.ne_all($spared))
            .order((mails::due_at, mails::id))
            .limit(1)
            .select(mails::id)
    };
}

/// Takes one mail in hand: the first that is due, whose receiver is neither left in peace nor to be spared by those who
/// have the mails `in_hand`, and that nobody else holds or is taking this moment. Until `claimed_until` no other worker
/// tries it. One at a time, so that a lease never covers a mail that has to wait for another one.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn claim(
    conn: &mut DbConn,
    in_hand: &InHand,
    claimed_until: Timestamp,
    now: Timestamp,
) -> StoreResult<Option<Waiting>> {
    let Some(spared) = spared(conn, in_hand, now)? else { return Ok(None) };
    let Some(&id) = crate::lock_rows!(free, conn, first_due!(spared, now))?.first() else { return Ok(None) };
    let taken = (mails::claimed_until.eq(claimed_until), mails::claims.eq(mails::claims + 1));
    diesel::update(mails::table.find(id)).set(taken).execute(conn)?;
    Ok(Some(mails::table.find(id).select(WAITING).first(conn)?))
}

/// Whether [`claim`] would find something: asked without a lock, because most looks find nothing.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn is_due(conn: &mut DbConn, in_hand: &InHand, now: Timestamp) -> StoreResult<bool> {
    let Some(spared) = spared(conn, in_hand, now)? else { return Ok(false) };
    Ok(first_due!(spared, now).first::<i64>(conn).optional()?.is_some())
}

/// Receivers to whom nothing goes now; none when nothing goes to anybody, because our own server is left in peace.
fn spared(conn: &mut DbConn, in_hand: &InHand, now: Timestamp) -> StoreResult<Option<Vec<String>>> {
    let mut spared = in_hand.crowded();
    for (receiver, until) in pauses::all(conn)? {
        // Whoever did not take the last mail gets one again, to see, and the others when that one has left.
        if until > now || in_hand.has(&receiver) {
            spared.push(receiver);
        }
    }
    Ok(if spared.iter().any(|receiver| receiver == pauses::OUR_SERVER) { None } else { Some(spared) })
}
