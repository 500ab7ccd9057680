//! Why a case is not filed.
use crate::cases::allowance::AllowanceError;
use crate::db::StoreError;
use crate::field_problem::FieldProblem;

/// Why a case cannot be filed as it was typed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReadCaseError {
    /// Fields need another value.
    #[error("hồ sơ có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// The ward is not the account's.
    #[error("địa bàn này không thuộc tài khoản đang dùng")]
    OutsideWards,
}

/// Why a case is not filed.
#[derive(Debug, thiserror::Error)]
pub enum FileCaseError {
    /// Fields need another value.
    #[error("hồ sơ có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// The ward is not the account's.
    #[error("địa bàn này không thuộc tài khoản đang dùng")]
    OutsideWards,
    /// This contact has filed enough cases today; seconds until it may again.
    #[error("hôm nay đã nhận nhiều hồ sơ cùng liên hệ này, chờ {0} giây")]
    TooMany(i64),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AllowanceError> for FileCaseError {
    fn from(error: AllowanceError) -> Self {
        match error {
            AllowanceError::TooMany(secs) => Self::TooMany(secs),
            AllowanceError::Store(error) => Self::Store(error),
        }
    }
}

impl From<ReadCaseError> for FileCaseError {
    fn from(error: ReadCaseError) -> Self {
        match error {
            ReadCaseError::Invalid(fields) => Self::Invalid(fields),
            ReadCaseError::OutsideWards => Self::OutsideWards,
        }
    }
}

impl ReadCaseError {
    /// The same about a case that is a part of the body: its fields stand below `pointer`.
    #[must_use]
    pub fn within(self, pointer: &str) -> Self {
        let Self::Invalid(fields) = self else { return self };
        let below = |one: FieldProblem| FieldProblem { pointer: format!("{pointer}{}", one.pointer), ..one };
        Self::Invalid(fields.into_iter().map(below).collect())
    }
}
