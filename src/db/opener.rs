//! How a connection is opened: the settings of either engine, straight to the database or through a pooler.
use std::path::Path;

use diesel::connection::{CacheSize, SimpleConnection};
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};

use super::file::{make_folder_of, make_private};
use super::transaction::Bounds;
use super::{DbConn, Engine, StoreError, StoreResult};
use crate::config::DatabaseSettings;

/// Connects by the URL's scheme, so that an unreachable PostgreSQL never becomes a file of that name.
#[derive(Clone)]
pub(super) struct Opener {
    url: String,
    pooler_url: Option<String>,
    busy_timeout_ms: u32,
}

impl Opener {
    pub(super) fn new(settings: &DatabaseSettings) -> Self {
        let pooler_url = Some(settings.pooler_url.clone()).filter(|url| !url.is_empty());
        Self { url: settings.url.clone(), pooler_url, busy_timeout_ms: settings.busy_timeout_ms }
    }

    /// The engine that the URL names; the settings have checked its scheme.
    pub(super) fn engine(&self) -> Engine {
        if self.url.starts_with("postgres") { Engine::Postgres } else { Engine::Sqlite }
    }

    /// How transactions on these connections begin and end. `BEGIN IMMEDIATE` on SQLite: a transaction that will write
    /// must not start as a reader and fail half-way. PostgreSQL answers the `COMMIT` of a transaction in which a
    /// statement failed with a silent rollback; another statement before it, in the same round trip, turns that into an
    /// error.
    pub(super) fn bounds(&self) -> Bounds {
        match (self.engine(), &self.pooler_url) {
            (Engine::Sqlite, _) => Bounds::new("BEGIN IMMEDIATE".to_owned(), "COMMIT"),
            (Engine::Postgres, None) => Bounds::new("BEGIN".to_owned(), "SELECT 1; COMMIT"),
            (Engine::Postgres, Some(_)) => {
                Bounds::new(format!("BEGIN; SET LOCAL {}", self.lock_timeout()), "SELECT 1; COMMIT")
            }
        }
    }

    /// Through the pooler, if there is one: the next transaction, or statement outside one, may be on another connection
    /// of it, so nothing is left behind on any.
    pub(super) fn connect(&self) -> StoreResult<DbConn> {
        let Some(url) = &self.pooler_url else { return self.connect_directly() };
        let mut conn = PgConnection::establish(url).map_err(unavailable)?;
        // Statements without a name are parsed, bound and executed in one message; the time zone and the encoding, which
        // diesel sets when it connects, are kept for each client by PgBouncer.
        conn.set_prepared_statement_cache_size(CacheSize::Disabled);
        Ok(DbConn::Postgres(conn))
    }

    /// Straight to the database.
    pub(super) fn connect_directly(&self) -> StoreResult<DbConn> {
        match self.engine() {
            Engine::Postgres => {
                let mut conn = PgConnection::establish(&self.url).map_err(unavailable)?;
                conn.batch_execute(&format!("SET {}", self.lock_timeout()))?;
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

    /// Who waits for a lock holds up everybody behind: better to refuse one than to stop a whole lane.
    fn lock_timeout(&self) -> String {
        format!("lock_timeout TO {}", self.busy_timeout_ms)
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

fn unavailable(error: ConnectionError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
