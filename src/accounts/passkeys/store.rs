//! Rows of `passkeys` and `passkey_challenges`.
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PasskeyRegistration};

use crate::clock::Timestamp;
use crate::db::schema::{passkey_challenges as challenges, passkeys};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, PasskeyId};
use crate::sealed::{Sealable, Sealed};

/// What we know of a device's key: nothing with which one could sign.
#[derive(Serialize, Deserialize)]
pub struct KnownPasskey(pub(super) Passkey);

impl Sealable for KnownPasskey {
    const PURPOSE: &'static str = "passkeys.passkey";
}

/// What we asked of a device.
#[derive(Serialize, Deserialize)]
pub enum Asked {
    /// To make a key.
    ToRegister(PasskeyRegistration),
    /// To sign with one that it has.
    ToSign(PasskeyAuthentication),
}

impl Sealable for Asked {
    const PURPOSE: &'static str = "passkey_challenges.state";
}

/// A passkey as it stands.
#[derive(Queryable)]
pub struct StoredPasskey {
    /// Its number.
    pub id: PasskeyId,
    /// What we know of it.
    pub passkey: Sealed<KnownPasskey>,
    /// What its holder calls it.
    pub name: String,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

type Columns = (passkeys::id, passkeys::sealed_passkey, passkeys::name, passkeys::created_at, passkeys::last_used_at);
const COLUMNS: Columns =
    (passkeys::id, passkeys::sealed_passkey, passkeys::name, passkeys::created_at, passkeys::last_used_at);

/// Those of an account, oldest first.
pub fn of_account(conn: &mut DbConn, account_id: AccountId) -> StoreResult<Vec<StoredPasskey>> {
    let rows = passkeys::table.filter(passkeys::account_id.eq(account_id)).order(passkeys::id);
    Ok(rows.select(COLUMNS).load(conn)?)
}

/// How many an account has.
pub fn count(conn: &mut DbConn, account_id: AccountId) -> StoreResult<usize> {
    let count: i64 = passkeys::table.filter(passkeys::account_id.eq(account_id)).count().get_result(conn)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Adds one; false when somebody has it already.
pub fn add(
    conn: &mut DbConn,
    account_id: AccountId,
    credential_hash: &str,
    passkey: &Sealed<KnownPasskey>,
    name: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let row = (
        passkeys::account_id.eq(account_id),
        passkeys::credential_hash.eq(credential_hash),
        passkeys::sealed_passkey.eq(passkey.as_stored()),
        passkeys::name.eq(name),
        passkeys::created_at.eq(now),
    );
    Ok(crate::insert_or_ignore!(conn, passkeys::table, row)? == 1)
}

/// One of an account, locked until the transaction ends.
pub fn lock(conn: &mut DbConn, account_id: AccountId, credential_hash: &str) -> StoreResult<Option<StoredPasskey>> {
    let row = passkeys::table
        .filter(passkeys::account_id.eq(account_id))
        .filter(passkeys::credential_hash.eq(credential_hash));
    crate::lock_rows!(conn, row.select(passkeys::id))?;
    Ok(row.select(COLUMNS).first(conn).optional()?)
}

/// Notes that it was used, with its new counter.
pub fn note_use(conn: &mut DbConn, id: PasskeyId, passkey: &Sealed<KnownPasskey>, now: Timestamp) -> StoreResult<()> {
    let changes = (passkeys::sealed_passkey.eq(passkey.as_stored()), passkeys::last_used_at.eq(now));
    diesel::update(passkeys::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Takes one of an account away; false when it has none with this number.
pub fn remove(conn: &mut DbConn, account_id: AccountId, id: PasskeyId) -> StoreResult<bool> {
    let row = passkeys::table.filter(passkeys::account_id.eq(account_id)).filter(passkeys::id.eq(id));
    Ok(diesel::delete(row).execute(conn)? == 1)
}

/// Takes all of an account away.
pub fn remove_all(conn: &mut DbConn, account_id: AccountId) -> StoreResult<()> {
    diesel::delete(passkeys::table.filter(passkeys::account_id.eq(account_id))).execute(conn)?;
    diesel::delete(challenges::table.filter(challenges::account_id.eq(account_id))).execute(conn)?;
    Ok(())
}

/// Remembers what was asked.
pub fn remember(
    conn: &mut DbConn,
    account_id: AccountId,
    token_hash: &str,
    asked: &Sealed<Asked>,
    now: Timestamp,
) -> StoreResult<()> {
    let row = (
        challenges::token_hash.eq(token_hash),
        challenges::account_id.eq(account_id),
        challenges::sealed_state.eq(asked.as_stored()),
        challenges::created_at.eq(now),
    );
    diesel::insert_into(challenges::table).values(row).execute(conn)?;
    Ok(())
}

/// What an account was asked since a moment under a token; nobody gets it a second time.
pub fn take_asked(
    conn: &mut DbConn,
    account_id: AccountId,
    token_hash: &str,
    since: Timestamp,
) -> StoreResult<Option<Sealed<Asked>>> {
    let row = challenges::table.find(token_hash).filter(challenges::account_id.eq(account_id));
    let found = row.filter(challenges::created_at.ge(since)).select(challenges::sealed_state).first(conn).optional()?;
    let taken = diesel::delete(row).execute(conn)? == 1;
    Ok(found.filter(|_| taken))
}

/// Forgets what was asked before a moment; gives how many.
pub fn forget_asked(conn: &mut DbConn, before: Timestamp) -> StoreResult<usize> {
    Ok(diesel::delete(challenges::table.filter(challenges::created_at.lt(before))).execute(conn)?)
}
