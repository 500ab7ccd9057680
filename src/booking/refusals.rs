//! The wish for a half-day and the refusals that bookings share: verbs know this file and not each other.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::offers::Offer;
use crate::calendar::{BeyondCalendar, HalfDay};
use crate::cases::preference::TimePreference;
use crate::coded_enum;
use crate::db::StoreError;
use crate::text::dates::long_date;
use crate::text::messages::Words;

/// A half-day that somebody wants to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HalfDayWish {
    /// The date.
    #[schema(example = "2026-11-28")]
    pub on: NaiveDate,
    /// `morning` or `afternoon`.
    pub half_day: HalfDay,
}

/// Why a half-day is not booked; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// There is nothing to book for, and why.
    #[error("{0}")]
    NothingToBook(String),
    /// The team is on its way or at the door.
    #[error("Tổ công tác đang trên đường đến nhà: không đổi được nữa, xin gọi điện thoại của tổ")]
    OnTheWay,
    /// Nobody can take it (any more); these can be taken.
    #[error("Buổi này vừa hết chỗ")]
    Gone(Vec<Offer>),
    /// Nobody can take it (any more), and the hold did not serve.
    #[error("Buổi này vừa hết chỗ; {}", .0.label())]
    GoneWithHold(HoldUse, Vec<Offer>),
    /// Nobody of this kind can take it, however much room there is; these can be taken.
    #[error("{0}")]
    OutOfReach(OutOfReach, Vec<Offer>),
    /// The telephone or the address keeps as many places as it may.
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
    /// The calendar does not reach so far.
    #[error(transparent)]
    Beyond(#[from] BeyondCalendar),
    /// The place cannot be found on the map, and why.
    #[error("chưa xác định được vị trí nhà: {0}")]
    NotOnMap(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose budget is used up, with the places that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverBudget {
    /// The telephone keeps as many places as it may.
    #[error(
        "Số điện thoại này đang giữ {0} buổi, kể cả buổi đã đặt mà hồ sơ chưa được duyệt. Hãy gửi hồ sơ, trả bớt một buổi, hoặc chờ cán bộ duyệt."
    )]
    Contact(i64),
    /// The address keeps as many places as it may.
    #[error(
        "Địa chỉ này đang giữ {0} buổi, kể cả buổi đã đặt mà hồ sơ chưa được duyệt. Hãy gửi hồ sơ, trả bớt một buổi, hoặc chờ cán bộ duyệt."
    )]
    Address(i64),
    /// A person or an e-mail address has one. Which of them is not said: a stranger may be asking.
    #[error(
        "Chưa giữ thêm buổi được: hộ này có thể đang có một buổi chờ duyệt. Hồ sơ vẫn gửi được mà không kèm buổi, hoặc gọi trực ban Công an phường, xã."
    )]
    Household,
    /// Too many take places in the ward; seconds until it can be tried again.
    #[error(
        "Địa bàn này đang nhận quá nhiều lượt giữ buổi cùng lúc. Hồ sơ vẫn gửi được mà không kèm buổi và vẫn đúng thứ tự; muốn tự chọn buổi, xin thử lại sau {} phút.",
        (.0 + 59) / 60
    )]
    Ward(i64),
}

/// Why a half-day is out of reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutOfReach {
    /// Before the first date that families may take: a dispatcher needs time to approve.
    #[error("Buổi này gần quá: gia đình đặt được từ {}, để cán bộ kịp duyệt hồ sơ.", long_date(*.0))]
    TooSoonForFamilies(NaiveDate),
    /// Before the first date that staff may take.
    #[error("Buổi này gần quá: cán bộ đặt được từ {}.", long_date(*.0))]
    TooSoonForStaff(NaiveDate),
    /// After the last date that is offered.
    #[error("Buổi này xa quá: hiện chỉ nhận đặt đến {}.", long_date(*.0))]
    TooLate(NaiveDate),
    /// The calendar says no, and why.
    #[error("Buổi này không đặt được: {0}.")]
    Closed(String),
    /// No team that serves the ward is at work.
    #[error("Buổi này không đặt được: chưa có tổ nào của phường, xã này đi làm.")]
    NoTeam,
    /// The family rules it out itself.
    #[error("Buổi này không hợp nguyện vọng của gia đình ({}). Đổi nguyện vọng trước, rồi đặt.", .0.words(Words::VIETNAMESE))]
    Preference(TimePreference),
}

coded_enum! {
    /// What a hold was good for when a half-day was booked.
    pub enum HoldUse {
        Used = "used" / "đã dùng chỗ đang giữ",
        Elsewhere = "elsewhere" / "chỗ giữ là cho buổi khác, nhà khác hoặc ít việc hơn",
        Unknown = "unknown" / "mã giữ chỗ không đúng",
        TakenBefore = "taken_before" / "chỗ giữ đã được dùng để đặt buổi",
        Over = "over" / "chỗ giữ đã hết hạn hoặc đã trả lại",
    }
}
