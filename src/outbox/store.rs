//! Rows of `outbox_mails`.
use diesel::prelude::*;

use super::{Mail, Queued};
use crate::clock::Timestamp;
use crate::db::schema::outbox_mails as mails;
use crate::db::{DbConn, StoreResult};
use crate::sealed::Sealed;

/// A mail to be stored.
pub struct NewMail<'a> {
    /// Names the fact.
    pub key: &'a str,
    /// Which template.
    pub kind: &'a str,
    /// Stable Message-ID with angle brackets.
    pub message_id: &'a str,
    /// The rendered mail.
    pub mail: Sealed<Mail>,
}

/// A mail to be delivered.
#[derive(Queryable)]
pub struct Waiting {
    /// Its number.
    pub id: i64,
    /// Stable Message-ID with angle brackets.
    pub message_id: String,
    /// The rendered mail.
    pub mail: Sealed<Mail>,
    /// When the fact happened.
    pub created_at: Timestamp,
    /// Tries so far.
    pub attempts: i32,
}

/// How the outbox stands, for people who look after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Not delivered yet.
    pub waiting: i64,
    /// Delivered.
    pub sent: i64,
    /// Given up after too many tries.
    pub given_up: i64,
}

/// Adds a mail unless its fact was told already.
pub(super) fn add(conn: &mut DbConn, new: &NewMail<'_>, now: Timestamp) -> StoreResult<Queued> {
    let row = (
        mails::idempotent_key.eq(new.key),
        mails::kind.eq(new.kind),
        mails::message_id.eq(new.message_id),
        mails::sealed_mail.eq(new.mail.as_stored()),
        mails::created_at.eq(now),
        mails::due_at.eq(now),
        mails::attempts.eq(0),
    );
    let is_new = crate::insert_or_ignore!(conn, mails::table, row)? == 1;
    let id = mails::table.filter(mails::idempotent_key.eq(new.key)).select(mails::id).first(conn)?;
    Ok(Queued { id, is_new })
}

/// Withdraws mails that have not left: nobody sends them (again). One that a worker holds this very moment may still
/// leave; then it counts as sent.
pub fn withdraw(conn: &mut DbConn, ids: &[i64], now: Timestamp) -> StoreResult<()> {
    let unsent = mails::table
        .filter(mails::id.eq_any(ids))
        .filter(mails::sent_at.is_null())
        .filter(mails::given_up_at.is_null())
        .filter(mails::withdrawn_at.is_null());
    diesel::update(unsent).set((mails::withdrawn_at.eq(now), mails::sealed_mail.eq(""))).execute(conn)?;
    Ok(())
}

/// The mail with this key, if it waits and nobody is sending it this moment.
pub(super) fn waiting(conn: &mut DbConn, key: &str, now: Timestamp) -> StoreResult<Option<(i64, Sealed<Mail>)>> {
    let free = mails::claimed_until.is_null().or(mails::claimed_until.le(now).assume_not_null());
    let row = mails::table
        .filter(mails::idempotent_key.eq(key))
        .filter(mails::sent_at.is_null())
        .filter(mails::given_up_at.is_null())
        .filter(mails::withdrawn_at.is_null())
        .filter(free)
        .select((mails::id, mails::sealed_mail));
    Ok(row.first(conn).optional()?)
}

/// Writes a mail over the one that waits.
pub(super) fn rewrite(conn: &mut DbConn, id: i64, mail: &Sealed<Mail>) -> StoreResult<()> {
    let row = mails::table.filter(mails::id.eq(id)).filter(mails::sent_at.is_null());
    diesel::update(row).set(mails::sealed_mail.eq(mail.as_stored())).execute(conn)?;
    Ok(())
}

/// Claims what is due, oldest first: until `claimed_until` no other worker tries the same mail.
/// `skip locked` does not go through the connection type, so each row is claimed by compare-and-swap.
pub fn claim(conn: &mut DbConn, limit: i64, claimed_until: Timestamp, now: Timestamp) -> StoreResult<Vec<Waiting>> {
    let free = || mails::claimed_until.is_null().or(mails::claimed_until.le(now).assume_not_null());
    let due: Vec<Waiting> = mails::table
        .filter(mails::sent_at.is_null())
        .filter(mails::given_up_at.is_null())
        .filter(mails::withdrawn_at.is_null())
        .filter(mails::due_at.le(now))
        .filter(free())
        .order((mails::due_at, mails::id))
        .limit(limit)
        .select((mails::id, mails::message_id, mails::sealed_mail, mails::created_at, mails::attempts))
        .load(conn)?;
    let mut claimed = Vec::with_capacity(due.len());
    for mail in due {
        let standing = mails::sent_at.is_null().and(mails::withdrawn_at.is_null());
        let mine = mails::table.filter(mails::id.eq(mail.id)).filter(standing).filter(free());
        if diesel::update(mine).set(mails::claimed_until.eq(claimed_until)).execute(conn)? == 1 {
            claimed.push(mail);
        }
    }
    Ok(claimed)
}

