//! The times of a plan as people need them: per stop arrival, start, departure, and how late it may become.

use crate::check::{Violation, check};
use crate::oracle::Oracle;
use crate::plan::Plan;
use crate::problem::{Duty, Problem};
use crate::units::{DutyIndex, Seconds, Time, VisitIndex};

/// The day of one duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Stops in driving order.
    pub stops: Vec<Stop>,
    /// Back at the end place.
    pub returns: Time,
    /// The break is taken on the way to this stop (`stops.len()`: on the way home); `None`: no break.
    pub break_before: Option<usize>,
}

/// One stop of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Who is visited.
    pub visit: VisitIndex,
    /// At the door, in time to unpack. A team that is early waits before, not at the door.
    pub arrival: Time,
    /// Service starts.
    pub start: Time,
    /// Service ends and the team leaves.
    pub departure: Time,
    /// Seconds by which this planned arrival may be delayed with everything after it still in time.
    pub slack: Seconds,
}

/// The schedule of every duty of a plan, by [`DutyIndex`].
///
/// # Errors
/// The violations of a plan that is not feasible.
pub fn schedule(problem: &Problem, plan: &Plan) -> Result<Vec<Schedule>, Vec<Violation>> {
    let checked = check(problem, plan)?;
    let oracle = Oracle::new(problem, plan)?;
    let mut schedules = Vec::with_capacity(plan.duties.len());
    for (number, times) in checked.duties.into_iter().enumerate() {
        let duty = DutyIndex::from_position(number);
        let latest = oracle.latest_ready(duty);
        let Duty { frozen, rest, .. } = problem.duty(duty);
        let rested = rest.is_none() || frozen.resume.is_some_and(|resume| resume.break_taken);
        let history = frozen.resume.map_or(0, |_| frozen.visits.len());
        let stops = times.stops.iter().zip(latest).enumerate().map(|(position, (stop, latest))| {
            // who is home before the break must begin has it to come all day
            let break_to_come = !rested && times.break_before.is_none_or(|leg| leg > position);
            let by = if break_to_come { latest.0 } else { latest.1 };
            Stop {
                visit: stop.visit,
                arrival: stop.arrival,
                start: stop.start,
                departure: stop.departure,
                // what is done cannot be delayed any more
                slack: if position < history { Seconds(0) } else { by - stop.start },
            }
        });
        let (stops, break_before) = (stops.collect(), times.break_before);
        schedules.push(Schedule { stops, returns: times.returns, break_before });
    }
    Ok(schedules)
}
