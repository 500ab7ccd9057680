//! Work that lost a race is done again, a bounded number of times: a deadlock is nobody's mistake and not worth a refusal.
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::StoreError;

/// How often work is done, the first time included.
pub(super) const TRIES: u32 = 6;

/// Says in an error's chain of causes that the same work, done again, may well succeed. A [`StoreError`] tells it by
/// itself; whoever turns one into another error and drops it keeps this as its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another try may succeed")]
pub struct Passing;

/// Whether the same work may well succeed if it is done again.
pub(super) fn is_passing(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let store = error.downcast_ref::<StoreError>().is_some_and(StoreError::is_passing);
        // Errors that are transparent show the cause of the store's error and not that error itself.
        let query = error.downcast_ref::<diesel::result::Error>().is_some_and(super::error::lost_a_race);
        if store || query || error.is::<Passing>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Waits a few milliseconds before another try, longer each time, and not as long as the others who lost the same race.
pub(super) fn pause(tried: u32) {
    static TURN: AtomicU64 = AtomicU64::new(0);
    let turn = TURN.fetch_add(1, Ordering::Relaxed).wrapping_add(u64::from(std::process::id()));
    thread::park_timeout(Duration::from_millis(u64::from(tried) * 3 + turn % 7));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum Verb {
        #[error(transparent)]
        Store(#[from] StoreError),
        #[error("refused")]
        Refused,
    }

    #[derive(Debug, thiserror::Error)]
    #[error("said")]
    struct Said(#[source] Option<Passing>);

    #[test]
    fn a_lost_race_is_seen_through_the_errors_of_verbs() {
        let lost = || {
            StoreError::Query(diesel::result::Error::DatabaseError(
                diesel::result::DatabaseErrorKind::Unknown,
                Box::new("deadlock detected".to_owned()),
            ))
        };
        for error in [lost(), StoreError::overtaken()] {
            assert!(is_passing(&error), "{error:?}");
            assert!(is_passing(&Verb::from(error)));
        }
        assert!(is_passing(&Said(Some(Passing))));
        let waited = Box::new("canceling statement due to lock timeout".to_owned());
        let waited = diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::Unknown, waited);
        for error in [Verb::Refused, StoreError::Damaged("x".to_owned()).into(), StoreError::Query(waited).into()] {
            assert!(!is_passing(&error), "{error:?}");
        }
        assert!(!is_passing(&Said(None)));
    }
}
