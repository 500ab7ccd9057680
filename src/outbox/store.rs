//! Rows of `outbox_mails`.
use diesel::dsl::auto_type;
use diesel::prelude::*;

use super::{Mail, Queued};
use crate::clock::Timestamp;
use crate::db::schema::{notifications, outbox_mails as mails};
use crate::db::{DbConn, StoreResult};
use crate::ids::MailId;
use crate::sealed::Sealed;

mod backlog;
mod claim;
pub mod pauses;
mod resealed;

pub use backlog::{Backlog, backlog, overdue_since};
pub use claim::{claim, is_due};
pub use resealed::{set_mail, unsent};

type WaitingColumns = (
    mails::id,
    mails::message_id,
    mails::sealed_mail,
    mails::created_at,
    mails::attempts,
    mails::gives_up_at,
    mails::receiver,
    mails::claims,
);
const WAITING: WaitingColumns = (
    mails::id,
    mails::message_id,
    mails::sealed_mail,
    mails::created_at,
    mails::attempts,
    mails::gives_up_at,
    mails::receiver,
    mails::claims,
);

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
    /// Which domain it is for (keyed hash); empty when the address has none.
    pub receiver: &'a str,
    /// Until when it is tried.
    pub gives_up_at: Timestamp,
}

/// A mail to be delivered.
#[derive(Queryable)]
pub struct Waiting {
    /// Its number.
    pub id: MailId,
    /// Stable Message-ID with angle brackets.
    pub message_id: String,
    /// The rendered mail.
    pub mail: Sealed<Mail>,
    /// When the fact happened.
    pub created_at: Timestamp,
    /// Tries so far.
    pub attempts: i32,
    /// Until when it is tried.
    pub gives_up_at: Timestamp,
    /// Which domain it is for (keyed hash).
    pub receiver: String,
    /// The number of the lease.
    pub claim: i32,
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
        mails::gives_up_at.eq(new.gives_up_at),
        mails::receiver.eq(new.receiver),
        mails::about.eq(about(new.key)),
    );
    let is_new = crate::insert_or_ignore!(conn, mails::table, row)? == 1;
    let id = mails::table.filter(mails::idempotent_key.eq(new.key)).select(mails::id).first(conn)?;
    Ok(Queued { id, is_new })
}

/// Withdraws mails that have not left: nobody sends them (again). One that a worker holds this very moment may still
/// leave; then it counts as sent.
pub fn withdraw(conn: &mut DbConn, ids: &[MailId], now: Timestamp) -> StoreResult<()> {
    let unsent = mails::table
        .filter(mails::id.eq_any(ids))
        .filter(mails::sent_at.is_null())
        .filter(mails::given_up_at.is_null())
        .filter(mails::withdrawn_at.is_null());
    diesel::update(unsent).set((mails::withdrawn_at.eq(now), mails::sealed_mail.eq(""))).execute(conn)?;
    Ok(())
}

/// The mail with this key, if it waits and nobody is sending it this moment.
pub(super) fn waiting(conn: &mut DbConn, key: &str, now: Timestamp) -> StoreResult<Option<(MailId, Sealed<Mail>)>> {
    let row = mails::table.filter(mails::idempotent_key.eq(key)).filter(is_waiting()).filter(is_free(now));
    let row = row.select((mails::id, mails::sealed_mail));
    Ok(row.first(conn).optional()?)
}

/// Writes a mail over the one that waits; `receiver` is its domain.
pub(super) fn rewrite(conn: &mut DbConn, id: MailId, mail: &Sealed<Mail>, receiver: &str) -> StoreResult<()> {
    let row = mails::table.filter(mails::id.eq(id)).filter(mails::sent_at.is_null());
    let changes = (mails::sealed_mail.eq(mail.as_stored()), mails::receiver.eq(receiver));
    diesel::update(row).set(changes).execute(conn)?;
    Ok(())
}

/// Notes that a mail was delivered. Its text is not needed any more and goes. False when the lease was lost and
/// somebody else has the mail in hand: his result counts.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn mark_sent(conn: &mut DbConn, mail: &Waiting, now: Timestamp) -> StoreResult<bool> {
    let changes = (
        mails::sent_at.eq(now),
        mails::sealed_mail.eq(""),
        mails::receiver.eq(""),
        mails::last_error.eq(None::<String>),
    );
    let is_ours = diesel::update(mails::table.filter(in_hand(mail.id, mail.claim))).set(changes).execute(conn)? == 1;
    if is_ours {
        // Its family is told by it. So what is still to be told is found without everything that ever was.
        let told = notifications::table.filter(notifications::mail_id.eq(mail.id));
        let told = told.filter(notifications::told_at.is_null());
        diesel::update(told).set(notifications::told_at.eq(now)).execute(conn)?;
    }
    Ok(is_ours)
}

/// Notes a failed try, to be tried again at `due_at`. False when the lease was lost.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn mark_failed(conn: &mut DbConn, mail: &Waiting, due_at: Timestamp, error: &str) -> StoreResult<bool> {
    let changes =
        (mails::attempts.eq(mails::attempts + 1), mails::last_error.eq(error), unclaimed(), mails::due_at.eq(due_at));
    Ok(diesel::update(mails::table.filter(in_hand(mail.id, mail.claim))).set(changes).execute(conn)? == 1)
}

