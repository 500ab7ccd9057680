//! A form in hand. What its handler writes first claims the form in the same transaction, so that whoever sends it again,
//! here or at another process, finds it done; the answer is kept when the handler has made it. A process that dies in
//! between leaves a claim without an answer: the form is not done again, and who repeats it is told that it was received.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{HeldKey, IdempotencyKey, store};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};

/// A form that is worked on; its repeats of this process wait until it is answered. Cloning is cheap.
#[derive(Clone)]
pub struct SentForm {
    key: IdempotencyKey,
    state: Arc<Mutex<State>>,
}

struct State {
    _held: Option<HeldKey>,
    stage: Stage,
}

/// How far the work on a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was written for it.
    Open,
    /// Something was written for it, and the claim with it.
    Claimed,
    /// A repeat of another process is at work on it, and may yet fail.
    Awaited,
    /// A repeat of another process was first.
    Late,
    /// It is answered: what is still written in its request is not its work.
    Answered,
}

impl SentForm {
    /// One that is begun; its repetitions wait until it is answered.
    pub fn begin(held: HeldKey) -> Self {
        let key = held.key.clone();
        Self { key, state: Arc::new(Mutex::new(State { _held: Some(held), stage: Stage::Open })) }
    }

    /// By what it is known.
    pub fn key(&self) -> &IdempotencyKey {
        &self.key
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        self.lock().stage
    }

    /// It is answered: whoever waits for that may go on.
    pub fn end(&self) {
        *self.lock() = State { _held: None, stage: Stage::Answered };
    }

    /// Claims the form in the transaction of what is written for it.
    ///
    /// # Errors
    /// [`StoreError::SentBefore`] when a repeat of another process did it, or does: then another try may succeed
    /// ([`SentForm::is_awaited`]).
    pub fn claim(&self, conn: &mut DbConn, now: Timestamp) -> StoreResult<()> {
        if !matches!(self.stage(), Stage::Open | Stage::Awaited) {
            return Ok(());
        }
        // On PostgreSQL a repeat holds the name until its transaction ends; nobody waits for it in a lane.
        if !crate::db::lock_free_name(conn, self.key.lock_name())? {
            self.lock().stage = Stage::Awaited;
            return Err(StoreError::SentBefore);
        }
        let first = store::claim(conn, &self.key, now)?;
        self.lock().stage = if first { Stage::Open } else { Stage::Late };
        if first { Ok(()) } else { Err(StoreError::SentBefore) }
    }

    /// Whether a repeat of another process is still at work: what it does is not stored yet, and is nothing if it
    /// fails.
    pub fn is_awaited(&self) -> bool {
        self.stage() == Stage::Awaited
    }

    /// Notes that a transaction with the claim was stored.
    pub fn note_claim(&self) {
        let mut state = self.lock();
        if state.stage == Stage::Open {
            state.stage = Stage::Claimed;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
