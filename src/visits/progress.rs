//! The day itself, for one household: how many are before it, and about when the team comes. Others stay a number.
use super::visit::StopTimes;
use crate::seconds::{Seconds, TimeOfDay};

/// How wide "about" is: half an hour can be waited through, and no team keeps a minute.
const ABOUT: Seconds = Seconds::minutes(30);
/// Times are told in steps of five minutes.
const STEP: Seconds = Seconds::minutes(5);

/// A stop of the day as far as it was reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StopNow {
    /// As it was published; none for a stop that is only booked.
    pub times: Option<StopTimes>,
    /// The team left for it.
    pub left_at: Option<TimeOfDay>,
    /// The team arrived.
    pub arrived_at: Option<TimeOfDay>,
    /// It ended.
    pub ended_at: Option<TimeOfDay>,
}

/// What a household on its day may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Households before this one that are not done; none once the team has left for this one.
    pub before: usize,
    /// The team comes about from here; never before the window that the family was told.
    pub from_secs: TimeOfDay,
    /// Until here.
    pub to_secs: TimeOfDay,
    /// The team has left for this household.
    pub is_coming: bool,
    /// Something that should have been reported by now was not: nobody knows how late it is.
    pub is_silent: bool,
}

/// What is expected at `own`, a place in the stops of a duty in driving order. `starts_secs`: when the duty leaves its
/// base. `opens_secs`: when the window opens that the family was told. None once the team is at the door, and for a
/// stop without published times.
pub fn progress(
    stops: &[StopNow],
    own: usize,
    starts_secs: TimeOfDay,
    opens_secs: TimeOfDay,
    now: TimeOfDay,
) -> Option<Progress> {
    let this = stops.get(own)?;
    if this.arrived_at.is_some() || this.ended_at.is_some() {
        return None;
    }
    let planned = this.times?.arrives_secs;
    let late = lateness(stops, starts_secs).unwrap_or(Seconds::ZERO);
    let is_coming = this.left_at.is_some();
    // Whoever leaves for us is through with the others, or will not go there, reported or not.
    let earlier = if is_coming { &[] } else { &stops[..own] };
    let mut open = earlier.iter().filter(|stop| stop.ended_at.is_none()).peekable();
    let overdue = |planned: TimeOfDay| planned + late < now;
    let first_open = open.peek().and_then(|stop| stop.times).map(|times| times.departs_secs);
    let is_silent = first_open.is_some_and(overdue) || overdue(planned);
    let from = (planned + late - ABOUT / 2).max(now);
    let from_secs = from.rounded_down(STEP).max(opens_secs);
    Some(Progress { before: open.count(), from_secs, to_secs: from_secs + ABOUT, is_coming, is_silent })
}

