//! Absences: an officer on leave, a kit out of service, from one half-day to another, both included. What was noted by
//! mistake is withdrawn and stays written.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::duty::Duty;
use super::shift::DutyHalfDays;
use crate::accounts::Staff;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::StoreError;
use crate::ids::{KitId, LeaveId, OfficerId, OutageId};
use crate::text::dates::long_date;

/// Longest absence, days; a longer one is a slip of the keyboard, or somebody who works here no more.
pub const DAYS_MAX: i64 = 366;

coded_enum! {
    /// Why an officer is away. Health is none of it: who is ill is on statutory leave (R26).
    pub enum LeaveReason {
        Annual = "annual" / "nghỉ phép",
        Statutory = "statutory" / "nghỉ chế độ",
        Training = "training" / "đi học, tập huấn",
        Assigned = "assigned" / "nhận nhiệm vụ khác",
        Personal = "personal" / "nghỉ việc riêng",
    }
}

coded_enum! {
    /// Why a kit cannot go out.
    pub enum OutageReason {
        Maintenance = "maintenance" / "bảo dưỡng",
        Broken = "broken" / "hỏng, chờ sửa",
        Lent = "lent" / "cho đơn vị khác mượn",
        Other = "other" / "không dùng được",
    }
}

/// From one half-day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfDaySpan {
    /// The first date.
    pub from: NaiveDate,
    /// The first half-day of it.
    pub from_half_day: HalfDay,
    /// The last date.
    pub to: NaiveDate,
    /// The last half-day of it.
    pub to_half_day: HalfDay,
}

/// Makes an absence: as it is noted and as it stands.
macro_rules! absence {
    ($(#[$doc:meta])+ $stored:ident, $id:ty, $subject:ident: $subject_id:ty, $reason:ty, $(#[$new_doc:meta])+ $new:ident) => {
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
        pub struct $stored {
            /// Its number.
            #[schema(value_type = i64)]
            pub id: $id,
            /// Whose it is.
            #[schema(value_type = i64)]
            pub $subject: $subject_id,
            /// The first date.
            pub from: NaiveDate,
            /// The first half-day of it.
            pub from_half_day: HalfDay,
            /// The last date.
            pub to: NaiveDate,
            /// The last half-day of it.
            pub to_half_day: HalfDay,
            /// Why.
            pub reason: $reason,
            /// Who noted it.
            pub noted_by: String,
            /// When (RFC 3339, UTC).
            #[schema(value_type = String, format = DateTime)]
            pub noted_at: Timestamp,
            /// When it was withdrawn: it counts no more.
            #[schema(value_type = Option<String>, format = DateTime)]
            pub withdrawn_at: Option<Timestamp>,
        }

        $(#[$new_doc])+
        #[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $new {
            /// The first date.
            pub from: NaiveDate,
            /// The first half-day of it; without it the morning.
            #[serde(default = "morning")]
            pub from_half_day: HalfDay,
            /// The last date.
            pub to: NaiveDate,
            /// The last half-day of it; without it the afternoon.
            #[serde(default = "afternoon")]
            pub to_half_day: HalfDay,
            /// Why.
            pub reason: $reason,
        }

        impl $stored {
            /// When.
            pub fn span(&self) -> HalfDaySpan {
                let Self { from, from_half_day, to, to_half_day, .. } = *self;
                HalfDaySpan { from, from_half_day, to, to_half_day }
            }

            /// “nghỉ phép từ Thứ Hai 07/12/2026 đến hết Thứ Tư 09/12/2026”.
            pub fn words(&self) -> String {
                format!("{} {}", self.reason.label(), self.span().words())
            }
        }

        impl $new {
            /// When.
            pub fn span(&self) -> HalfDaySpan {
                let Self { from, from_half_day, to, to_half_day, .. } = *self;
                HalfDaySpan { from, from_half_day, to, to_half_day }
            }
        }
    };
}

absence! {
    /// An officer is away.
    Leave, LeaveId, officer_id: OfficerId, LeaveReason,
    /// That an officer will be away.
    NewLeave
}

absence! {
    /// A kit is out of service.
    Outage, OutageId, kit_id: KitId, OutageReason,
    /// That a kit will be out of service.
    NewOutage
}

/// Why an absence is not noted or withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum AbsenceError {
    /// No such officer, kit or absence.
    #[error("Không tìm thấy: có thể đường dẫn đã cũ")]
    NotFound,
    /// It ends before it begins.
    #[error("Buổi cuối phải sau buổi đầu")]
    Backwards,
    /// It is over already.
    #[error("Khoảng này đã qua hết")]
    Past,
    /// Longer, or farther ahead, than anybody plans.
    #[error("Chỉ ghi được trong vòng {DAYS_MAX} ngày")]
    TooLong,
    /// Another one covers part of it.
    #[error("Đã ghi: {0}")]
    Overlaps(String),
    /// Duties of a team that is not the requester's would be hurt.
    #[error("{0} có ca của tổ “{1}”, không thuộc địa bàn của tài khoản đang dùng: nhờ điều phối của tổ đó")]
    ForeignTeam(String, String),
    /// It was withdrawn before.
    #[error("Mục này đã rút lại rồi")]
    WithdrawnBefore,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HalfDaySpan {
    /// Whether a duty of these half-days would fall into it.
    pub fn meets(&self, on: NaiveDate, half_days: DutyHalfDays) -> bool {
        let within = |half: &HalfDay| (self.from, self.from_half_day) <= (on, *half) && (on, *half) <= self.end();
        half_days.halves().iter().any(within)
    }

    /// Whether the two have a half-day in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        (self.from, self.from_half_day) <= other.end() && (other.from, other.from_half_day) <= self.end()
    }

    /// Refuses what nobody can mean.
    ///
    /// # Errors
    /// [`AbsenceError::Backwards`], [`AbsenceError::Past`], [`AbsenceError::TooLong`].
    pub fn check(&self, now: Timestamp) -> Result<(), AbsenceError> {
        if self.end() < (self.from, self.from_half_day) {
            return Err(AbsenceError::Backwards);
        }
        if self.to < now.date() {
            return Err(AbsenceError::Past);
        }
        if (self.to - self.from).num_days() > DAYS_MAX || (self.to - now.date()).num_days() > DAYS_MAX {
            return Err(AbsenceError::TooLong);
        }
        Ok(())
    }

    /// “từ Thứ Hai 07/12/2026 đến hết buổi sáng Thứ Tư 09/12/2026”, for the middle of a sentence.
    pub fn words(&self) -> String {
        let starts_at_noon = self.from_half_day == HalfDay::Afternoon;
        let ends_at_noon = self.to_half_day == HalfDay::Morning;
        if self.from == self.to {
            return match (starts_at_noon, ends_at_noon) {
                (false, false) => format!("cả ngày {}", long_date(self.from)),
                _ => self.from_half_day.on(self.from),
            };
        }
        let first = if starts_at_noon { self.from_half_day.on(self.from) } else { long_date(self.from) };
        let last = if ends_at_noon { self.to_half_day.on(self.to) } else { long_date(self.to) };
        format!("từ {first} đến hết {last}")
    }

    fn end(&self) -> (NaiveDate, HalfDay) {
        (self.to, self.to_half_day)
    }
}

