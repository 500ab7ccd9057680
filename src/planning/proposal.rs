//! A proposal: which duty goes where in which order, who is left out and why. It names visits by number only.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::coded_enum;
use crate::ids::{DutyId, HoldId, PlanningRunId, VisitId};
use crate::seconds::{Seconds, TimeOfDay};

/// A planning run as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Run {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: PlanningRunId,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Where chance started; the same seed on the same inputs gives the same proposal.
    pub seed: u64,
    /// Version of the priority weights.
    pub weights_version: String,
    /// Hash of everything the proposal rests on.
    pub inputs_fingerprint: String,
    /// What is proposed.
    pub proposal: Proposal,
    /// When it was computed.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it became promises.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
    /// Where it stands.
    pub state: RunState,
    /// How far it has come, percent.
    pub progress: i32,
    /// When it ended, with a proposal or without.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// Why there is no proposal, in Vietnamese.
    pub failure: Option<String>,
}

coded_enum! {
    /// Where a planning run stands.
    pub enum RunState {
        Waiting = "waiting" / "đang chờ đến lượt",
        Running = "running" / "đang xếp",
        Done = "done" / "đã xếp xong",
        Failed = "failed" / "không xếp được",
        Stopped = "stopped" / "đã dừng theo yêu cầu",
    }
}

/// What is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// Each duty with its sequence; duties that stay at their base are here too, with no stops.
    pub duties: Vec<ProposedDuty>,
    /// Who is left out, and why.
    pub unserved: Vec<Unserved>,
    /// How good it is, term by term.
    pub cost: Cost,
    /// Which estimator made the travel times.
    pub estimator: String,
    /// Visits that stay in their duty because a person put them there, or locked it.
    #[serde(default)]
    pub kept_by_hand: usize,
}

/// One duty's sequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProposedDuty {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// Its date.
    pub on: NaiveDate,
    /// Its team's name.
    pub team: String,
    /// Seconds on the road.
    #[schema(value_type = i32)]
    pub travel_secs: Seconds,
    /// Seconds of waiting.
    #[schema(value_type = i32)]
    pub waiting_secs: Seconds,
    /// Back at the base, seconds since midnight.
    #[schema(value_type = i32)]
    pub returns_secs: TimeOfDay,
    /// Its stops in driving order.
    pub stops: Vec<ProposedStop>,
    /// Places between them that are kept for families who are about to book.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<ProposedHold>,
}

/// A place that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProposedHold {
    /// The hold.
    #[schema(value_type = i64)]
    pub hold_id: HoldId,
    /// How many stops come before it.
    pub after_stops: usize,
}

/// One stop; seconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProposedStop {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// At the door.
    #[schema(value_type = i32)]
    pub arrives_secs: TimeOfDay,
    /// Work starts.
    #[schema(value_type = i32)]
    pub starts_secs: TimeOfDay,
    /// Leaves.
    #[schema(value_type = i32)]
    pub departs_secs: TimeOfDay,
}

/// A visit that no duty takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unserved {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// Stable code of the reason.
    #[schema(example = "full")]
    pub code: String,
    /// The reason in Vietnamese.
    pub reason: String,
}

/// The terms of the objective in the order in which they are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cost {
    /// Points of visits left out.
    pub unserved_points: i64,
    /// Promises that cannot be kept.
    pub broken_promises: i64,
    /// Seconds on the road.
    pub travel_secs: i64,
    /// Seconds of waiting.
    pub waiting_secs: i64,
    /// What the days that families wait from the first date on are worth, in seconds on the road; exchanged against it.
    #[serde(default)]
    pub delay_secs: i64,
    /// What one day more for everybody who has a place would be worth, in seconds on the road.
    #[serde(default)]
    pub delay_secs_per_day: i64,
    /// Minutes on the road that one day of waiting of a household with 100 points is worth.
    #[serde(default)]
    pub minutes_per_100_points: u32,
    /// Seconds between the busiest and the least busy team.
    pub unfairness_secs: i64,
}

impl Proposal {
    /// Days that families wait from the first date on, in the mean; who has more points counts for more. None without
    /// anybody who has a place, or in a proposal from before waiting had a price.
    pub fn mean_days_waited(&self) -> Option<f64> {
        let Cost { delay_secs, delay_secs_per_day, .. } = self.cost;
        (delay_secs_per_day > 0).then(|| delay_secs as f64 / delay_secs_per_day as f64)
    }

    /// How many visits have a place.
    pub fn served(&self) -> usize {
        self.duties.iter().map(|duty| duty.stops.len()).sum()
    }

    /// The visits that have a place, duty by duty.
    pub fn visit_ids(&self) -> Vec<VisitId> {
        self.duties.iter().flat_map(|duty| &duty.stops).map(|stop| stop.visit_id).collect()
    }

    /// The duty in which a visit has a place.
    pub fn duty_of(&self, visit_id: VisitId) -> Option<DutyId> {
        let duty = self.duties.iter().find(|duty| duty.stops.iter().any(|stop| stop.visit_id == visit_id));
        duty.map(|duty| duty.duty_id)
    }
}

/// The planner's reason in Vietnamese.
pub fn reason_in_vietnamese(reason: planner::Reason) -> &'static str {
    use planner::Reason as R;
    match reason {
        R::NoDuty => "chưa có ca công tác nào trong khoảng ngày này",
        R::PinnedElsewhere => "đã hẹn với ca khác",
        R::DutyClosed => "ca này không nhận thêm được nữa",
        R::NoSkill => "chưa có tổ nào phụ trách phường, xã này có ca trong khoảng ngày này",
        R::NoWindow => "không có buổi mở cửa nào trùng với ca của tổ phụ trách",
        R::Unreachable => "không đến được trong ngày (chỉ đi theo đợt ra đảo)",
        R::Capacity => "số người nhiều hơn một ca làm được",
        R::Crossing => "lỡ chuyến phà đi hoặc về",
        R::ShiftTooShort => "ca không đủ dài cho quãng đường và thời gian làm",
        R::Break => "không còn chỗ cho giờ nghỉ của tổ",
        R::FullCapacity => "các ca đã kín số người",
        R::Full => "các ca đã kín thời gian",
    }
}
