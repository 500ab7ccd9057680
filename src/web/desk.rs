//! What every handler has at hand: database, settings, clock, dice, vault, calendar.
use std::collections::HashMap;
use std::sync::Arc;

use secrecy::ExposeSecret;
use tokio::sync::oneshot::error::RecvError;

use super::Problem;
use super::answer::{RunningWishes, SentForm};
use super::client_address::ClientAddress;
use super::problem_types::INTERNAL;
use crate::calendar::Calendar;
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::{Db, DbConn, Share, StoreError};
use crate::dice::Dice;
use crate::sealed::Vault;

/// The city whose police this is; mails are signed with its name too.
const CITY: &str = "thành phố Hải Phòng";

/// Shared by all handlers and by the worker. Cloning is cheap. Whoever does one thing with it — a request, a command, a
/// step of the worker — is handed a copy whose clock stands still ([`Desk::at_one_moment`]).
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: Db,
    /// The effective settings.
    pub settings: Arc<Settings>,
    /// Tells the time.
    pub clock: Clock,
    /// Throws codes and secrets.
    pub dice: Dice,
    /// Seals and opens personal data.
    pub vault: Vault,
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// Names of the wards by their codes, for addresses in mails and calendar entries.
    pub ward_names: Arc<HashMap<String, String>>,
    /// From where the request comes that this desk was handed out for; none for the worker and commands.
    pub client: Option<ClientAddress>,
    /// Wishes that requests of this process are at work on.
    pub wishes: RunningWishes,
    /// The form that the request of this desk sent; what is written for it is written once.
    pub form: Option<SentForm>,
}

impl Desk {
    /// Opens the database and derives the keys.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be opened.
    pub fn new(settings: Settings, calendar: Calendar, clock: Clock, dice: Dice) -> Result<Self, StoreError> {
        Ok(Self {
            db: Db::open(&settings.database)?,
            vault: Vault::new(settings.keys.data_key.expose_secret(), dice.clone()),
            settings: Arc::new(settings),
            calendar: Arc::new(calendar),
            clock,
            dice,
            ward_names: Arc::default(),
            client: None,
            wishes: RunningWishes::default(),
            form: None,
        })
    }

    /// A door with ward and city, as a calendar or a map application finds it; without the ward when its code is not
    /// known any more.
    pub fn full_address(&self, door: &str, ward_code: &str) -> String {
        let ward = self.ward_names.get(ward_code).map(String::as_str);
        [Some(door), ward, Some(CITY)].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The ward with its city, without a door.
    pub fn ward_address(&self, ward_code: &str) -> String {
        let ward = self.ward_names.get(ward_code).map(String::as_str);
        [ward, Some(CITY)].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A copy whose clock was read now and stands still: one answer never straddles a minute, a day or a deadline.
    #[must_use]
    pub fn at_one_moment(&self) -> Self {
        Self { clock: Clock::Read(self.clock.now()), ..self.clone() }
    }

    /// From where the request comes, as it may be kept: the same for the same address, and nobody can tell which it is.
    pub fn source(&self) -> String {
        let from = self.client.map_or_else(String::new, |client| client.to_string());
        self.vault.lookup("source", &[&from])[..16].to_owned()
    }

    /// The sentence that warns staff when the working calendar is about to end.
    pub fn calendar_warning(&self) -> Option<String> {
        self.calendar.warning(self.now().date(), self.settings.calendar.warn_days)
    }

    /// Reads without blocking the HTTP thread.
    ///
    /// # Errors
    /// What `work` refuses, as a problem.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        let desk = self.clone();
        let done = move || desk.db.read(|conn| work(conn, &desk));
        actix_web::web::block(done).await.map_err(no_thread)?.map_err(Into::into)
    }

    /// Writes through any lane without blocking a thread: all that `work` does is stored, or nothing. It may lock what it
    /// likes, in the one order (`visits::lock`), and may be done more than once.
    ///
    /// # Errors
    /// What `work` refuses, as a problem; nothing is stored then.
    pub async fn write<T, E>(
        &self,
        work: impl FnMut(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        self.write_somewhere(None, Share::Alone, work).await
    }

    /// Writes through the lane of `key`, for instance a duty's id: work about one thing stands in line here and not at
    /// the database's row locks, and shares transactions. Of rows that others may want it locks that thing alone.
    ///
    /// # Errors
    /// As [`Desk::write`].
    pub async fn write_in_lane<T, E>(
        &self,
        key: u64,
        work: impl FnMut(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        self.write_somewhere(Some(key), Share::Batch, work).await
    }

    pub(super) async fn write_somewhere<T, E>(
        &self,
        key: Option<u64>,
        share: Share,
        mut work: impl FnMut(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        let desk = self.clone();
        let work = move |conn: &mut DbConn| {
            if let Some(form) = &desk.form {
                form.claim(conn, desk.now())?;
            }
            // A problem tells as well as the error it comes from whether another try may succeed.
            work(conn, &desk).map_err(Into::into)
        };
        let outcome = self.db.write_shared(key, share, work).await.map_err(no_outcome)?;
        if let (Some(form), Ok(_)) = (&self.form, &outcome) {
            form.note_claim();
        }
        outcome
    }
}

/// A write panicked in its lane; the panic itself is in the log.
fn no_outcome(error: RecvError) -> Problem {
    tracing::error!(%error, "a write ended without an outcome");
    Problem::new(&INTERNAL)
}

/// A handler's blocking work panicked; the panic itself is in the log.
pub fn no_thread(error: actix_web::error::BlockingError) -> Problem {
    tracing::error!(%error, "blocking work ended without an answer");
    Problem::new(&INTERNAL)
}
