//! Rows of `sign_ins` and `replaced_tokens`.
use diesel::prelude::*;

use crate::accounts::account::Account;
use crate::accounts::passwords::HashedPassword;
use crate::accounts::store::{ACCOUNT, AccountRow, account};
use crate::clock::Timestamp;
use crate::db::schema::{accounts, replaced_tokens as replaced_rows, sign_ins};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, SignInId};

/// A sign-in that may still be used, with its account.
pub struct LiveSignIn {
    /// Its number.
    pub id: SignInId,
    /// Whose it is.
    pub account: Account,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When a code of the second factor was last given in it.
    pub proven_at: Option<Timestamp>,
}

/// What a new sign-in stores.
pub struct NewSignIn<'a> {
    /// Whose.
    pub account_id: AccountId,
    /// `browser` or `api`.
    pub channel: &'a str,
    /// Hash of its token.
    pub token_hash: &'a str,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// A sign-in as a list shows it: number, channel, begin, end.
pub type ListedSignIn = (SignInId, String, Timestamp, Timestamp);

type LiveRow = (SignInId, Timestamp, Option<Timestamp>, AccountRow);

/// Notes that an account comes in; false when it is disabled or its password is not this one any more. It locks the
/// account, so that no sign-in begins beside the end of all of them.
pub fn note_sign_in(conn: &mut DbConn, id: AccountId, password: &HashedPassword, now: Timestamp) -> StoreResult<bool> {
    let row = accounts::table
        .filter(accounts::id.eq(id))
        .filter(accounts::password_hash.eq(password.as_stored()))
        .filter(accounts::disabled_at.is_null())
        .filter(accounts::temporary_until.is_null().or(accounts::temporary_until.gt(now)));
    Ok(diesel::update(row).set(accounts::last_signed_in_at.eq(now)).execute(conn)? == 1)
}

/// Whether a password that somebody else chose for this account is too old.
pub fn temporary_has_ended(conn: &mut DbConn, id: AccountId, now: Timestamp) -> StoreResult<bool> {
    let ended = accounts::table.filter(accounts::id.eq(id)).filter(accounts::temporary_until.le(now));
    Ok(ended.select(accounts::id).first::<AccountId>(conn).optional()?.is_some())
}