/// Notes that a mail was delivered. Its text is not needed any more and goes.
pub fn mark_sent(conn: &mut DbConn, id: i64, now: Timestamp) -> StoreResult<()> {
    let changes = (mails::sent_at.eq(now), mails::sealed_mail.eq(""), mails::last_error.eq(None::<String>));
    diesel::update(mails::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Notes a failed try: tried again at `due_at`, or given up with `None`.
pub fn mark_failed(
    conn: &mut DbConn,
    id: i64,
    due_at: Option<Timestamp>,
    error: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let row = mails::table.find(id);
    let common = (mails::attempts.eq(mails::attempts + 1), mails::last_error.eq(error));
    let freed = mails::claimed_until.eq(None::<Timestamp>);
    match due_at {
        Some(due_at) => diesel::update(row).set((common, freed, mails::due_at.eq(due_at))).execute(conn)?,
        // Nobody sends it again, so nobody needs its text.
        None => {
            let ended = (mails::given_up_at.eq(now), mails::sealed_mail.eq(""));
            diesel::update(row).set((common, freed, ended)).execute(conn)?
        }
    };
    Ok(())
}

/// A mail without its text: of what kind, when it was written, when it left.
pub type MailFact = (String, Timestamp, Option<Timestamp>);

/// What was written under these names (`visit-booked:12` names all of `visit-booked:12:…` too), oldest first.
pub fn facts_of(conn: &mut DbConn, names: &[String]) -> StoreResult<Vec<MailFact>> {
    let rows = mails::table.filter(mails::id.eq_any(ids_of(conn, names)?)).order(mails::id);
    let rows = rows.filter(mails::withdrawn_at.is_null().or(mails::sent_at.is_not_null()));
    Ok(rows.select((mails::kind, mails::created_at, mails::sent_at)).load(conn)?)
}

/// Empties what was written under these names; what has not left yet is withdrawn.
pub fn forget(conn: &mut DbConn, names: &[String], now: Timestamp) -> StoreResult<()> {
    let ids = ids_of(conn, names)?;
    withdraw(conn, &ids, now)?;
    let empty = (mails::sealed_mail.eq(""), mails::last_error.eq(None::<String>));
    diesel::update(mails::table.filter(mails::id.eq_any(&ids))).set(empty).execute(conn)?;
    Ok(())
}

fn ids_of(conn: &mut DbConn, names: &[String]) -> StoreResult<Vec<i64>> {
    let mut ids = Vec::new();
    for name in names {
        let named = mails::idempotent_key.eq(name).or(mails::idempotent_key.like(format!("{name}:%")));
        ids.extend(mails::table.filter(named).select(mails::id).load::<i64>(conn)?);
    }
    Ok(ids)
}

/// Counts.
pub fn standing(conn: &mut DbConn) -> StoreResult<Standing> {
    let all = || mails::table;
    let unsent = all().filter(mails::sent_at.is_null()).filter(mails::given_up_at.is_null());
    let waiting = unsent.filter(mails::withdrawn_at.is_null());
    Ok(Standing {
        waiting: waiting.count().get_result(conn)?,
        sent: all().filter(mails::sent_at.is_not_null()).count().get_result(conn)?,
        given_up: all().filter(mails::given_up_at.is_not_null()).count().get_result(conn)?,
    })
}

/// The waiting mails' kinds and keys, oldest first: for tests and for the person on duty; no addresses.
pub fn waiting_keys(conn: &mut DbConn) -> StoreResult<Vec<(String, String)>> {
    let unsent = mails::table.filter(mails::sent_at.is_null()).filter(mails::withdrawn_at.is_null());
    Ok(unsent.order(mails::id).select((mails::kind, mails::idempotent_key)).load(conn)?)
}
