//! Password authentication with rate limits: size, then quota of guesses, then argon2 behind a gate, then the audit
//! entry. Cheap refusals come first, so that a flood costs no hashing.
use super::account::{Account, Proven, account_subject, parse_login};
use super::gate::{Gate, GateError};
use super::guesses::{Guesser, Guesses};
use super::passwords::{self, HashedPassword, WeakPassword};
use super::sign_in::SignInError;
use super::watch::{Event, Watch};
use super::{passkeys, second_factor, store};
use crate::audit::Action;
use crate::config::AccountSettings;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::ids::AccountId;

/// The door: few at a time, each counted, all written down.
pub struct Door {
    /// How many are checked at once.
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
    /// Who guesses, if it should be wrong.
    pub who: Guesser,
}

impl Door {
    /// From the settings.
    pub fn new(settings: &AccountSettings) -> Self {
        Self { gate: Gate::new(settings), guesses: Guesses::default(), watch: Watch::default() }
    }

    /// Checks a password: what cannot be one is refused for nothing, a guess is counted before it is checked, and a
    /// wrong one is written down.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn check_password(&self, desk: &Desk, attempt: Attempt) -> Result<Proven, SignInError> {
        let Attempt { login, password, who } = attempt;
        let Ok(login) = parse_login(&login) else { return Err(SignInError::WrongCredentials) };
        if password.len() > passwords::BYTES_MAX {
            return Err(SignInError::WrongCredentials);
        }
        if let Err(secs) = self.guesses.count(&login, &who, &desk.settings.accounts, desk.now()) {
            let account_id = desk.read(move |conn, _| store::id_of_login(conn, &login)).await?;
            self.note(desk, Action::LockOut, account_id).await?;
            return Err(SignInError::TooMany(secs));
        }
        let (checking, sought) = (desk.clone(), login.clone());
        let checked = self.gate.pass(move || check_slowly(&checking, &sought, &password)).await;
        let checked = checked.inspect_err(|_| self.guesses.take_back(&login, &who))?;
        match checked? {
            PasswordCheck::Right(proven) => {
                self.guesses.forget(&login, &who);
                Ok(proven)
            }
            PasswordCheck::Wrong(account_id) => {
                self.note(desk, Action::WrongPassword, account_id).await?;
                Err(SignInError::WrongCredentials)
            }
        }
    }

    /// Hashes a password for an account, if it is strong enough.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash(&self, desk: &Desk, account: &Account, password: String) -> Result<HashedPassword, HashError> {
        let names = [account.login.clone(), account.display_name.clone()];
        let settings = desk.settings.clone();
        let hash = move || HashedPassword::of(&password, &[&names[0], &names[1]], &settings.accounts);
        Ok(self.gate.pass(hash).await??)
    }

    /// Checks a code of the second factor: counted before it is checked, apart from passwords, so that a right password
    /// buys no more guesses.
    ///
    /// # Errors
    /// [`SignInError::WrongCode`], [`SignInError::TooMany`].
    pub async fn check_code(
        &self,
        desk: &Desk,
        account: &Account,
        who: &Guesser,
        typed: &str,
    ) -> Result<(), SignInError> {
        let name = format!("{} code", account.login);
        if let Err(secs) = self.guesses.count(&name, who, &desk.settings.accounts, desk.now()) {
            self.note(desk, Action::LockOut, Some(account.id)).await?;
            return Err(SignInError::TooMany(secs));
        }
        let (id, typed) = (account.id, typed.to_owned());
        if desk.write(move |conn, desk| second_factor::prove(conn, desk, id, &typed)).await? {
            self.guesses.forget(&name, who);
            return Ok(());
        }
        self.note(desk, Action::WrongCode, Some(id)).await?;
        Err(SignInError::WrongCode)
    }

    /// Checks what a device signed. It cannot be guessed, so nothing is counted; a wrong one is written down.
    ///
    /// # Errors
    /// [`SignInError::WrongCode`].
    pub async fn check_signature(
        &self,
        desk: &Desk,
        account: &Account,
        token: String,
        answer: String,
    ) -> Result<(), SignInError> {
        let id = account.id;
        if desk.write(move |conn, desk| passkeys::prove(conn, desk, id, &token, &answer)).await? {
            return Ok(());
        }
        self.note(desk, Action::WrongCode, Some(id)).await?;
        Err(SignInError::WrongCode)
    }

    async fn note(&self, desk: &Desk, action: Action, account_id: Option<AccountId>) -> StoreResult<()> {
        let subject = account_id.map_or_else(|| "sign_in".to_owned(), account_subject);
        self.watch.note(desk, Event { staff: None, action, subject }).await
    }
}

/// Why a password is not taken.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// It is too weak.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// Nobody came to hash it.
    #[error(transparent)]
    Gate(#[from] GateError),
}

enum PasswordCheck {
    Right(Proven),
    /// With the number of the account, where there is one.
    Wrong(Option<AccountId>),
}

/// Slow on purpose, and as slow for a login that nobody has.
fn check_slowly(desk: &Desk, login: &str, password: &str) -> StoreResult<PasswordCheck> {
    let found = desk.db.read(|conn| store::find_by_login(conn, login))?;
    let Some(Proven { account, password: stored }) = found else {
        passwords::pretend(password);
        return Ok(PasswordCheck::Wrong(None));
    };
    if !passwords::fits(password, stored.as_stored()) {
        return Ok(PasswordCheck::Wrong(Some(account.id)));
    }
    Ok(PasswordCheck::Right(Proven { account, password: stored }))
}
