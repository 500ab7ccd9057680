//! Statements about rows that the two engines say differently.
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool};

use super::lanes::is_shared;
use super::{DbConn, StoreError, StoreResult};

/// Locks a name until the transaction ends, if nobody else has it; false, without waiting, when somebody has. On SQLite a
/// transaction that writes has everything.
///
/// # Errors
/// [`crate::db::StoreError::Query`].
pub fn lock_free_name(conn: &mut DbConn, name: i64) -> StoreResult<bool> {
    match conn {
        DbConn::Postgres(conn) => {
            let asked = diesel::dsl::sql::<Bool>("pg_try_advisory_xact_lock(");
            let asked = asked.bind::<BigInt, _>(name).sql(")");
            Ok(diesel::select(asked).get_result(conn)?)
        }
        DbConn::Sqlite(_) => Ok(true),
    }
}

/// Waits until nobody else has these names locked, and locks them until the transaction ends, in the order of the
/// numbers, before any row is locked: so nobody waits for each other. A job that shares its transaction does not wait, it
/// steps back and is done again alone: the names of several jobs have no common order. On SQLite a transaction that
/// writes has everything.
///
/// # Errors
/// [`crate::db::StoreError::Query`]; [`StoreError::Overtaken`] for a shared job.
pub fn lock_names(conn: &mut DbConn, mut names: Vec<i64>) -> StoreResult<()> {
    names.sort_unstable();
    names.dedup();
    if let DbConn::Postgres(conn) = conn {
        if is_shared() {
            let free = diesel::dsl::sql::<Bool>("(SELECT bool_and(pg_try_advisory_xact_lock(name)) FROM unnest(");
            let free = free.bind::<Array<BigInt>, _>(names).sql(") AS name)");
            let all_free: Option<bool> = diesel::select(free.nullable()).get_result(conn)?;
            return if all_free == Some(false) { Err(StoreError::overtaken()) } else { Ok(()) };
        }
        // Without the materialized part the planner might lock and sort the other way round.
        let asked = diesel::sql_query(
            "WITH names AS MATERIALIZED (SELECT name FROM unnest($1) AS name ORDER BY name) \
             SELECT pg_advisory_xact_lock(name) FROM names",
        );
        asked.bind::<Array<BigInt>, _>(names).execute(conn)?;
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
/// has locked are left out: who does not wait can be part of no deadlock. With a type, rows that are more than an id.
#[macro_export]
macro_rules! lock_rows {
    (free, $conn:expr, $rows:expr) => {
        match $conn {
            $crate::db::DbConn::Postgres(conn) => $rows.for_no_key_update().skip_locked().load::<i64>(conn),
            $crate::db::DbConn::Sqlite(conn) => $rows.load::<i64>(conn),
        }
    };
    ($conn:expr, $rows:expr) => {
        $crate::lock_rows!($conn, $rows, i64)
    };
    ($conn:expr, $rows:expr, $row:ty) => {
        match $conn {
            $crate::db::DbConn::Postgres(conn) => $rows.for_no_key_update().load::<$row>(conn),
            $crate::db::DbConn::Sqlite(conn) => $rows.load::<$row>(conn),
        }
    };
}
