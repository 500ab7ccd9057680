//! Seconds as the planner counts them, and back: the one place where our types meet its own. A span is the same here and
//! there; a time of day stands on the planner's axis, which runs on over midnight from day 0.
use crate::seconds::{Seconds, TimeOfDay};

impl From<Seconds> for planner::Seconds {
    fn from(span: Seconds) -> Self {
        Self(span.0)
    }
}

impl From<planner::Seconds> for Seconds {
    fn from(span: planner::Seconds) -> Self {
        Self(span.0)
    }
}

/// Where a time of day number `day` stands on the axis.
pub fn on_axis(day: i32, at: TimeOfDay) -> planner::Time {
    planner::Time(day * planner::DAY.0 + at.0)
}

/// Which time of day number `day` a moment on the axis is.
pub fn time_of_day(day: i32, on_axis: planner::Time) -> TimeOfDay {
    TimeOfDay(on_axis.0 - day * planner::DAY.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_goes_to_the_axis_and_comes_back() {
        let half_past_seven = TimeOfDay::at(7, 30);
        assert_eq!(on_axis(2, half_past_seven), planner::Time::at(2, 7, 30));
        assert_eq!(time_of_day(2, planner::Time::at(2, 7, 30)), half_past_seven);
        assert_eq!(planner::Seconds::from(Seconds::DAY), planner::DAY);
    }
}
