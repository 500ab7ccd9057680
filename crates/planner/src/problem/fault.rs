//! What can be wrong with a problem, and where.

use std::fmt;

use crate::units::{DutyIndex, MatrixIndex, VisitIndex};

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
    LocationUnknown: "names a place that does not exist",
    DutyUnknown: "names a duty that does not exist",
    VisitUnknown: "names a visit that does not exist",
    MatrixUnknown: "names a travel matrix that does not exist",
    MatrixSize: "does not have one row and one column per place",
    TravelOutOfRange: "holds a negative or absurdly long travel time",
    PriorityZero: "has priority 0; the least is 1",
    DayPriceOutOfRange: "has a price of a day that is negative or above 100,000 seconds",
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
