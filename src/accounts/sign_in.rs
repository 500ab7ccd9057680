//! Signing in, going on with a rotated token, signing out, adding an account.
use chrono::Duration;

use super::account::{Account, AddAccountError, parse_login};
use super::audit::{self, Action};
use super::gate::Gate;
use super::guesses::{Guesser, Guesses};
use super::identity::Staff;
use super::passwords::{self, HashedPassword};
use super::store::{self, NewSignIn};
use super::watch::{Event, Watch, source};
use crate::clock::Timestamp;
use crate::config::AccountSettings;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::sealed::secret_hash;
use crate::web::client_address::ClientAddress;
use crate::web::{Desk, Problem};

/// Longer texts are no passwords, only work for us.
const PASSWORD_BYTES_MAX: usize = 1024;

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

/// What stands between a typed password and an account: few at a time, each counted, all written down.
pub struct Door {
    /// How many are judged at once.
    pub gate: Gate,
    guesses: Guesses,
    /// What is written down.
    pub watch: Watch,
}

/// Login and password as they were typed, and by whom.
pub struct Attempt {
    /// In any case, with spaces around.
    pub login: String,
    /// As typed.
    pub password: String,
    /// From where.
    pub from: ClientAddress,
    /// Who guesses, if it should be wrong.
    pub who: Guesser,
}

impl Door {
    /// From the settings.
    pub fn new(settings: &AccountSettings) -> Self {
        Self { gate: Gate::new(settings), guesses: Guesses::default(), watch: Watch::default() }
    }

    /// Checks a password: what cannot be one is refused for nothing, a guess is counted before it is judged, and a wrong
    /// one is written down.
    ///
    /// # Errors
    /// 401, 429 with the seconds to wait, 503 when too many come at once.
    pub async fn check_password(&self, desk: &Desk, attempt: Attempt) -> Result<Account, Problem> {
        let Attempt { login, password, from, who } = attempt;
        let Ok(login) = parse_login(&login) else { return Err(SignInError::WrongCredentials.into()) };
        if password.len() > PASSWORD_BYTES_MAX {
            return Err(SignInError::WrongCredentials.into());
        }
        if let Err(secs) = self.guesses.count(&login, &who, &desk.settings.accounts, desk.now()) {
            let account_id = desk.read(move |conn, _| store::id_of_login(conn, &login)).await?;
            self.note(desk, Action::LockOut, account_id, from).await?;
            return Err(SignInError::TooMany(secs).into());
        }
        let (judging, sought) = (desk.clone(), login.clone());
        let judged = self.gate.pass(move || judge(&judging, &sought, &password)).await;
        let judged = judged.inspect_err(|_| self.guesses.take_back(&login, &who))?;
        match judged? {
            Judged::Right(account) => {
                self.guesses.forget(&login, &who);
                Ok(account)
            }
            Judged::Wrong(account_id) => {
                self.note(desk, Action::WrongPassword, account_id, from).await?;
                Err(SignInError::WrongCredentials.into())
            }
        }
    }

    /// Hashes a password for an account, if it is strong enough.
    ///
    /// # Errors
    /// 422 for a weak one, 503 when too many come at once.
    pub async fn hash(&self, desk: &Desk, account: &Account, password: String) -> Result<HashedPassword, Problem> {
        let names = [account.login.clone(), account.display_name.clone()];
        let settings = desk.settings.clone();
        let hash = move || HashedPassword::of(&password, &[&names[0], &names[1]], &settings.accounts);
        Ok(self.gate.pass(hash).await??)
    }

    async fn note(
        &self,
        desk: &Desk,
        action: Action,
        account_id: Option<i64>,
        from: ClientAddress,
    ) -> Result<(), Problem> {
        let subject = account_id.map_or_else(|| "sign_in".to_owned(), account_subject);
        self.watch.note(desk, Event { staff: None, action, subject, from }).await
    }
}

enum Judged {
    Right(Account),
    /// With the number of the account, where there is one.
    Wrong(Option<i64>),
}

/// Slow on purpose, and as slow for a login that nobody has.
fn judge(desk: &Desk, login: &str, password: &str) -> StoreResult<Judged> {
    let found = desk.db.read(|conn| store::find_by_login(conn, login))?;
    let Some((account, hash)) = found else {
        passwords::pretend(password);
        return Ok(Judged::Wrong(None));
    };
    Ok(if passwords::fits(password, &hash) { Judged::Right(account) } else { Judged::Wrong(Some(account.id)) })
}

/// The subject of an account's entries.
pub fn account_subject(account_id: i64) -> String {
    format!("account:{account_id}")
}

/// Starts a sign-in for an account whose password was right.
///
/// # Errors
/// [`StoreError`].
pub fn sign_in(
    conn: &mut DbConn,
    desk: &Desk,
    account: Account,
    channel: &str,
    from: ClientAddress,
) -> StoreResult<SignedIn> {
    let now = desk.now();
    let token = desk.dice.secret();
    let expires_at = now + Duration::hours(desk.settings.accounts.sign_in_hours);
    let new = NewSignIn { account_id: account.id, channel, token_hash: &secret_hash(&token), expires_at };
    let sign_in_id = store::start_sign_in(conn, &new, now)?;
    let staff = Staff::of(account.clone(), sign_in_id);
    let (subject, source) = (account_subject(account.id), source(desk, from));
    audit::note(conn, Some(&staff), Action::SignIn, &subject, Some(&source), now)?;
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
    password: &HashedPassword,
) -> Result<Account, AddAccountError> {
    account.login = parse_login(&account.login)?;
    let now = desk.now();
    account.id = store::add(conn, &account, password, now).map_err(|error| {
        if error.is_unique_violation() {
            return AddAccountError::LoginTaken(account.login.clone());
        }
        error.into()
    })?;
    audit::note(conn, by, Action::AddAccount, &account_subject(account.id), None, now)?;
    Ok(account)
}
