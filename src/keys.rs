//! Keys that seal personal data: each case has its own, wrapped by its month's, wrapped by the master key, which stands
//! in no database. What belongs to no case yet (drafts, held half-days, kept answers) is sealed under the month's key.
//!
//! Erasing a family destroys its key; months end in the worker, which wraps what still lives in the current month's key
//! and destroys the old one. What was destroyed is also written down outside the database (`journal`), so that an old
//! copy that somebody brings back opens nothing that had been destroyed.
pub mod journal;
pub mod store;

use std::sync::{Mutex, PoisonError};

use chrono::{Days, Months, NaiveDate};

use crate::clock::Timestamp;
use crate::db::{Db, DbConn, StoreError, StoreResult};
use crate::ids::CaseId;
use crate::sealed::{Ring, SealKey, Vault};
use store::{Kind, StoredKey};

/// Connects a vault with the keys of a database. The first time, what the master key makes is written down, wrapped:
/// from then on another master key can take its place.
///
/// # Errors
/// [`StoreError::Unavailable`] when the master key is not the one of this database; the database's.
pub fn connect(vault: &Vault, db: &Db, now: Timestamp) -> StoreResult<()> {
    let roots = db.write(|conn| -> StoreResult<String> {
        if store::roots(conn)?.is_none() {
            store::add_roots(conn, &vault.wrap_new_roots(), now)?;
        }
        store::roots(conn)?.ok_or_else(|| StoreError::Damaged("seal_keys".to_owned()))
    })?;
    let wrong = |error: crate::sealed::WrongMasterKey| StoreError::Unavailable(error.to_string());
    vault.ring().use_roots(&roots).map_err(wrong)?;
    // A connection of its own: a key is asked for in the middle of transactions that hold those of the pool.
    let (connect, kept) = (db.connector(), Mutex::new(None));
    vault.ring().fetch_with(move |ring, id| {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        match fetch_by(&mut kept, &connect, ring, id) {
            Ok(keys) => keys,
            Err(error) => {
                tracing::error!(%error, "a key could not be read");
                Vec::new()
            }
        }
    });
    make_months(db, vault, now)
}

/// Asks by the connection that is kept, and by a new one when that has broken since.
fn fetch_by(
    kept: &mut Option<DbConn>,
    connect: &impl Fn() -> StoreResult<DbConn>,
    ring: &Ring,
    id: &str,
) -> StoreResult<Vec<SealKey>> {
    if let Some(mut conn) = kept.take()
        && let Ok(keys) = fetch(&mut conn, ring, id)
    {
        *kept = Some(conn);
        return Ok(keys);
    }
    let mut conn = connect()?;
    let keys = fetch(&mut conn, ring, id)?;
    *kept = Some(conn);
    Ok(keys)
}

/// Keys that are unwrapped together: a page of a list, or two.
const FETCHED_AT_ONCE: i64 = 256;

/// The key with this name and, because lists go on with them, the next ones of its parent.
fn fetch(conn: &mut DbConn, ring: &Ring, id: &str) -> StoreResult<Vec<SealKey>> {
    let Some(asked) = store::find(conn, id)? else { return Ok(Vec::new()) };
    let Some(parent_id) = &asked.parent_id else {
        return Ok(unwrapped(ring, &asked, None).into_iter().collect());
    };
    let Some(parent) = store::find(conn, parent_id)?.and_then(|parent| unwrapped(ring, &parent, None)) else {
        return Ok(Vec::new());
    };
    let next = store::children_since(conn, parent_id, asked.created_at, FETCHED_AT_ONCE)?;
    let all = next.iter().chain([&asked]);
    let mut keys: Vec<SealKey> = all.filter_map(|key| unwrapped(ring, key, Some(&parent))).collect();
    keys.push(parent);
    Ok(keys)
}

fn unwrapped(ring: &Ring, stored: &StoredKey, parent: Option<&SealKey>) -> Option<SealKey> {
    ring.unwrap_key(&stored.id, stored.wrapped.as_deref()?, parent)
}

/// A new key for a new case; its name is the case's code.
///
/// # Errors
/// [`StoreError`].
pub fn for_new_case(conn: &mut DbConn, vault: &Vault, code: &str, now: Timestamp) -> StoreResult<SealKey> {
    let month = of_month(conn, vault, now)?;
    let key = vault.new_key(code);
    add(conn, vault, &key, Kind::Case, Some(&month), now)?;
    Ok(key)
}

/// The key of a case that is not erased; the one without a name for a case from before cases had keys.
///
/// # Errors
/// [`StoreError::Damaged`] when the key was destroyed.
pub fn of_case(conn: &mut DbConn, vault: &Vault, code: &str) -> StoreResult<SealKey> {
    match vault.ring().key(code) {
        Some(key) => Ok(key),
        None if store::was_ever(conn, code)? => Err(StoreError::Damaged(format!("seal_keys {code}"))),
        None => Ok(vault.unnamed_key()),
    }
}

/// The same by the number of the case.
///
/// # Errors
/// As [`of_case`].
pub fn of_case_id(conn: &mut DbConn, vault: &Vault, case_id: CaseId) -> StoreResult<SealKey> {
    let code = store::code_of_case(conn, case_id)?;
    of_case(conn, vault, &code.ok_or_else(|| StoreError::Damaged(format!("case {case_id}")))?)
}

/// The key of the present month: for what passes before it is a case.
///
/// # Errors
/// [`StoreError`].
pub fn of_month(conn: &mut DbConn, vault: &Vault, now: Timestamp) -> StoreResult<SealKey> {
    let month = month_of(now.date());
    match vault.ring().key(&month) {
        Some(key) => Ok(key),
        None => stored_month(conn, vault, &month, now),
    }
}

