//! Rows of `idempotency_keys`.
use diesel::prelude::*;

use super::key::{CONTENT, SECRET};
use super::{Answer, IdempotencyKey};
use crate::clock::Timestamp;
use crate::db::schema::idempotency_keys as keys;
use crate::db::{DbConn, StoreResult};
use crate::keys as month_keys;
use crate::sealed::{Sealed, Vault};

/// Writes the claim; false when the key is there already and does not give way.
pub fn claim(conn: &mut DbConn, key: &IdempotencyKey, now: Timestamp) -> StoreResult<bool> {
    if add(conn, key, now)? {
        return Ok(true);
    }
    let earlier = || keys::table.filter(keys::asker.eq(&key.requester)).filter(keys::idempotency_key.eq(&key.key));
    let mut gone = 0;
    if key.gives_way {
        gone += diesel::delete(earlier().filter(keys::request_hash.ne(&key.request_hash))).execute(conn)?;
    }
    if let Some(limit) = key.not_before {
        gone += diesel::delete(earlier().filter(keys::created_at.lt(limit))).execute(conn)?;
    }
    Ok(gone > 0 && add(conn, key, now)?)
}

fn add(conn: &mut DbConn, key: &IdempotencyKey, now: Timestamp) -> StoreResult<bool> {
    let row = (
        keys::asker.eq(&key.requester),
        keys::idempotency_key.eq(&key.key),
        keys::request_hash.eq(&key.request_hash),
        keys::created_at.eq(now),
    );
    Ok(crate::insert_or_ignore!(conn, keys::table, row)? == 1)
}

/// The hash of the earlier request and its answer, if the key is known.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn find(conn: &mut DbConn, key: &IdempotencyKey) -> StoreResult<Option<(String, Option<Sealed<Answer>>)>> {
    let row: Option<(Timestamp, String, Option<Sealed<Answer>>)> = keys::table
        .filter(keys::asker.eq(&key.requester))
        .filter(keys::idempotency_key.eq(&key.key))
        .select((keys::created_at, keys::request_hash, keys::sealed_answer))
        .first(conn)
        .optional()?;
    let row = row.filter(|(at, ..)| key.not_before.is_none_or(|limit| *at >= limit));
    Ok(row.map(|(_, request_hash, answer)| (request_hash, answer)))
}

/// Keeps the answer under the key of a month, with the cases that it names.
pub fn keep(
    conn: &mut DbConn,
    vault: &Vault,
    key: &IdempotencyKey,
    answer: &Answer,
    now: Timestamp,
) -> StoreResult<()> {
    let sealed = vault.seal(&month_keys::of_month(conn, vault, now)?, answer);
    let cases: Vec<String> = answer.case_codes().iter().map(|code| case_hash(vault, code)).collect();
    let row = keys::table.filter(keys::asker.eq(&key.requester)).filter(keys::idempotency_key.eq(&key.key));
    let kept = (keys::sealed_answer.eq(sealed.as_stored()), keys::case_hashes.eq(cases.join(" ")));
    diesel::update(row).set(kept).execute(conn)?;
    Ok(())
}

/// By which a kept answer about a case is found.
fn case_hash(vault: &Vault, code: &str) -> String {
    vault.lookup("kept answer", &[code])[..24].to_owned()
}

/// Takes a claim back that got no answer.
pub fn give_up(conn: &mut DbConn, key: &IdempotencyKey) -> StoreResult<()> {
    let row = keys::table.filter(keys::asker.eq(&key.requester)).filter(keys::idempotency_key.eq(&key.key));
    diesel::delete(row.filter(keys::sealed_answer.is_null())).execute(conn)?;
    Ok(())
}

/// Forgets the answers that name a case by its code. Only those from before it was noted whom they name are opened.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_about(conn: &mut DbConn, vault: &Vault, code: &str) -> StoreResult<()> {
    let naming = keys::table.filter(keys::case_hashes.like(format!("%{}%", case_hash(vault, code)))).select(keys::id);
    let mut naming: Vec<i64> = naming.load(conn)?;
    let unnoted = keys::table.filter(keys::case_hashes.is_null()).filter(keys::sealed_answer.is_not_null());
    let unnoted: Vec<(i64, Option<Sealed<Answer>>)> = unnoted.select((keys::id, keys::sealed_answer)).load(conn)?;
    for (id, answer) in unnoted {
        // What cannot be opened is of no use to anybody, and nobody knows whom it names.
        let names = |answer: Sealed<Answer>| vault.unseal(&answer).map_or(true, |answer| answer.names(code));
        naming.extend(answer.filter(|answer| names(answer.clone())).map(|_| id));
    }
    diesel::delete(keys::table.filter(keys::id.eq_any(naming))).execute(conn)?;
    Ok(())
}

/// Forgets keys older than `limit`, and earlier, what is older than `soon`, contents without a key and secret
/// answers; gives their number.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_before(conn: &mut DbConn, limit: Timestamp, soon: Timestamp) -> StoreResult<usize> {
    let brief = keys::idempotency_key.like(format!("{CONTENT}%")).or(keys::asker.eq(SECRET));
    let over = keys::created_at.lt(limit).or(keys::created_at.lt(soon).and(brief));
    Ok(diesel::delete(keys::table.filter(over)).execute(conn)?)
}
