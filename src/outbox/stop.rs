//! How threads that deliver mail are told to end: first to take nothing more in hand, at last to break off.
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// Told by whoever ends the process, heard by the worker's threads. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Stop {
    asked: Arc<(Mutex<bool>, Condvar)>,
    broken_off: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self { asked: Arc::default(), broken_off: Arc::new(watch::Sender::new(false)) }
    }
}

impl Stop {
    /// Nothing more is taken in hand; who pauses wakes up.
    pub fn ask(&self) {
        let (asked, changed) = &*self.asked;
        *asked.lock().unwrap_or_else(PoisonError::into_inner) = true;
        changed.notify_all();
    }

    /// Conversations that still run end at once.
    pub fn break_off(&self) {
        self.ask();
        self.broken_off.send_replace(true);
    }

    /// Whether somebody asked to stop.
    pub fn is_asked(&self) -> bool {
        *self.asked.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pauses this thread, or less long when somebody asks to stop; true then.
    pub fn pause(&self, span: Duration) -> bool {
        let (asked, changed) = &*self.asked;
        let held = asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (held, _) = changed.wait_timeout_while(held, span, |asked| !*asked).unwrap_or_else(PoisonError::into_inner);
        *held
    }

    /// Ends when conversations are to be broken off.
    pub(super) async fn until_broken_off(&self) {
        // The sender lives as long as `self`, so that waiting cannot fail.
        let _ = self.broken_off.subscribe().wait_for(|over| *over).await;
    }
}
