//! An account: a named member of staff with a role and, unless it reaches everywhere, some wards.
use serde::Serialize;
use utoipa::ToSchema;

use super::passwords::WeakPassword;
use crate::coded_enum;

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
    pub id: i64,
    /// Name for signing in: lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Name that colleagues see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// Wards it is limited to; empty = all.
    pub ward_codes: Vec<String>,
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
    /// The password is too easy.
    #[error(transparent)]
    WeakPassword(#[from] WeakPassword),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] crate::db::StoreError),
}

/// A login that can be typed on any keyboard.
///
/// # Errors
/// [`AddAccountError::LoginFormat`].
pub fn parse_login(typed: &str) -> Result<String, AddAccountError> {
    let login = typed.trim().to_lowercase();
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !(3..=40).contains(&login.len()) || !login.chars().all(known) {
        return Err(AddAccountError::LoginFormat);
    }
    Ok(login)
}
