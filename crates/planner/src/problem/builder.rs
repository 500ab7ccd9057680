//! Collects the parts of a problem and refuses nonsense, naming the part.

use std::fmt;

use super::{Crossing, Duty, Prices, Problem, TravelMatrix, Visit};
use crate::units::{DutyIndex, MatrixIndex, PlaceIndex, Seconds, Time, VisitIndex, Window, ZoneIndex};

/// Builds a [`Problem`] part by part.
#[derive(Clone, Debug)]
pub struct ProblemBuilder {
    problem: Problem,
}

/// The part of a problem that a fault is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A visit.
    Visit(VisitIndex),
    /// A duty.
    Duty(DutyIndex),
    /// A travel matrix.
    Matrix(MatrixIndex),
    /// A crossing, counted from 0.
    Crossing(usize),
    /// The problem as a whole.
    Problem,
}

/// Why a problem was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemError {
    /// Where.
    pub subject: Subject,
    /// What.
    pub fault: Fault,
}

/// Declares the faults with the English text of each.
macro_rules! faults {
    ($($name:ident: $text:literal),* $(,)?) => {
        /// What is wrong with a part of a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fault {
            $(#[doc = $text] $name,)*
        }
        impl fmt::Display for Fault {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Fault::$name => $text,)* })
            }
        }
    };
}

faults! {
    WindowBackwards: "window closes before it opens",
    WindowsOverlap: "windows overlap or are not sorted",
    NoWindow: "has no window",
    TimeOutOfRange: "a time is negative or further away than three years",
    SpanOutOfRange: "a span of time is negative or longer than three years",
    PlaceUnknown: "names a place that does not exist",
    DutyUnknown: "names a duty that does not exist",
    VisitUnknown: "names a visit that does not exist",
    MatrixUnknown: "names a travel matrix that does not exist",
    MatrixSize: "does not have one row and one column per place",
    TravelOutOfRange: "holds a negative or absurdly long travel time",
    PriorityZero: "has priority 0; the least is 1",
    NumberTooLarge: "has a demand, capacity or priority above one million",
    ShiftBackwards: "shift ends before it starts",
    BreakBackwards: "break must begin before it may begin",
    FrozenTwice: "is frozen twice",
    PinnedElsewhere: "is frozen in a duty it is not pinned to",
    SameZone: "leads from a zone to itself",
    CrossingTwice: "joins two zones that another crossing joins already",
    TravelFree: "travel has price 0; the least is 1",
    PriceTooLarge: "has a price above one thousand",
    NoMatrix: "has duties but no travel matrix",
}

impl fmt::Display for ProblemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subject {
            Subject::Visit(visit) => write!(f, "visit {}: {}", visit.0, self.fault),
            Subject::Duty(duty) => write!(f, "duty {}: {}", duty.0, self.fault),
            Subject::Matrix(matrix) => write!(f, "travel matrix {}: {}", matrix.0, self.fault),
            Subject::Crossing(number) => write!(f, "crossing {number}: {}", self.fault),
            Subject::Problem => write!(f, "the problem: {}", self.fault),
        }
    }
}

impl std::error::Error for ProblemError {}

/// The largest demand, capacity or priority: keeps sums of thousands of visits inside `i32`.
const LARGEST: u32 = 1_000_000;

impl ProblemBuilder {
    /// An empty problem over `places` places, all in zone 0.
    #[must_use]
    pub fn new(places: usize) -> ProblemBuilder {
        let problem = Problem {
            visits: Vec::new(),
            duties: Vec::new(),
            matrices: Vec::new(),
            zones: vec![ZoneIndex(0); places],
            crossings: Vec::new(),
            prices: Prices::default(),
            least_change_first: false,
        };
        ProblemBuilder { problem }
    }

    pub(super) fn from_problem(problem: &Problem) -> ProblemBuilder {
        ProblemBuilder {
            problem: problem.clone(),
        }
    }

    /// Adds a travel matrix.
    pub fn matrix(&mut self, matrix: TravelMatrix) -> MatrixIndex {
        self.problem.matrices.push(matrix);
        MatrixIndex::from_position(self.problem.matrices.len() - 1)
    }

