//! Rows of `seal_keys`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::schema::{cases, seal_keys};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;

coded_enum! {
    /// What a key is for.
    pub enum Kind {
        Roots = "roots" / "gốc",
        Month = "month" / "tháng",
        Case = "case" / "hồ sơ",
    }
}

crate::stored_code!(Kind);

/// The name under which the roots stand.
const ROOTS: &str = "roots";

/// A key as it stands in its row.
#[derive(Clone, Queryable)]
pub struct StoredKey {
    /// Its name: a case's code, a month as `2026-11`.
    pub id: String,
    /// What it is for.
    pub kind: Kind,
    /// What wraps it; none: the master key.
    pub parent_id: Option<String>,
    /// The key, wrapped; none when it was destroyed.
    pub wrapped: Option<String>,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When it was destroyed.
    pub destroyed_at: Option<Timestamp>,
}

/// Adds a key; a month that has one keeps it.
pub fn add(conn: &mut DbConn, key: &StoredKey) -> StoreResult<()> {
    let row = (
        seal_keys::id.eq(&key.id),
        seal_keys::kind.eq(key.kind),
        seal_keys::parent_id.eq(&key.parent_id),
        seal_keys::wrapped.eq(&key.wrapped),
        seal_keys::created_at.eq(key.created_at),
    );
    crate::insert_or_ignore!(conn, seal_keys::table, row)?;
    Ok(())
}

/// What is made from the master key once, wrapped.
pub fn roots(conn: &mut DbConn) -> StoreResult<Option<String>> {
    let stored: Option<Option<String>> =
        seal_keys::table.find(ROOTS).select(seal_keys::wrapped).first(conn).optional()?;
    Ok(stored.flatten())
}

/// Writes it down, unless another process was faster.
pub fn add_roots(conn: &mut DbConn, wrapped: &str, now: Timestamp) -> StoreResult<()> {
    let key = StoredKey {
        id: ROOTS.to_owned(),
        kind: Kind::Roots,
        parent_id: None,
        wrapped: Some(wrapped.to_owned()),
        created_at: now,
        destroyed_at: None,
    };
    add(conn, &key)
}

/// The same under another master key.
pub fn set_roots(conn: &mut DbConn, wrapped: &str) -> StoreResult<()> {
    rewrap(conn, ROOTS, None, wrapped)
}

/// A key that was not destroyed.
pub fn find(conn: &mut DbConn, id: &str) -> StoreResult<Option<StoredKey>> {
    Ok(seal_keys::table.find(id).filter(seal_keys::wrapped.is_not_null()).first(conn).optional()?)
}

/// Some keys that this one wraps and that were not destroyed, from a moment on, in the order in which they were made.
pub fn children_since(conn: &mut DbConn, parent_id: &str, since: Timestamp, limit: i64) -> StoreResult<Vec<StoredKey>> {
    let rows = seal_keys::table.filter(seal_keys::parent_id.eq(parent_id)).filter(seal_keys::created_at.ge(since));
    let living = rows.filter(seal_keys::wrapped.is_not_null());
    Ok(living.order(seal_keys::created_at).limit(limit).load(conn)?)
}

/// Keys that this one wraps and that were not destroyed.
pub fn children(conn: &mut DbConn, parent_id: &str) -> StoreResult<Vec<StoredKey>> {
    let rows = seal_keys::table.filter(seal_keys::parent_id.eq(parent_id));
    Ok(rows.filter(seal_keys::wrapped.is_not_null()).load(conn)?)
}

/// Months whose keys were not destroyed, oldest first.
pub fn living_months(conn: &mut DbConn) -> StoreResult<Vec<StoredKey>> {
    // What the master key wraps is few: the roots and the months.
    let few = seal_keys::table.filter(seal_keys::parent_id.is_null()).filter(seal_keys::wrapped.is_not_null());
    Ok(few.filter(seal_keys::kind.eq(Kind::Month)).order(seal_keys::id).load(conn)?)
}

/// How many keys of cases a month wraps.
pub fn count_children(conn: &mut DbConn, parent_id: &str) -> StoreResult<i64> {
    let rows = seal_keys::table.filter(seal_keys::parent_id.eq(parent_id));
    Ok(rows.filter(seal_keys::wrapped.is_not_null()).count().get_result(conn)?)
}

/// Wraps a key anew, by another parent.
pub fn rewrap(conn: &mut DbConn, id: &str, parent_id: Option<&str>, wrapped: &str) -> StoreResult<()> {
    let changes = (seal_keys::parent_id.eq(parent_id), seal_keys::wrapped.eq(wrapped));
    diesel::update(seal_keys::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Destroys a key; false when it was destroyed before.
pub fn destroy(conn: &mut DbConn, id: &str, now: Timestamp) -> StoreResult<bool> {
    let row = seal_keys::table.find(id).filter(seal_keys::wrapped.is_not_null());
    let changes = (seal_keys::wrapped.eq(None::<String>), seal_keys::destroyed_at.eq(now));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Keys that were destroyed after a moment, in the order in which they were.
pub fn destroyed_since(conn: &mut DbConn, after: Option<Timestamp>) -> StoreResult<Vec<(String, Timestamp)>> {
    let mut rows = seal_keys::table.filter(seal_keys::destroyed_at.is_not_null()).into_boxed();
    if let Some(after) = after {
        rows = rows.filter(seal_keys::destroyed_at.ge(after));
    }
    let rows = rows.order((seal_keys::destroyed_at, seal_keys::id));
    Ok(rows.select((seal_keys::id, seal_keys::destroyed_at.assume_not_null())).load(conn)?)
}

/// Whether there is or was a key of this name.
pub fn was_ever(conn: &mut DbConn, id: &str) -> StoreResult<bool> {
    Ok(seal_keys::table.find(id).select(seal_keys::id).first::<String>(conn).optional()?.is_some())
}

/// The code of a case, the name of its key.
pub fn code_of_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<String>> {
    Ok(cases::table.find(case_id).select(cases::code).first(conn).optional()?)
}

/// The number of the case with this key.
pub fn case_of(conn: &mut DbConn, id: &str) -> StoreResult<Option<CaseId>> {
    Ok(cases::table.filter(cases::code.eq(id)).select(cases::id).first(conn).optional()?)
}
