//! How handlers read and write: in no thread of the HTTP server, through the lanes of the database, and once for a form. A
//! refusal rolls back, and comes out as what it was.
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use actix_web::error::BlockingError;
use tokio::sync::oneshot::error::RecvError;

use super::Problem;
use super::answer::ASK_AGAIN;
use super::problem_types::INTERNAL;
use crate::db::{DbConn, Share, StoreError};
use crate::desk::Desk;
use crate::idempotency::PATIENCE;

impl Desk {
    /// Reads without blocking the HTTP thread.
    ///
    /// # Errors
    /// What `work` refuses.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let desk = self.clone();
        block(move || desk.db.read(|conn| work(conn, &desk))).await.map_err(no_thread)?
    }

    /// Writes through any lane without blocking a thread: all that `work` does is stored, or nothing. It may lock what it
    /// likes, in the one order (`visits::lock`), and may be done more than once.
    ///
    /// # Errors
    /// What `work` refuses; nothing is stored then.
    pub async fn write<T, E>(
        &self,
        work: impl FnMut(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        self.write_somewhere(None, Share::Alone, work).await
    }

    /// Writes through the lane of `key`, for instance a duty's id: work about one thing stands in line here and not at
    /// the database's row locks, and shares transactions. Of rows that others may want it locks that thing alone.
    ///
    /// # Errors
    /// As [`Desk::write`].
    pub async fn write_in_lane<T, E>(
        &self,
        key: u64,
        work: impl FnMut(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        self.write_somewhere(Some(key), Share::Batch, work).await
    }

    /// The first write of a form waits, in no lane, while a repeat of another process writes for it.
    pub(super) async fn write_somewhere<T, E>(
        &self,
        key: Option<u64>,
        share: Share,
        work: impl FnMut(&mut DbConn, &Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        let (work, begun) = (Arc::new(Mutex::new(work)), Instant::now());
        loop {
            let (desk, work) = (self.clone(), work.clone());
            let work = move |conn: &mut DbConn| {
                if let Some(form) = &desk.form {
                    form.claim(conn, desk.now())?;
                }
                work.lock().unwrap_or_else(PoisonError::into_inner)(conn, &desk)
            };
            let outcome = self.db.write_shared(key, share, work).await.map_err(no_outcome)?;
            match &self.form {
                Some(form) if form.is_awaited() && begun.elapsed() < PATIENCE => tokio::time::sleep(ASK_AGAIN).await,
                Some(form) if outcome.is_ok() => {
                    form.note_claim();
                    return outcome;
                }
                _ => return outcome,
            }
        }
    }
}

/// Does blocking work on a thread that may block, in the span of the caller: what it logs belongs to the request.
///
/// # Errors
/// When it panics.
pub async fn block<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, BlockingError> {
    let span = tracing::Span::current();
    actix_web::web::block(move || span.in_scope(work)).await
}

/// A write panicked in its lane; the panic itself is in the log.
fn no_outcome(_: RecvError) -> StoreError {
    StoreError::NoOutcome
}

/// What a handler read panicked; the panic itself is in the log.
fn no_thread(_: BlockingError) -> StoreError {
    StoreError::NoOutcome
}

/// A handler's blocking work panicked; the panic itself is in the log.
pub fn no_answer(error: BlockingError) -> Problem {
    tracing::error!(%error, "blocking work ended without an answer");
    Problem::new(&INTERNAL)
}
