//! What the search needs of a duty.

use crate::problem::{Duty, Problem};
use crate::units::LocationIndex;

/// What the search needs of a duty.
#[derive(Clone, Debug)]
pub(crate) struct DutyData {
    pub start: u32,
    pub end: u32,
    pub opens: i32,
    /// End of the shift; later is overtime.
    pub closes: i32,
    /// Latest return.
    pub limit: i32,
    pub rest: Option<Rest>,
    pub capacity: i32,
    pub skills: u64,
    pub closed: bool,
    pub legs: usize,
    /// Duties with the same shift share the slots of visits.
    pub clock: usize,
    /// Duties with the same kind are interchangeable while empty.
    pub kind: u32,
    pub team: u32,
    pub day: i32,
    pub frozen: Vec<u32>,
    /// Time of leaving the frozen part, and whether the break is taken by then.
    pub resume: Option<(i32, bool)>,
}

/// A break in plain seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rest {
    pub earliest: i32,
    pub latest: i32,
    pub duration: i32,
}

impl DutyData {
    /// From the first to the last moment it can be out.
    pub fn span(&self) -> (i32, i32) {
        let begin = self.resume.map_or(self.opens, |(at, _)| at);
        (begin.min(self.opens), self.limit)
    }
}

/// All duties; `bases` are the places behind the nodes after the visits.
pub(super) fn compile(problem: &Problem, bases: &[LocationIndex]) -> Vec<DutyData> {
    let node = |location: LocationIndex| {
        let position = bases.partition_point(|&base| base < location);
        (problem.visits.len() + position) as u32
    };
    let mut named = vec![false; problem.duties.len()];
    for visit in &problem.visits {
        let previous = visit.previous.map(|previous| previous.duty).filter(|_| problem.least_change_first);
        for duty in visit.pinned_duty.into_iter().chain(previous) {
            named[duty.at()] = true;
        }
    }
    let mut kinds: Vec<Option<Duty>> = Vec::new();
    let mut spans: Vec<(i32, i32)> = Vec::new();
    let mut duties = Vec::new();
    for (number, duty) in problem.duties.iter().enumerate() {
        let mut data = DutyData {
            start: node(duty.start_location),
            end: node(duty.end_location),
            opens: duty.shift.opens.0,
            closes: duty.shift.closes.0,
            limit: (duty.shift.closes + duty.overtime).0,
            rest: duty.rest.map(|rest| Rest {
                earliest: rest.earliest.0,
                latest: rest.latest.0,
                duration: rest.duration.0,
            }),
            capacity: duty.capacity as i32,
            skills: duty.skills,
            closed: duty.frozen.closed,
            legs: duty.matrix.at(),
            clock: 0,
            kind: 0,
            team: duty.team,
            day: duty.day(),
            frozen: duty.frozen.visits.iter().map(|visit| visit.0).collect(),
            resume: duty.frozen.resume.map(|resume| (resume.at.0, resume.break_taken)),
        };
        data.clock = intern(&mut spans, data.span());
        // a duty that visits are pinned to is like no other; so is one that had some in an earlier plan, if the search weighs
        // that (otherwise equal duties may still swap their days after it, see search/balance.rs)
        data.kind = if named[number] || !duty.frozen.visits.is_empty() {
            kinds.push(None);
            kinds.len() - 1
        } else {
            intern(&mut kinds, Some(Duty { team: 0, ..duty.clone() }))
        } as u32;
        duties.push(data);
    }
    duties
}

/// The position of `value` in `values`, added if new.
fn intern<T: PartialEq>(values: &mut Vec<T>, value: T) -> usize {
    values.iter().position(|known| *known == value).unwrap_or_else(|| {
        values.push(value);
        values.len() - 1
    })
}
