//! Destroyed keys, written down outside the database. A copy of the database from before has them still: what stands in
//! the journal is destroyed there again before anybody reads from it.
use std::collections::HashSet;
use std::io;
use std::path::Path;

use chrono::Duration;

use super::store;
use crate::clock::Timestamp;
use crate::db::{Db, StoreError, StoreResult, append_only};
use crate::ids::CaseId;

/// How far before its last line the journal looks for what it missed: clocks of two machines differ, and transactions end
/// later than they begin.
const LOOK_BACK_DAYS: i64 = 1;

/// What had to be destroyed once more.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// How many keys.
    pub keys: usize,
    /// The numbers of the cases that they belong to.
    pub cases: Vec<CaseId>,
}

/// Destroys what the journal names and this database still has. Nothing without a journal.
///
/// # Errors
/// The database's; [`StoreError::Unavailable`] when the journal is there and cannot be read.
pub fn replay(db: &Db, file: &Path, now: Timestamp) -> StoreResult<Again> {
    let named = read(file).map_err(|error| unavailable(file, &error))?;
    db.write(|conn| {
        let mut again = Again::default();
        for id in &named {
            if store::destroy(conn, id, now)? {
                again.keys += 1;
                again.cases.extend(store::case_of(conn, id)?);
            }
        }
        Ok(again)
    })
}

/// Writes down what was destroyed and does not stand there yet; gives how much that is.
///
/// # Errors
/// As [`replay`].
pub fn write_down(db: &Db, file: &Path) -> StoreResult<usize> {
    if file.as_os_str().is_empty() {
        return Ok(0);
    }
    let last = last_moment(file).map_err(|error| unavailable(file, &error))?;
    let since = last.map(|last| last - Duration::days(LOOK_BACK_DAYS));
    let destroyed = db.read(|conn| store::destroyed_since(conn, since))?;
    if destroyed.is_empty() {
        return Ok(0);
    }
    let known = read(file).map_err(|error| unavailable(file, &error))?;
    let missing: Vec<_> = destroyed.into_iter().filter(|(id, _)| !known.contains(id)).collect();
    if !missing.is_empty() {
        append(file, &missing).map_err(|error| unavailable(file, &error))?;
    }
    Ok(missing.len())
}

fn read(file: &Path) -> io::Result<HashSet<String>> {
    if file.as_os_str().is_empty() {
        return Ok(HashSet::new());
    }
    let text = append_only::whole(file)?;
    Ok(text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

fn last_moment(file: &Path) -> io::Result<Option<Timestamp>> {
    let text = append_only::tail(file)?;
    let moment = |line: &str| chrono::DateTime::parse_from_rfc3339(line.split_whitespace().nth(1)?).ok();
    Ok(text.lines().rev().find_map(moment).map(|moment| Timestamp::from_stored(moment.naive_utc())))
}

fn append(file: &Path, destroyed: &[(String, Timestamp)]) -> io::Result<()> {
    let lines: Vec<String> = destroyed.iter().map(|(id, at)| format!("{id} {}", at.utc().to_rfc3339())).collect();
    append_only::append(file, &lines.join("\n"))
}

fn unavailable(file: &Path, error: &io::Error) -> StoreError {
    StoreError::Unavailable(format!("{}: {error}", file.display()))
}
