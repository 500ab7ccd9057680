//! Persists a booking whose insertion is claimed: stop, booking, arrival window in a published round, audit entry and
//! notification are rows of one transaction, so that no booked visit is without its stop or untold.
use super::booker::Booker;
use super::door::TimeConstraint;
use super::refusals::{BookError, HalfDayWish};
use super::sequence::{Occupant, Sequence};
use super::store;
use super::take::Taken;
use crate::audit;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::DutyId;
use crate::planning::units;
use crate::visits::notify::{Appointment, Whom};
use crate::visits::promise::promise_of;
use crate::visits::say::Why;
use crate::visits::store as visits;
use crate::visits::visit::{Booking, Promise, Stop, StopTimes, Visit, VisitState};

/// A booked visit.
#[derive(Clone, Debug)]
pub struct Booked {
    /// The visit as it stands now.
    pub visit: Visit,
    /// Where it stands, as its family is told.
    pub state: VisitState,
    /// Team and telephone, once the round is published.
    pub duty_id: DutyId,
}

/// Writes stop, booking, audit and mail of a place that is ours.
pub(in crate::booking) fn settle(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: Visit,
    wish: HalfDayWish,
    taken: &Taken,
) -> Result<Booked, BookError> {
    let duty = &taken.sequence.duty;
    let booking = Booking { on: wish.on, half_day: wish.half_day, booked_at: booker.now };
    let stop = Stop { visit_id: visit.id, duty_id: duty.id, position: taken.position, times: None };
    if !visits::take_place(conn, &visit, booking, &stop)? {
        return Err(StoreError::overtaken().into());
    }
    let now_booked = Visit {
        booking: Some(booking),
        promise: None,
        duty_id: Some(duty.id),
        invite_sequence: visit.invite_sequence + 1,
        version: visit.version + 1,
        ..visit.clone()
    };
    if case.place_fixed_at.is_none() {
        crate::cases::store::fix_place(conn, case.id, Some(booker.now))?;
    }
    finish(conn, booker, Whom::of(booker.desk, case, booker.now), &visit, now_booked, taken)
}

/// What is left to do for a visit whose stop and half-day are stored: a window in a published round if the case is
/// approved, audit, mail.
/// `before` is the visit as it was before it was booked.
pub(in crate::booking) fn finish(
    conn: &mut DbConn,
    booker: Booker<'_>,
    whom: Whom<'_>,
    before: &Visit,
    mut visit: Visit,
    taken: &Taken,
) -> Result<Booked, BookError> {
    let case = whom.case;
    if taken.sequence.is_published() && case.is_approved() {
        let promise = publish_at_once(conn, booker, &visit, taken)?;
        visit.promise = Some(promise);
    }
    audit::note(conn, booker.staff, audit::Action::Book, &audit::case_subject(case.id), None, booker.now)?;
    tell(conn, whom.who_acted(booker.staff.is_none()), before, &visit, taken)?;
    Ok(Booked { state: visit.state_in(case), visit, duty_id: taken.sequence.duty.id })
}

/// In a round whose families know their windows, a newcomer is told one too; the others stay inside theirs.
fn publish_at_once(conn: &mut DbConn, booker: Booker<'_>, visit: &Visit, taken: &Taken) -> Result<Promise, BookError> {
    let sequence = &taken.sequence;
    let times = write_times(conn, sequence)?;
    let own = &times[taken.at];
    let settings = &booker.desk.settings;
    let (arrives, starts) = (units::time_of_day(0, own.arrival), units::time_of_day(0, own.start));
    let promise = promise_of(arrives, starts, &sequence.duty, &settings.planning, &settings.hours, booker.now);
    if !visits::promise(conn, visit, promise, sequence.duty.id)? {
        return Err(StoreError::overtaken().into());
    }
    // The window is part of the sequence's content: whoever has it in memory must read it again.
    let stamp = booker.desk.dice.stamp();
    store::restamp(conn, sequence.duty.id, sequence.duty.stamp, stamp)?;
    debug_assert!(matches!(TimeConstraint::of(promise), TimeConstraint::Window { .. }));
    Ok(promise)
}

/// Writes the planned times of every visit in a sequence; gives them in driving order, holds included.
pub(in crate::booking) fn write_times(conn: &mut DbConn, sequence: &Sequence) -> StoreResult<Vec<planner::StopTimes>> {
    let times = sequence.times().map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    for (member, stop) in sequence.members.iter().zip(&times) {
        if let Occupant::Visit(id) = member.occupant {
            let at = |moment| units::time_of_day(0, moment);
            let (arrives_secs, starts_secs) = (at(stop.arrival), at(stop.start));
            let times = StopTimes { arrives_secs, starts_secs, departs_secs: at(stop.departure) };
            store::set_times(conn, id, times)?;
        }
    }
    Ok(times)
}

fn tell(conn: &mut DbConn, whom: Whom<'_>, before: &Visit, now_booked: &Visit, taken: &Taken) -> StoreResult<()> {
    match now_booked.promise {
        Some(promise) => {
            let why = if before.promise.is_some() { Why::Changed } else { Why::New };
            whom.appointment(conn, Appointment { visit: before, promise, duty: &taken.sequence.duty }, why)?;
        }
        None => {
            let why = if before.booking.is_some() { Why::Changed } else { Why::New };
            whom.half_day(conn, before, now_booked, why)?;
        }
    }
    Ok(())
}
