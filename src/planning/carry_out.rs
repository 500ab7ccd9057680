//! Planning runs are carried out one after the other, beside everything else: outside any transaction and any request,
//! under a lease that another process takes over when this one dies.
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use planner::{Unwatched, Watch};

use super::proposal::Run;
use super::propose::{self, Computed, ProposeError, Span};
use super::store::{self, Job};
use crate::accounts::{Staff, store as accounts};
use crate::clock::Timestamp;
use crate::db::{StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::SignInId;
use crate::outbox::stop::Stop;
use crate::reference_data::ReferenceData;

/// How often a run that is carried out tells how far it is, and hears whether it shall stop.
const HEARTBEAT: Duration = Duration::from_millis(500);
/// Steps of the search after which each of its threads asks whether it shall go on.
const STEPS_PER_QUESTION: u64 = 16;
/// What a run shows before its search begins, percent.
const READ: i32 = 10;
/// What it shows at most before it has ended, percent.
const SEARCHED: i32 = 95;

/// Carries out the oldest run that nobody holds; gives whether there was one. A process that ends lays its run back.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked; what is wrong with the run itself is noted in it.
pub fn one(desk: &Desk, reference: &ReferenceData, stop: &Stop) -> StoreResult<bool> {
    let now = desk.now();
    if stop.is_asked() || !desk.db.read(|conn| store::is_any_free(conn, now))? {
        return Ok(false);
    }
    let claimed_until = lease(desk, now);
    match desk.db.write(|conn| store::claim(conn, None, claimed_until, now))? {
        Some(job) => carry_out(desk, reference, &job, stop).map(|()| true),
        None => Ok(false),
    }
}

/// Computes and stores a run at once on this thread, whoever else is at work: for the command line and the demo.
///
/// # Errors
/// [`ProposeError`].
pub fn at_once(desk: &Desk, reference: &ReferenceData, staff: Option<&Staff>, span: Span) -> Result<Run, ProposeError> {
    let now = desk.now();
    let seed = span.seed.unwrap_or_else(|| desk.dice.seed());
    let computed = propose::compute(desk, reference, staff, span, seed, &Unwatched)?;
    let lost = || StoreError::Damaged("planning_runs".to_owned());
    desk.db.write(|conn| {
        let id = store::add(conn, span.days(), seed, staff.map(|staff| staff.account_id), now)?;
        let job = store::claim(conn, Some(id), now, now)?.ok_or_else(lost)?;
        store::finish(conn, &job, &computed, now)?;
        Ok(store::find(conn, id)?.ok_or_else(lost)?)
    })
}

fn lease(desk: &Desk, now: Timestamp) -> Timestamp {
    now + chrono::Duration::from(desk.settings.planning.lease_secs)
}

#[tracing::instrument(name = "carry_out_planning_run", skip_all, fields(planning_run_id = %job.id))]
fn carry_out(desk: &Desk, reference: &ReferenceData, job: &Job, stop: &Stop) -> StoreResult<()> {
    // One thing is done at one moment; how long it takes is counted by the lease.
    let still = desk.at_one_moment();
    if job.tries > desk.settings.planning.tries_max {
        let why = "việc xếp lịch bị ngắt giữa chừng nhiều lần, xin báo quản trị viên";
        desk.db.write(|conn| store::fail(conn, job, why, still.now()))?;
        return Ok(());
    }
    let by = match job.account_id {
        Some(id) => {
            desk.db.read(|conn| accounts::find(conn, id))?.map(|account| Staff::of(account, SignInId::UNSTORED))
        }
        None => None,
    };
    let computed = work(desk, &still, reference, by.as_ref(), job, stop);
    if stop.is_asked() && computed.is_err() {
        return desk.db.write(|conn| store::lay_back(conn, job));
    }
    end(&still, job, &computed)
}

/// Computes at one moment, while a second thread keeps the lease by the clock that runs and hears whether it shall stop.
fn work(
    desk: &Desk,
    still: &Desk,
    reference: &ReferenceData,
    staff: Option<&Staff>,
    job: &Job,
    stop: &Stop,
) -> Result<Computed, ProposeError> {
    let search = Search::new(desk, job.stop_asked_at.is_some());
    let over = Stop::default();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.pause(HEARTBEAT) {
                let until = lease(desk, desk.now());
                let goes_on = desk.db.write(|conn| store::go_on(conn, job, search.percent(), until));
                if stop.is_asked() || matches!(goes_on, Ok(false)) {
                    search.stopped.store(true, Ordering::Relaxed);
                }
            }
        });
        if search.stopped.load(Ordering::Relaxed) {
            over.ask();
            return Err(ProposeError::Stopped);
        }
        let span = Span { from: job.from, to: job.to, seed: None };
        let seed = u64::try_from(job.seed).unwrap_or(0);
        let computed = propose::compute(still, reference, staff, span, seed, &search);
        over.ask();
        match computed {
            Ok(_) if search.stopped.load(Ordering::Relaxed) => Err(ProposeError::Stopped),
            computed => computed,
        }
    })
}

fn end(desk: &Desk, job: &Job, computed: &Result<Computed, ProposeError>) -> StoreResult<()> {
    let now = desk.now();
    let is_ours = match computed {
        Ok(computed) => desk.db.write(|conn| store::finish(conn, job, computed, now))?,
        Err(error) => {
            let why = error.words();
            desk.db.write(|conn| store::fail(conn, job, &why, now))?
        }
    };
    if !is_ours {
        tracing::warn!(run = %job.id, "another process had taken this planning run over");
    }
    Ok(())
}

/// Counts how far a search is, by how often its threads ask; it has no clock and no other sign.
struct Search {
    asked: AtomicU64,
    expected: u64,
    stopped: AtomicBool,
}

impl Search {
    fn new(desk: &Desk, is_stopped: bool) -> Self {
        let planning = &desk.settings.planning;
        let expected = planning.iterations / STEPS_PER_QUESTION * planning.threads as u64;
        Self { asked: AtomicU64::new(0), expected: expected.max(1), stopped: AtomicBool::new(is_stopped) }
    }

    fn percent(&self) -> i32 {
        let done = self.asked.load(Ordering::Relaxed).min(self.expected) * 100 / self.expected;
        READ + i32::try_from(done).unwrap_or(100) * (SEARCHED - READ) / 100
    }
}

impl Watch for Search {
    fn used(&self) -> f64 {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.stopped.load(Ordering::Relaxed) { 1.0 } else { 0.0 }
    }
}
