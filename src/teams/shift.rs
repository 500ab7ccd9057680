//! The shift of a duty: when it leaves and is back, and its meal break; what is usual and what is allowed.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::HalfDay;
use crate::coded_enum;
use crate::config::Hours;
use crate::seconds::{Seconds, TimeOfDay};

/// Usual length of the meal break; shorter where the hours leave less between morning and afternoon.
const BREAK: Seconds = Seconds::hours(1);
/// How far a shift may reach beyond the opening hours: the way out and home again, not night work.
const BEYOND_HOURS: Seconds = Seconds::hours(2);

coded_enum! {
    /// The half-days that a duty works.
    pub enum DutyHalfDays {
        Morning = "morning" / "buổi sáng",
        Afternoon = "afternoon" / "buổi chiều",
        Full = "full" / "cả ngày",
    }
}

impl DutyHalfDays {
    /// The halves of the date.
    pub fn halves(self) -> &'static [HalfDay] {
        match self {
            Self::Morning => &[HalfDay::Morning],
            Self::Afternoon => &[HalfDay::Afternoon],
            Self::Full => HalfDay::ALL,
        }
    }

    /// Whether this half is worked.
    pub fn includes(self, half_day: HalfDay) -> bool {
        self.halves().contains(&half_day)
    }
}

/// From leaving the base to being back, seconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// Leaves the base.
    #[schema(example = 27000, value_type = i32)]
    pub starts_secs: TimeOfDay,
    /// Is back.
    #[schema(example = 61200, value_type = i32)]
    pub ends_secs: TimeOfDay,
    /// The meal break, if it has one.
    #[serde(default)]
    pub rest: Option<Break>,
}

/// A meal break that may move within limits, seconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// It begins no earlier.
    #[schema(example = 41400, value_type = i32)]
    pub earliest_secs: TimeOfDay,
    /// It begins no later.
    #[schema(example = 45000, value_type = i32)]
    pub latest_secs: TimeOfDay,
    /// How long it is, seconds.
    #[schema(example = 3600, value_type = i32)]
    pub duration_secs: Seconds,
}

/// Why a shift does not fit its half-days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShiftMistake {
    /// Ends before it starts, or is not within one day.
    #[error("Giờ về phải sau giờ đi và trong cùng một ngày")]
    Backwards,
    /// Misses a half-day, or reaches too far beyond the opening hours.
    #[error("Ca phải nằm trong giờ làm việc của buổi, đi sớm hoặc về muộn không quá 2 giờ")]
    OutsideHours,
    /// The break does not lie in the shift.
    #[error("Giờ nghỉ phải nằm trọn trong ca")]
    Break,
}

impl Shift {
    /// The usual shift of these half-days: opening hours, and for a full day a break between the halves.
    pub fn usual(half_days: DutyHalfDays, hours: &Hours) -> Self {
        let (starts_secs, ends_secs) = opening(half_days, hours);
        let rest = (half_days == DutyHalfDays::Full).then(|| usual_break(hours));
        Self { starts_secs, ends_secs, rest: rest.flatten() }
    }

    /// Whether it can be worked on these half-days. An island mission follows the boats, not the opening hours.
    ///
    /// # Errors
    /// [`ShiftMistake`].
    pub fn check(&self, half_days: DutyHalfDays, hours: &Hours, island_mission: bool) -> Result<(), ShiftMistake> {
        if self.starts_secs < TimeOfDay::MIDNIGHT
            || self.ends_secs > TimeOfDay::END
            || self.starts_secs >= self.ends_secs
        {
            return Err(ShiftMistake::Backwards);
        }
        if !island_mission && !self.fits(half_days, hours) {
            return Err(ShiftMistake::OutsideHours);
        }
        if self.rest.is_some_and(|rest| !self.holds(rest)) {
            return Err(ShiftMistake::Break);
        }
        Ok(())
    }

    fn fits(&self, half_days: DutyHalfDays, hours: &Hours) -> bool {
        let (opens, closes) = opening(half_days, hours);
        let touches = |half: &HalfDay| {
            let (from, to) = half_day_hours(*half, hours);
            self.starts_secs < to && self.ends_secs > from
        };
        self.starts_secs >= opens - BEYOND_HOURS
            && self.ends_secs <= closes + BEYOND_HOURS
            && half_days.halves().iter().all(touches)
    }

