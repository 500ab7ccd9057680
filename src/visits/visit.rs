//! A visit and where it stands; the state is read off its timestamps and never stored.
use chrono::NaiveDate;

use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::config::Hours;
use crate::ids::{CaseId, DutyId, VisitId};
use crate::seconds::{Seconds, TimeOfDay};

/// One planned or done trip to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its number in the database.
    pub id: VisitId,
    /// Whose.
    pub case_id: CaseId,
    /// First, second … trip (R29), from 1.
    pub number: i32,
    /// Part of a group site's people, from 1; 1 for a home.
    pub part: i32,
    /// People to capture.
    pub captures: i32,
    /// Seconds of work without the set-up.
    pub service_secs: Seconds,
    /// Failed through our own fault before: goes first (R27).
    pub front_of_queue: bool,
    /// Not wanted or not possible any more.
    pub cancelled_at: Option<Timestamp>,
    /// The half-day that the family has taken; every published visit has one too.
    pub booking: Option<Booking>,
    /// What the family was told: the arrival window.
    pub promise: Option<Promise>,
    /// The duty that the half-day is booked in; a stop of the visit stands there and nowhere else.
    pub duty_id: Option<DutyId>,
    /// How often an invitation was sent (RFC 5545 SEQUENCE of the next one).
    pub invite_sequence: i32,
    /// Since when the family waits again because we took its half-day back.
    pub postponed_at: Option<Timestamp>,
    /// The team is on its way.
    pub en_route_at: Option<Timestamp>,
    /// The team is at the door.
    pub arrived_at: Option<Timestamp>,
    /// It ended, well or not.
    pub closed_at: Option<Timestamp>,
    /// Grows with every change.
    pub version: i32,
}

/// A half-day that a family has taken: a duty of that date has a place for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// When it was taken.
    pub booked_at: Timestamp,
}

/// What a family was told: date, half-day, arrival window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// The team arrives no earlier.
    pub from_secs: TimeOfDay,
    /// The team arrives no later.
    pub to_secs: TimeOfDay,
    /// When the family was told.
    pub published_at: Timestamp,
}

/// A visit's place in a duty's sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The visit.
    pub visit_id: VisitId,
    /// The duty.
    pub duty_id: DutyId,
    /// Place in the sequence: grows along it, with gaps for stops that come between.
    pub position: i32,
    /// When, as it was published; none while the visit is only booked.
    pub times: Option<StopTimes>,
}

/// The planned times of a stop, on the duty's date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopTimes {
    /// At the door.
    pub arrives_secs: TimeOfDay,
    /// The kit stands, work starts.
    pub starts_secs: TimeOfDay,
    /// Leaves.
    pub departs_secs: TimeOfDay,
}

coded_enum! {
    /// Where a visit stands.
    pub enum VisitState {
        Waiting = "waiting" / "đang chờ xếp lịch",
        Kept = "kept" / "đang giữ chỗ, chờ duyệt hồ sơ",
        Booked = "booked" / "đã đặt buổi",
        Published = "published" / "đã có lịch hẹn",
        EnRoute = "en_route" / "tổ công tác đang trên đường",
        Arrived = "arrived" / "tổ công tác đã đến",
        Closed = "closed" / "đã kết thúc",
        Cancelled = "cancelled" / "đã hủy",
    }
}

impl Visit {
    /// Where it stands, as people are told: a half-day of a case that nobody has approved is a place that is kept.
    pub fn state_in(&self, case: &Case) -> VisitState {
        match self.state() {
            VisitState::Booked if !case.is_approved() => VisitState::Kept,
            state => state,
        }
    }

    /// Where it stands by itself, whoever it is for; never [`VisitState::Kept`].
    pub fn state(&self) -> VisitState {
        if self.cancelled_at.is_some() {
            return VisitState::Cancelled;
        }
        match (self.closed_at, self.arrived_at, self.en_route_at, self.promise) {
            (Some(_), ..) => VisitState::Closed,
            (_, Some(_), ..) => VisitState::Arrived,
            (_, _, Some(_), _) => VisitState::EnRoute,
            (_, _, _, Some(_)) => VisitState::Published,
            _ if self.booking.is_some() => VisitState::Booked,
            _ => VisitState::Waiting,
        }
    }

    /// Neither ended nor cancelled.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none() && self.cancelled_at.is_none()
    }

    /// Whether its day is over and nobody reported anything (R28): at the end of the working day the family may take
    /// another half-day.
    pub fn is_overdue(&self, hours: &Hours, now: Timestamp) -> bool {
        let ends = |booking: Booking| Timestamp::local_secs(booking.on, hours.afternoon_ends_secs);
        matches!(self.state(), VisitState::Booked | VisitState::Published)
            && self.booking.is_some_and(|booking| ends(booking) <= now)
    }

    /// As it waits once its half-day is taken back because we could not keep it: in front.
    pub fn without_half_day(self) -> Self {
        Self { booking: None, promise: None, front_of_queue: true, ..self }
    }

    /// The team is on its way or at the door.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state(), VisitState::EnRoute | VisitState::Arrived)
    }

    /// Still to be planned or moved: open, and the team is not on its way.
    pub fn is_movable(&self) -> bool {
        matches!(self.state(), VisitState::Waiting | VisitState::Booked | VisitState::Published)
    }
}
