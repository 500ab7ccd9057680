//! Wishes that this process is at work on, so that a twin waits here for the first one's answer and in no lane.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::Wish;

/// How long a twin waits for the first one's answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Asker and key of each wish in hand, with the turn that its twins wait for. Cloning is cheap.
#[derive(Clone, Default)]
pub struct RunningWishes(Arc<Mutex<HashMap<Name, Arc<Turn<()>>>>>);

type Name = (String, String);

/// A wish that is worked on and whose twins wait until the last copy of this is gone.
#[derive(Clone)]
pub struct HeldWish {
    pub(super) wish: Wish,
    _running: Arc<Running>,
}

struct Running {
    wishes: RunningWishes,
    name: Name,
    turn: Option<OwnedMutexGuard<()>>,
}

impl RunningWishes {
    /// Takes a wish in hand, when its twin of this process has ended; none when that takes too long.
    pub(super) async fn take(&self, wish: Wish) -> Option<HeldWish> {
        let name = (wish.asker.clone(), wish.key.clone());
        let turn = self.lock().entry(name.clone()).or_default().clone();
        let turn = tokio::time::timeout(PATIENCE, turn.lock_owned()).await.ok()?;
        let running = Running { wishes: self.clone(), name, turn: Some(turn) };
        Some(HeldWish { wish, _running: Arc::new(running) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Arc<Turn<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut wishes = self.wishes.lock();
        self.turn = None;
        // Whoever waits holds a copy too, and finds its turn there.
        if wishes.get(&self.name).is_some_and(|turn| Arc::strong_count(turn) == 1) {
            wishes.remove(&self.name);
        }
    }
}
