//! Collects the parts of a problem and refuses nonsense, naming the part.

use super::fault::{ProblemError, Subject};
use super::rules;
use super::{Crossing, Duty, Prices, Problem, TravelMatrix, Visit};
use crate::units::{DutyIndex, LocationIndex, MatrixIndex, VisitIndex, ZoneIndex};

/// Builds a [`Problem`] part by part.
#[derive(Clone, Debug)]
pub struct ProblemBuilder {
    problem: Problem,
}

impl ProblemBuilder {
    /// An empty problem over `locations` places, numbered from 0, all in zone 0.
    #[must_use]
    pub fn new(locations: usize) -> ProblemBuilder {
        let problem = Problem {
            visits: Vec::new(),
            duties: Vec::new(),
            matrices: Vec::new(),
            zones: vec![ZoneIndex(0); locations],
            crossings: Vec::new(),
            prices: Prices::default(),
            least_change_first: false,
        };
        ProblemBuilder { problem }
    }

    pub(super) fn from_problem(problem: &Problem) -> ProblemBuilder {
        ProblemBuilder { problem: problem.clone() }
    }

    /// Adds a travel matrix with one row and one column per place; they are numbered from 0 as they come.
    pub fn matrix(&mut self, matrix: TravelMatrix) -> MatrixIndex {
        self.problem.matrices.push(matrix);
        MatrixIndex::from_position(self.problem.matrices.len() - 1)
    }

    /// Adds a visit; they are numbered from 0 as they come.
    pub fn visit(&mut self, visit: Visit) -> VisitIndex {
        self.problem.visits.push(visit);
        VisitIndex::from_position(self.problem.visits.len() - 1)
    }

    /// Adds a duty; they are numbered from 0 as they come.
    pub fn duty(&mut self, duty: Duty) -> DutyIndex {
        self.problem.duties.push(duty);
        DutyIndex::from_position(self.problem.duties.len() - 1)
    }

    /// Moves a place into another zone. Unknown places are ignored: nothing can refer to them.
    pub fn zone(&mut self, location: LocationIndex, zone: ZoneIndex) -> &mut ProblemBuilder {
        if let Some(slot) = self.problem.zones.get_mut(location.at()) {
            *slot = zone;
        }
        self
    }

    /// Adds the way from one zone to another. Without one, another zone cannot be reached.
    pub fn crossing(&mut self, crossing: Crossing) -> &mut ProblemBuilder {
        self.problem.crossings.push(crossing);
        self
    }

    /// Sets what a second of travel (1 to 1000) and of waiting (0 to 1000) counts.
    pub fn prices(&mut self, prices: Prices) -> &mut ProblemBuilder {
        self.problem.prices = prices;
        self
    }

    /// Weighs changes against the previous plan before travel.
    pub fn least_change_first(&mut self, on: bool) -> &mut ProblemBuilder {
        self.problem.least_change_first = on;
        self
    }

    /// The visits added so far, to change them before building.
    pub fn visits_mut(&mut self) -> &mut [Visit] {
        &mut self.problem.visits
    }

    /// The duties added so far, to change them before building.
    pub fn duties_mut(&mut self) -> &mut [Duty] {
        &mut self.problem.duties
    }

    /// Checks every part.
    ///
    /// # Errors
    /// The first part that makes no sense, and why.
    pub fn build(self) -> Result<Problem, ProblemError> {
        let problem = self.problem;
        rules::check_whole(&problem).map_err(|fault| ProblemError { subject: Subject::Problem, fault })?;
        for (number, matrix) in problem.matrices.iter().enumerate() {
            let subject = Subject::Matrix(MatrixIndex::from_position(number));
            rules::check_matrix(&problem, matrix).map_err(|fault| ProblemError { subject, fault })?;
        }
        for (number, crossing) in problem.crossings.iter().enumerate() {
            let subject = Subject::Crossing(number);
            rules::check_crossing(&problem, number, crossing).map_err(|fault| ProblemError { subject, fault })?;
        }
        for (number, visit) in problem.visits.iter().enumerate() {
            let subject = Subject::Visit(VisitIndex::from_position(number));
            rules::check_visit(&problem, visit).map_err(|fault| ProblemError { subject, fault })?;
        }
        for (number, duty) in problem.duties.iter().enumerate() {
            let subject = Subject::Duty(DutyIndex::from_position(number));
            rules::check_duty(&problem, duty).map_err(|fault| ProblemError { subject, fault })?;
        }
        rules::check_frozen(&problem)?;
        Ok(problem)
    }
}
