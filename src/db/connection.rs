//! One database, whichever its engine: a pool for reading, transactions and lanes for writing.
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{Pool, PooledConnection};

use super::lanes::{LaneConn, Lanes, Outcome, Share};
use super::opener::Opener;
use super::transaction::Bounds;
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

/// The backend of both engines, where diesel wants one named.
pub type Engines = <DbConn as diesel::Connection>::Backend;

/// Which engine a URL means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// Embedded SQLite.
    Sqlite,
}

/// The database of a running process. Cloning is cheap.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    pool: Pool<Opener>,
    // SQLite allows one writer: waiting here is fair and cheap, waiting in SQLite's busy handler is neither.
    writer: Option<Arc<Mutex<DbConn>>>,
    lanes: Arc<Lanes>,
    bounds: Arc<Bounds>,
    opener: Opener,
}

impl Db {
    /// Opens the database that the settings name; for SQLite the file and its folder are made when missing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with the engine's own words.
    pub fn open(settings: &DatabaseSettings) -> StoreResult<Self> {
        let opener = Opener::new(settings);
        let engine = opener.engine();
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
        let bounds = Arc::new(opener.bounds());
        Ok(Self { engine, pool, writer, lanes: Arc::new(Lanes::start(lanes, &bounds)?), bounds, opener })
    }

    /// From now on every transaction does this last. Where locks are taken in it, its holder waits for no other lock
    /// any more, so they are part of no deadlock. A second call changes nothing.
    pub fn do_last(&self, last: impl Fn(&mut DbConn) -> StoreResult<()> + Send + Sync + 'static) {
        self.bounds.do_last(last);
    }

    /// Opens connections beside the pool and beside a pooler, for whoever must not wait for those who hold theirs.
    pub fn connector(&self) -> impl Fn() -> StoreResult<DbConn> + Send + Sync + use<> {
        let opener = self.opener.clone();
        move || opener.connect_directly()
    }

    /// Works by a new connection past the pool and past a pooler: what changes the schema.
    ///
    /// # Errors
    /// What `work` gives, or that no connection could be had.
    pub fn directly<T>(&self, work: impl FnOnce(&mut DbConn) -> StoreResult<T>) -> StoreResult<T> {
        work(&mut self.opener.connect_directly()?)
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
            None => self.bounds.around(&mut *self.pooled()?, work),
            Some(writer) => {
                let mut conn = writer.lock().unwrap_or_else(|poison| poison.into_inner());
                self.bounds.around(&mut conn, work)
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
