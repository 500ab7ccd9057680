//! Rows of `second_factors`, `recovery_codes` and `second_factor_resets`.
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::passkeys::store as passkeys;
use crate::clock::Timestamp;
use crate::db::schema::{recovery_codes, second_factor_resets, second_factors, sign_ins};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, SignInId};
use crate::sealed::{Sealable, Sealed};

/// The secret that the application and we share.
#[derive(Clone, Serialize, Deserialize)]
pub struct SharedSecret(pub(super) Vec<u8>);

impl Sealable for SharedSecret {
    const PURPOSE: &'static str = "second_factors.secret";
}

/// A second factor as it stands.
#[derive(Queryable)]
pub struct Factor {
    /// What the application and we share.
    pub secret: Sealed<SharedSecret>,
    /// Since when it counts; none before its first code.
    pub confirmed_at: Option<Timestamp>,
}

/// The factor of an account.
pub fn find(conn: &mut DbConn, account_id: AccountId) -> StoreResult<Option<Factor>> {
    let columns = (second_factors::sealed_secret, second_factors::confirmed_at);
    Ok(second_factors::table.find(account_id).select(columns).first(conn).optional()?)
}

/// The same, locked until the transaction ends.
pub fn lock(conn: &mut DbConn, account_id: AccountId) -> StoreResult<Option<Factor>> {
    crate::lock_rows!(conn, second_factors::table.find(account_id).select(second_factors::account_id))?;
    find(conn, account_id)
}

/// Begins anew, unless one counts already.
pub fn begin(
    conn: &mut DbConn,
    account_id: AccountId,
    secret: &Sealed<SharedSecret>,
    now: Timestamp,
) -> StoreResult<()> {
    let unconfirmed = second_factors::table.find(account_id).filter(second_factors::confirmed_at.is_null());
    diesel::delete(unconfirmed).execute(conn)?;
    let row = (
        second_factors::account_id.eq(account_id),
        second_factors::sealed_secret.eq(secret.as_stored()),
        second_factors::created_at.eq(now),
        second_factors::last_step.eq(0),
    );
    crate::insert_or_ignore!(conn, second_factors::table, row)?;
    Ok(())
}

/// From now on it counts.
pub fn confirm(conn: &mut DbConn, account_id: AccountId, step: i64, now: Timestamp) -> StoreResult<()> {
    let changes = (second_factors::confirmed_at.eq(now), second_factors::last_step.eq(step));
    diesel::update(second_factors::table.find(account_id)).set(changes).execute(conn)?;
    Ok(())
}

/// Uses the code of a step; false when it, or a later one, was used before.
pub fn use_step(conn: &mut DbConn, account_id: AccountId, step: i64) -> StoreResult<bool> {
    let unused = second_factors::table.find(account_id).filter(second_factors::last_step.lt(step));
    Ok(diesel::update(unused).set(second_factors::last_step.eq(step)).execute(conn)? == 1)
}

/// Puts new codes in the place of all old ones.
pub fn set_recovery_codes(conn: &mut DbConn, account_id: AccountId, hashes: &[String]) -> StoreResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account_id))).execute(conn)?;
    for hash in hashes {
        let row = (recovery_codes::account_id.eq(account_id), recovery_codes::code_hash.eq(hash));
        diesel::insert_into(recovery_codes::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// Uses a code of the paper; false when there is none, or it was used before.
pub fn use_recovery_code(conn: &mut DbConn, account_id: AccountId, hash: &str, now: Timestamp) -> StoreResult<bool> {
    let unused = recovery_codes::table
        .filter(recovery_codes::account_id.eq(account_id))
        .filter(recovery_codes::code_hash.eq(hash))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(now)).execute(conn)? == 1)
}

/// How many codes of the paper are left.
pub fn recovery_codes_left(conn: &mut DbConn, account_id: AccountId) -> StoreResult<i64> {
    let unused = recovery_codes::table
        .filter(recovery_codes::account_id.eq(account_id))
        .filter(recovery_codes::used_at.is_null());
    Ok(unused.count().get_result(conn)?)
}

/// Notes that a sign-in has given a code.
pub fn note_proof(conn: &mut DbConn, sign_in_id: SignInId, now: Timestamp) -> StoreResult<()> {
    diesel::update(sign_ins::table.find(sign_in_id)).set(sign_ins::proven_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Takes the factor away, with its paper and whatever was asked about it.
pub fn remove(conn: &mut DbConn, account_id: AccountId) -> StoreResult<()> {
    set_recovery_codes(conn, account_id, &[])?;
    diesel::delete(second_factor_resets::table.find(account_id)).execute(conn)?;
    diesel::delete(second_factors::table.find(account_id)).execute(conn)?;
    passkeys::remove_all(conn, account_id)
}

/// Who has asked since some moment that an account's be taken away.
pub fn reset_asked_by(conn: &mut DbConn, account_id: AccountId, since: Timestamp) -> StoreResult<Option<AccountId>> {
    let asked = second_factor_resets::table.find(account_id).filter(second_factor_resets::asked_at.ge(since));
    Ok(asked.select(second_factor_resets::asked_by).first(conn).optional()?)
}

/// Notes who asks, in the place of an older wish.
pub fn ask_reset(conn: &mut DbConn, account_id: AccountId, by: AccountId, now: Timestamp) -> StoreResult<()> {
    diesel::delete(second_factor_resets::table.find(account_id)).execute(conn)?;
    let row = (
        second_factor_resets::account_id.eq(account_id),
        second_factor_resets::asked_by.eq(by),
        second_factor_resets::asked_at.eq(now),
    );
    diesel::insert_into(second_factor_resets::table).values(row).execute(conn)?;
    Ok(())
}
