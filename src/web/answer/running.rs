//! Wishes that this process is at work on, so that no lane waits for a twin in another lane.
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Wish;

/// Asker and key of each wish in hand, with the lane it went to and how many requests carry it. Cloning is cheap.
#[derive(Clone, Default)]
pub struct RunningWishes(Arc<Mutex<HashMap<Name, InHand>>>);

type Name = (String, String);

struct InHand {
    lane_key: u64,
    requests: usize,
}

/// A request with a wish that is on its way; dropping it says that it is done.
pub(super) struct Running {
    wishes: RunningWishes,
    name: Name,
}

impl RunningWishes {
    /// Takes a request with a wish in hand, unless a twin of it is under way to another lane: there the twin would wait
    /// for the first one's row, hold up its whole batch, and two lanes could wait for each other.
    pub(super) fn take(&self, wish: &Wish, lane_key: u64) -> Option<Running> {
        let name = (wish.asker.clone(), wish.key.clone());
        let mut wishes = self.lock();
        let in_hand = wishes.entry(name.clone()).or_insert(InHand { lane_key, requests: 0 });
        if in_hand.lane_key != lane_key {
            return None;
        }
        in_hand.requests += 1;
        Some(Running { wishes: self.clone(), name })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, InHand>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Entry::Occupied(mut entry) = self.wishes.lock().entry(std::mem::take(&mut self.name)) {
            entry.get_mut().requests -= 1;
            if entry.get().requests == 0 {
                entry.remove();
            }
        }
    }
}
