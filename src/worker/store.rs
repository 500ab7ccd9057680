//! Rows of `worker_steps`: when each step ran, since when it fails, and why.
use std::collections::BTreeMap;

use chrono::Duration;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::worker_steps as steps;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;

/// How a step stands, whichever process ran it last.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct StepState {
    /// Its name.
    pub name: String,
    /// When it last ended, well or not; up to a fifth of `worker.late_secs` ago while it goes on.
    pub ran_at: Timestamp,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
}

/// Every step that ever ran.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn step_states(conn: &mut DbConn) -> StoreResult<Vec<StepState>> {
    Ok(steps::table.order(steps::name).select((steps::name, steps::ran_at, steps::failing_since)).load(conn)?)
}

/// Notes that a step has run well.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn note_run(conn: &mut DbConn, step: &str, now: Timestamp) -> StoreResult<()> {
    put(conn, step, None, now)
}

/// A row that `/ready` stores to see whether a change can be stored at all.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn note_probe(conn: &mut DbConn, now: Timestamp) -> StoreResult<()> {
    note_run(conn, "probe", now)
}

/// What one thread of the worker knows of its steps. Their rows are written when something changed, otherwise rarely:
/// a commit every two seconds, to say that nothing happened, would wear out a disk. In the order of their names, so that
/// two processes do not wait for each other's rows in a circle.
pub struct Notes {
    every: Duration,
    stored_at: Option<Timestamp>,
    errors: BTreeMap<&'static str, Option<String>>,
    changed: bool,
}

impl Notes {
    /// Of a thread that has done nothing yet.
    pub fn new(desk: &Desk) -> Self {
        let every = Duration::from(desk.settings.worker.late_secs / 5);
        Self { every, stored_at: None, errors: BTreeMap::new(), changed: false }
    }

    /// Notes how a step ended. The log hears once that it fails, and once that it is well again.
    pub fn add(&mut self, name: &'static str, error: Option<String>) {
        let earlier = self.errors.insert(name, error.clone());
        match (earlier.flatten(), error) {
            (None, Some(error)) => tracing::error!(step = name, %error, "a step of the worker fails"),
            (Some(_), None) => tracing::info!(step = name, "a step of the worker is well again"),
            (None, None) | (Some(_), Some(_)) => return,
        }
        self.changed = true;
    }

    /// Writes the rows if it is time to. What cannot be written is tried again in the next round; that the steps have
    /// not run is told by the rows' age then.
    pub fn store(&mut self, desk: &Desk) {
        let now = desk.now();
        if !self.changed && self.stored_at.is_some_and(|at| now - at < self.every) {
            return;
        }
        let stored = desk
            .db
            .write(|conn| self.errors.iter().try_for_each(|(name, error)| put(conn, name, error.as_deref(), now)));
        if let Err(error) = stored {
            if !self.changed {
                tracing::error!(%error, "the standing of the worker could not be written");
            }
            self.changed = true;
            return;
        }
        (self.stored_at, self.changed) = (Some(now), false);
    }
}

fn put(conn: &mut DbConn, name: &str, error: Option<&str>, now: Timestamp) -> StoreResult<()> {
    crate::insert_or_ignore!(conn, steps::table, (steps::name.eq(name), steps::ran_at.eq(now)))?;
    let row = steps::table.find(name);
    diesel::update(row).set((steps::ran_at.eq(now), steps::last_error.eq(error))).execute(conn)?;
    match error {
        None => diesel::update(row).set(steps::failing_since.eq(None::<Timestamp>)).execute(conn)?,
        Some(_) => {
            let new = steps::table.filter(steps::name.eq(name)).filter(steps::failing_since.is_null());
            diesel::update(new).set(steps::failing_since.eq(now)).execute(conn)?
        }
    };
    Ok(())
}
