//! Signing in, going on with a rotated token, signing out.
use chrono::Duration;
use data_encoding::BASE64URL_NOPAD;

use super::account::Proven;
use super::account::{Account, account_subject};
use super::gate::GateError;
use super::identity::Staff;
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::{AccountId, SignInId};
use crate::sealed::secret_hash;

pub mod store;

use store::{LiveSignIn, NewSignIn};

/// Renewals that a retry may lie behind.
const RENEWALS_BEHIND_MAX: usize = 8;

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown login or wrong password; which of them is not said.
    #[error("sai tên đăng nhập hoặc mật khẩu")]
    WrongCredentials,
    /// The password was right; somebody else chose it, and too long ago.
    #[error("mật khẩu tạm đã hết hạn")]
    TemporaryEnded,
    /// Too many wrong passwords; seconds to wait.
    #[error("nhập sai quá nhiều lần, chờ {0} giây")]
    TooMany(i64),
    /// The code or the device's answer is wrong.
    #[error("mã không đúng")]
    WrongCode,
    /// The token is unknown, used, revoked or too old.
    #[error("lần đăng nhập này đã hết hạn")]
    Expired,
    /// Nobody came to check it.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A sign-in just made or renewed.
pub struct SignedIn {
    /// Whose.
    pub account: Account,
    /// Its number.
    pub sign_in_id: SignInId,
    /// The secret that continues it.
    pub token: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// Starts a sign-in for an account whose password was right.
///
/// # Errors
/// [`SignInError::WrongCredentials`] when the account was disabled or its password changed meanwhile; [`StoreError`].
#[tracing::instrument(skip_all, fields(account_id = %proven.account.id))]
pub fn sign_in(conn: &mut DbConn, desk: &Desk, proven: Proven, channel: &str) -> Result<SignedIn, SignInError> {
    let (now, account) = (desk.now(), proven.account);
    if !store::note_sign_in(conn, account.id, &proven.password, now)? {
        let has_ended = store::temporary_has_ended(conn, account.id, now)?;
        return Err(if has_ended { SignInError::TemporaryEnded } else { SignInError::WrongCredentials });
    }
    let token = desk.dice.secret();
    let expires_at = now + Duration::hours(desk.settings.accounts.sign_in_hours);
    let new = NewSignIn { account_id: account.id, channel, token_hash: &secret_hash(&token), expires_at };
    let sign_in_id = store::start(conn, &new, now)?;
    let staff = Staff::of(account.clone(), sign_in_id);
    let source = format!("nguồn {}", desk.source());
    audit::note(conn, Some(&staff), Action::SignIn, &account_subject(account.id), Some(&source), now)?;
    Ok(SignedIn { account, sign_in_id, token, expires_at })
}

/// Goes on with a sign-in: the old token ends, a new one takes its place. A token that was replaced some seconds ago is
/// a retry after a lost answer, or a second tab: it gets the token that stands now. One that was replaced longer ago
/// means that two people hold it; then the sign-in ends for both.
///
/// # Errors
/// `Ok(None)` when the token is not good any more (what was found out is stored); [`StoreError`].
#[tracing::instrument(name = "renew_sign_in", skip_all)]
pub fn renew(conn: &mut DbConn, desk: &Desk, token: &str) -> StoreResult<Option<SignedIn>> {
    let (now, old_hash) = (desk.now(), secret_hash(token));
    if let Some(live) = store::find_by_token(conn, &old_hash, now)? {
        let next = successor(desk, live.id, token);
        if store::rotate(conn, live.id, &old_hash, &secret_hash(&next), now)? {
            return Ok(Some(signed_in(live, next)));
        }
        // Somebody was faster with the same token, and it counts as replaced.
    }
    let Some(sign_in_id) = store::replaced(conn, &old_hash)?.map(|replaced| replaced.0) else {
        return Ok(None);
    };
    match newest(conn, desk, sign_in_id, token)? {
        Some(renewed) => Ok(Some(renewed)),
        None => {
            if store::revoke(conn, sign_in_id, now)? {
                audit::note(conn, None, Action::TokenReplayed, &format!("sign_in:{sign_in_id}"), None, now)?;
                tracing::warn!(%sign_in_id, "a used refresh token came back; its sign-in was ended");
            }
            Ok(None)
        }
    }
}

/// The token that stands now, for whoever comes with one that it replaced within seconds. Tokens follow from each other
/// under a key of ours, so both get the same one and neither shuts the other out.
fn newest(conn: &mut DbConn, desk: &Desk, sign_in_id: SignInId, token: &str) -> StoreResult<Option<SignedIn>> {
    let now = desk.now();
    let leeway = Duration::from(desk.settings.accounts.renewal_leeway_secs);
    let mut token = token.to_owned();
    for _ in 0..RENEWALS_BEHIND_MAX {
        match store::replaced(conn, &secret_hash(&token))? {
            Some((_, at)) if at + leeway >= now => token = successor(desk, sign_in_id, &token),
            Some(_) => return Ok(None),
            None => break,
        }
    }
    let live = store::find_by_token(conn, &secret_hash(&token), now)?;
    Ok(live.map(|live| signed_in(live, token)))
}

fn successor(desk: &Desk, sign_in_id: SignInId, token: &str) -> String {
    let key = desk.vault.key("successor of a token", &[&sign_in_id.to_string()]);
    BASE64URL_NOPAD.encode(&key.mac(&[token])[..16])
}

fn signed_in(live: LiveSignIn, token: String) -> SignedIn {
    SignedIn { account: live.account, sign_in_id: live.id, token, expires_at: live.expires_at }
}

/// Signs out.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(skip_all, fields(account_id = %staff.account_id))]
pub fn sign_out(conn: &mut DbConn, desk: &Desk, staff: &Staff) -> StoreResult<()> {
    end(conn, desk, staff, staff.account_id, staff.sign_in_id).map(|_| ())
}

/// Ends a sign-in of an account; false when it has none that lives with this number.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "end_sign_in", skip_all, fields(%account_id, %sign_in_id))]
pub fn end(
    conn: &mut DbConn,
    desk: &Desk,
    by: &Staff,
    account_id: AccountId,
    sign_in_id: SignInId,
) -> StoreResult<bool> {
    let now = desk.now();
    let ended = store::belongs(conn, sign_in_id, account_id)? && store::revoke(conn, sign_in_id, now)?;
    if ended {
        audit::note(conn, Some(by), Action::EndSignIn, &account_subject(account_id), None, now)?;
    }
    Ok(ended)
}

/// Ends all sign-ins of an account.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "end_sign_ins", skip_all, fields(%account_id))]
pub fn end_all(conn: &mut DbConn, desk: &Desk, by: &Staff, account_id: AccountId) -> StoreResult<()> {
    store::revoke_all(conn, account_id, None, desk.now())?;
    audit::note(conn, Some(by), Action::EndSignIn, &account_subject(account_id), None, desk.now())
}

/// Forgets what nobody asks about any more: tokens of sign-ins that ended, sign-ins that ended long ago. Gives how many
/// sign-ins were forgotten.
///
/// # Errors
/// [`StoreError`].
pub fn forget(desk: &Desk) -> StoreResult<usize> {
    let now = desk.now();
    let long_ago = now - Duration::days(desk.settings.accounts.sign_in_memory_days);
    desk.db.write(|conn| {
        store::forget_replaced(conn, now)?;
        store::forget_ended(conn, long_ago)
    })
}
