//! Rows of `accounts`, `sign_ins` and `audit_entries`.
use diesel::prelude::*;

use super::account::{Account, Role};
use super::passwords::HashedPassword;
use crate::clock::Timestamp;
use crate::db::schema::{accounts, audit_entries, sign_ins};
use crate::db::{DbConn, StoreResult};

crate::stored_code!(Role);

/// An entry as it was written: moment, account, action, reason.
pub type WrittenEntry = (Timestamp, Option<i64>, String, Option<String>);

type AccountRow = (i64, String, String, Role, String);
const ACCOUNT: (accounts::id, accounts::login, accounts::display_name, accounts::role, accounts::ward_codes) =
    (accounts::id, accounts::login, accounts::display_name, accounts::role, accounts::ward_codes);

/// A sign-in that may still be used, with its account.
pub struct LiveSignIn {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub account: Account,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// What a new sign-in stores.
pub struct NewSignIn<'a> {
    /// Whose.
    pub account_id: i64,
    /// `browser` or `api`.
    pub channel: &'a str,
    /// Hash of its token.
    pub token_hash: &'a str,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// What one audit entry says; never a name.
pub struct Entry<'a> {
    /// Who; `None` for the system.
    pub account_id: Option<i64>,
    /// What was done, a code.
    pub action: &'a str,
    /// To what, `noun:number`.
    pub subject: &'a str,
    /// Why, where a reason is asked for.
    pub reason: Option<&'a str>,
}

/// Adds an account; a taken login is a unique violation.
pub fn add(conn: &mut DbConn, account: &Account, password: &HashedPassword, now: Timestamp) -> StoreResult<i64> {
    let row = (
        accounts::login.eq(&account.login),
        accounts::display_name.eq(&account.display_name),
        accounts::role.eq(account.role),
        accounts::ward_codes.eq(account.ward_codes.join(",")),
        accounts::password_hash.eq(password.as_stored()),
        accounts::created_at.eq(now),
    );
    Ok(diesel::insert_into(accounts::table).values(row).returning(accounts::id).get_result(conn)?)
}

/// An account that is not disabled, with its password hash.
pub fn find_by_login(conn: &mut DbConn, login: &str) -> StoreResult<Option<(Account, String)>> {
    let found: Option<(AccountRow, String)> = accounts::table
        .filter(accounts::login.eq(login))
        .filter(accounts::disabled_at.is_null())
        .select((ACCOUNT, accounts::password_hash))
        .first(conn)
        .optional()?;
    Ok(found.map(|(row, hash)| (account(row), hash)))
}

/// The number of the account with this login, also of one that is disabled.
pub fn id_of_login(conn: &mut DbConn, login: &str) -> StoreResult<Option<i64>> {
    Ok(accounts::table.filter(accounts::login.eq(login)).select(accounts::id).first(conn).optional()?)
}

/// All accounts in order of their number, after a number.
pub fn list(conn: &mut DbConn, after: i64, limit: i64) -> StoreResult<Vec<Account>> {
    let rows: Vec<AccountRow> =
        accounts::table.filter(accounts::id.gt(after)).order(accounts::id).limit(limit).select(ACCOUNT).load(conn)?;
    Ok(rows.into_iter().map(account).collect())
}

/// Starts a sign-in.
pub fn start_sign_in(conn: &mut DbConn, new: &NewSignIn<'_>, now: Timestamp) -> StoreResult<i64> {
    let row = (
        sign_ins::account_id.eq(new.account_id),
        sign_ins::channel.eq(new.channel),
        sign_ins::token_hash.eq(new.token_hash),
        sign_ins::created_at.eq(now),
        sign_ins::expires_at.eq(new.expires_at),
    );
    Ok(diesel::insert_into(sign_ins::table).values(row).returning(sign_ins::id).get_result(conn)?)
}

/// The live sign-in with this token.
pub fn find_sign_in(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> StoreResult<Option<LiveSignIn>> {
    let found: Option<(i64, Timestamp, AccountRow)> = sign_ins::table
        .inner_join(accounts::table)
        .filter(sign_ins::token_hash.eq(token_hash))
        .filter(sign_ins::revoked_at.is_null())
        .filter(sign_ins::expires_at.gt(now))
        .filter(accounts::disabled_at.is_null())
        .select((sign_ins::id, sign_ins::expires_at, ACCOUNT))
        .first(conn)
        .optional()?;
    Ok(found.map(|(id, expires_at, row)| LiveSignIn { id, account: account(row), expires_at }))
}

/// Puts a new token in the place of the old one; false when somebody was faster.
pub fn rotate(conn: &mut DbConn, id: i64, old_hash: &str, new_hash: &str) -> StoreResult<bool> {
    let row = sign_ins::table.filter(sign_ins::id.eq(id)).filter(sign_ins::token_hash.eq(old_hash));
    let changes = (sign_ins::token_hash.eq(new_hash), sign_ins::replaced_token_hash.eq(old_hash));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Ends the sign-in whose token was replaced by a newer one: somebody holds a stolen copy.
pub fn revoke_replaced(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> StoreResult<bool> {
    let row =
        sign_ins::table.filter(sign_ins::replaced_token_hash.eq(token_hash)).filter(sign_ins::revoked_at.is_null());
    Ok(diesel::update(row).set(sign_ins::revoked_at.eq(now)).execute(conn)? > 0)
}

/// Ends a sign-in.
pub fn revoke(conn: &mut DbConn, id: i64, now: Timestamp) -> StoreResult<()> {
    let row = sign_ins::table.filter(sign_ins::id.eq(id)).filter(sign_ins::revoked_at.is_null());
    diesel::update(row).set(sign_ins::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Writes an audit entry.
pub fn add_entry(conn: &mut DbConn, entry: &Entry<'_>, now: Timestamp) -> StoreResult<()> {
    let row = (
        audit_entries::happened_at.eq(now),
        audit_entries::account_id.eq(entry.account_id),
        audit_entries::action.eq(entry.action),
        audit_entries::subject.eq(entry.subject),
        audit_entries::reason.eq(entry.reason),
    );
    diesel::insert_into(audit_entries::table).values(row).execute(conn)?;
    Ok(())
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

/// The role of an account, also of one that is disabled.
pub fn role_of(conn: &mut DbConn, id: i64) -> StoreResult<Option<Role>> {
    Ok(accounts::table.filter(accounts::id.eq(id)).select(accounts::role).first(conn).optional()?)
}

/// The name that colleagues see of an account, also of one that is disabled.
pub fn display_name_of(conn: &mut DbConn, id: i64) -> StoreResult<Option<String>> {
    Ok(accounts::table.filter(accounts::id.eq(id)).select(accounts::display_name).first(conn).optional()?)
}

/// Takes the reasons out of a subject's entries: they are free text and may name somebody. What was done stays.
pub fn forget_reasons(conn: &mut DbConn, subject: &str) -> StoreResult<()> {
    let rows = audit_entries::table.filter(audit_entries::subject.eq(subject));
    diesel::update(rows).set(audit_entries::reason.eq(None::<String>)).execute(conn)?;
    Ok(())
}

fn account((id, login, display_name, role, wards): AccountRow) -> Account {
    Account {
        id,
        login,
        display_name,
        role,
        ward_codes: wards.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
    }
}