    /// Adds a visit.
    pub fn visit(&mut self, visit: Visit) -> VisitIndex {
        self.problem.visits.push(visit);
        VisitIndex::from_position(self.problem.visits.len() - 1)
    }

    /// Adds a duty.
    pub fn duty(&mut self, duty: Duty) -> DutyIndex {
        self.problem.duties.push(duty);
        DutyIndex::from_position(self.problem.duties.len() - 1)
    }

    /// Moves a place into another zone. Unknown places are ignored: nothing can refer to them.
    pub fn zone(&mut self, place: PlaceIndex, zone: ZoneIndex) -> &mut ProblemBuilder {
        if let Some(slot) = self.problem.zones.get_mut(place.at()) {
            *slot = zone;
        }
        self
    }

    /// Adds the way from one zone to another. Without one, another zone cannot be reached.
    pub fn crossing(&mut self, crossing: Crossing) -> &mut ProblemBuilder {
        self.problem.crossings.push(crossing);
        self
    }

    /// Sets what a second of travel and of waiting counts.
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
        check_whole(&problem).map_err(|fault| ProblemError {
            subject: Subject::Problem,
            fault,
        })?;
        for (number, matrix) in problem.matrices.iter().enumerate() {
            let subject = Subject::Matrix(MatrixIndex::from_position(number));
            check_matrix(&problem, matrix).map_err(|fault| ProblemError { subject, fault })?;
        }
        for (number, crossing) in problem.crossings.iter().enumerate() {
            let subject = Subject::Crossing(number);
            check_crossing(&problem, number, crossing).map_err(|fault| ProblemError { subject, fault })?;
        }
        for (number, visit) in problem.visits.iter().enumerate() {
            let subject = Subject::Visit(VisitIndex::from_position(number));
            check_visit(&problem, visit).map_err(|fault| ProblemError { subject, fault })?;
        }
        for (number, duty) in problem.duties.iter().enumerate() {
            let subject = Subject::Duty(DutyIndex::from_position(number));
            check_duty(&problem, duty).map_err(|fault| ProblemError { subject, fault })?;
        }
        check_frozen(&problem)?;
        Ok(problem)
    }
}

/// `Err(fault)` unless `ok`.
fn ensure(ok: bool, fault: Fault) -> Result<(), Fault> {
    if ok { Ok(()) } else { Err(fault) }
}

fn time_is_sane(time: Time) -> bool {
    (0..=Seconds::LIMIT.0).contains(&time.0)
}

fn span_is_sane(span: Seconds) -> bool {
    (0..=Seconds::LIMIT.0).contains(&span.0)
}

fn check_windows(windows: &[Window]) -> Result<(), Fault> {
    for window in windows {
        ensure(window.opens <= window.closes, Fault::WindowBackwards)?;
        let sane = time_is_sane(window.opens) && time_is_sane(window.closes);
        ensure(sane, Fault::TimeOutOfRange)?;
    }
    let apart = windows.windows(2).all(|pair| pair[0].closes < pair[1].opens);
    ensure(apart, Fault::WindowsOverlap)
}

fn check_whole(problem: &Problem) -> Result<(), Fault> {
    let Prices { travel, waiting } = problem.prices;
    ensure(travel >= 1, Fault::TravelFree)?;
    ensure(travel <= 1000 && waiting <= 1000, Fault::PriceTooLarge)?;
    ensure(
        problem.duties.is_empty() || !problem.matrices.is_empty(),
        Fault::NoMatrix,
    )
}

fn check_matrix(problem: &Problem, matrix: &TravelMatrix) -> Result<(), Fault> {
    let places = problem.place_count();
    let square = matrix.places() == places && matrix.rows().len() == places * places;
    ensure(square, Fault::MatrixSize)?;
    // one leg may take a month at most, so that a whole route stays far below the limit
    let sane = |&seconds: &Seconds| (0..=30 * 86_400).contains(&seconds.0) || seconds == Seconds::UNREACHABLE;
    ensure(matrix.rows().iter().all(sane), Fault::TravelOutOfRange)
}

