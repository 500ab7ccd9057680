//! Integers with a unit in their name: points in time, spans of time, and indices that cannot be mixed up.

use std::fmt;
use std::ops::{Add, Sub};

/// A span of time in whole seconds. What a problem may hold: 0 to [`Seconds::LIMIT`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub i32);

/// A point in time: seconds since midnight of the problem's own day 0. Several days share one axis. What a problem
/// may hold: 0 to [`Seconds::LIMIT`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i32);

/// Seconds of one day.
pub const DAY: Seconds = Seconds(86_400);

impl Seconds {
    /// The latest time and longest span a problem may hold (about three years): a time and the few spans of one leg and
    /// stop add up inside `i32`. Sums over a whole sequence need not: they are wider, or stop at `i32::MAX`.
    pub const LIMIT: Seconds = Seconds(100_000_000);
    /// Marks a pair of places in a travel matrix that no road joins. Larger than any shift, so a leg never fits.
    pub const UNREACHABLE: Seconds = Seconds(400_000_000);

    /// A span of whole minutes, fewer than 35 million.
    #[must_use]
    pub const fn minutes(minutes: i32) -> Seconds {
        Seconds(minutes * 60)
    }
}

impl Time {
    /// `hour:minute` (24-hour clock) on day number `day`, counted from 0.
    #[must_use]
    pub const fn at(day: i32, hour: i32, minute: i32) -> Time {
        Time(day * DAY.0 + hour * 3600 + minute * 60)
    }
}

impl Add<Seconds> for Time {
    type Output = Time;
    fn add(self, span: Seconds) -> Time {
        Time(self.0 + span.0)
    }
}

impl Sub<Seconds> for Time {
    type Output = Time;
    fn sub(self, span: Seconds) -> Time {
        Time(self.0 - span.0)
    }
}

impl Sub for Time {
    type Output = Seconds;
    fn sub(self, earlier: Time) -> Seconds {
        Seconds(self.0 - earlier.0)
    }
}

impl Add for Seconds {
    type Output = Seconds;
    fn add(self, other: Seconds) -> Seconds {
        Seconds(self.0 + other.0)
    }
}

impl fmt::Display for Time {
    /// `day 2 13:05:00`, for messages read by people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, second) = (self.0.div_euclid(DAY.0), self.0.rem_euclid(DAY.0));
        write!(f, "day {day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }
}

/// A closed interval of time: both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// First moment inside.
    pub opens: Time,
    /// Last moment inside.
    pub closes: Time,
}

impl Window {
    /// The window from `opens` to `closes`, both included.
    #[must_use]
    pub const fn new(opens: Time, closes: Time) -> Window {
        Window { opens, closes }
    }

    /// Whether `time` lies inside.
    #[must_use]
    pub fn contains(self, time: Time) -> bool {
        self.opens <= time && time <= self.closes
    }
}

/// Defines an index newtype: a position in one list of a problem, never mixed with another list's.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As a position in a slice.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
            /// From a position in a slice; `u32::MAX`, which nothing has, for one that does not fit.
            #[must_use]
            pub fn from_position(position: usize) -> $name {
                $name(u32::try_from(position).unwrap_or(u32::MAX))
            }
        }
    };
}

index!(
    /// A visit of a problem, counted from 0 in the order they were added.
    VisitIndex
);
index!(
    /// A duty of a problem, counted from 0 in the order they were added.
    DutyIndex
);
index!(
    /// A place: row and column of every travel matrix.
    LocationIndex
);
index!(
    /// A travel matrix of a problem (motorbike, car …).
    MatrixIndex
);
index!(
    /// A zone: places joined by ordinary roads. Zones are joined only by crossings.
    ZoneIndex
);
