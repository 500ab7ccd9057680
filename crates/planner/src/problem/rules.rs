//! The rules that every part of a problem has to keep.

use super::fault::{Fault, ProblemError, Subject};
use super::{Crossing, Duty, Prices, Problem, TravelMatrix, Visit};
use crate::units::{DutyIndex, LocationIndex, Seconds, Time, VisitIndex, Window};

/// The largest demand, capacity or priority: keeps sums of thousands of visits inside `i32`.
const LARGEST: u32 = 1_000_000;

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

pub(super) fn check_whole(problem: &Problem) -> Result<(), Fault> {
    let Prices { travel, waiting } = problem.prices;
    ensure(travel >= 1, Fault::TravelFree)?;
    ensure(travel <= 1000 && waiting <= 1000, Fault::PriceTooLarge)?;
    ensure(problem.duties.is_empty() || !problem.matrices.is_empty(), Fault::NoMatrix)
}

pub(super) fn check_matrix(problem: &Problem, matrix: &TravelMatrix) -> Result<(), Fault> {
    let locations = problem.location_count();
    let square = matrix.locations() == locations && matrix.rows().len() == locations * locations;
    ensure(square, Fault::MatrixSize)?;
    ensure(matrix.rows().iter().all(travel_is_sane), Fault::TravelOutOfRange)
}

pub(super) fn check_crossing(problem: &Problem, number: usize, crossing: &Crossing) -> Result<(), Fault> {
    ensure(crossing.from != crossing.to, Fault::SameZone)?;
    let earlier = &problem.crossings[..number];
    let new = |other: &Crossing| (other.from, other.to) != (crossing.from, crossing.to);
    ensure(earlier.iter().all(new), Fault::CrossingTwice)?;
    let known = crossing.pier.is_none_or(|pier| pier.at() < problem.location_count());
    ensure(known, Fault::LocationUnknown)?;
    check_windows(&crossing.departures)
}

pub(super) fn check_visit(problem: &Problem, visit: &Visit) -> Result<(), Fault> {
    ensure(visit.location.at() < problem.location_count(), Fault::LocationUnknown)?;
    check_visit_alone(visit)?;
    let known = |duty: DutyIndex| duty.at() < problem.duties.len();
    ensure(visit.pinned_duty.is_none_or(known), Fault::DutyUnknown)?;
    if let Some(previous) = visit.previous {
        ensure(known(previous.duty), Fault::DutyUnknown)?;
        ensure(time_is_sane(previous.start), Fault::TimeOutOfRange)?;
        ensure(span_is_sane(previous.tolerance), Fault::SpanOutOfRange)?;
    }
    Ok(())
}

/// What a visit has to keep wherever it comes from.
pub(crate) fn check_visit_alone(visit: &Visit) -> Result<(), Fault> {
    ensure(span_is_sane(visit.service) && span_is_sane(visit.setup), Fault::SpanOutOfRange)?;
    ensure(visit.priority >= 1, Fault::PriorityZero)?;
    ensure(visit.priority <= LARGEST && visit.demand <= LARGEST, Fault::NumberTooLarge)?;
    ensure((0..=Visit::DAY_PRICE_LIMIT.0).contains(&visit.day_price.0), Fault::DayPriceOutOfRange)?;
    ensure(!visit.windows.is_empty(), Fault::NoWindow)?;
    check_windows(&visit.windows)?;
    visit.promise.map_or(Ok(()), |promise| check_windows(&[promise.window]))
}

/// Whether a travel time is one: not negative, and a month at most, so that a whole route stays far below the
/// limit.
pub(crate) fn travel_is_sane(&seconds: &Seconds) -> bool {
    (0..=30 * 86_400).contains(&seconds.0) || seconds == Seconds::UNREACHABLE
}

pub(super) fn check_duty(problem: &Problem, duty: &Duty) -> Result<(), Fault> {
    let known = |location: LocationIndex| location.at() < problem.location_count();
    ensure(known(duty.start_location) && known(duty.end_location), Fault::LocationUnknown)?;
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
    ensure(resume.is_none_or(|resume| time_is_sane(resume.at)), Fault::TimeOutOfRange)?;
    let exists = |visit: &VisitIndex| visit.at() < problem.visits.len();
    ensure(duty.frozen.visits.iter().all(exists), Fault::VisitUnknown)
}

pub(super) fn check_frozen(problem: &Problem) -> Result<(), ProblemError> {
    let mut seen = vec![false; problem.visits.len()];
    for (number, duty) in problem.duties.iter().enumerate() {
        for &visit in &duty.frozen.visits {
            let refuse = |fault| Err(ProblemError { subject: Subject::Visit(visit), fault });
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
