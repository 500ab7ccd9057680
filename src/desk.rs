//! What every verb has at hand: database, settings, clock, dice, vault, calendar. It knows no HTTP; how handlers read and
//! write with it is `web::desk`.
use std::collections::HashMap;
use std::sync::Arc;

use secrecy::ExposeSecret;

use crate::calendar::Calendar;
use crate::clock::{Clock, Timestamp};
use crate::config::{Office, Settings};
use crate::db::{Db, StoreError};
use crate::dice::Dice;
use crate::idempotency::{RunningKeys, SentForm};
use crate::sealed::Vault;

mod client_address;
pub use client_address::ClientAddress;

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
    /// Whose pages and mails these are.
    pub office: Arc<Office>,
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
    /// Requests with a key that this process is at work on.
    pub running: RunningKeys,
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
            office: Arc::new(Office::of(&settings)),
            settings: Arc::new(settings),
            calendar: Arc::new(calendar),
            clock,
            dice,
            ward_names: Arc::default(),
            client: None,
            running: RunningKeys::default(),
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

    /// From here on what is sent again is a repetition, where nothing else says so.
    pub fn soon_before(&self) -> Timestamp {
        self.now() - chrono::Duration::from(self.settings.limits.repeat_secs)
    }

    /// The sentence that warns staff when the working calendar is about to end.
    pub fn calendar_warning(&self) -> Option<String> {
        self.calendar.warning(self.now().date(), self.settings.calendar.warn_days)
    }
}