/// Makes the keys of this month and the next one, each in a transaction of its own: nobody who files or holds waits for
/// somebody else's first key of a month.
///
/// # Errors
/// [`StoreError`].
pub fn make_months(db: &Db, vault: &Vault, now: Timestamp) -> StoreResult<()> {
    let today = now.date();
    let next = today.checked_add_months(Months::new(1)).unwrap_or(today);
    for month in [month_of(today), month_of(next)] {
        if vault.ring().key(&month).is_none() {
            db.write(|conn| stored_month(conn, vault, &month, now))?;
        }
    }
    Ok(())
}

fn month_of(date: NaiveDate) -> String {
    date.format("%Y-%m").to_string()
}

/// The key of a month as this transaction sees it; made when there is none. The ring does not keep it: the transaction
/// may be rolled back.
fn stored_month(conn: &mut DbConn, vault: &Vault, month: &str, now: Timestamp) -> StoreResult<SealKey> {
    if store::find(conn, month)?.is_none() {
        add(conn, vault, &vault.new_key(month), Kind::Month, None, now)?;
    }
    // Another process may have been faster: the one that stands counts.
    let stored = store::find(conn, month)?.ok_or_else(|| StoreError::Damaged(format!("seal_keys {month}")))?;
    unwrapped(vault.ring(), &stored, None).ok_or(StoreError::Damaged(stored.id))
}

fn add(
    conn: &mut DbConn,
    vault: &Vault,
    key: &SealKey,
    kind: Kind,
    parent: Option<&SealKey>,
    now: Timestamp,
) -> StoreResult<()> {
    let stored = StoredKey {
        id: key.id().unwrap_or_default().to_owned(),
        kind,
        parent_id: parent.and_then(SealKey::id).map(str::to_owned),
        wrapped: Some(vault.wrap(key, parent)),
        created_at: now,
        destroyed_at: None,
    };
    store::add(conn, &stored)?;
    if kind == Kind::Case {
        vault.ring().keep(key.clone());
    }
    Ok(())
}

/// Destroys the key of a case: whatever was sealed under it is gone, here and in every copy. False when it had none, or
/// none any more.
///
/// # Errors
/// [`StoreError`].
pub fn destroy_of_case(conn: &mut DbConn, vault: &Vault, code: &str, now: Timestamp) -> StoreResult<bool> {
    vault.ring().forget(code);
    store::destroy(conn, code, now)
}

/// Ends months: keys of cases that live on are wrapped in the present month's, and the key of a month that ended
/// `days` ago is destroyed with everything that passed in it. Gives how many months ended.
///
/// # Errors
/// [`StoreError`].
pub fn end_months(conn: &mut DbConn, vault: &Vault, days: u64, now: Timestamp) -> StoreResult<usize> {
    let mut ended = 0;
    for month in store::living_months(conn)? {
        if has_ended(&month.id, days, now.date()) {
            ended += usize::from(end_month(conn, vault, &month.id, now)?);
        }
    }
    Ok(ended)
}

/// Ends one month that is not the present one; false when it has no key.
///
/// # Errors
/// [`StoreError`].
pub fn end_month(conn: &mut DbConn, vault: &Vault, month: &str, now: Timestamp) -> StoreResult<bool> {
    let Some(month) = store::find(conn, month)?.filter(|key| key.kind == Kind::Month) else { return Ok(false) };
    let current = of_month(conn, vault, now)?;
    if current.id() == Some(&month.id) {
        return Ok(false);
    }
    let old = unwrapped(vault.ring(), &month, None).ok_or_else(|| StoreError::Damaged(month.id.clone()))?;
    for child in store::children(conn, &month.id)? {
        let key = unwrapped(vault.ring(), &child, Some(&old)).ok_or_else(|| StoreError::Damaged(child.id.clone()))?;
        store::rewrap(conn, &child.id, current.id(), &vault.wrap(&key, Some(&current)))?;
    }
    vault.ring().forget(&month.id);
    store::destroy(conn, &month.id, now)
}

/// Whether a month such as `2026-11` ended so many days ago.
fn has_ended(month: &str, days: u64, today: NaiveDate) -> bool {
    let first = format!("{month}-01").parse::<NaiveDate>().ok();
    let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|next| next.checked_add_days(Days::new(days))).is_some_and(|end| end <= today)
}

/// Puts another master key in the place of this one: what it wrapped is wrapped anew, nothing else changes. Gives how
/// many keys were wrapped.
///
/// # Errors
/// [`StoreError::Unavailable`] when one was not wrapped by this master key.
pub fn rotate(conn: &mut DbConn, vault: &Vault, new_master_key: &str) -> StoreResult<usize> {
    let roots = store::roots(conn)?.ok_or_else(|| StoreError::Damaged("seal_keys".to_owned()))?;
    let months = store::living_months(conn)?;
    let wrapped = |key: &StoredKey| key.wrapped.clone().unwrap_or_default();
    let pairs: Vec<(String, String)> = months.iter().map(|key| (key.id.clone(), wrapped(key))).collect();
    let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let moved = vault.rewrap_for(new_master_key, &roots, &borrowed);
    let (roots, keys) = moved.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    store::set_roots(conn, &roots)?;
    for ((id, _), wrapped) in pairs.iter().zip(&keys) {
        store::rewrap(conn, id, None, wrapped)?;
    }
    Ok(keys.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_so_many_days_after_its_last() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(!has_ended("2026-11", 62, day("2027-01-31")));
        assert!(has_ended("2026-11", 62, day("2027-02-01")));
        assert!(has_ended("2026-12", 0, day("2027-01-01")));
        assert!(!has_ended("", 0, day("2027-01-01")));
    }
}
