//! Opening, pooling and transactions: the only place where SQLite and PostgreSQL differ.
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};

use super::file::{make_folder_of, make_private};
use super::lanes::{LaneConn, Lanes, Outcome, Share};
use super::{StoreError, StoreResult, retry};
use crate::config::DatabaseSettings;

pub use both::DbConn;

/// The derive writes undocumented public items, so it has a module of its own.
mod both {
    #![allow(missing_docs)]

    /// A connection to either engine. Queries are written once against it.
    #[derive(diesel::MultiConnection)]
    pub enum DbConn {
        /// PostgreSQL.
        Postgres(diesel::PgConnection),
        /// Embedded SQLite.
        Sqlite(diesel::SqliteConnection),
    }
}

/// Which engine a URL means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// Embedded SQLite.
    Sqlite,
}

/// What every transaction does last, before it becomes durable; set once, by [`Db::do_last`].
pub(super) type Last = Arc<OnceLock<Box<dyn Fn(&mut DbConn) -> StoreResult<()> + Send + Sync>>>;

/// The database of a running process. Cloning is cheap.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    pool: Pool<Opener>,
    // SQLite allows one writer: waiting here is fair and cheap, waiting in SQLite's busy handler is neither.
    writer: Option<Arc<Mutex<DbConn>>>,
    lanes: Arc<Lanes>,
    last: Last,
    opener: Opener,
}

impl Db {
    /// Opens the database that the settings name; for SQLite the file and its folder are made when missing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with the engine's own words.
    pub fn open(settings: &DatabaseSettings) -> StoreResult<Self> {
        let opener = Opener { url: settings.url.clone(), busy_timeout_ms: settings.busy_timeout_ms };
        let engine = engine_of(&settings.url);
        let writer = match engine {
            Engine::Postgres => None,
            Engine::Sqlite => Some(Arc::new(Mutex::new(opener.connect()?))),
        };
        let lanes = match &writer {
            None => (0..settings.lanes).map(|_| LaneConn::Own(Box::new(opener.clone()), None)).collect(),
            Some(writer) => vec![LaneConn::Shared(writer.clone())],
        };
        let pool = Pool::builder()
            .max_size(settings.pool_size)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            .build(opener.clone())
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let last = Last::default();
        Ok(Self { engine, pool, writer, lanes: Arc::new(Lanes::start(lanes, &last)?), last, opener })
    }

    /// From now on every transaction does this last. Where locks are taken in it, its holder waits for no other lock
    /// any more, so they are part of no deadlock. A second call changes nothing.
    pub fn do_last(&self, last: impl Fn(&mut DbConn) -> StoreResult<()> + Send + Sync + 'static) {
        let _ = self.last.set(Box::new(last));
    }

    /// Opens connections beside the pool, for whoever must not wait for those who hold the pool's.
    pub fn connector(&self) -> impl Fn() -> StoreResult<DbConn> + Send + Sync + use<> {
        let opener = self.opener.clone();
        move || opener.connect()
    }

    /// Makes what was deleted disappear from the files of an embedded database; another engine looks after its own.
    ///
    /// # Errors
    /// [`StoreError::Query`].
    pub fn wipe_deleted(&self) -> StoreResult<()> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let mut conn = writer.lock().unwrap_or_else(|poison| poison.into_inner());
        Ok(conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Reads on this thread.
    ///
    /// # Errors
    /// What `work` gives, or that no connection could be had.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut DbConn) -> Result<T, E>) -> Result<T, E> {
        work(&mut *self.pooled()?)
    }

    /// Writes on this thread: everything `work` does happens, or nothing. Work that lost a race is done again, a bounded
    /// number of times.
    ///
    /// # Errors
    /// What `work` gives (then nothing is stored), or that the transaction could not be made durable.
    pub fn write<T, E>(&self, mut work: impl FnMut(&mut DbConn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + std::error::Error + 'static,
    {
        let mut tried = 1;
        loop {
            let done = self.write_once(&mut work);
            match &done {
                Err(error) if tried < retry::TRIES && retry::is_passing(error) => retry::pause(tried),
                _ => return done,
            }
            tried += 1;
        }
    }

    fn write_once<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut DbConn) -> Result<T, E>) -> Result<T, E> {
        match &self.writer {
            None => in_transaction(&mut *self.pooled()?, &self.last, work),
            Some(writer) => {
                let mut conn = writer.lock().unwrap_or_else(|poison| poison.into_inner());
                in_transaction(&mut conn, &self.last, work)
            }
        }
    }

