//! Keys whose request this process is at work on, so that a repetition waits here for the first one's answer and in no
//! lane.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::IdempotencyKey;

/// How long a repetition waits for the first one's answer.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Requester and key of each request in hand, with the turn that its repetitions wait for. Cloning is cheap.
#[derive(Clone, Default)]
pub struct RunningKeys(Arc<Mutex<HashMap<Name, Arc<Turn<()>>>>>);

type Name = (String, String);

/// A request that is worked on and whose repetitions wait until the last copy of this is gone.
#[derive(Clone)]
pub struct HeldKey {
    /// What it is known by.
    pub key: IdempotencyKey,
    _running: Arc<Running>,
}

struct Running {
    keys: RunningKeys,
    name: Name,
    turn: Option<OwnedMutexGuard<()>>,
}

impl RunningKeys {
    /// Takes a request in hand, when its repetition in this process has ended; none when that takes too long.
    pub async fn take(&self, key: IdempotencyKey) -> Option<HeldKey> {
        let name = (key.requester.clone(), key.key.clone());
        let turn = self.lock().entry(name.clone()).or_default().clone();
        let turn = tokio::time::timeout(PATIENCE, turn.lock_owned()).await.ok()?;
        let running = Running { keys: self.clone(), name, turn: Some(turn) };
        Some(HeldKey { key, _running: Arc::new(running) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Arc<Turn<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut keys = self.keys.lock();
        self.turn = None;
        // Whoever waits holds a copy too, and finds its turn there.
        if keys.get(&self.name).is_some_and(|turn| Arc::strong_count(turn) == 1) {
            keys.remove(&self.name);
        }
    }
}
