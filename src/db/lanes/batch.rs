//! One transaction for all that is waiting, a savepoint for each job.
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use crate::db::transaction::{Bounds, roll_back};
use crate::db::{DbConn, StoreError, StoreResult, retry};

thread_local! {
    // A transaction stays on its thread.
    static IS_SHARED: Cell<bool> = const { Cell::new(false) };
}

/// Whether the job that runs on this thread shares its transaction: what it locks is held until others have done their
/// work too, so it must not wait for a lock that has no place in the order of keys.
pub(in crate::db) fn is_shared() -> bool {
    IS_SHARED.get()
}

// One round trip between two jobs: what is kept is released together with the next savepoint; a savepoint that was
// rolled back to is still there for the next job.
const SET: &str = "SAVEPOINT job";
const KEEP: &str = "RELEASE SAVEPOINT job; SAVEPOINT job";
const TAKE_BACK: &str = "ROLLBACK TO SAVEPOINT job";

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ran {
    /// What was written may stay.
    Kept,
    /// It was refused, or panicked: nothing of it stays.
    Refused,
    /// It lost a race: nothing of it stays, and another try may succeed.
    Lost,
}

/// Somebody's work on its way through a lane.
pub(super) trait Job: Send {
    /// Works inside the transaction and holds the outcome.
    fn run(&mut self, conn: &mut DbConn) -> Ran;

    /// Replaces the outcome: the database could not store it.
    fn fail(&mut self, error: StoreError);

    /// Tells the outcome; without one (the work panicked) the caller sees that nothing will come.
    fn answer(self: Box<Self>);
}

/// A [`Job`] of any kind of work.
pub(super) struct Work<W, T, E> {
    work: W,
    outcome: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
    /// That of the caller: what is logged in the lane says for which request it was.
    span: tracing::Span,
}

impl<W, T, E> Work<W, T, E> {
    pub(super) fn new(work: W, caller: oneshot::Sender<Result<T, E>>) -> Self {
        Self { work, outcome: None, caller, span: tracing::Span::current() }
    }
}

impl<W, T, E> Job for Work<W, T, E>
where
    W: FnMut(&mut DbConn) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + std::error::Error + Send + 'static,
{
    fn run(&mut self, conn: &mut DbConn) -> Ran {
        // A panic is its caller's alone: the lane and the rest of the batch go on.
        self.outcome = catch_unwind(AssertUnwindSafe(|| self.span.in_scope(|| (self.work)(conn)))).ok();
        match &self.outcome {
            Some(Ok(_)) => Ran::Kept,
            Some(Err(error)) if retry::is_passing(error) => Ran::Lost,
            Some(Err(_)) | None => Ran::Refused,
        }
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        // What the work holds is let go before its caller goes on.
        drop(self.work);
        if let Some(outcome) = self.outcome {
            // Nobody may be waiting any more; what was stored stays.
            let _ = self.caller.send(outcome);
        }
    }
}

/// Begins the transaction in which [`store`] works.
///
/// # Errors
/// [`StoreError::Query`]; no job has run.
pub(super) fn begin(conn: &mut DbConn, jobs: &[Box<dyn Job>], bounds: &Bounds) -> StoreResult<()> {
    bounds.begin(conn, if is_alone(jobs) { "" } else { SET })
}

/// Runs the jobs and commits what may stay; says what became of each.
///
/// # Errors
/// [`StoreError::Query`]; nothing of the batch is stored.
pub(super) fn store(conn: &mut DbConn, jobs: &mut [Box<dyn Job>], bounds: &Bounds) -> StoreResult<Vec<Ran>> {
    let stored = run(conn, jobs, bounds);
    if stored.is_err() {
        roll_back(conn);
    }
    stored
}

fn run(conn: &mut DbConn, jobs: &mut [Box<dyn Job>], bounds: &Bounds) -> StoreResult<Vec<Ran>> {
    // A job alone needs no savepoint: the transaction is its own.
    let alone = is_alone(jobs);
    let mut all = Vec::with_capacity(jobs.len());
    for job in jobs {
        IS_SHARED.set(!alone);
        let ran = job.run(conn);
        IS_SHARED.set(false);
        all.push(ran);
        if alone {
            if ran == Ran::Kept {
                bounds.commit(conn)?;
            } else {
                conn.batch_execute("ROLLBACK")?;
            }
            return Ok(all);
        }
        if ran == Ran::Kept {
            // PostgreSQL refuses here the work of a job that went on after a failed statement: of that job alone.
            let Err(error) = conn.batch_execute(KEEP) else {
                continue;
            };
            job.fail(error.into());
        }
        conn.batch_execute(TAKE_BACK)?;
    }
    bounds.commit(conn)?;
    Ok(all)
}

fn is_alone(jobs: &[Box<dyn Job>]) -> bool {
    jobs.len() == 1
}
