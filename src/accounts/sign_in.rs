//! Signing in, going on with a rotated token, signing out, adding an account.
use std::collections::HashMap;
use std::sync::Mutex;

use chrono::Duration;

use super::account::{Account, AddAccountError, parse_login};
use super::identity::Staff;
use super::store::{self, NewSignIn};
use super::{audit, passwords};
use crate::clock::Timestamp;
use crate::config::AccountSettings;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::sealed::secret_hash;
use crate::web::Desk;

/// Most logins whose wrong passwords are remembered; beyond it the oldest knowledge is dropped.
const REMEMBERED_MAX: usize = 10_000;

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown login or wrong password; which of them is not said.
    #[error("sai tên đăng nhập hoặc mật khẩu")]
    WrongCredentials,
    /// Too many wrong passwords; seconds to wait.
    #[error("nhập sai quá nhiều lần, chờ {0} giây")]
    TooMany(i64),
    /// The token is unknown, used, revoked or too old.
    #[error("phiên đăng nhập đã hết hạn")]
    Expired,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A sign-in just made or renewed.
pub struct SignedIn {
    /// Whose.
    pub account: Account,
    /// Its number.
    pub sign_in_id: i64,
    /// The secret that continues it.
    pub token: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// Remembers wrong passwords of this process. Several processes multiply the allowance; argon2 keeps it slow.
#[derive(Default)]
pub struct WrongPasswords(Mutex<HashMap<String, (u32, Timestamp)>>);

impl WrongPasswords {
    /// Seconds this login has to wait, if any.
    fn wait_secs(&self, login: &str, settings: &AccountSettings, now: Timestamp) -> Option<i64> {
        let known = self.0.lock().unwrap_or_else(|poison| poison.into_inner());
        let (count, last) = known.get(login)?;
        let free_at = *last + Duration::minutes(settings.wrong_passwords_minutes);
        (*count >= settings.wrong_passwords_max && free_at > now).then(|| (free_at - now).num_seconds())
    }

    fn note(&self, login: &str, settings: &AccountSettings, now: Timestamp) {
        let span = Duration::minutes(settings.wrong_passwords_minutes);
        let mut known = self.0.lock().unwrap_or_else(|poison| poison.into_inner());
        if known.len() >= REMEMBERED_MAX {
            known.retain(|_, (_, last)| *last + span > now);
        }
        let entry = known.entry(login.to_owned()).or_insert((0, now));
        if entry.1 + span <= now {
            entry.0 = 0;
        }
        *entry = (entry.0 + 1, now);
    }

    fn forget(&self, login: &str) {
        self.0.lock().unwrap_or_else(|poison| poison.into_inner()).remove(login);
    }
}

/// Checks the password. Slow on purpose, so it runs before and outside the writing transaction.
///
/// # Errors
/// [`SignInError`].
pub fn check_password(
    desk: &Desk,
    wrong: &WrongPasswords,
    login: &str,
    password: &str,
) -> Result<Account, SignInError> {
    let (settings, now) = (&desk.settings.accounts, desk.now());
    let login = login.trim().to_lowercase();
    if let Some(secs) = wrong.wait_secs(&login, settings, now) {
        return Err(SignInError::TooMany(secs));
    }
    let found = desk.db.read(|conn| store::find_by_login(conn, &login))?;
    let Some((account, hash)) = found else {
        passwords::pretend(password);
        wrong.note(&login, settings, now);
        return Err(SignInError::WrongCredentials);
    };
    if !passwords::fits(password, &hash) {
        wrong.note(&login, settings, now);
        return Err(SignInError::WrongCredentials);
    }
    wrong.forget(&login);
    Ok(account)
}

/// Starts a sign-in for an account whose password was right.
///
/// # Errors
/// [`StoreError`].
pub fn sign_in(conn: &mut DbConn, desk: &Desk, account: Account, channel: &str) -> StoreResult<SignedIn> {
    let now = desk.now();
    let token = desk.dice.secret();
    let expires_at = now + Duration::hours(desk.settings.accounts.sign_in_hours);
    let new = NewSignIn { account_id: account.id, channel, token_hash: &secret_hash(&token), expires_at };
    let sign_in_id = store::start_sign_in(conn, &new, now)?;
    Ok(SignedIn { account, sign_in_id, token, expires_at })
}

/// Goes on with a sign-in: the old token ends, a new one takes its place. A token that was replaced before means
/// that two people hold it; then the sign-in ends for both.
///
/// # Errors
/// `Ok(None)` when the token is not good any more (what was found out is stored); [`StoreError`].
pub fn renew(conn: &mut DbConn, desk: &Desk, token: &str) -> StoreResult<Option<SignedIn>> {
    let (now, old_hash) = (desk.now(), secret_hash(token));
    let Some(live) = store::find_sign_in(conn, &old_hash, now)? else {
        if store::revoke_replaced(conn, &old_hash, now)? {
            tracing::warn!("a used refresh token came back; its sign-in was ended");
        }
        return Ok(None);
    };
    let token = desk.dice.secret();
    if !store::rotate(conn, live.id, &old_hash, &secret_hash(&token))? {
        return Ok(None);
    }
    Ok(Some(SignedIn { account: live.account, sign_in_id: live.id, token, expires_at: live.expires_at }))
}

/// Adds an account.
///
/// # Errors
/// [`AddAccountError`].
pub fn add_account(
    conn: &mut DbConn,
    desk: &Desk,
    by: Option<&Staff>,
    mut account: Account,
    password: &str,
) -> Result<Account, AddAccountError> {
    account.login = parse_login(&account.login)?;
    let shortest = desk.settings.accounts.password_length_min;
    if password.chars().count() < shortest {
        return Err(AddAccountError::PasswordShort(shortest));
    }
    let now = desk.now();
    account.id = store::add(conn, &account, &passwords::hash(password), now).map_err(|error| {
        if error.is_unique_violation() {
            return AddAccountError::LoginTaken(account.login.clone());
        }
        error.into()
    })?;
    let subject = format!("account:{}", account.id);
    audit::note(conn, by, audit::Action::AddAccount, &subject, None, now)?;
    Ok(account)
}
