//! Invitations: a place that appears is kept for the first in the fair order whom a team can take there.
use chrono::NaiveDate;

use super::sequence::Insertion;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::config::BookingSettings;
use crate::ids::{DutyId, HoldId, VisitId};
use crate::planning::priority::Turn;
use crate::text::dates::{clock_time, short_date};
use crate::text::messages::Words;
use crate::text::said;

pub mod answer;
pub mod api;
mod emails;
pub mod fill;
pub mod round;
pub mod store;

pub use round::Inviter;

/// A place that is kept for a waiting household until it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The number of its hold.
    pub id: HoldId,
    /// Who is invited.
    pub visit_id: VisitId,
    /// Into which duty.
    pub duty_id: DutyId,
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// For the dispatcher: why this household.
    pub why: String,
    /// Until when it stands.
    pub until: Timestamp,
}

coded_enum! {
    /// How an invitation ended.
    pub enum InvitationEnd {
        Taken = "taken" / "đã nhận",
        GivenUp = "given_up" / "không nhận",
        Expired = "expired" / "hết hạn",
        Lost = "lost" / "không giữ được chỗ",
    }
}

impl Invitation {
    /// "buổi sáng Thứ Bảy 28/11/2026".
    pub fn label(&self, words: Words) -> String {
        said::half_day(words, self.half_day, self.on)
    }

    /// "08:30 ngày 23/11/2026".
    pub fn until_words(&self, words: Words) -> String {
        let (time, date) = (clock_time(self.until.in_vietnam().time()), short_date(self.until.date()));
        words.with("say-until", &[("time", &time), ("date", &date)])
    }
}

/// For the dispatcher: "vì đứng đầu: nằm liệt giường (100), và buổi sáng Thứ Bảy 28/11/2026 vừa có chỗ gần nhà (thêm
/// 6 phút đường)".
fn why(turn: &Turn<'_>, label: &str, insertion: Insertion, settings: &BookingSettings) -> String {
    let stands = turn.sentence().trim_end_matches('.').replacen("Đứng", "đứng", 1);
    let before = if turn.place > 1 {
        " (các nhà đứng trước đã được mời hoặc không hợp chỗ này)"
    } else {
        ""
    };
    let near = if insertion.added_secs <= settings.recommended_secs { " gần nhà" } else { "" };
    let minutes = insertion.added_secs.begun_minutes();
    format!("vì {stands}{before}, và {label} vừa có chỗ{near} (thêm {minutes} phút đường)")
}
