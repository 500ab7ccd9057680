//! Statements about rows that the two engines say differently.
use diesel::prelude::*;

use super::{DbConn, StoreResult};

/// Locks a name until the transaction ends, if nobody else has it; false, without waiting, when somebody has. On SQLite a
/// transaction that writes has everything.
///
/// # Errors
/// [`crate::db::StoreError::Query`].
pub fn lock_free_name(conn: &mut DbConn, name: i64) -> StoreResult<bool> {
    match conn {
        DbConn::Postgres(conn) => {
            let asked = diesel::dsl::sql::<diesel::sql_types::Bool>("pg_try_advisory_xact_lock(");
            let asked = asked.bind::<diesel::sql_types::BigInt, _>(name).sql(")");
            Ok(diesel::select(asked).get_result(conn)?)
        }
        DbConn::Sqlite(_) => Ok(true),
    }
}

/// Waits until nobody else has a name locked, and locks it until the transaction ends. Whoever locks several does so in
/// the order of the numbers. On SQLite a transaction that writes has everything.
///
/// # Errors
/// [`crate::db::StoreError::Query`].
pub fn lock_name(conn: &mut DbConn, name: i64) -> StoreResult<()> {
    if let DbConn::Postgres(conn) = conn {
        let asked = diesel::sql_query("SELECT pg_advisory_xact_lock($1)");
        asked.bind::<diesel::sql_types::BigInt, _>(name).execute(conn)?;
    }
    Ok(())
}

/// Inserts one row unless a uniqueness rule has it already; gives the number of rows written, 0 or 1.
/// `on_conflict` does not go through [`DbConn`], so the statement is written out for each engine here.
#[macro_export]
macro_rules! insert_or_ignore {
    ($conn:expr, $table:expr, $row:expr) => {
        match $conn {
            $crate::db::DbConn::Postgres(conn) => {
                diesel::insert_into($table).values($row).on_conflict_do_nothing().execute(conn)
            }
            $crate::db::DbConn::Sqlite(conn) => diesel::insert_or_ignore_into($table).values($row).execute(conn),
        }
    };
}

/// Locks the rows that a query of ids selects until the transaction ends, in the query's order, and gives the ids. On
/// SQLite a transaction that writes has everything locked, so there it only reads. With `free` rows that somebody else
/// has locked are left out: who does not wait can be part of no deadlock.
#[macro_export]
macro_rules! lock_rows {
    ($conn:expr, $rows:expr) => {
        match $conn {
            $crate::db::DbConn::Postgres(conn) => $rows.for_no_key_update().load::<i64>(conn),
            $crate::db::DbConn::Sqlite(conn) => $rows.load::<i64>(conn),
        }
    };
    (free, $conn:expr, $rows:expr) => {
        match $conn {
            $crate::db::DbConn::Postgres(conn) => $rows.for_no_key_update().skip_locked().load::<i64>(conn),
            $crate::db::DbConn::Sqlite(conn) => $rows.load::<i64>(conn),
        }
    };
}
