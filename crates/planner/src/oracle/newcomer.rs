//! A visit that the problem does not know yet: a family asking for a half-day.

use super::Oracle;
use crate::model::{DutyData, Slot, clip};
use crate::problem::{Fault, ProblemError, Subject, Visit, rules};
use crate::route::Candidate;
use crate::units::{LocationIndex, MatrixIndex, Seconds, ZoneIndex};

/// Travel between a newcomer's door and every place of the problem, by one kind of vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorLegs {
    /// Seconds from each place to the door, by [`LocationIndex`]; [`Seconds::UNREACHABLE`] where no road leads.
    pub from: Vec<Seconds>,
    /// Seconds from the door to each place, likewise.
    pub to: Vec<Seconds>,
}

/// A newcomer prepared for questions to one [`Oracle`].
pub struct Newcomer<'a> {
    pub(super) visit: &'a Visit,
    /// Per matrix and node.
    into: Vec<Vec<i32>>,
    out: Vec<Vec<i32>>,
    /// Per matrix and boat: seconds to the pier.
    approach: Vec<Vec<i32>>,
    zone: Option<u16>,
    /// Lives where nobody is and no boat goes.
    beyond: bool,
}

impl Oracle {
    /// Prepares a visit that the problem does not know. `visit.location` is only compared, to save set-up at a
    /// known place: give a place beyond the last one for a new door. `legs` has one entry per matrix.
    ///
    /// # Errors
    /// If the visit makes no sense by itself, or if `legs` is not one entry per matrix with a sane travel time from and
    /// to every place.
    pub fn newcomer<'a>(
        &self,
        visit: &'a Visit,
        zone: ZoneIndex,
        legs: &[DoorLegs],
    ) -> Result<Newcomer<'a>, ProblemError> {
        let alone = rules::check_visit_alone(visit);
        alone.map_err(|fault| ProblemError { subject: Subject::Problem, fault })?;
        self.check_legs(legs)?;
        let model = &self.model;
        let visits = model.visits.len();
        let same_stop = |node: usize, location| node < visits && location == visit.location;
        let into = |legs: &DoorLegs| {
            let leg = |(node, &location): (usize, &LocationIndex)| {
                let setup = if same_stop(node, location) { 0 } else { visit.setup.0 };
                legs.from[location.at()].0 + setup
            };
            model.locations.iter().enumerate().map(leg).collect()
        };
        let out = |legs: &DoorLegs| {
            let leg = |(node, &location): (usize, &LocationIndex)| {
                let setup = model.visits.get(node).map_or(0, |next| next.setup);
                legs.to[location.at()].0 + if same_stop(node, location) { 0 } else { setup }
            };
            model.locations.iter().enumerate().map(leg).collect()
        };
        Ok(Newcomer {
            visit,
            into: legs.iter().map(into).collect(),
            out: legs.iter().map(out).collect(),
            approach: legs.iter().map(|legs| model.ferries.approach_from(&legs.to)).collect(),
            zone: model.ferries.zone(zone),
            beyond: model.ferries.is_beyond(zone),
        })
    }

    fn check_legs(&self, legs: &[DoorLegs]) -> Result<(), ProblemError> {
        let refuse = |matrix: usize, fault| {
            let subject = Subject::Matrix(MatrixIndex::from_position(matrix));
            Err(ProblemError { subject, fault })
        };
        if legs.len() != self.model.legs.len() {
            return refuse(legs.len(), Fault::MatrixUnknown);
        }
        let locations = self.model.location_count;
        for (matrix, legs) in legs.iter().enumerate() {
            if legs.from.len() != locations || legs.to.len() != locations {
                return refuse(matrix, Fault::MatrixSize);
            }
            if !legs.from.iter().chain(&legs.to).all(rules::travel_is_sane) {
                return refuse(matrix, Fault::TravelOutOfRange);
            }
        }
        Ok(())
    }
}

impl<'a> Newcomer<'a> {
    /// When the duty could serve it; `None` if skills, capacity or windows forbid it.
    pub(super) fn slot(&self, duty: &DutyData, number: u32, load: i32) -> Option<(Slot, Vec<Slot>)> {
        let visit = self.visit;
        let elsewhere = visit.pinned_duty.is_some_and(|pinned| pinned.0 != number);
        let lacking = visit.skills & !duty.skills != 0;
        if duty.closed || elsewhere || lacking || load + visit.demand as i32 > duty.capacity {
            return None;
        }
        let (begins, ends) = duty.span();
        let windows = clip(&visit.windows, visit.promise, begins, ends);
        let mut more = Vec::new();
        let slot = Slot::new(&windows, &mut more);
        (slot != Slot::CLOSED).then_some((slot, more))
    }

    /// The newcomer as a candidate for a duty.
    pub(super) fn candidate<'b>(&'b self, duty: &DutyData, slot: Slot, more: &'b [Slot]) -> Option<Candidate<'b>> {
        let shore = match self.zone {
            Some(zone) => Some(crate::model::Shore::new(zone, &self.approach[duty.legs])),
            None if !self.beyond => None,
            None => return None, // nothing leads there
        };
        Some(Candidate {
            into: &self.into[duty.legs],
            out: &self.out[duty.legs],
            service: self.visit.service.0,
            setup: self.visit.setup.0,
            location: self.visit.location,
            slot,
            more,
            shore,
        })
    }
}
