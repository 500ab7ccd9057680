//! How many passwords are hashed at one time. Argon2 takes 19 MiB and a core for each, on purpose: without a gate a
//! hundred parallel sign-ins take gigabytes.
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::config::AccountSettings;
use crate::web::Problem;
use crate::web::problem_types as types;

/// The places in this process. Cloning is cheap.
#[derive(Clone)]
pub struct Gate {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Gate {
    /// From the settings.
    pub fn new(settings: &AccountSettings) -> Self {
        let places = Arc::new(Semaphore::new(settings.password_checks_at_once));
        Self { places, patience: Duration::from_secs(settings.password_wait_secs) }
    }

    /// Does work that hashes a password, on a thread for blocking work, when a place is free. Whoever waits holds no
    /// memory but the request itself. The place goes with the work: a caller who hangs up does not free it early.
    ///
    /// # Errors
    /// 503 with the seconds to wait when no place becomes free in time.
    pub async fn pass<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = tokio::time::timeout(self.patience, self.places.clone().acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            return Err(Problem::new(&types::UNAVAILABLE)
                .detail("Đang có quá nhiều người đăng nhập cùng lúc.")
                .retry_after(i64::try_from(self.patience.as_secs()).unwrap_or(1)));
        };
        let at_the_gate = move || {
            let _place = place;
            work()
        };
        tokio::task::spawn_blocking(at_the_gate).await.map_err(no_thread)
    }
}

/// The work panicked; the panic itself is in the log.
fn no_thread(error: tokio::task::JoinError) -> Problem {
    tracing::error!(%error, "a password was not judged");
    Problem::new(&types::INTERNAL)
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
        assert_eq!(refused.kind().status, 503);
        finish.send(()).expect("the work waits");
        gate.pass(|| ()).await.expect("a place is free");
    }
}
