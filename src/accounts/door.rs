//! What stands between a typed password and an account.
use super::account::{Account, account_subject, parse_login};
use super::gate::Gate;
use super::guesses::{Guesser, Guesses};
use super::passwords::{self, HashedPassword};
use super::sign_in::SignInError;
use super::watch::{Event, Watch};
use super::{passkeys, second_factor, store};
use crate::audit::Action;
use crate::config::AccountSettings;
use crate::db::StoreResult;
use crate::web::problem_types as types;
use crate::web::{Desk, Problem};

/// The door: few at a time, each counted, all written down.
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
    pub async fn check_password(&self, desk: &Desk, attempt: Attempt) -> Result<Proven, Problem> {
        let Attempt { login, password, who } = attempt;
        let Ok(login) = parse_login(&login) else { return Err(SignInError::WrongCredentials.into()) };
        if password.len() > passwords::BYTES_MAX {
            return Err(SignInError::WrongCredentials.into());
        }
        if let Err(secs) = self.guesses.count(&login, &who, &desk.settings.accounts, desk.now()) {
            let account_id = desk.read(move |conn, _| store::id_of_login(conn, &login)).await?;
            self.note(desk, Action::LockOut, account_id).await?;
            return Err(SignInError::TooMany(secs).into());
        }
        let (judging, sought) = (desk.clone(), login.clone());
        let judged = self.gate.pass(move || judge(&judging, &sought, &password)).await;
        let judged = judged.inspect_err(|_| self.guesses.take_back(&login, &who))?;
        match judged? {
            Judged::Right(proven) => {
                self.guesses.forget(&login, &who);
                Ok(proven)
            }
            Judged::Wrong(account_id) => {
                self.note(desk, Action::WrongPassword, account_id).await?;
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

    /// Checks a code of the second factor: counted before it is judged, apart from passwords, so that a right password
    /// buys no more guesses.
    ///
    /// # Errors
    /// 401, 429 with the seconds to wait.
    pub async fn check_code(&self, desk: &Desk, account: &Account, who: &Guesser, typed: &str) -> Result<(), Problem> {
        let name = format!("{} code", account.login);
        if let Err(secs) = self.guesses.count(&name, who, &desk.settings.accounts, desk.now()) {
            self.note(desk, Action::LockOut, Some(account.id)).await?;
            return Err(SignInError::TooMany(secs).into());
        }
        let (id, typed) = (account.id, typed.to_owned());
        if desk.write(move |conn, desk| second_factor::prove(conn, desk, id, &typed)).await? {
            self.guesses.forget(&name, who);
            return Ok(());
        }
        self.note(desk, Action::WrongCode, Some(id)).await?;
        Err(Problem::new(&types::WRONG_CODE))
    }

    /// Checks what a device signed. It cannot be guessed, so nothing is counted; a wrong one is written down.
    ///
    /// # Errors
    /// 401.
    pub async fn check_signature(
        &self,
        desk: &Desk,
        account: &Account,
        (token, answer): (String, String),
    ) -> Result<(), Problem> {
        let id = account.id;
        if desk.write(move |conn, desk| passkeys::prove(conn, desk, id, (&token, &answer))).await? {
            return Ok(());
        }
        self.note(desk, Action::WrongCode, Some(id)).await?;
        Err(Problem::new(&types::WRONG_CODE))
    }

    async fn note(&self, desk: &Desk, action: Action, account_id: Option<i64>) -> Result<(), Problem> {
        let subject = account_id.map_or_else(|| "sign_in".to_owned(), account_subject);
        self.watch.note(desk, Event { staff: None, action, subject }).await
    }
}

/// An account whose password was right a moment ago.
#[derive(Clone)]
pub struct Proven {
    /// Whose.
    pub account: Account,
    /// What it was compared with: until a sign-in is written, somebody may have changed it.
    pub password: HashedPassword,
}

enum Judged {
    Right(Proven),
    /// With the number of the account, where there is one.
    Wrong(Option<i64>),
}

/// Slow on purpose, and as slow for a login that nobody has.
fn judge(desk: &Desk, login: &str, password: &str) -> StoreResult<Judged> {
    let found = desk.db.read(|conn| store::find_by_login(conn, login))?;
    let Some(Proven { account, password: stored }) = found else {
        passwords::pretend(password);
        return Ok(Judged::Wrong(None));
    };
    if !passwords::fits(password, stored.as_stored()) {
        return Ok(Judged::Wrong(Some(account.id)));
    }
    Ok(Judged::Right(Proven { account, password: stored }))
}
