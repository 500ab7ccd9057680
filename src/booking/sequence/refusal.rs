//! Why a team cannot drive a sequence, and by how much: said of the first stop that fails, as a dispatcher counts it.
use std::fmt;
use std::sync::Arc;

use planner::Violation;

use super::build::{Broken, Sites, problem, windows};
use super::{Freed, Member, Sequence, TimeConstraint};
use crate::booking::roads::Roads;
use crate::calendar::HalfDay;
use crate::planning::units;
use crate::reference_data::ReferenceData;
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::Duty;
use crate::text::said;

/// The end of every day.
const MIDNIGHT: TimeOfDay = TimeOfDay::at(24, 0);

/// What fails first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// At which stop, counted from 0; none: the duty as a whole, or its return.
    pub stop: Option<usize>,
    /// What.
    pub because: Hindered,
}

/// What keeps a team from driving a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindered {
    /// The team comes after the window that the family knows.
    Window {
        /// It opens.
        from_secs: TimeOfDay,
        /// It closes.
        to_secs: TimeOfDay,
        /// So much too late.
        by: Seconds,
    },
    /// The work would end after the half-day.
    HalfDay {
        /// Which.
        half_day: HalfDay,
        /// So much too late.
        by: Seconds,
    },
    /// The work is longer than the half-day.
    TooLong,
    /// The team would be back after its shift.
    Back {
        /// So much too late.
        by: Seconds,
    },
    /// More people than the duty can capture.
    People {
        /// So many too many.
        by: i32,
    },
    /// There is no moment left for the break.
    Rest,
    /// The last ferry is missed.
    Ferry,
    /// No road leads there.
    Road,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(stop) = self.stop {
            write!(f, "điểm {} ", stop + 1)?;
        }
        match &self.because {
            Hindered::Window { from_secs, to_secs, by } => {
                write!(f, "trễ khung {} {} phút", said::span(*from_secs, *to_secs), by.begun_minutes())
            }
            Hindered::HalfDay { half_day, by } => {
                write!(f, "làm không xong trong {}, quá {} phút", half_day.label(), by.begun_minutes())
            }
            Hindered::TooLong => write!(f, "cần nhiều giờ hơn cả buổi"),
            Hindered::Back { by } => write!(f, "tổ về trễ giờ làm {} phút", by.begun_minutes()),
            Hindered::People { by } => write!(f, "quá {by} người so với sức của ca"),
            Hindered::Rest => write!(f, "không còn lúc nào cho giờ nghỉ"),
            Hindered::Ferry => write!(f, "lỡ chuyến phà"),
            Hindered::Road => write!(f, "không có đường đi trong ngày"),
        }
    }
}

impl Sequence {
    /// A sequence as a person arranged it, or why it cannot be driven.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn driven(
        duty: &Duty,
        members: Vec<Member>,
        freed: Vec<Freed>,
        roads: &Arc<Roads>,
        reference: &ReferenceData,
    ) -> Result<Self, Refusal> {
        let hours = &reference.hours;
        let too_long = |member: &Member| windows(&member.door, member.time, Seconds::ZERO, hours).is_none();
        if let Some(stop) = members.iter().position(too_long) {
            return Err(Refusal { stop: Some(stop), because: Hindered::TooLong });
        }
        let refused = |violations| measured(duty, &members, roads, reference, violations);
        Self::new(duty.clone(), members.clone(), freed, roads.clone(), reference).map_err(|broken| match broken {
            Broken::Refused(violations) => refused(violations),
            Broken::Base | Broken::Nonsense(_) => Refusal { stop: None, because: Hindered::Road },
        })
    }
}

/// Lets whoever is late be late, until the rest can be driven: then it is known by how much.
fn measured(
    duty: &Duty,
    members: &[Member],
    roads: &Roads,
    reference: &ReferenceData,
    mut violations: Vec<Violation>,
) -> Refusal {
    let whole = |because| Refusal { stop: None, because };
    let Ok(sites) = Sites::of(duty, members, roads, reference) else { return whole(Hindered::Road) };
    let (mut wide, mut relaxed) = (members.to_vec(), duty.clone());
    let mut late: Option<usize> = None;
    for _ in 0..=members.len() + 1 {
        let first = violations.first().copied();
        let stop = match first {
            Some(Violation::Late(_, stop)) => stop,
            Some(other) => return not_late(duty, members, late, other),
            None => return whole(Hindered::Road),
        };
        late = late.or(Some(stop));
        match wide.get_mut(stop) {
            Some(member) => {
                let from_secs = opens(member, reference);
                member.time = TimeConstraint::Window { from_secs, to_secs: MIDNIGHT };
            }
            None => relaxed.shift.ends_secs = MIDNIGHT,
        }
        let Ok(problem) = problem(&relaxed, &wide, &[], roads, &reference.hours, &sites) else { break };
        let plan = planner::Plan {
            duties: vec![(0..wide.len()).map(planner::VisitIndex::from_position).collect()],
            broken_promises: Vec::new(),
        };
        match planner::check(&problem, &plan) {
            Err(next) => violations = next,
            Ok(checked) => {
                let times = checked.duties.into_iter().next().unwrap_or_default();
                return by_how_much(duty, members, reference, late.unwrap_or(stop), &times);
            }
        }
    }
    whole(Hindered::Road)
}

/// When service may start at the soonest.
fn opens(member: &Member, reference: &ReferenceData) -> TimeOfDay {
    let window = windows(&member.door, member.time, Seconds::ZERO, &reference.hours);
    window.map_or(TimeOfDay::MIDNIGHT, |window| units::time_of_day(0, window.opens))
}

fn by_how_much(
    duty: &Duty,
    members: &[Member],
    reference: &ReferenceData,
    stop: usize,
    times: &planner::DutyTimes,
) -> Refusal {
    let Some((member, stop_times)) = members.get(stop).zip(times.stops.get(stop)) else {
        let back = units::time_of_day(0, times.returns);
        return Refusal { stop: None, because: Hindered::Back { by: back - duty.shift.ends_secs } };
    };
    let closes = windows(&member.door, member.time, Seconds::ZERO, &reference.hours);
    let closes = closes.map_or(TimeOfDay::MIDNIGHT, |window| units::time_of_day(0, window.closes));
    let by = units::time_of_day(0, stop_times.start) - closes;
    let because = match member.time {
        TimeConstraint::Window { from_secs, to_secs } => Hindered::Window { from_secs, to_secs, by },
        TimeConstraint::HalfDay(half_day) => Hindered::HalfDay { half_day, by },
    };
    Refusal { stop: Some(stop), because }
}

fn not_late(duty: &Duty, members: &[Member], late: Option<usize>, violation: Violation) -> Refusal {
    let at = |stop: usize| (stop < members.len()).then_some(stop);
    let (stop, because) = match violation {
        Violation::Overloaded(_) => {
            let captures: i32 = members.iter().map(|member| member.door.captures).sum();
            (None, Hindered::People { by: captures - duty.capacity })
        }
        Violation::BreakMissed(_, stop) => (at(stop), Hindered::Rest),
        Violation::CrossingMissed(_, stop) => (at(stop), Hindered::Ferry),
        Violation::NoRoad(_, stop) => (at(stop), Hindered::Road),
        _ => (late.and_then(at), Hindered::Road),
    };
    Refusal { stop, because }
}
