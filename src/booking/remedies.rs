//! What would serve a household that no duty of a day can take: the cheapest change that really does, tried on a copy by
//! the checker.
use std::sync::Arc;

use super::booker::Booker;
use super::door::Door;
use super::sequence::{Seeker, Sequence};
use crate::calendar::{ExceptionalHalfDay, HalfDay};
use crate::ids::DutyId;
use crate::seconds::Seconds;
use crate::teams::duty::Duty;

/// How much longer a shift may become for one household.
const LONGER_MAX: i32 = 60;
/// In steps of so many minutes.
const LONGER_STEP: i32 = 5;

/// A change that serves a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The duty that would be changed, or whose like would be opened.
    pub duty_id: DutyId,
    /// The half-day in which the household would be served.
    pub half_day: HalfDay,
    /// What to change.
    pub change: Change,
}

/// What to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The shift ends so much later.
    Longer(Seconds),
    /// It may capture so many more people.
    MorePeople(i32),
    /// Another duty like it, with another kit.
    AnotherKit,
}

/// The cheapest change of one of the day's duties that serves a door; none when none does.
pub fn remedy(
    day: &[Arc<Sequence>],
    booker: Booker<'_>,
    door: &Door,
    exceptions: &[ExceptionalHalfDay],
) -> Option<Remedy> {
    let serving: Vec<&Arc<Sequence>> = day.iter().filter(|one| one.serves(&door.ward_code)).collect();
    let mut changes: Vec<Change> = Vec::new();
    changes.extend((1..=LONGER_MAX / LONGER_STEP).map(|step| Change::Longer(Seconds::minutes(step * LONGER_STEP))));
    changes.push(Change::MorePeople(door.captures));
    changes.push(Change::AnotherKit);
    for change in changes {
        for sequence in &serving {
            let found = tried(sequence, booker, door, change, exceptions);
            if let Some(half_day) = found {
                return Some(Remedy { duty_id: sequence.duty.id, half_day, change });
            }
        }
    }
    None
}

/// The half-day in which a duty that was changed so takes the door.
fn tried(
    sequence: &Arc<Sequence>,
    booker: Booker<'_>,
    door: &Door,
    change: Change,
    exceptions: &[ExceptionalHalfDay],
) -> Option<HalfDay> {
    let mut duty = Duty::clone(&sequence.duty);
    let mut members = sequence.members.clone();
    match change {
        Change::Longer(by) => duty.shift.ends_secs = duty.shift.ends_secs + by,
        Change::MorePeople(by) => duty.capacity += by,
        Change::AnotherKit => members.clear(),
    }
    let copy = Sequence::driven(&duty, members, Vec::new(), sequence.roads(), &booker.board.reference).ok()?;
    let seeker = Seeker::new(door, copy.roads(), &booker.board.reference.geography);
    let approach = copy.approach(&seeker);
    let works = |half_day: &&HalfDay| {
        door.admissible.allow(duty.on, **half_day)
            && booker.desk.calendar.is_open(duty.on, **half_day, exceptions)
            && approach.best(**half_day, Seconds::ZERO).is_some()
    };
    duty.half_days.halves().iter().find(works).copied()
}
