//! Spans of time and times of day in whole seconds: types that cannot be taken for each other, for minutes or for counts.
//!
//! Columns, JSON and settings hold the bare number of seconds. The planner has units of its own; `planning::units` is
//! where the two meet.
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

use chrono::{Duration, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// A span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub i32);

/// A time of day in Việt Nam: seconds since midnight of a date that stands beside it. [`TimeOfDay::END`] is 24:00; a
/// sum or a setting may lie outside the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeOfDay(pub i32);

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// From midnight to midnight.
    pub const DAY: Self = Self::hours(24);

    /// So many minutes.
    pub const fn minutes(minutes: i32) -> Self {
        Self(minutes * 60)
    }

    /// So many minutes as models of work count them; the longest span there is, if they are more.
    pub fn of_minutes(minutes: u32) -> Self {
        i32::try_from(minutes).map_or(Self(i32::MAX), |minutes| Self(minutes.saturating_mul(60)))
    }

    /// So many hours.
    pub const fn hours(hours: i32) -> Self {
        Self(hours * 3_600)
    }

    /// Full minutes; a minute that has begun does not count.
    pub const fn full_minutes(self) -> i32 {
        self.0 / 60
    }

    /// Minutes to say: one that has begun counts, and nothing is below none.
    pub fn begun_minutes(self) -> i32 {
        self.0.max(0).saturating_add(59) / 60
    }

    /// Both spans, or the longest there is.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl TimeOfDay {
    /// 0:00.
    pub const MIDNIGHT: Self = Self(0);
    /// The last second of a day.
    pub const LAST: Self = Self(86_399);
    /// 24:00, the next day's midnight.
    pub const END: Self = Self(86_400);

    /// `hour:minute` on the 24-hour clock.
    pub const fn at(hour: i32, minute: i32) -> Self {
        Self(hour * 3_600 + minute * 60)
    }

    /// What a clock on the wall shows; cut to the day.
    pub fn on_the_wall(self) -> NaiveTime {
        let secs = u32::try_from(self.within_the_day().0).unwrap_or(0);
        NaiveTime::from_num_seconds_from_midnight_opt(secs, 0).unwrap_or(NaiveTime::MIN)
    }

    /// This time, or the first or last second of the day if it lies outside.
    #[must_use]
    pub fn within_the_day(self) -> Self {
        self.clamp(Self::MIDNIGHT, Self::LAST)
    }

    /// The latest round time that is not later: steps are counted from midnight.
    #[must_use]
    pub const fn rounded_down(self, step: Seconds) -> Self {
        Self(self.0 - self.0.rem_euclid(step.0))
    }

    /// So much earlier, or the earliest there is.
    #[must_use]
    pub const fn saturating_sub(self, span: Seconds) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl From<NaiveTime> for TimeOfDay {
    fn from(time: NaiveTime) -> Self {
        Self(time.num_seconds_from_midnight().cast_signed())
    }
}

/// `07:30`, and `24:00` for the end of a day.
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3_600, self.0 % 3_600 / 60)
    }
}

impl From<Seconds> for Duration {
    fn from(span: Seconds) -> Self {
        Self::seconds(span.0.into())
    }
}

/// For sums and products that are wider than a span.
impl From<Seconds> for i64 {
    fn from(span: Seconds) -> Self {
        span.0.into()
    }
}

impl Add for Seconds {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Seconds {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Seconds {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Seconds {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

impl Mul<i32> for Seconds {
    type Output = Self;
    fn mul(self, times: i32) -> Self {
        Self(self.0 * times)
    }
}

impl Div<i32> for Seconds {
    type Output = Self;
    fn div(self, parts: i32) -> Self {
        Self(self.0 / parts)
    }
}

impl Add<Seconds> for TimeOfDay {
    type Output = Self;
    fn add(self, span: Seconds) -> Self {
        Self(self.0 + span.0)
    }
}

impl Sub<Seconds> for TimeOfDay {
    type Output = Self;
    fn sub(self, span: Seconds) -> Self {
        Self(self.0 - span.0)
    }
}

impl Sub for TimeOfDay {
    type Output = Seconds;
    fn sub(self, earlier: Self) -> Seconds {
        Seconds(self.0 - earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_bare_numbers_in_json() {
        let both = (Seconds::minutes(35), TimeOfDay::at(7, 30));
        assert_eq!(serde_json::to_string(&both).unwrap(), "[2100,27000]");
        assert_eq!(serde_json::from_str::<(Seconds, TimeOfDay)>("[2100,27000]").unwrap(), both);
        let (bare, typed) = (serde_json::from_str::<i32>("\"x\""), serde_json::from_str::<TimeOfDay>("\"x\""));
        assert_eq!(bare.unwrap_err().to_string(), typed.unwrap_err().to_string());
    }

    #[test]
    fn a_time_and_a_span_make_a_time_and_two_times_a_span() {
        let (leaves, way) = (TimeOfDay::at(7, 30), Seconds::minutes(45));
        assert_eq!(leaves + way, TimeOfDay::at(8, 15));
        assert_eq!(TimeOfDay::at(8, 15) - leaves, way);
        assert_eq!(TimeOfDay::at(8, 14).rounded_down(Seconds::minutes(15)), TimeOfDay::at(8, 0));
        assert_eq!((TimeOfDay::MIDNIGHT - way).rounded_down(Seconds::hours(1)), TimeOfDay(-3_600));
        assert_eq!([way, way].into_iter().sum::<Seconds>(), way * 2);
        assert_eq!(TimeOfDay::MIDNIGHT + Seconds::DAY, TimeOfDay::END);
    }

    #[test]
    fn a_time_is_written_as_a_clock_shows_it_and_a_wall_shows_no_other_day() {
        assert_eq!(TimeOfDay(27_059).to_string(), "07:30");
        assert_eq!(TimeOfDay::END.to_string(), "24:00");
        assert_eq!(TimeOfDay::END.on_the_wall().to_string(), "23:59:59");
        assert_eq!(TimeOfDay(-1).on_the_wall(), NaiveTime::MIN);
        assert_eq!(TimeOfDay::from(NaiveTime::from_hms_opt(18, 5, 0).unwrap()), TimeOfDay::at(18, 5));
    }

    #[test]
    fn minutes_are_full_or_begun() {
        assert_eq!((Seconds(119).full_minutes(), Seconds(61).begun_minutes(), Seconds(-61).begun_minutes()), (1, 2, 0));
        assert_eq!(Seconds(i32::MAX).begun_minutes(), i32::MAX / 60);
        assert_eq!((Seconds::of_minutes(2), Seconds::of_minutes(u32::MAX)), (Seconds(120), Seconds(i32::MAX)));
    }
}