    fn holds(&self, rest: Break) -> bool {
        // Compared by subtraction: the numbers are the requester's, and a sum of two of them could overflow.
        (Seconds(1)..=Seconds::DAY).contains(&rest.duration_secs)
            && rest.earliest_secs >= self.starts_secs
            && rest.earliest_secs <= rest.latest_secs
            && rest.latest_secs <= self.ends_secs - rest.duration_secs
    }
}

/// Opening hours of one half-day.
pub fn half_day_hours(half_day: HalfDay, hours: &Hours) -> (TimeOfDay, TimeOfDay) {
    match half_day {
        HalfDay::Morning => (hours.morning_starts_secs, hours.morning_ends_secs),
        HalfDay::Afternoon => (hours.afternoon_starts_secs, hours.afternoon_ends_secs),
    }
}

fn opening(half_days: DutyHalfDays, hours: &Hours) -> (TimeOfDay, TimeOfDay) {
    match half_days {
        DutyHalfDays::Morning => half_day_hours(HalfDay::Morning, hours),
        DutyHalfDays::Afternoon => half_day_hours(HalfDay::Afternoon, hours),
        DutyHalfDays::Full => (hours.morning_starts_secs, hours.afternoon_ends_secs),
    }
}

fn usual_break(hours: &Hours) -> Option<Break> {
    let between = hours.afternoon_starts_secs - hours.morning_ends_secs;
    let duration_secs = between.min(BREAK);
    (duration_secs > Seconds::ZERO).then(|| Break {
        earliest_secs: hours.morning_ends_secs,
        latest_secs: hours.afternoon_starts_secs - duration_secs,
        duration_secs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOURS: Hours = Hours {
        morning_starts_secs: TimeOfDay(27_000),
        morning_ends_secs: TimeOfDay(41_400),
        afternoon_starts_secs: TimeOfDay(48_600),
        afternoon_ends_secs: TimeOfDay(61_200),
    };

    #[test]
    fn the_usual_shift_is_the_opening_hours_with_lunch_between_the_halves() {
        let full = Shift::usual(DutyHalfDays::Full, &HOURS);
        assert_eq!((full.starts_secs, full.ends_secs), (TimeOfDay(27_000), TimeOfDay(61_200)));
        let lunch =
            Break { earliest_secs: TimeOfDay(41_400), latest_secs: TimeOfDay(45_000), duration_secs: Seconds(3_600) };
        assert_eq!(full.rest, Some(lunch));
        for half_days in DutyHalfDays::ALL {
            let usual = Shift::usual(*half_days, &HOURS);
            assert_eq!(usual.check(*half_days, &HOURS, false), Ok(()));
        }
    }

    #[test]
    fn a_shift_stays_near_the_opening_hours_unless_it_follows_a_boat() {
        let shift = |starts, ends| Shift { starts_secs: TimeOfDay(starts), ends_secs: TimeOfDay(ends), rest: None };
        let check = |shift: Shift, island| shift.check(DutyHalfDays::Morning, &HOURS, island);
        assert_eq!(check(shift(25_200, 43_200), false), Ok(()));
        assert_eq!(check(shift(18_000, 43_200), false), Err(ShiftMistake::OutsideHours));
        assert_eq!(check(shift(41_400, 43_200), false), Err(ShiftMistake::OutsideHours));
        assert_eq!(check(shift(18_000, 72_000), true), Ok(()));
        assert_eq!(check(shift(43_200, 43_200), true), Err(ShiftMistake::Backwards));
        assert_eq!(check(shift(-1, 43_200), true), Err(ShiftMistake::Backwards));
        assert_eq!(check(shift(0, i32::MAX), true), Err(ShiftMistake::Backwards));
    }

    #[test]
    fn a_break_lies_in_the_shift_whatever_numbers_are_given() {
        let with = |earliest, latest, duration| Shift {
            rest: Some(Break {
                earliest_secs: TimeOfDay(earliest),
                latest_secs: TimeOfDay(latest),
                duration_secs: Seconds(duration),
            }),
            ..Shift::usual(DutyHalfDays::Full, &HOURS)
        };
        let check = |shift: Shift| shift.check(DutyHalfDays::Full, &HOURS, false);
        assert_eq!(check(with(40_000, 50_000, 1_800)), Ok(()));
        assert_eq!(check(with(40_000, 61_000, 1_800)), Err(ShiftMistake::Break));
        assert_eq!(check(with(50_000, 40_000, 1_800)), Err(ShiftMistake::Break));
        assert_eq!(check(with(40_000, 50_000, 0)), Err(ShiftMistake::Break));
        assert_eq!(check(with(i32::MAX, i32::MAX, i32::MAX)), Err(ShiftMistake::Break));
    }
}
