//! Rows of `planning_runs`.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::proposal::Run;
use crate::clock::Timestamp;
use crate::db::schema::planning_runs as runs;
use crate::db::{DbConn, StoreError, StoreResult};

type RunRow = (i64, NaiveDate, NaiveDate, i64, String, String, String, Timestamp, Option<Timestamp>);
const RUN: (
    runs::id,
    runs::from_date,
    runs::to_date,
    runs::seed,
    runs::weights_version,
    runs::inputs_fingerprint,
    runs::proposal,
    runs::created_at,
    runs::published_at,
) = (
    runs::id,
    runs::from_date,
    runs::to_date,
    runs::seed,
    runs::weights_version,
    runs::inputs_fingerprint,
    runs::proposal,
    runs::created_at,
    runs::published_at,
);

/// Stores a run; gives its number.
pub fn add(conn: &mut DbConn, run: &Run, account_id: Option<i64>) -> StoreResult<i64> {
    let proposal = serde_json::to_string(&run.proposal).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let row = (
        runs::from_date.eq(run.from),
        runs::to_date.eq(run.to),
        runs::seed.eq(i64::try_from(run.seed).unwrap_or(i64::MAX)),
        runs::weights_version.eq(&run.weights_version),
        runs::inputs_fingerprint.eq(&run.inputs_fingerprint),
        runs::proposal.eq(proposal),
        runs::created_at.eq(run.created_at),
        runs::created_by.eq(account_id),
    );
    Ok(diesel::insert_into(runs::table).values(row).returning(runs::id).get_result(conn)?)
}

/// One run.
pub fn find(conn: &mut DbConn, id: i64) -> StoreResult<Option<Run>> {
    let row: Option<RunRow> = runs::table.find(id).select(RUN).first(conn).optional()?;
    row.map(run).transpose()
}

/// Runs, newest first, before a number (0 = from the newest).
pub fn list(conn: &mut DbConn, before: i64, limit: i64) -> StoreResult<Vec<Run>> {
    let below = if before == 0 { i64::MAX } else { before };
    let rows: Vec<RunRow> =
        runs::table.filter(runs::id.lt(below)).order(runs::id.desc()).limit(limit).select(RUN).load(conn)?;
    rows.into_iter().map(run).collect()
}

/// Marks a run as published; false when it was before.
pub fn mark_published(conn: &mut DbConn, id: i64, account_id: Option<i64>, now: Timestamp) -> StoreResult<bool> {
    let row = runs::table.filter(runs::id.eq(id)).filter(runs::published_at.is_null());
    let changes = (runs::published_at.eq(now), runs::published_by.eq(account_id));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

fn run(row: RunRow) -> StoreResult<Run> {
    let (id, from, to, seed, weights_version, inputs_fingerprint, proposal, created_at, published_at) = row;
    Ok(Run {
        id,
        from,
        to,
        seed: u64::try_from(seed).unwrap_or(0),
        weights_version,
        inputs_fingerprint,
        proposal: serde_json::from_str(&proposal).map_err(|error| StoreError::Damaged(error.to_string()))?,
        created_at,
        published_at,
    })
}
