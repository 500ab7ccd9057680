//! What the database refuses with, and what of it may pass when the work is done again.
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::Passing;

/// The database could not do its part. Verbs carry it along; the edge logs it once and answers 500 or 503.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection could be had.
    #[error("cơ sở dữ liệu không sẵn sàng: {0}")]
    Unavailable(String),
    /// A statement failed.
    #[error("truy vấn không thành công: {0}")]
    Query(#[from] DieselError),
    /// A stored value cannot be read: wrong key or damaged.
    #[error(transparent)]
    Unseal(#[from] crate::sealed::UnsealError),
    /// Somebody changed meanwhile what this work had looked at before it held the rows: it must look again.
    #[error("dữ liệu vừa thay đổi trong lúc xử lý")]
    Overtaken(#[source] Passing),
    /// Another process is at work on the very form that this is written for, or has done it.
    #[error("biểu mẫu này đã được nhận")]
    SentBefore,
    /// The work panicked; the panic itself is in the log.
    #[error("công việc dừng giữa chừng")]
    NoOutcome,
    /// A stored proposal or answer is not what this version writes.
    #[error("dữ liệu lưu không đọc được: {0}")]
    Damaged(String),
}

/// What store functions give.
pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    /// Whether another transaction held what this one wanted: a lost deadlock, a lock not had in time.
    pub fn is_contention(&self) -> bool {
        let waited = |error: &DieselError| says(error, &["lock timeout", "database is locked"]);
        self.is_passing() || matches!(self, Self::Query(error) if waited(error))
    }

    /// Whether the same work, done again from its beginning, may well succeed: it lost a deadlock, or somebody changed
    /// what it had looked at. Who waited for a lock until the limit has waited long enough.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Overtaken(_)) || matches!(self, Self::Query(error) if lost_a_race(error))
    }

    /// What was looked at before the lock is not what stands there now.
    pub fn overtaken() -> Self {
        Self::Overtaken(Passing)
    }

    /// Whether a uniqueness rule refused the row.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Query(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

/// Whether a statement failed because another transaction was in its way.
pub(super) fn lost_a_race(error: &DieselError) -> bool {
    let serialization = DatabaseErrorKind::SerializationFailure;
    matches!(error, DieselError::DatabaseError(kind, _) if *kind == serialization)
        || says(error, &["deadlock detected", "could not serialize access"])
}

/// PostgreSQL tells some of these in words only; diesel knows no kind for them.
fn says(error: &DieselError, words: &[&str]) -> bool {
    matches!(error, DieselError::DatabaseError(_, said) if words.iter().any(|words| said.message().contains(words)))
}
