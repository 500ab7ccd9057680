//! An officer: a named person with a badge, perhaps with an account to sign in with.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::StoreError;
use crate::ids::{AccountId, OfficerId};
use crate::text::names::NameError;

/// An officer who may be put on a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Officer {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: OfficerId,
    /// Name as on the badge.
    #[schema(example = "Lê Văn An")]
    pub full_name: String,
    /// Number of the badge that families may ask to see.
    #[schema(example = "031-457")]
    pub badge_number: String,
    /// The account that opens this officer's rosters.
    #[schema(value_type = Option<i64>)]
    pub account_id: Option<AccountId>,
}

/// A new officer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfficer {
    /// Name as on the badge.
    #[schema(example = "Lê Văn An")]
    pub full_name: String,
    /// Number of the badge, 1…20 characters.
    #[schema(example = "031-457")]
    pub badge_number: String,
    /// An account with the role of officer.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub account_id: Option<AccountId>,
}

/// Why an officer cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum AddOfficerError {
    /// The name is not one.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The badge number is empty or too long.
    #[error("Số hiệu cần từ 1 đến 20 ký tự")]
    BadgeFormat,
    /// Somebody has this badge.
    #[error("Số hiệu {0} đã có người mang")]
    BadgeTaken(String),
    /// No account of an officer has this number.
    #[error("Không có tài khoản cán bộ số {0}")]
    NoSuchAccount(AccountId),
    /// The account belongs to another officer.
    #[error("Tài khoản số {0} đã gắn với cán bộ khác")]
    AccountTaken(AccountId),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
