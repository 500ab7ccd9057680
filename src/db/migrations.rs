//! The migrations of both engines, inside the binary.
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Db, DbConn, StoreError, StoreResult};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Applies what is missing; gives the names of what was applied.
///
/// # Errors
/// [`StoreError::Unavailable`] with the statement's error.
pub fn apply(db: &Db) -> StoreResult<Vec<String>> {
    db.directly(|conn| {
        let applied = match conn {
            DbConn::Postgres(conn) => conn.run_pending_migrations(POSTGRES),
            DbConn::Sqlite(conn) => conn.run_pending_migrations(SQLITE),
        };
        let names = applied.map_err(broken)?;
        Ok(names.iter().map(ToString::to_string).collect())
    })
}

/// Whether some migration is missing.
///
/// # Errors
/// [`StoreError::Unavailable`] when the database cannot be asked.
pub fn is_behind(db: &Db) -> StoreResult<bool> {
    db.directly(|conn| match conn {
        DbConn::Postgres(conn) => conn.has_pending_migration(POSTGRES).map_err(broken),
        DbConn::Sqlite(conn) => conn.has_pending_migration(SQLITE).map_err(broken),
    })
}

/// Takes everything back, newest first: for `tests/schema.rs`.
///
/// # Errors
/// [`StoreError::Unavailable`] with the statement's error.
pub fn revert_all(db: &Db) -> StoreResult<usize> {
    db.directly(|conn| {
        let reverted = match conn {
            DbConn::Postgres(conn) => conn.revert_all_migrations(POSTGRES),
            DbConn::Sqlite(conn) => conn.revert_all_migrations(SQLITE),
        };
        Ok(reverted.map_err(broken)?.len())
    })
}

fn broken(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