/// How far behind (or, negative, ahead of) the plan at the last thing that was reported; none before the first report.
fn lateness(stops: &[StopNow], starts_secs: TimeOfDay) -> Option<Seconds> {
    let mut last: Option<(TimeOfDay, Seconds)> = None;
    let mut leaves = starts_secs;
    for stop in stops {
        let Some(times) = stop.times else { continue };
        let told = [
            stop.left_at.map(|at| (at, at - leaves)),
            stop.arrived_at.map(|at| (at, at - times.arrives_secs)),
            stop.ended_at.map(|at| (at, at - times.departs_secs)),
        ];
        last = told.into_iter().flatten().chain(last).max_by_key(|(at, _)| *at);
        leaves = times.departs_secs;
    }
    last.map(|(_, late)| late)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(hour: i32, minute: i32) -> TimeOfDay {
        TimeOfDay::at(hour, minute)
    }

    fn stop(arrives: TimeOfDay, departs: TimeOfDay) -> StopNow {
        let times =
            StopTimes { arrives_secs: arrives, starts_secs: arrives + Seconds::minutes(10), departs_secs: departs };
        StopNow { times: Some(times), ..StopNow::default() }
    }

    /// Three households: 7:45–9:00, 9:10–9:50, 9:55–10:30.
    fn day() -> Vec<StopNow> {
        vec![stop(at(7, 45), at(9, 0)), stop(at(9, 10), at(9, 50)), stop(at(9, 55), at(10, 30))]
    }

    fn of(stops: &[StopNow], now: TimeOfDay) -> Option<Progress> {
        progress(stops, 2, at(7, 30), at(9, 15), now)
    }

    fn said(before: usize, from: TimeOfDay) -> Option<Progress> {
        Some(Progress { before, from_secs: from, to_secs: from + ABOUT, is_coming: false, is_silent: false })
    }

    fn silent(before: usize, from: TimeOfDay) -> Option<Progress> {
        said(before, from).map(|progress| Progress { is_silent: true, ..progress })
    }

    #[test]
    fn before_the_first_report_the_plan_counts() {
        assert_eq!(of(&day(), at(7, 35)), said(2, at(9, 40)));
    }

    #[test]
    fn the_last_report_shifts_what_is_expected_both_ways() {
        let mut stops = day();
        stops[0].left_at = Some(at(7, 32));
        stops[0].arrived_at = Some(at(8, 5));
        assert_eq!(of(&stops, at(8, 6)), said(2, at(10, 0)), "20 minutes late");
        stops[0].ended_at = Some(at(9, 0));
        assert_eq!(of(&stops, at(9, 1)), said(1, at(9, 40)), "made up for");
        stops[0].ended_at = Some(at(8, 48));
        stops[1].left_at = Some(at(8, 50));
        assert_eq!(of(&stops, at(9, 1)), said(1, at(9, 30)), "ahead");
    }

    #[test]
    fn nobody_is_expected_before_what_was_promised_nor_in_the_past() {
        let mut stops = day();
        stops[0].ended_at = Some(at(7, 50));
        assert_eq!(of(&stops, at(7, 51)), said(1, at(9, 15)), "the window, minus nothing");
        assert_eq!(of(&day(), at(10, 17)), silent(2, at(10, 15)), "late without a report: from now on");
    }

    #[test]
    fn what_should_have_been_reported_by_now_and_was_not_makes_the_hour_unsure() {
        assert_eq!(of(&day(), at(9, 0)), said(2, at(9, 40)), "the first may still be at work");
        assert_eq!(of(&day(), at(9, 1)), silent(2, at(9, 40)));
        let mut stops = day();
        stops[0].arrived_at = Some(at(8, 5));
        assert_eq!(of(&stops, at(9, 20)), said(2, at(10, 0)), "known to be 20 minutes late");
        assert_eq!(of(&stops, at(9, 21)), silent(2, at(10, 0)), "and later than that");
    }

    #[test]
    fn a_team_that_has_left_for_a_household_has_nobody_before_it() {
        let mut stops = day();
        stops[2].left_at = Some(at(9, 50));
        let coming = |from| said(0, from).map(|progress| Progress { is_coming: true, ..progress });
        assert_eq!(of(&stops, at(9, 50)), coming(at(9, 50)), "whatever was not reported of the others");
        assert_eq!(of(&stops, at(9, 55)), coming(at(9, 55)));
        let lost = coming(at(10, 30)).map(|progress| Progress { is_silent: true, ..progress });
        assert_eq!(of(&stops, at(10, 32)), lost, "left long ago, and nothing since");
    }

    #[test]
    fn at_the_door_and_afterwards_there_is_nothing_to_expect() {
        let mut stops = day();
        stops[2].arrived_at = Some(at(9, 55));
        assert_eq!(of(&stops, at(9, 56)), None);
        stops[2].ended_at = Some(at(10, 20));
        assert_eq!(of(&stops, at(10, 21)), None);
        assert_eq!(of(&[StopNow::default(); 3], at(8, 0)), None, "only booked");
        assert_eq!(progress(&day(), 7, at(7, 30), at(8, 30), at(8, 0)), None);
    }
}
