//! How a transaction begins and ends.
use std::sync::OnceLock;

use diesel::connection::SimpleConnection;

use super::{DbConn, StoreError, StoreResult};

type Last = Box<dyn Fn(&mut DbConn) -> StoreResult<()> + Send + Sync>;

/// What every transaction of a [`super::Db`] begins with, does last, and ends with.
pub(super) struct Bounds {
    begin: String,
    commit: &'static str,
    last: OnceLock<Last>,
}

impl Bounds {
    pub(super) fn new(begin: String, commit: &'static str) -> Self {
        Self { begin, commit, last: OnceLock::new() }
    }

    /// From now on every transaction does this last, before it becomes durable. A second call changes nothing.
    pub(super) fn do_last(&self, last: impl Fn(&mut DbConn) -> StoreResult<()> + Send + Sync + 'static) {
        let _ = self.last.set(Box::new(last));
    }

    /// Everything `work` does happens, or nothing.
    pub(super) fn around<T, E: From<StoreError>>(
        &self,
        conn: &mut DbConn,
        work: impl FnOnce(&mut DbConn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin(conn, "")?;
        // A panic in `work` must not leave the shared writer inside a transaction.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(conn)));
        match outcome {
            Ok(Ok(done)) => {
                self.commit(conn).inspect_err(|_| roll_back(conn))?;
                Ok(done)
            }
            Ok(Err(refused)) => {
                roll_back(conn);
                Err(refused)
            }
            Err(panic) => {
                roll_back(conn);
                std::panic::resume_unwind(panic)
            }
        }
    }

    /// Begins a transaction, and in the same round trip does `first`.
    pub(super) fn begin(&self, conn: &mut DbConn, first: &str) -> StoreResult<()> {
        Ok(conn.batch_execute(&format!("{}; {first}", self.begin))?)
    }

    /// Does what comes last and makes a transaction durable.
    pub(super) fn commit(&self, conn: &mut DbConn) -> StoreResult<()> {
        if let Some(last) = self.last.get() {
            last(conn)?;
        }
        Ok(conn.batch_execute(self.commit)?)
    }
}

/// Ends a transaction without a trace.
pub(super) fn roll_back(conn: &mut DbConn) {
    if let Err(error) = conn.batch_execute("ROLLBACK") {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}
