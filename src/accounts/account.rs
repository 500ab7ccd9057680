//! An account: a named member of staff with a role and, unless it reaches everywhere, some wards.
use super::passwords::HashedPassword;
use crate::db::StoreError;
use crate::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::coded_enum;

/// Characters of a name that colleagues see.
pub const NAME_MAX: usize = 80;

coded_enum! {
    /// What somebody is employed to do here.
    pub enum Role {
        Admin = "admin" / "quản trị",
        Dispatcher = "dispatcher" / "điều phối",
        Officer = "officer" / "cán bộ",
    }
}

/// An account as others may see it: no password hash.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Account {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: AccountId,
    /// Name for signing in: lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Name that colleagues see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// Wards it is limited to; empty = all.
    pub ward_codes: Vec<String>,
    /// Since when it opens nothing any more (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub disabled_at: Option<Timestamp>,
    /// Somebody else chose its password: it opens nothing until its holder chooses another.
    pub password_is_temporary: bool,
    /// When its holder last signed in (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_signed_in_at: Option<Timestamp>,
}

impl Account {
    /// An account that is not stored yet.
    pub fn new(login: impl Into<String>, display_name: impl Into<String>, role: Role, ward_codes: Vec<String>) -> Self {
        Self {
            id: AccountId::UNSTORED,
            login: login.into(),
            display_name: display_name.into(),
            role,
            ward_codes,
            disabled_at: None,
            password_is_temporary: false,
            last_signed_in_at: None,
        }
    }
}

/// The subject of an account's audit entries.
pub fn account_subject(account_id: AccountId) -> String {
    format!("account:{account_id}")
}

/// Why an account cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum AddAccountError {
    /// The login is used.
    #[error("tên đăng nhập {0} đã có")]
    LoginTaken(String),
    /// The login has other characters or another length.
    #[error("tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch; từ 3 đến 40 ký tự")]
    LoginFormat,
    /// Its name or wards cannot be.
    #[error(transparent)]
    Facts(#[from] ChangeAccountError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] crate::db::StoreError),
}

/// Fewest and most characters of a login.
pub const LOGIN_LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// A login that can be typed on any keyboard.
///
/// # Errors
/// [`AddAccountError::LoginFormat`].
pub fn parse_login(typed: &str) -> Result<String, AddAccountError> {
    let login = typed.trim().to_lowercase();
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !LOGIN_LENGTH.contains(&login.len()) || !login.chars().all(known) {
        return Err(AddAccountError::LoginFormat);
    }
    Ok(login)
}

/// Why an account cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeAccountError {
    /// Nobody has this number.
    #[error("không có tài khoản này")]
    NotFound,
    /// One does not change one's own rights, and does not shut oneself out.
    #[error("không tự khoá hoặc tự đổi quyền của mình; nhờ quản trị viên khác")]
    OwnAccount,
    /// No name, or too long a one.
    #[error("ghi họ tên, không quá {NAME_MAX} ký tự")]
    Name,
    /// No ward has this code.
    #[error("không có phường, xã, đặc khu mã {0}")]
    UnknownWard(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account whose password was right a moment ago.
#[derive(Clone)]
pub struct Proven {
    /// Whose.
    pub account: Account,
    /// What it was compared with: until a sign-in is written, somebody may have changed it.
    pub password: HashedPassword,
}
