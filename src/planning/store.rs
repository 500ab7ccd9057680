//! Rows of `planning_runs`. A run that is carried out is held under a lease: its number and how often it was taken in
//! hand name the holder, so that who lost the lease writes nothing over the result of another.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::days::Days;
use super::proposal::{Proposal, Run, RunState};
use super::propose::Computed;
use crate::cases::store::NAMED_AT_ONCE;
use crate::clock::Timestamp;
use crate::db::schema::{cases, planning_runs as runs, visits};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{AccountId, CaseId, PlanningRunId, VisitId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = runs)]
struct RunRow {
    id: PlanningRunId,
    from_date: NaiveDate,
    to_date: NaiveDate,
    seed: i64,
    weights_version: String,
    inputs_fingerprint: String,
    proposal: String,
    created_at: Timestamp,
    published_at: Option<Timestamp>,
    progress: i32,
    claimed_until: Option<Timestamp>,
    stop_asked_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    failure: Option<String>,
}

/// A run that waits or is carried out: what whoever carries it out needs.
#[derive(Clone, Debug, Queryable)]
pub struct Job {
    /// Its number.
    pub id: PlanningRunId,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Where chance starts.
    pub seed: i64,
    /// Who asked for it; none: the system.
    pub account_id: Option<AccountId>,
    /// How often it was taken in hand.
    pub tries: i32,
    /// Somebody asked to stop it.
    pub stop_asked_at: Option<Timestamp>,
}

type JobColumns =
    (runs::id, runs::from_date, runs::to_date, runs::seed, runs::created_by, runs::tries, runs::stop_asked_at);
const JOB: JobColumns =
    (runs::id, runs::from_date, runs::to_date, runs::seed, runs::created_by, runs::tries, runs::stop_asked_at);

/// Stores a run that waits; gives its number.
pub fn add(
    conn: &mut DbConn,
    days: Days,
    seed: u64,
    account_id: Option<AccountId>,
    now: Timestamp,
) -> StoreResult<PlanningRunId> {
    let row = (
        (runs::from_date.eq(days.from), runs::to_date.eq(days.to)),
        runs::seed.eq(i64::try_from(seed).unwrap_or(i64::MAX)),
        (runs::weights_version.eq(""), runs::inputs_fingerprint.eq(""), runs::proposal.eq("")),
        runs::created_at.eq(now),
        runs::created_by.eq(account_id),
    );
    Ok(diesel::insert_into(runs::table).values(row).returning(runs::id).get_result(conn)?)
}

/// Takes a run in hand, the oldest that nobody holds; until `claimed_until` nobody else does. `only` names one.
pub fn claim(
    conn: &mut DbConn,
    only: Option<PlanningRunId>,
    claimed_until: Timestamp,
    now: Timestamp,
) -> StoreResult<Option<Job>> {
    let free = runs::claimed_until.is_null().or(runs::claimed_until.le(now).assume_not_null());
    let mut query =
        runs::table.filter(runs::finished_at.is_null()).filter(free).order(runs::id).select(JOB).into_boxed();
    if let Some(id) = only {
        query = query.filter(runs::id.eq(id));
    }
    let Some(job): Option<Job> = query.first(conn).optional()? else { return Ok(None) };
    let taken = (runs::claimed_until.eq(claimed_until), runs::tries.eq(job.tries + 1));
    let job = Job { tries: job.tries + 1, ..job };
    let row = runs::table.filter(runs::id.eq(job.id)).filter(runs::tries.eq(job.tries - 1));
    let is_ours = diesel::update(row.filter(runs::finished_at.is_null())).set(taken).execute(conn)? == 1;
    Ok(is_ours.then_some(job))
}

/// Whether [`claim`] would find something: asked without a lock.
pub fn is_any_free(conn: &mut DbConn, now: Timestamp) -> StoreResult<bool> {
    let free = runs::claimed_until.is_null().or(runs::claimed_until.le(now).assume_not_null());
    let found = runs::table.filter(runs::finished_at.is_null()).filter(free).select(runs::id);
    Ok(found.first::<PlanningRunId>(conn).optional()?.is_some())
}

/// Notes how far a run has come and holds it for longer. Whether it is to go on: nobody asked to stop, and the lease is
/// still ours.
pub fn go_on(conn: &mut DbConn, job: &Job, progress: i32, claimed_until: Timestamp) -> StoreResult<bool> {
    let changes = (runs::progress.eq(progress), runs::claimed_until.eq(claimed_until));
    let wanted = diesel::update(in_hand(job).filter(runs::stop_asked_at.is_null())).set(changes);
    Ok(wanted.execute(conn)? == 1)
}

/// Lays a run back for the next process.
pub fn lay_back(conn: &mut DbConn, job: &Job) -> StoreResult<()> {
    diesel::update(in_hand(job)).set(runs::claimed_until.eq(None::<Timestamp>)).execute(conn)?;
    Ok(())
}

