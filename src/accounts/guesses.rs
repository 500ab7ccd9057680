//! Guesses at passwords, counted before they are checked: a hundred at the same moment count as a hundred.
//!
//! Who guesses is counted by login *and* address, so that nobody locks a colleague out from elsewhere. Guesses at one
//! login from many addresses make that login slow, not closed; a browser on which its holder signed in before does not
//! feel it. The counters are of a fixed number and found by hashes: no flood makes them grow, and those who share one
//! by chance share its count.
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard};

use crate::clock::Timestamp;
use crate::config::AccountSettings;
use crate::desk::ClientAddress;

/// Counters of guessers: a megabyte.
const GUESSERS: usize = 1 << 16;
/// Counters of logins.
const LOGINS: usize = 1 << 12;

/// Who guesses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Guesser {
    /// Somebody at an address.
    Address(ClientAddress),
    /// A browser on which this account signed in before (by its cookie).
    KnownDevice(String),
}

#[derive(Clone, Copy, Default)]
struct Counter {
    count: u32,
    /// Seconds since 1970 of the last guess.
    last: i64,
}

/// The counters of this process; each process counts for itself.
pub struct Guesses {
    counters: Mutex<(Vec<Counter>, Vec<Counter>)>,
    hashes: RandomState,
}

impl Default for Guesses {
    fn default() -> Self {
        let counters = (vec![Counter::default(); GUESSERS], vec![Counter::default(); LOGINS]);
        Self { counters: Mutex::new(counters), hashes: RandomState::new() }
    }
}

impl Guesses {
    /// Counts a guess that is about to be checked.
    ///
    /// # Errors
    /// Seconds to wait: this guesser has used its guesses up, or many have guessed at this login and the next guess of
    /// an unknown one is not due.
    pub fn count(&self, login: &str, who: &Guesser, settings: &AccountSettings, now: Timestamp) -> Result<(), i64> {
        let (now, span) = (now.unix(), settings.wrong_passwords_minutes * 60);
        let mut counters = self.lock();
        let (guessers, logins) = &mut *counters;
        let own = &mut guessers[self.bucket(&(login, who), GUESSERS)];
        own.fade(span, now);
        if own.count >= settings.wrong_passwords_max {
            return Err(own.last + span - now);
        }
        if let Guesser::Address(_) = who {
            let all = &mut logins[self.bucket(&login, LOGINS)];
            all.fade(span, now);
            let due = all.last + i64::from(settings.slow_login_secs);
            if all.count >= settings.wrong_passwords_per_login_max && due > now {
                return Err(due - now);
            }
            all.add(now);
        }
        own.add(now);
        Ok(())
    }

    /// Takes a guess back that was not checked.
    pub fn take_back(&self, login: &str, who: &Guesser) {
        let mut counters = self.lock();
        let own = &mut counters.0[self.bucket(&(login, who), GUESSERS)];
        own.count = own.count.saturating_sub(1);
        self.forgive_login(&mut counters.1, login, who);
    }

    /// Forgets what this guesser got wrong: it knows the password. What others guess at the login stays.
    pub fn forget(&self, login: &str, who: &Guesser) {
        let mut counters = self.lock();
        counters.0[self.bucket(&(login, who), GUESSERS)].count = 0;
        self.forgive_login(&mut counters.1, login, who);
    }

    fn forgive_login(&self, logins: &mut [Counter], login: &str, who: &Guesser) {
        if let Guesser::Address(_) = who {
            let all = &mut logins[self.bucket(&login, LOGINS)];
            all.count = all.count.saturating_sub(1);
        }
    }

    fn lock(&self) -> MutexGuard<'_, (Vec<Counter>, Vec<Counter>)> {
        self.counters.lock().unwrap_or_else(|poison| poison.into_inner())
    }

    fn bucket(&self, who: &impl Hash, of: usize) -> usize {
        let hash = self.hashes.hash_one(who) % of as u64;
        usize::try_from(hash).unwrap_or(0)
    }
}

impl Counter {
    /// After a span without guesses all is forgotten.
    fn fade(&mut self, span: i64, now: i64) {
        if self.last + span <= now {
            self.count = 0;
        }
    }

    fn add(&mut self, now: i64) {
        *self = Self { count: self.count.saturating_add(1), last: now };
    }
}
