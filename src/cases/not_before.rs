//! "Not before this day": what a household asked for at the door or on the telephone, and planning obeys.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::coded_enum;
use crate::text::dates::long_date;

coded_enum! {
    /// Why no team is to come before a day; a choice and not a text, so that no diagnosis is told.
    pub enum NotBeforeReason {
        FamilyAsked = "family_asked" / "gia đình hẹn lại ngày khác",
        Away = "away" / "người làm căn cước đi vắng",
        Papers = "papers" / "chờ giấy tờ",
        DataCorrection = "data_correction" / "chờ điều chỉnh dữ liệu dân cư",
        Representative = "representative" / "chờ người đại diện hợp pháp",
        TeamSide = "team_side" / "tổ công tác chưa đến được",
    }
}

/// Before which day no team is to come to a household, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotBefore {
    /// The first day that suits.
    #[schema(example = "2026-12-07")]
    pub on: NaiveDate,
    /// Why.
    pub reason: NotBeforeReason,
}

impl NotBefore {
    /// Whether a team may come on a day.
    pub fn allows(not_before: Option<Self>, on: NaiveDate) -> bool {
        not_before.is_none_or(|limit| on >= limit.on)
    }

    /// The limit as far as it still keeps a team away.
    pub fn ahead(self, today: NaiveDate) -> Option<Self> {
        (self.on > today).then_some(self)
    }

    /// "không trước Thứ Hai 07/12/2026 (gia đình hẹn lại ngày khác)", for staff.
    pub fn words(self) -> String {
        format!("không trước {} ({})", long_date(self.on), self.reason.label())
    }
}
