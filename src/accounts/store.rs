//! Rows of `accounts`.
use diesel::prelude::*;

use super::account::Proven;
use super::account::{Account, Role};
use super::passwords::HashedPassword;
use crate::clock::Timestamp;
use crate::db::schema::accounts;
use crate::db::{DbConn, StoreResult};
use crate::ids::AccountId;

crate::stored_code!(Role);

/// The columns of an [`Account`].
pub(super) type AccountRow = (AccountId, String, String, Role, String, Option<Timestamp>, bool, Option<Timestamp>);
pub(super) const ACCOUNT: (
    accounts::id,
    accounts::login,
    accounts::display_name,
    accounts::role,
    accounts::ward_codes,
    accounts::disabled_at,
    accounts::password_is_temporary,
    accounts::last_signed_in_at,
) = (
    accounts::id,
    accounts::login,
    accounts::display_name,
    accounts::role,
    accounts::ward_codes,
    accounts::disabled_at,
    accounts::password_is_temporary,
    accounts::last_signed_in_at,
);

/// Adds an account; a taken login is a unique violation.
pub fn add(conn: &mut DbConn, account: &Account, password: &HashedPassword, now: Timestamp) -> StoreResult<AccountId> {
    let row = (
        accounts::login.eq(&account.login),
        accounts::display_name.eq(&account.display_name),
        accounts::role.eq(account.role),
        accounts::ward_codes.eq(account.ward_codes.join(",")),
        accounts::password_hash.eq(password.as_stored()),
        accounts::password_is_temporary.eq(account.password_is_temporary),
        accounts::created_at.eq(now),
    );
    Ok(diesel::insert_into(accounts::table).values(row).returning(accounts::id).get_result(conn)?)
}

/// An account that is not disabled, with its password hash.
pub fn find_by_login(conn: &mut DbConn, login: &str) -> StoreResult<Option<Proven>> {
    let found: Option<(AccountRow, String)> = accounts::table
        .filter(accounts::login.eq(login))
        .filter(accounts::disabled_at.is_null())
        .select((ACCOUNT, accounts::password_hash))
        .first(conn)
        .optional()?;
    Ok(found.map(|(row, hash)| Proven { account: account(row), password: HashedPassword::stored(hash) }))
}

/// The same by its number.
pub fn find_proven(conn: &mut DbConn, id: AccountId) -> StoreResult<Option<Proven>> {
    let found: Option<(AccountRow, String)> = accounts::table
        .filter(accounts::id.eq(id))
        .filter(accounts::disabled_at.is_null())
        .select((ACCOUNT, accounts::password_hash))
        .first(conn)
        .optional()?;
    Ok(found.map(|(row, hash)| Proven { account: account(row), password: HashedPassword::stored(hash) }))
}

/// An account, also one that is disabled.
pub fn find(conn: &mut DbConn, id: AccountId) -> StoreResult<Option<Account>> {
    let row = accounts::table.filter(accounts::id.eq(id)).select(ACCOUNT).first(conn).optional()?;
    Ok(row.map(account))
}

/// Waits for whoever else changes an account, and reads it then.
pub fn lock(conn: &mut DbConn, id: AccountId) -> StoreResult<Option<Account>> {
    crate::lock_rows!(conn, accounts::table.filter(accounts::id.eq(id)).select(accounts::id))?;
    find(conn, id)
}

/// Writes name, role, wards and whether it is disabled.
pub fn update(conn: &mut DbConn, account: &Account) -> StoreResult<()> {
    let changes = (
        accounts::display_name.eq(&account.display_name),
        accounts::role.eq(account.role),
        accounts::ward_codes.eq(account.ward_codes.join(",")),
        accounts::disabled_at.eq(account.disabled_at),
    );
    diesel::update(accounts::table.filter(accounts::id.eq(account.id))).set(changes).execute(conn)?;
    Ok(())
}

/// Writes a password; one that somebody else chose counts until some moment.
pub fn set_password(
    conn: &mut DbConn,
    id: AccountId,
    password: &HashedPassword,
    until: Option<Timestamp>,
) -> StoreResult<()> {
    let changes = (
        accounts::password_hash.eq(password.as_stored()),
        accounts::password_is_temporary.eq(until.is_some()),
        accounts::temporary_until.eq(until),
    );
    diesel::update(accounts::table.filter(accounts::id.eq(id))).set(changes).execute(conn)?;
    Ok(())
}

/// The number of the account with this login, also of one that is disabled.
pub fn id_of_login(conn: &mut DbConn, login: &str) -> StoreResult<Option<AccountId>> {
    Ok(accounts::table.filter(accounts::login.eq(login)).select(accounts::id).first(conn).optional()?)
}

/// All accounts in order of their number, after a number.
pub fn list(conn: &mut DbConn, after: i64, limit: i64) -> StoreResult<Vec<Account>> {
    let rows: Vec<AccountRow> =
        accounts::table.filter(accounts::id.gt(after)).order(accounts::id).limit(limit).select(ACCOUNT).load(conn)?;
    Ok(rows.into_iter().map(account).collect())
}

/// The role of an account, also of one that is disabled.
pub fn role_of(conn: &mut DbConn, id: AccountId) -> StoreResult<Option<Role>> {
    Ok(accounts::table.filter(accounts::id.eq(id)).select(accounts::role).first(conn).optional()?)
}

/// The name that colleagues see of an account, also of one that is disabled.
pub fn display_name_of(conn: &mut DbConn, id: AccountId) -> StoreResult<Option<String>> {
    Ok(accounts::table.filter(accounts::id.eq(id)).select(accounts::display_name).first(conn).optional()?)
}

pub(super) fn account(row: AccountRow) -> Account {
    let (id, login, display_name, role, wards, disabled_at, password_is_temporary, last_signed_in_at) = row;
    let ward_codes = wards.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    Account { id, login, display_name, role, ward_codes, disabled_at, password_is_temporary, last_signed_in_at }
}
