//! Rows of `audit_entries` and of `audit_head`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{audit_entries, audit_head, cases};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, AuditEntryId, CaseId};

/// What one entry says; never a name.
pub struct Entry<'a> {
    /// Who; `None` for the system.
    pub account_id: Option<AccountId>,
    /// What was done, a code.
    pub action: &'a str,
    /// To what, `noun:number`.
    pub subject: &'a str,
    /// Why, where a reason is asked for.
    pub reason: Option<&'a str>,
}

/// An entry as it was written: moment, account, action, reason.
pub type WrittenEntry = (Timestamp, Option<AccountId>, String, Option<String>);

/// An entry with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct ChainedEntry {
    /// Its number in the table.
    pub id: AuditEntryId,
    /// When.
    pub happened_at: Timestamp,
    /// Who; `None` for the system and the family itself.
    pub account_id: Option<AccountId>,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Why; none as well when it was taken out with its family.
    pub reason: Option<String>,
    /// Its number in the chain, from 1; none before its transaction ends.
    pub number: Option<i64>,
    /// The keyed hash over it and the one before.
    pub mac: Option<String>,
    /// The keyed hash of the reason that was written.
    pub reason_mac: Option<String>,
}

/// How many entries the chain has, and the keyed hash of the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Head {
    /// How many.
    pub entries: i64,
    /// The last one's hash; empty when there is none.
    pub mac: String,
}

/// Which entries are asked for.
#[derive(Default)]
pub struct Asked {
    /// Of this subject only.
    pub subject: Option<String>,
    /// Of this account only.
    pub account_id: Option<AccountId>,
    /// Before this number of the table.
    pub before: Option<i64>,
}

/// Writes an entry and gives its number in the table; its place in the chain follows when the transaction ends.
pub fn add(conn: &mut DbConn, entry: &Entry<'_>, now: Timestamp) -> StoreResult<AuditEntryId> {
    let row = (
        audit_entries::happened_at.eq(now),
        audit_entries::account_id.eq(entry.account_id),
        audit_entries::action.eq(entry.action),
        audit_entries::subject.eq(entry.subject),
        audit_entries::reason.eq(entry.reason),
    );
    Ok(diesel::insert_into(audit_entries::table).values(row).returning(audit_entries::id).get_result(conn)?)
}

/// What was done to a subject, oldest first: moment, account, action, reason.
pub fn entries_of(conn: &mut DbConn, subject: &str) -> StoreResult<Vec<WrittenEntry>> {
    let columns = (audit_entries::happened_at, audit_entries::account_id, audit_entries::action, audit_entries::reason);
    let rows = audit_entries::table
        .filter(audit_entries::subject.eq(subject))
        .order(audit_entries::id)
        .select(columns)
        .load(conn)?;
    Ok(rows)
}

/// What was asked for, newest first.
pub fn list(conn: &mut DbConn, asked: &Asked, limit: i64) -> StoreResult<Vec<ChainedEntry>> {
    let mut rows = audit_entries::table.order(audit_entries::id.desc()).limit(limit).into_boxed();
    if let Some(subject) = &asked.subject {
        rows = rows.filter(audit_entries::subject.eq(subject.clone()));
    }
    if let Some(account_id) = asked.account_id {
        rows = rows.filter(audit_entries::account_id.eq(account_id));
    }
    if let Some(before) = asked.before {
        rows = rows.filter(audit_entries::id.lt(before));
    }
    Ok(rows.load(conn)?)
}

/// The number of the case with this code: subjects name cases by it.
pub fn case_with_code(conn: &mut DbConn, code: &str) -> StoreResult<Option<CaseId>> {
    Ok(cases::table.filter(cases::code.eq(code)).select(cases::id).first(conn).optional()?)
}

/// Takes the reasons out of a subject's entries: they are free text and may name somebody. What was done stays.
pub fn forget_reasons(conn: &mut DbConn, subject: &str) -> StoreResult<()> {
    let rows = audit_entries::table.filter(audit_entries::subject.eq(subject));
    diesel::update(rows.filter(audit_entries::reason.is_not_null()))
        .set(audit_entries::reason.eq(None::<String>))
        .execute(conn)?;
    Ok(())
}

/// The head as it stands; none before the first entry was sealed.
pub fn head(conn: &mut DbConn) -> StoreResult<Option<Head>> {
    Ok(audit_head::table.select((audit_head::entries, audit_head::mac)).first(conn).optional()?)
}

/// The head, locked until the transaction ends; made when there is none.
pub fn lock_head(conn: &mut DbConn) -> StoreResult<Head> {
    let heads = audit_head::table.select((audit_head::entries, audit_head::mac));
    if let Some(head) = crate::lock_rows!(conn, heads, Head)?.pop() {
        return Ok(head);
    }
    let none = (audit_head::id.eq(1), audit_head::entries.eq(0), audit_head::mac.eq(""));
    crate::insert_or_ignore!(conn, audit_head::table, none)?;
    Ok(crate::lock_rows!(conn, heads, Head)?.pop().unwrap_or_default())
}

/// Moves the locked head on.
pub fn set_head(conn: &mut DbConn, head: &Head) -> StoreResult<()> {
    let changes = (audit_head::entries.eq(head.entries), audit_head::mac.eq(&head.mac));
    diesel::update(audit_head::table).set(changes).execute(conn)?;
    Ok(())
}

/// Entries that nobody sealed: those of these numbers, or with `None` all of them, in the order of the table.
pub fn unsealed(conn: &mut DbConn, ids: Option<&[AuditEntryId]>) -> StoreResult<Vec<ChainedEntry>> {
    let rows = audit_entries::table.filter(audit_entries::mac.is_null()).order(audit_entries::id);
    match ids {
        Some(ids) => Ok(rows.filter(audit_entries::id.eq_any(ids.to_vec())).load(conn)?),
        None => Ok(rows.load(conn)?),
    }
}

/// The numbers of rows that stand outside the chain.
pub fn outside_chain(conn: &mut DbConn) -> StoreResult<Vec<AuditEntryId>> {
    let odd = audit_entries::mac.is_null().or(audit_entries::number.is_null()).or(audit_entries::number.lt(1));
    // Without the assumption a comparison with nothing would be nothing.
    Ok(audit_entries::table
        .filter(odd.assume_not_null())
        .order(audit_entries::id)
        .select(audit_entries::id)
        .load(conn)?)
}

/// Gives an entry its place in the chain.
pub fn seal(conn: &mut DbConn, id: AuditEntryId, number: i64, mac: &str, reason_mac: Option<&str>) -> StoreResult<()> {
    let changes =
        (audit_entries::number.eq(number), audit_entries::mac.eq(mac), audit_entries::reason_mac.eq(reason_mac));
    diesel::update(audit_entries::table.filter(audit_entries::id.eq(id))).set(changes).execute(conn)?;
    Ok(())
}

/// Entries of the chain behind a number, in its order.
pub fn after(conn: &mut DbConn, number: i64, limit: i64) -> StoreResult<Vec<ChainedEntry>> {
    let rows = audit_entries::table.filter(audit_entries::number.gt(number)).order(audit_entries::number);
    Ok(rows.limit(limit).load(conn)?)
}

/// The last number at which a subject was erased, for every subject that was.
pub fn erasures(conn: &mut DbConn) -> StoreResult<Vec<(String, Option<i64>)>> {
    let erased = audit_entries::table.filter(audit_entries::action.eq(super::action::Action::Erase.code()));
    let last = (audit_entries::subject, diesel::dsl::max(audit_entries::number));
    Ok(erased.group_by(audit_entries::subject).select(last).load(conn)?)
}
