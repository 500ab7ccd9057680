//! Write lanes: a lane stores what is waiting in one transaction and answers after the commit.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::opener::Opener;
use super::transaction::Bounds;
use super::{DbConn, StoreError, StoreResult};

mod batch;

use super::retry;
pub(super) use batch::is_shared;
use batch::{Job, Ran, Work};

/// Most jobs of one transaction. The commit is shared by all of them, so beyond this a job gains little more, while
/// the first of a batch waits for the last.
const BATCH_MAX: usize = 64;

/// What somebody waits for: the outcome of the work, told after the commit. Receiving fails when the work panicked.
pub type Outcome<T, E> = oneshot::Receiver<Result<T, E>>;

/// Whether a job's locks may be held until others have done their work too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// It locks what its key names and rows of its own: it may share a transaction, in the order of keys.
    Batch,
    /// It may lock any row, in the one order (`visits::lock`): its transaction is its own. On SQLite, where a transaction
    /// has everything locked anyway, it shares one all the same.
    Alone,
}

/// All lanes of a [`super::Db`]. Dropping them lets each finish what was handed to it.
pub(super) struct Lanes(Vec<Lane>);

struct Lane {
    queue: Sender<Queued>,
    /// Jobs handed over and not answered yet.
    ahead: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

/// A job and what it is about.
struct Queued {
    key: Option<u64>,
    share: Share,
    job: Box<dyn Job>,
}

/// What a lane writes with.
pub(super) enum LaneConn {
    /// The connection that [`super::Db::write`] uses too, so that writers of one process wait for each other here.
    Shared(Arc<Mutex<DbConn>>),
    /// The lane's own, opened with its first job and again after it broke.
    Own(Box<Opener>, Option<DbConn>),
}

impl Lanes {
    /// One lane for each connection.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the machine gives no thread.
    pub(super) fn start(conns: Vec<LaneConn>, bounds: &Arc<Bounds>) -> StoreResult<Self> {
        let lanes = conns.into_iter().enumerate().map(|(number, conn)| Lane::start(number, conn, bounds.clone()));
        Ok(Self(lanes.collect::<StoreResult<_>>()?))
    }

    /// Hands work to the lane of its key, or to the lane with the least ahead of it.
    pub(super) fn hand<T, E>(
        &self,
        key: Option<u64>,
        share: Share,
        work: impl FnMut(&mut DbConn) -> Result<T, E> + Send + 'static,
    ) -> Outcome<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        let (caller, outcome) = oneshot::channel();
        let job = Box::new(Work::new(work, caller));
        if let Some(lane) = self.lane_of(key) {
            lane.hand(Queued { key, share, job });
        }
        outcome
    }

    /// Waits until everything handed over so far is answered.
    pub(super) fn settle(&self) {
        let nothing = |_: &mut DbConn| Ok::<_, StoreError>(());
        for lane in self.0.iter().filter(|lane| lane.ahead.load(Ordering::Acquire) > 0) {
            let (caller, done) = oneshot::channel();
            let job = Box::new(Work::new(nothing, caller));
            lane.hand(Queued { key: Some(u64::MAX), share: Share::Batch, job });
            // What the lane's end or a lost connection would mean is told to those who asked for something.
            let _ = done.blocking_recv();
        }
    }

    fn lane_of(&self, key: Option<u64>) -> Option<&Lane> {
        let Some(key) = key else {
            return self.0.iter().min_by_key(|lane| lane.ahead.load(Ordering::Relaxed));
        };
        let at = usize::try_from(key % self.0.len().max(1) as u64).unwrap_or(0);
        self.0.get(at)
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        let here = thread::current().id();
        let lanes = std::mem::take(&mut self.0);
        // A job may hold the last `Db`. A lane cannot wait for itself, nor, inside its transaction, for another one
        // that perhaps waits for a row of it; then the threads end by themselves.
        let inside = lanes.iter().any(|lane| lane.thread.thread().id() == here);
        let threads: Vec<_> = lanes.into_iter().map(|lane| lane.thread).collect();
        for thread in threads.into_iter().filter(|_| !inside) {
            if thread.join().is_err() {
                tracing::error!("a write lane ended in a panic");
            }
        }
    }
}

