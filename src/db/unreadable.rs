//! One row that cannot be read must not hide all the others: lists leave it out, name it in the log, and count it.
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::{StoreError, StoreResult};

/// Rows that this process could not read, by table and number: as many as anybody would look after.
static FOUND: Mutex<BTreeSet<(&str, i64)>> = Mutex::new(BTreeSet::new());
const FOUND_MAX: usize = 10_000;

/// What was read of one row of a list; none when the row is damaged or sealed with another key. Then its table and
/// number are logged, once, and never its content. For a row that somebody asked for by itself the error is the answer.
///
/// # Errors
/// What is wrong with the database and not with the row.
pub fn unless_unreadable<T>(read: StoreResult<T>, table: &'static str, id: impl Into<i64>) -> StoreResult<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error @ (StoreError::Unseal(_) | StoreError::Damaged(_))) => {
            let id = id.into();
            let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
            if found.len() < FOUND_MAX && found.insert((table, id)) {
                tracing::error!(table, id, %error, "a row cannot be read and is left out");
            }
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// How many rows this process could not read since it began: 0, or somebody has to look into the log.
pub fn unreadable_rows() -> usize {
    FOUND.lock().unwrap_or_else(PoisonError::into_inner).len()
}
