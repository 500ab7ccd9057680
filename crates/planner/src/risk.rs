//! Promise risk: how often a planned day keeps each arrival window when work and driving take longer or shorter than
//! planned. Days are drawn from a spread and driven as planned: same stops, same order, the break on the same leg.
//!
//! A promise is kept when the team is at the door no later than its window closes; a team that is early waits. A team
//! that is late still goes to everybody.

mod course;
mod draw;

use course::{Course, Trail};
use draw::Draws;

use crate::check::{Violation, check};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::units::{DutyIndex, Seconds, Time, VisitIndex, Window};

/// How much reality scatters around what is planned: the standard deviation of a factor, as a share of it. Factors are
/// lognormal with mean 1, so that what is planned stays right in the mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Of the work at one stop, unpacking included.
    pub work: f64,
    /// Of the way to one stop.
    pub leg: f64,
    /// Of all work of one duty together: a slow kit, a new officer.
    pub all_work: f64,
    /// Of all ways of one duty together: rain, a closed road.
    pub all_legs: f64,
}

/// How often a day is drawn, and from where chance starts: the same trials of the same plan give the same risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    /// Days that are drawn for each duty.
    pub days: u32,
    /// Where chance starts.
    pub seed: u64,
    /// How much less there is to do before a stop when the worth of a buffer is tried.
    pub buffer: Seconds,
}

/// Parts of a thousand; of expected promises it may be more than a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PerMille(pub u32);

/// What may become of one duty's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyRisk {
    /// In driving order; what is done already is left out.
    pub stops: Vec<StopRisk>,
    /// Where a buffer saves most; none where it saves nothing.
    pub best_buffer: Option<BufferGain>,
}

/// What may become of one stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopRisk {
    /// Who is visited.
    pub visit: VisitIndex,
    /// On how many of a thousand such days the promise is kept; none without a promise.
    pub kept: Option<PerMille>,
    /// At the door no later than this on one of ten days, on five, on nine; none when the last boat is missed.
    pub arrival: [Option<Time>; 3],
}

/// What a buffer saves: the team has so much less to do before one stop, or leaves its base so much earlier. Where no
/// window is told yet, telling this one and all later ones so much later saves the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferGain {
    /// Before which of [`DutyRisk::stops`].
    pub before: usize,
    /// Promises kept besides, on a thousand such days.
    pub saved: PerMille,
}

/// The risk of every duty of a plan. `promised` are arrival windows by [`VisitIndex`]; a visit beyond its end has none.
///
/// # Errors
/// The violations of a plan that is not feasible even as planned.
pub fn promise_risk(
    problem: &Problem,
    plan: &Plan,
    promised: &[Option<Window>],
    spread: &Spread,
    trials: Trials,
) -> Result<Vec<DutyRisk>, Vec<Violation>> {
    let checked = check(problem, plan)?;
    let courses = checked.duties.iter().enumerate().map(|(number, times)| {
        let duty = DutyIndex::from_position(number);
        let course = Course::of(problem, duty, times, promised);
        let seed = trials.seed ^ (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        risk_of(&course, &mut Draws::new(seed), spread, trials)
    });
    Ok(courses.collect())
}

fn risk_of(course: &Course<'_>, draws: &mut Draws, spread: &Spread, trials: Trials) -> DutyRisk {
    let count = course.stops.len();
    let (mut kept, mut saved) = (vec![0_u32; count], vec![0_u32; count]);
    let mut arrivals = vec![Vec::with_capacity(trials.days as usize); count];
    let (mut planned, mut relieved) = (Trail::of(course), Trail::of(course));
    for _ in 0..trials.days {
        let paces = draws.day(spread, count);
        course.drive(&paces, 0, Some(course.begins), &mut planned);
        for (number, &arrival) in planned.arrivals.iter().enumerate() {
            arrivals[number].push(arrival);
            kept[number] += u32::from(course.is_kept(number, arrival));
        }
        for (before, saved) in saved.iter_mut().enumerate() {
            let leaves = course.leaves_earlier(&paces, before, &planned, trials.buffer);
            course.drive(&paces, before, leaves, &mut relieved);
            let more = |&number: &usize| {
                course.is_kept(number, relieved.arrivals[number]) && !course.is_kept(number, planned.arrivals[number])
            };
            *saved += (before..count).filter(more).count() as u32;
        }
    }
    let stops = (0..count).map(|number| StopRisk {
        visit: course.stops[number].visit,
        kept: course.stops[number].promised().map(|_| PerMille::of(kept[number], trials.days)),
        arrival: [10, 50, 90].map(|percent| quantile(&mut arrivals[number], percent)),
    });
    // of equal ones the last: next to where it is needed
    let best = (0..count).max_by_key(|&before| saved[before]).filter(|&before| saved[before] > 0);
    let gain = |before| BufferGain { before, saved: PerMille::of(saved[before], trials.days) };
    DutyRisk { stops: stops.collect(), best_buffer: best.map(gain) }
}

/// No more than so many percent of the days are later; none for a day on which nobody comes.
fn quantile(arrivals: &mut [Option<Time>], percent: usize) -> Option<Time> {
    let at = (arrivals.len() * percent).div_ceil(100).checked_sub(1)?;
    let key = |arrival: &Option<Time>| (arrival.is_none(), *arrival);
    *arrivals.select_nth_unstable_by_key(at, key).1
}

impl PerMille {
    fn of(part: u32, whole: u32) -> PerMille {
        let (part, whole) = (u64::from(part), u64::from(whole.max(1)));
        PerMille(u32::try_from((part * 1000 + whole / 2) / whole).unwrap_or(u32::MAX))
    }
}