/// Gives a mail up: nobody sends it again, so nobody needs its text. False when the lease was lost.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn give_up(conn: &mut DbConn, mail: &Waiting, error: &str, now: Timestamp) -> StoreResult<bool> {
    let tried = (mails::attempts.eq(mails::attempts + 1), mails::last_error.eq(error));
    let changes = (tried, mails::given_up_at.eq(now), mails::sealed_mail.eq(""), mails::receiver.eq(""), unclaimed());
    Ok(diesel::update(mails::table.filter(in_hand(mail.id, mail.claim))).set(changes).execute(conn)? == 1)
}

/// Lays a mail back untried: the process ends. Another worker may take it at once.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn lay_back(conn: &mut DbConn, mail: &Waiting) -> StoreResult<bool> {
    Ok(diesel::update(mails::table.filter(in_hand(mail.id, mail.claim))).set(unclaimed()).execute(conn)? == 1)
}

/// Gives up what has been tried for as long as it was meant to be; gives how many. Also while our server is left in
/// peace: the families must be called.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn give_up_ended(conn: &mut DbConn, now: Timestamp) -> StoreResult<usize> {
    let ended = mails::table.filter(is_waiting()).filter(mails::gives_up_at.le(now)).filter(is_free(now));
    let changes = (mails::given_up_at.eq(now), mails::sealed_mail.eq(""), mails::receiver.eq(""), unclaimed());
    Ok(diesel::update(ended).set(changes).execute(conn)?)
}

#[auto_type(no_type_alias)]
fn is_waiting() -> _ {
    mails::sent_at.is_null().and(mails::given_up_at.is_null()).and(mails::withdrawn_at.is_null())
}

/// In nobody's hand, or in the hand of somebody who must have died.
#[auto_type(no_type_alias)]
fn is_free(now: Timestamp) -> _ {
    mails::claimed_until.is_null().or(mails::claimed_until.le(now).assume_not_null())
}

/// Still in the hand of the lease with this number. One that was withdrawn meanwhile may have left all the same; then
/// it counts as sent.
#[auto_type(no_type_alias)]
fn in_hand(id: MailId, claim: i32) -> _ {
    let open = mails::sent_at.is_null().and(mails::given_up_at.is_null());
    mails::id.eq(id).and(mails::claims.eq(claim)).and(open)
}

#[auto_type(no_type_alias)]
fn unclaimed() -> _ {
    let nobody: Option<Timestamp> = None;
    mails::claimed_until.eq(nobody)
}

/// A mail without its text: of what kind, and what became of it.
#[derive(Clone, Debug, Queryable)]
pub struct MailFact {
    /// Which template.
    pub kind: String,
    /// When the fact happened.
    pub written_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    pub given_up_at: Option<Timestamp>,
    gives_up_at: Timestamp,
}

impl MailFact {
    /// Until when it is tried; none when it has left or was given up.
    pub fn tried_until(&self) -> Option<Timestamp> {
        (self.sent_at.is_none() && self.given_up_at.is_none()).then_some(self.gives_up_at)
    }
}

/// What was written about these (`visit-booked:12` names all of `visit-booked:12:…`), oldest first.
pub fn facts_of(conn: &mut DbConn, names: &[String]) -> StoreResult<Vec<MailFact>> {
    let rows = mails::table.filter(mails::id.eq_any(ids_of(conn, names)?)).order(mails::id);
    let rows = rows.filter(mails::withdrawn_at.is_null().or(mails::sent_at.is_not_null()));
    let columns = (mails::kind, mails::created_at, mails::sent_at, mails::given_up_at, mails::gives_up_at);
    Ok(rows.select(columns).load(conn)?)
}

/// Empties what was written under these names; what has not left yet is withdrawn.
pub fn forget(conn: &mut DbConn, names: &[String], now: Timestamp) -> StoreResult<()> {
    let ids = ids_of(conn, names)?;
    withdraw(conn, &ids, now)?;
    let empty = (mails::sealed_mail.eq(""), mails::receiver.eq(""), mails::last_error.eq(None::<String>));
    diesel::update(mails::table.filter(mails::id.eq_any(&ids))).set(empty).execute(conn)?;
    Ok(())
}

pub(super) fn ids_of(conn: &mut DbConn, names: &[String]) -> StoreResult<Vec<MailId>> {
    Ok(mails::table.filter(mails::about.eq_any(names)).order(mails::id).select(mails::id).load(conn)?)
}

/// The fact's subject: `visit-booked:12` of `visit-booked:12:3`.
fn about(key: &str) -> &str {
    key.match_indices(':').nth(1).map_or(key, |(end, _)| &key[..end])
}

/// How often each waiting mail was tried, oldest first.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tries(conn: &mut DbConn) -> StoreResult<Vec<i32>> {
    Ok(mails::table.filter(is_waiting()).order(mails::id).select(mails::attempts).load(conn)?)
}

/// The waiting mails' kinds and keys, oldest first: for tests and for the person on duty; no addresses.
pub fn waiting_keys(conn: &mut DbConn) -> StoreResult<Vec<(String, String)>> {
    let unsent = mails::table.filter(mails::sent_at.is_null()).filter(mails::withdrawn_at.is_null());
    Ok(unsent.order(mails::id).select((mails::kind, mails::idempotent_key)).load(conn)?)
}