    /// Hands a write to a lane, which stores it together with what else is waiting: everything `work` does happens, or
    /// nothing, and the outcome comes after the commit. Work with the same `key` goes through the same lane in the
    /// order in which it came; without a key any lane takes it. Work that lost a race is done again, by itself, a bounded
    /// number of times.
    pub fn write_in_lane<T, E>(
        &self,
        key: Option<u64>,
        work: impl FnMut(&mut DbConn) -> Result<T, E> + Send + 'static,
    ) -> Outcome<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        self.lanes.hand(key, Share::Batch, work)
    }

    /// [`Db::write_in_lane`] with or without others in the same transaction.
    pub fn write_shared<T, E>(
        &self,
        key: Option<u64>,
        share: Share,
        work: impl FnMut(&mut DbConn) -> Result<T, E> + Send + 'static,
    ) -> Outcome<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        self.lanes.hand(key, share, work)
    }

    /// Waits until the lanes have done what was handed to them so far. Not for async code: it blocks the thread.
    pub fn settle(&self) {
        self.lanes.settle();
    }

    fn pooled(&self) -> StoreResult<PooledConnection<Opener>> {
        self.pool.get().map_err(|error| StoreError::Unavailable(error.to_string()))
    }
}

/// Connects by the URL's scheme, so that an unreachable PostgreSQL never becomes a file of that name.
#[derive(Clone)]
pub(super) struct Opener {
    url: String,
    busy_timeout_ms: u32,
}

impl Opener {
    pub(super) fn connect(&self) -> StoreResult<DbConn> {
        let unavailable = |error: ConnectionError| StoreError::Unavailable(error.to_string());
        match engine_of(&self.url) {
            Engine::Postgres => {
                let mut conn = PgConnection::establish(&self.url).map_err(unavailable)?;
                // Who waits for a lock holds up everybody behind: better to refuse one than to stop a whole lane.
                let timeout = self.busy_timeout_ms;
                conn.batch_execute(&format!("SET timezone TO 'UTC'; SET lock_timeout TO {timeout}"))?;
                Ok(DbConn::Postgres(conn))
            }
            Engine::Sqlite => {
                let path = self.url.trim_start_matches("sqlite:");
                make_folder_of(Path::new(path))?;
                make_private(Path::new(path))?;
                let mut conn = SqliteConnection::establish(path).map_err(unavailable)?;
                // WAL lets readers go on while one writes; FULL makes an answered booking survive a power cut; what was
                // deleted is overwritten.
                conn.batch_execute(&format!(
                    "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
                    self.busy_timeout_ms
                ))?;
                Ok(DbConn::Sqlite(conn))
            }
        }
    }
}

impl ManageConnection for Opener {
    type Connection = DbConn;
    type Error = StoreError;

    fn connect(&self) -> StoreResult<DbConn> {
        self.connect()
    }

    fn is_valid(&self, conn: &mut DbConn) -> StoreResult<()> {
        Ok(conn.ping()?)
    }

    fn has_broken(&self, conn: &mut DbConn) -> bool {
        conn.is_broken()
    }
}

/// The engine that a URL names; the settings have checked its scheme.
fn engine_of(url: &str) -> Engine {
    if url.starts_with("postgres") { Engine::Postgres } else { Engine::Sqlite }
}

fn in_transaction<T, E: From<StoreError>>(
    conn: &mut DbConn,
    last: &Last,
    work: impl FnOnce(&mut DbConn) -> Result<T, E>,
) -> Result<T, E> {
    begin(conn, "")?;
    // A panic in `work` must not leave the shared writer inside a transaction.
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(conn)));
    match outcome {
        Ok(Ok(done)) => {
            commit(conn, last).inspect_err(|_| roll_back(conn))?;
            Ok(done)
        }
        Ok(Err(refused)) => {
            roll_back(conn);
            Err(refused)
        }
        Err(panic) => {
            roll_back(conn);
            std::panic::resume_unwind(panic)
        }
    }
}

/// Begins a transaction, and in the same round trip does `first`. `BEGIN IMMEDIATE` on SQLite: a transaction that will
/// write must not start as a reader and fail half-way.
pub(super) fn begin(conn: &mut DbConn, first: &str) -> StoreResult<()> {
    let begin = match conn {
        DbConn::Postgres(_) => "BEGIN",
        DbConn::Sqlite(_) => "BEGIN IMMEDIATE",
    };
    Ok(conn.batch_execute(&format!("{begin}; {first}"))?)
}

/// Does what comes last and makes a transaction durable. PostgreSQL answers the `COMMIT` of a transaction in which a statement failed with a
/// silent rollback; another statement before it, in the same round trip, turns that into an error.
pub(super) fn commit(conn: &mut DbConn, last: &Last) -> StoreResult<()> {
    if let Some(last) = last.get() {
        last(conn)?;
    }
    let commit = match conn {
        DbConn::Postgres(_) => "SELECT 1; COMMIT",
        DbConn::Sqlite(_) => "COMMIT",
    };
    Ok(conn.batch_execute(commit)?)
}

/// Ends a transaction without a trace.
pub(super) fn roll_back(conn: &mut DbConn) {
    if let Err(error) = conn.batch_execute("ROLLBACK") {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}
