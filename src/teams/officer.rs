//! An officer: a named person with a badge, perhaps with an account to sign in with.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::absence::AbsenceError;
use crate::db::StoreError;
use crate::ids::{AccountId, OfficerId};
use crate::text::dates::long_date;
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
    /// The first date on which they work here no more; none while they stay.
    pub retired_from: Option<NaiveDate>,
}

impl Officer {
    /// “Cán bộ Lê Văn An không còn làm ở đây từ Thứ Hai 07/12/2026”, on a date that is theirs no more.
    pub fn gone_words(&self, on: NaiveDate) -> Option<String> {
        let from = self.retired_from.filter(|from| *from <= on)?;
        Some(format!("Cán bộ {} không còn làm ở đây từ {}", self.full_name, long_date(from)))
    }
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

/// What to correct about an officer; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficerChange {
    /// Name as on the badge.
    pub full_name: Option<String>,
    /// Number of the badge, 1…20 characters.
    pub badge_number: Option<String>,
    /// An account with the role of officer.
    #[schema(value_type = Option<i64>)]
    pub account_id: Option<AccountId>,
}

/// From when an officer works here no more.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// The first date without them, today or later.
    pub from: NaiveDate,
}

/// Why an officer stays as they are.
#[derive(Debug, thiserror::Error)]
pub enum ChangeOfficerError {
    /// No such officer.
    #[error("Không có cán bộ số {0}")]
    NoSuchOfficer(OfficerId),
    /// A fact about them is refused.
    #[error(transparent)]
    Facts(#[from] AddOfficerError),
    /// Families of a team that is not the requester's would be told another name, or lose their officer.
    #[error(transparent)]
    Foreign(#[from] AbsenceError),
    /// The date is over.
    #[error("Ngày này đã qua")]
    Past,
    /// The date is more than a year ahead.
    #[error("Chỉ ghi được trong vòng 366 ngày tới")]
    TooFar,
    /// A visit of theirs changed at this very moment.
    #[error("Lượt đến của cán bộ này vừa thay đổi; xem lại rồi gửi lại")]
    Changed,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
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
