//! A semaphore for password hashing. Argon2 takes 19 MiB and a core for each, on purpose: without a gate a
//! hundred parallel sign-ins take gigabytes. The work is done on threads of its own, as many as there are permits: what
//! one thread gave back the next password uses again, while a large pool would keep that much for each of its threads.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::config::AccountSettings;

type Work = Box<dyn FnOnce() + Send>;

/// Why a password was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    /// No place became free in so many seconds.
    #[error("Đang có quá nhiều người đăng nhập cùng lúc.")]
    Crowded(i64),
    /// The work panicked, or its threads are gone; what happened is in the log.
    #[error("mật khẩu không được xét xong")]
    NotDone,
}

/// The places in this process. Cloning is cheap; the threads end with the last clone.
#[derive(Clone)]
pub struct Gate {
    permits: Arc<Semaphore>,
    patience: Duration,
    workers: Sender<Work>,
}

impl Gate {
    /// From the settings.
    pub fn new(settings: &AccountSettings) -> Self {
        let (workers, work) = mpsc::channel();
        let work = Arc::new(Mutex::new(work));
        for number in 0..settings.password_checks_at_once {
            let work = work.clone();
            let begun = thread::Builder::new().name(format!("password-{number}")).spawn(move || work_off(&work));
            if let Err(error) = begun {
                tracing::error!(%error, "a thread for passwords did not start");
            }
        }
        let permits = Arc::new(Semaphore::new(settings.password_checks_at_once));
        Self { permits, patience: Duration::from_secs(settings.password_wait_secs), workers }
    }

    /// Does work that hashes a password when a place is free. Whoever waits holds no memory but the request itself. The
    /// place goes with the work: a caller who hangs up does not free it early.
    ///
    /// # Errors
    /// [`GateError`].
    pub async fn pass<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, GateError> {
        let permit = tokio::time::timeout(self.patience, self.permits.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            return Err(GateError::Crowded(i64::try_from(self.patience.as_secs()).unwrap_or(1)));
        };
        let (tell, told) = oneshot::channel();
        let at_the_gate: Work = Box::new(move || {
            let done = work();
            drop(permit);
            let _ = tell.send(done);
        });
        self.workers.send(at_the_gate).map_err(|_| GateError::NotDone)?;
        told.await.map_err(|_| GateError::NotDone)
    }
}

/// One piece of work after the other, until nobody can send any more. A panic ends that piece alone.
fn work_off(work: &Mutex<Receiver<Work>>) {
    loop {
        let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(next) = next else { return };
        if catch_unwind(AssertUnwindSafe(next)).is_err() {
            tracing::error!("a password was not checked: its work panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_place_goes_with_the_work_and_whoever_waits_too_long_is_told_so() {
        let settings = crate::config::Settings::defaults_with(
            "accounts.password_checks_at_once = 1\naccounts.password_wait_secs = 1",
        );
        let gate = Gate::new(&settings.expect("settings").accounts);
        let (finish, finished) = mpsc::channel::<()>();
        let (tell, told) = tokio::sync::oneshot::channel();
        let work = {
            let gate = gate.clone();
            async move {
                let slow = move || {
                    let _ = tell.send(());
                    let _ = finished.recv();
                };
                gate.pass(slow).await
            }
        };
        let caller = tokio::spawn(work);
        told.await.expect("the work began");
        caller.abort();
        let refused = gate.pass(|| ()).await.expect_err("the work still runs");
        assert_eq!(refused, GateError::Crowded(1));
        finish.send(()).expect("the work waits");
        gate.pass(|| ()).await.expect("a place is free");
    }
}