/// Stores what a run came to; false when the lease was lost.
pub fn finish(conn: &mut DbConn, job: &Job, computed: &Computed, now: Timestamp) -> StoreResult<bool> {
    let proposal = serde_json::to_string(&computed.proposal).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let made = (
        runs::weights_version.eq(&computed.weights_version),
        runs::inputs_fingerprint.eq(&computed.inputs_fingerprint),
        runs::proposal.eq(proposal),
    );
    let changes = (made, runs::progress.eq(100), runs::finished_at.eq(now), runs::claimed_until.eq(None::<Timestamp>));
    Ok(diesel::update(in_hand(job)).set(changes).execute(conn)? == 1)
}

/// Ends a run without a proposal; false when the lease was lost.
pub fn fail(conn: &mut DbConn, job: &Job, why: &str, now: Timestamp) -> StoreResult<bool> {
    let changes = (runs::failure.eq(why), runs::finished_at.eq(now), runs::claimed_until.eq(None::<Timestamp>));
    Ok(diesel::update(in_hand(job)).set(changes).execute(conn)? == 1)
}

/// Who asked for a run: none for the system; nothing when there is no such run.
pub fn asked_by(conn: &mut DbConn, id: PlanningRunId) -> StoreResult<Option<Option<AccountId>>> {
    Ok(runs::table.find(id).select(runs::created_by).first(conn).optional()?)
}

/// Asks a run to stop; false when it has ended.
pub fn ask_to_stop(conn: &mut DbConn, id: PlanningRunId, now: Timestamp) -> StoreResult<bool> {
    let row = runs::table.filter(runs::id.eq(id)).filter(runs::finished_at.is_null());
    Ok(diesel::update(row).set(runs::stop_asked_at.eq(now)).execute(conn)? == 1)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn in_hand(job: &Job) -> _ {
    let (id, tries): (PlanningRunId, i32) = (job.id, job.tries);
    runs::table.filter(runs::id.eq(id)).filter(runs::tries.eq(tries)).filter(runs::finished_at.is_null())
}

/// One run.
pub fn find(conn: &mut DbConn, id: PlanningRunId) -> StoreResult<Option<Run>> {
    let row: Option<RunRow> = runs::table.find(id).select(RunRow::as_select()).first(conn).optional()?;
    row.map(run).transpose()
}

/// Whether there is such a run and it has not ended.
pub fn is_unfinished(conn: &mut DbConn, id: PlanningRunId) -> StoreResult<bool> {
    let unfinished = runs::table.find(id).filter(runs::finished_at.is_null()).select(runs::id);
    Ok(unfinished.first::<PlanningRunId>(conn).optional()?.is_some())
}

/// Runs, newest first, before a number (0 = from the newest).
pub fn list(conn: &mut DbConn, before: i64, limit: i64) -> StoreResult<Vec<Run>> {
    let below = if before == 0 { i64::MAX } else { before };
    let rows = runs::table.filter(runs::id.lt(below)).order(runs::id.desc()).limit(limit);
    let rows: Vec<RunRow> = rows.select(RunRow::as_select()).load(conn)?;
    rows.into_iter().map(run).collect()
}

/// The cases of some visits.
pub fn cases_of(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<Vec<CaseId>> {
    Ok(visits::table.filter(visits::id.eq_any(visit_ids)).select(visits::case_id).load(conn)?)
}

/// Visit, code and ward of the case, and people, of some visits.
pub fn visits_named(conn: &mut DbConn, ids: &[VisitId]) -> StoreResult<Vec<(VisitId, String, String, i32)>> {
    let mut named = Vec::with_capacity(ids.len());
    for ids in ids.chunks(NAMED_AT_ONCE) {
        let rows = visits::table.inner_join(cases::table).filter(visits::id.eq_any(ids));
        let columns = (visits::id, cases::code, cases::ward_code, visits::captures);
        named.extend(rows.select(columns).load::<(VisitId, String, String, i32)>(conn)?);
    }
    Ok(named)
}

/// Marks a run as published; false when it was before.
pub fn mark_published(
    conn: &mut DbConn,
    id: PlanningRunId,
    account_id: Option<AccountId>,
    now: Timestamp,
) -> StoreResult<bool> {
    let row = runs::table.filter(runs::id.eq(id)).filter(runs::published_at.is_null());
    let changes = (runs::published_at.eq(now), runs::published_by.eq(account_id));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

fn run(row: RunRow) -> StoreResult<Run> {
    let state = match (&row.finished_at, &row.failure, row.stop_asked_at, row.claimed_until) {
        (Some(_), None, ..) => RunState::Done,
        (Some(_), Some(_), Some(_), _) => RunState::Stopped,
        (Some(_), Some(_), None, _) => RunState::Failed,
        (None, _, _, Some(_)) => RunState::Running,
        (None, ..) => RunState::Waiting,
    };
    let proposal = match state {
        RunState::Done => {
            serde_json::from_str(&row.proposal).map_err(|error| StoreError::Damaged(error.to_string()))?
        }
        _ => Proposal::default(),
    };
    Ok(Run {
        id: row.id,
        from: row.from_date,
        to: row.to_date,
        seed: u64::try_from(row.seed).unwrap_or(0),
        weights_version: row.weights_version,
        inputs_fingerprint: row.inputs_fingerprint,
        proposal,
        created_at: row.created_at,
        published_at: row.published_at,
        state,
        progress: row.progress,
        finished_at: row.finished_at,
        failure: row.failure,
    })
}