fn check_crossing(problem: &Problem, number: usize, crossing: &Crossing) -> Result<(), Fault> {
    ensure(crossing.from != crossing.to, Fault::SameZone)?;
    let earlier = &problem.crossings[..number];
    let new = |other: &Crossing| (other.from, other.to) != (crossing.from, crossing.to);
    ensure(earlier.iter().all(new), Fault::CrossingTwice)?;
    let known = crossing.pier.is_none_or(|pier| pier.at() < problem.place_count());
    ensure(known, Fault::PlaceUnknown)?;
    check_windows(&crossing.departures)
}

fn check_visit(problem: &Problem, visit: &Visit) -> Result<(), Fault> {
    ensure(visit.place.at() < problem.place_count(), Fault::PlaceUnknown)?;
    ensure(
        span_is_sane(visit.service) && span_is_sane(visit.setup),
        Fault::SpanOutOfRange,
    )?;
    ensure(visit.priority >= 1, Fault::PriorityZero)?;
    ensure(
        visit.priority <= LARGEST && visit.demand <= LARGEST,
        Fault::NumberTooLarge,
    )?;
    ensure(!visit.windows.is_empty(), Fault::NoWindow)?;
    check_windows(&visit.windows)?;
    let known = |duty: DutyIndex| duty.at() < problem.duties.len();
    ensure(visit.pinned_duty.is_none_or(known), Fault::DutyUnknown)?;
    if let Some(promise) = visit.promise {
        check_windows(&[promise.window])?;
    }
    if let Some(previous) = visit.previous {
        ensure(known(previous.duty), Fault::DutyUnknown)?;
        ensure(time_is_sane(previous.start), Fault::TimeOutOfRange)?;
        ensure(span_is_sane(previous.tolerance), Fault::SpanOutOfRange)?;
    }
    Ok(())
}

fn check_duty(problem: &Problem, duty: &Duty) -> Result<(), Fault> {
    let known = |place: PlaceIndex| place.at() < problem.place_count();
    ensure(known(duty.start_place) && known(duty.end_place), Fault::PlaceUnknown)?;
    ensure(duty.matrix.at() < problem.matrices.len(), Fault::MatrixUnknown)?;
    ensure(duty.shift.opens <= duty.shift.closes, Fault::ShiftBackwards)?;
    check_windows(&[duty.shift])?;
    ensure(span_is_sane(duty.overtime), Fault::SpanOutOfRange)?;
    ensure(time_is_sane(duty.shift.closes + duty.overtime), Fault::TimeOutOfRange)?;
    ensure(duty.capacity <= LARGEST, Fault::NumberTooLarge)?;
    if let Some(rest) = duty.rest {
        ensure(rest.earliest <= rest.latest, Fault::BreakBackwards)?;
        check_windows(&[Window::new(rest.earliest, rest.latest)])?;
        ensure(span_is_sane(rest.duration), Fault::SpanOutOfRange)?;
    }
    let resume = duty.frozen.resume;
    ensure(
        resume.is_none_or(|resume| time_is_sane(resume.at)),
        Fault::TimeOutOfRange,
    )?;
    let exists = |visit: &VisitIndex| visit.at() < problem.visits.len();
    ensure(duty.frozen.visits.iter().all(exists), Fault::VisitUnknown)
}

fn check_frozen(problem: &Problem) -> Result<(), ProblemError> {
    let mut seen = vec![false; problem.visits.len()];
    for (number, duty) in problem.duties.iter().enumerate() {
        for &visit in &duty.frozen.visits {
            let refuse = |fault| {
                Err(ProblemError {
                    subject: Subject::Visit(visit),
                    fault,
                })
            };
            if std::mem::replace(&mut seen[visit.at()], true) {
                return refuse(Fault::FrozenTwice);
            }
            let pinned = problem.visit(visit).pinned_duty;
            if pinned.is_some_and(|pinned| pinned.at() != number) {
                return refuse(Fault::PinnedElsewhere);
            }
        }
    }
    Ok(())
}
