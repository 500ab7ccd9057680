//! One transaction for all that is waiting, a savepoint for each job.
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use crate::db::connection::{begin, commit, roll_back};
use crate::db::{DbConn, StoreError, StoreResult};

// One round trip between two jobs: what is kept is released together with the next savepoint; a savepoint that was
// rolled back to is still there for the next job.
const SET: &str = "SAVEPOINT job";
const KEEP: &str = "RELEASE SAVEPOINT job; SAVEPOINT job";
const TAKE_BACK: &str = "ROLLBACK TO SAVEPOINT job";

/// Somebody's work on its way through a lane.
pub(super) trait Job: Send {
    /// Works inside the transaction and holds the outcome; true when what was written may stay.
    fn run(&mut self, conn: &mut DbConn) -> bool;

    /// Replaces the outcome: the database could not store it.
    fn fail(&mut self, error: StoreError);

    /// Tells the outcome; without one (the work panicked) the caller sees that nothing will come.
    fn answer(self: Box<Self>);
}

/// A [`Job`] of any kind of work.
pub(super) struct Work<W, T, E> {
    work: Option<W>,
    outcome: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<W, T, E> Work<W, T, E> {
    pub(super) fn new(work: W, caller: oneshot::Sender<Result<T, E>>) -> Self {
        Self { work: Some(work), outcome: None, caller }
    }
}

impl<W, T, E> Job for Work<W, T, E>
where
    W: FnOnce(&mut DbConn) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, conn: &mut DbConn) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        // A panic is its caller's alone: the lane and the rest of the batch go on.
        self.outcome = catch_unwind(AssertUnwindSafe(|| work(conn))).ok();
        matches!(self.outcome, Some(Ok(_)))
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
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
pub(super) fn open(conn: &mut DbConn, jobs: &[Box<dyn Job>]) -> StoreResult<()> {
    begin(conn, if is_alone(jobs) { "" } else { SET })
}

/// Runs the jobs and commits what may stay.
///
/// # Errors
/// [`StoreError::Query`]; nothing of the batch is stored.
pub(super) fn store(conn: &mut DbConn, jobs: &mut [Box<dyn Job>]) -> StoreResult<()> {
    let stored = run(conn, jobs);
    if stored.is_err() {
        roll_back(conn);
    }
    stored
}

fn run(conn: &mut DbConn, jobs: &mut [Box<dyn Job>]) -> StoreResult<()> {
    // A job alone needs no savepoint: the transaction is its own.
    let alone = is_alone(jobs);
    for job in jobs {
        let kept = job.run(conn);
        if alone {
            return if kept { commit(conn) } else { Ok(conn.batch_execute("ROLLBACK")?) };
        }
        if kept {
            // PostgreSQL refuses here the work of a job that went on after a failed statement: of that job alone.
            let Err(error) = conn.batch_execute(KEEP) else {
                continue;
            };
            job.fail(error.into());
        }
        conn.batch_execute(TAKE_BACK)?;
    }
    commit(conn)
}

fn is_alone(jobs: &[Box<dyn Job>]) -> bool {
    jobs.len() == 1
}