impl Lane {
    fn start(number: usize, conn: LaneConn, bounds: Arc<Bounds>) -> StoreResult<Self> {
        let (queue, jobs) = mpsc::channel();
        let ahead = Arc::new(AtomicUsize::new(0));
        let left = ahead.clone();
        let thread =
            thread::Builder::new().name(format!("lane-{number}")).spawn(move || run(conn, &jobs, &left, &bounds));
        let thread = thread.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { queue, ahead, thread })
    }

    fn hand(&self, queued: Queued) {
        self.ahead.fetch_add(1, Ordering::Relaxed);
        if let Err(mpsc::SendError(mut queued)) = self.queue.send(queued) {
            queued.job.fail(StoreError::Unavailable("the write lane has ended".to_owned()));
            queued.job.answer();
        }
    }
}

/// The life of a lane. It ends when the last [`super::Db`] is gone and everything handed over is done.
fn run(mut conn: LaneConn, jobs: &Receiver<Queued>, ahead: &AtomicUsize, bounds: &Bounds) {
    while let Ok(first) = jobs.recv() {
        let mut batch: Vec<_> = std::iter::once(first).chain(jobs.try_iter()).take(BATCH_MAX).collect();
        // Lanes of two processes that hold jobs about the same rows lock them in the same order, so that neither waits
        // for the other's. Jobs without a key come first: locks that many want are held for the shortest time.
        // The order is stable: of two jobs about one thing the earlier one stays the earlier one.
        batch.sort_by_key(|queued| queued.key);
        let count = batch.len();
        for together in conn.parts(batch) {
            conn.serve(together, bounds);
        }
        ahead.fetch_sub(count, Ordering::Release);
    }
}

impl LaneConn {
    /// The jobs by the transactions they share, in their order.
    fn parts(&self, batch: Vec<Queued>) -> Vec<Vec<Box<dyn Job>>> {
        let mut parts: Vec<(Share, Vec<Box<dyn Job>>)> = Vec::new();
        for Queued { share, job, .. } in batch {
            let share = if matches!(self, Self::Shared(_)) { Share::Batch } else { share };
            match parts.last_mut() {
                Some((Share::Batch, jobs)) if share == Share::Batch => jobs.push(job),
                _ => parts.push((share, vec![job])),
            }
        }
        parts.into_iter().map(|(_, jobs)| jobs).collect()
    }

    /// Stores and answers some jobs. Those that lost a race are done again, each in a transaction of its own, so that
    /// they hold nothing but their own locks; the others do not wait for them.
    fn serve(&mut self, jobs: Vec<Box<dyn Job>>, bounds: &Bounds) {
        let mut left = jobs;
        let mut tried = 0;
        loop {
            tried += 1;
            let mut lost = Vec::new();
            // The first time together, then one by one.
            let parts = if tried == 1 { vec![left] } else { left.into_iter().map(|job| vec![job]).collect() };
            for mut jobs in parts {
                let ran = self.store_or_fail(&mut jobs, bounds);
                for (job, ran) in jobs.into_iter().zip(ran) {
                    if ran == Ran::Lost && tried < retry::TRIES {
                        lost.push(job);
                    } else {
                        job.answer();
                    }
                }
            }
            if lost.is_empty() {
                return;
            }
            retry::pause(tried);
            left = lost;
        }
    }

    fn store_or_fail(&mut self, jobs: &mut [Box<dyn Job>], bounds: &Bounds) -> Vec<Ran> {
        self.store(jobs, bounds).unwrap_or_else(|error| {
            // Also those who were refused: what refused them may have been written by a neighbour and is not there now.
            for job in jobs.iter_mut() {
                job.fail(StoreError::Unavailable(error.to_string()));
            }
            vec![Ran::Refused; jobs.len()]
        })
    }

    /// Stores what the jobs write and says what became of each; on an error nothing of it is stored.
    fn store(&mut self, jobs: &mut [Box<dyn Job>], bounds: &Bounds) -> StoreResult<Vec<Ran>> {
        match self {
            Self::Shared(writer) => {
                // Given back before anybody is answered: between two batches others find it free.
                let mut conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                batch::begin(&mut conn, jobs, bounds)?;
                batch::store(&mut conn, jobs, bounds)
            }
            Self::Own(opener, kept) => {
                let earlier =
                    kept.take().and_then(|mut conn| batch::begin(&mut conn, jobs, bounds).ok().map(|()| conn));
                let mut conn = match earlier {
                    Some(conn) => conn,
                    // None yet, or it broke since the last batch. No job has run, so a second try doubles nothing.
                    None => {
                        let mut conn = opener.connect()?;
                        batch::begin(&mut conn, jobs, bounds)?;
                        conn
                    }
                };
                let ran = batch::store(&mut conn, jobs, bounds)?;
                // After a failure its state is not known; it is not kept then.
                *kept = Some(conn);
                Ok(ran)
            }
        }
    }
}
