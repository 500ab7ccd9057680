//! Where walks wait for each other, unless one of them panics: then nobody waits any more.
//!
//! The standard library's barrier would let the others wait for ever for one that panicked, as a watch from outside may.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Some walk has panicked: the others are to return at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Broken;

/// A barrier for a fixed number of threads that can be broken.
pub(super) struct Barrier {
    threads: usize,
    broken: AtomicBool,
    /// How many wait, and how many times all have met.
    waiting: Mutex<(usize, u64)>,
    changed: Condvar,
}

/// Breaks the barrier if it is dropped by a panic.
struct BreaksOnPanic<'a>(&'a Barrier);

impl Drop for BreaksOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // under the lock, so that nobody looks before it and begins to wait after it
            let _waiting = lock(&self.0.waiting);
            self.0.broken.store(true, Ordering::Relaxed);
            self.0.changed.notify_all();
        }
    }
}

impl Barrier {
    pub fn new(threads: usize) -> Barrier {
        Barrier { threads, broken: AtomicBool::new(false), waiting: Mutex::new((0, 0)), changed: Condvar::new() }
    }

    /// Whether some walk has panicked.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Waits until all threads have come here.
    pub fn wait(&self) -> Result<(), Broken> {
        let mut waiting = lock(&self.waiting);
        let (others, round) = *waiting;
        if others + 1 == self.threads {
            *waiting = (0, round + 1);
            self.changed.notify_all();
        } else {
            waiting.0 += 1;
            while waiting.1 == round && !self.is_broken() {
                waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
        }
        if self.is_broken() { Err(Broken) } else { Ok(()) }
    }

    /// Calls `walk` with the number of each thread, on that thread; 0 is the caller's own. A panic of one ends all, and
    /// comes out here as it was.
    pub fn run(&self, walk: impl Fn(usize) -> Result<(), Broken> + Sync) {
        let walk = &walk;
        std::thread::scope(|scope| {
            // also where a thread cannot be started, the others must not wait for it
            let _own = BreaksOnPanic(self);
            let other = |thread| {
                scope.spawn(move || {
                    let _guard = BreaksOnPanic(self);
                    walk(thread)
                })
            };
            let others: Vec<_> = (1..self.threads).map(other).collect();
            // a broken barrier needs no answer: whoever broke it panics below
            let _ = walk(0);
            for other in others {
                if let Err(panic) = other.join() {
                    std::panic::resume_unwind(panic);
                }
            }
        });
    }
}

/// A lock whose holder panicked is taken over: the panic itself ends the search.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