/// Refuses whoever would hurt duties of teams that are not theirs; `whom` begins the sentence.
///
/// # Errors
/// [`AbsenceError::ForeignTeam`].
pub fn check_own(staff: &Staff, whom: &str, coming: &[Duty]) -> Result<(), AbsenceError> {
    match coming.iter().find(|duty| !super::may_arrange(staff, &duty.team.ward_codes)) {
        Some(duty) => Err(AbsenceError::ForeignTeam(whom.to_owned(), duty.team.name.clone())),
        None => Ok(()),
    }
}

fn morning() -> HalfDay {
    HalfDay::Morning
}

fn afternoon() -> HalfDay {
    HalfDay::Afternoon
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, from_half_day: HalfDay, to: &str, to_half_day: HalfDay) -> HalfDaySpan {
        HalfDaySpan { from: from.parse().unwrap(), from_half_day, to: to.parse().unwrap(), to_half_day }
    }

    #[test]
    fn a_span_meets_the_half_days_from_its_first_to_its_last() {
        let away = span("2026-12-07", HalfDay::Afternoon, "2026-12-09", HalfDay::Morning);
        let meets = |on: &str, half_days| away.meets(on.parse().unwrap(), half_days);
        assert!(!meets("2026-12-07", DutyHalfDays::Morning) && meets("2026-12-07", DutyHalfDays::Full));
        assert!(meets("2026-12-08", DutyHalfDays::Morning));
        assert!(meets("2026-12-09", DutyHalfDays::Morning) && !meets("2026-12-09", DutyHalfDays::Afternoon));
        assert!(!meets("2026-12-10", DutyHalfDays::Full));
    }

    #[test]
    fn a_span_is_said_as_people_say_it() {
        use HalfDay::{Afternoon, Morning};
        let words = |from, first, to, last| span(from, first, to, last).words();
        assert_eq!(words("2026-12-07", Morning, "2026-12-07", Afternoon), "cả ngày Thứ Hai 07/12/2026");
        assert_eq!(words("2026-12-07", Morning, "2026-12-07", Morning), "buổi sáng Thứ Hai 07/12/2026");
        let long = words("2026-12-07", Afternoon, "2026-12-09", Morning);
        assert_eq!(long, "từ buổi chiều Thứ Hai 07/12/2026 đến hết buổi sáng Thứ Tư 09/12/2026");
    }

    #[test]
    fn what_nobody_can_mean_is_refused() {
        use HalfDay::{Afternoon, Morning};
        let now = Timestamp::local("2026-12-01".parse().unwrap(), chrono::NaiveTime::MIN);
        let check = |from, first, to, last| span(from, first, to, last).check(now);
        assert!(matches!(check("2026-12-07", Afternoon, "2026-12-07", Morning), Err(AbsenceError::Backwards)));
        assert!(matches!(check("2026-11-23", Morning, "2026-11-24", Afternoon), Err(AbsenceError::Past)));
        assert!(matches!(check("2026-12-07", Morning, "2028-12-07", Afternoon), Err(AbsenceError::TooLong)));
        assert!(check("2026-11-23", Morning, "2026-12-01", Morning).is_ok());
    }
}