/// Starts a sign-in.
pub fn start(conn: &mut DbConn, new: &NewSignIn<'_>, now: Timestamp) -> StoreResult<SignInId> {
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
pub fn find_by_token(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> StoreResult<Option<LiveSignIn>> {
    let found: Option<LiveRow> = sign_ins::table
        .inner_join(accounts::table)
        .filter(is_live(now))
        .filter(sign_ins::token_hash.eq(token_hash))
        .select((sign_ins::id, sign_ins::expires_at, sign_ins::proven_at, ACCOUNT))
        .first(conn)
        .optional()?;
    Ok(found.map(live))
}

/// The live sign-in with this number, if it is this account's.
pub fn find(conn: &mut DbConn, id: SignInId, account_id: AccountId, now: Timestamp) -> StoreResult<Option<LiveSignIn>> {
    let found: Option<LiveRow> = sign_ins::table
        .inner_join(accounts::table)
        .filter(is_live(now))
        .filter(sign_ins::id.eq(id).and(sign_ins::account_id.eq(account_id)))
        .select((sign_ins::id, sign_ins::expires_at, sign_ins::proven_at, ACCOUNT))
        .first(conn)
        .optional()?;
    Ok(found.map(live))
}

/// Neither ended nor over, of an account that is not disabled.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_live(now: Timestamp) -> _ {
    let runs = sign_ins::revoked_at.is_null().and(sign_ins::expires_at.gt(now));
    runs.and(accounts::disabled_at.is_null())
}

/// Whether a sign-in is this account's.
pub fn belongs(conn: &mut DbConn, id: SignInId, account_id: AccountId) -> StoreResult<bool> {
    let rows = sign_ins::table.filter(sign_ins::id.eq(id)).filter(sign_ins::account_id.eq(account_id));
    Ok(diesel::select(diesel::dsl::exists(rows)).get_result(conn)?)
}

/// The sign-ins of an account that live, newest first.
pub fn live_of(conn: &mut DbConn, account_id: AccountId, now: Timestamp) -> StoreResult<Vec<ListedSignIn>> {
    let rows = sign_ins::table
        .filter(sign_ins::account_id.eq(account_id))
        .filter(sign_ins::revoked_at.is_null())
        .filter(sign_ins::expires_at.gt(now))
        .order(sign_ins::id.desc())
        .select((sign_ins::id, sign_ins::channel, sign_ins::created_at, sign_ins::expires_at))
        .load(conn)?;
    Ok(rows)
}

/// Puts a new token in the place of the old one, which is remembered; false when somebody was faster.
pub fn rotate(conn: &mut DbConn, id: SignInId, old_hash: &str, new_hash: &str, now: Timestamp) -> StoreResult<bool> {
    let row = sign_ins::table.filter(sign_ins::id.eq(id)).filter(sign_ins::token_hash.eq(old_hash));
    if diesel::update(row).set(sign_ins::token_hash.eq(new_hash)).execute(conn)? != 1 {
        return Ok(false);
    }
    let replaced =
        (replaced_rows::token_hash.eq(old_hash), replaced_rows::sign_in_id.eq(id), replaced_rows::replaced_at.eq(now));
    diesel::insert_into(replaced_rows::table).values(replaced).execute(conn)?;
    Ok(true)
}

/// The sign-in that once had this token, and when the token was replaced.
pub fn replaced(conn: &mut DbConn, token_hash: &str) -> StoreResult<Option<(SignInId, Timestamp)>> {
    let row = replaced_rows::table
        .filter(replaced_rows::token_hash.eq(token_hash))
        .select((replaced_rows::sign_in_id, replaced_rows::replaced_at))
        .first(conn)
        .optional()?;
    Ok(row)
}

/// Ends a sign-in; false when it had ended.
pub fn revoke(conn: &mut DbConn, id: SignInId, now: Timestamp) -> StoreResult<bool> {
    let row = sign_ins::table.filter(sign_ins::id.eq(id)).filter(sign_ins::revoked_at.is_null());
    Ok(diesel::update(row).set(sign_ins::revoked_at.eq(now)).execute(conn)? == 1)
}

/// Ends all sign-ins of an account but one; gives how many.
pub fn revoke_all(
    conn: &mut DbConn,
    account_id: AccountId,
    but: Option<SignInId>,
    now: Timestamp,
) -> StoreResult<usize> {
    let rows = sign_ins::table
        .filter(sign_ins::account_id.eq(account_id))
        .filter(sign_ins::revoked_at.is_null())
        .filter(sign_ins::id.ne(but.unwrap_or(SignInId::UNSTORED)));
    Ok(diesel::update(rows).set(sign_ins::revoked_at.eq(now)).execute(conn)?)
}

/// Forgets the replaced tokens of sign-ins that ended: they open nothing, and nothing is left to be protected.
pub fn forget_replaced(conn: &mut DbConn, now: Timestamp) -> StoreResult<usize> {
    let ended = sign_ins::table
        .filter(sign_ins::revoked_at.is_not_null().or(sign_ins::expires_at.le(now)))
        .select(sign_ins::id);
    Ok(diesel::delete(replaced_rows::table.filter(replaced_rows::sign_in_id.eq_any(ended))).execute(conn)?)
}

/// Forgets the sign-ins that ended by themselves before a moment.
pub fn forget_ended(conn: &mut DbConn, before: Timestamp) -> StoreResult<usize> {
    Ok(diesel::delete(sign_ins::table.filter(sign_ins::expires_at.lt(before))).execute(conn)?)
}

fn live((id, expires_at, proven_at, row): LiveRow) -> LiveSignIn {
    LiveSignIn { id, account: account(row), expires_at, proven_at }
}
