//! Writes new sequences over the old ones, and tells the families for whom something is another than they know.
use super::content::{Content, HoldRow, StopRow};
use super::moved::{Moved, Rearranged};
use super::{Editor, HandError, Informs, Subject};
use crate::booking::sequence::{Occupant, Sequence};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{DutyId, VisitId};
use crate::planning::units;
use crate::seconds::TimeOfDay;
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::visits::exchange::tell_other_team;
use crate::visits::notify::{Appointment, Whom};
use crate::visits::promise::{self, promise_of};
use crate::visits::say::Why;
use crate::visits::store as visits;
use crate::visits::store::POSITION_STEP;
use crate::visits::visit::{Promise, Visit};

/// Writes stops, half-days and windows; gives what families learn of it. `after` gets the stops that were written.
pub(super) fn carry_out(
    conn: &mut DbConn,
    editor: Editor<'_>,
    subjects: &[Subject],
    rearranged: &Rearranged,
    before: &Content,
    after: &mut Content,
) -> Result<Informs, HandError> {
    after.stops.clear();
    after.holds.clear();
    for sequence in &rearranged.sequences {
        put_down(sequence, before, after)?;
    }
    after.stops.sort_by_key(|stop| (stop.duty_id, stop.position));
    after.holds.sort_by_key(|hold| hold.hold_id);
    let mut stored = before.clone();
    for moved in &rearranged.moved {
        let (subject, sequence) = parts(subjects, rearranged, moved)?;
        let Some(booking) = moved.booking else { continue };
        // A stop goes before its visit is booked elsewhere; it may come back to the very same place.
        visits::remove_stops(conn, &[moved.visit_id])?;
        stored.stops.retain(|stop| stop.visit_id != moved.visit_id);
        let gets_window = sequence.is_published() && subject.case.is_approved();
        let booked = match gets_window {
            true => visits::place(conn, &subject.visit, booking, moved.duty_id)?,
            false => visits::book(conn, &subject.visit, Some((booking, moved.duty_id)))?,
        };
        if !booked {
            return Err(StoreError::overtaken().into());
        }
    }
    after.write_over(conn, &stored)?;
    let mut informs = Informs::Nobody;
    for moved in &rearranged.moved {
        let (subject, sequence) = parts(subjects, rearranged, moved)?;
        informs = informs.max(tell(conn, editor, subject, sequence, moved)?);
    }
    Ok(informs)
}

fn parts<'a>(
    subjects: &'a [Subject],
    rearranged: &'a Rearranged,
    moved: &Moved,
) -> StoreResult<(&'a Subject, &'a Sequence)> {
    let subject = subjects.iter().find(|one| one.visit.id == moved.visit_id);
    subject.zip(rearranged.sequence(moved.duty_id)).ok_or_else(StoreError::overtaken)
}

/// The rows of a sequence: planned hours where families know windows, elsewhere those that were there.
fn put_down(sequence: &Sequence, before: &Content, after: &mut Content) -> StoreResult<()> {
    let times = sequence.times().map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    let at = |moment| units::time_of_day(0, moment);
    let known = |id: VisitId| before.stops.iter().find(|stop| stop.visit_id == id);
    for ((member, stop), number) in sequence.members.iter().zip(&times).zip(1..) {
        let position = number * POSITION_STEP;
        match member.occupant {
            Occupant::Hold(hold_id) => after.holds.push(HoldRow { hold_id, position }),
            Occupant::Visit(visit_id) => {
                let times: Option<[TimeOfDay; 3]> = match sequence.is_published() {
                    true => Some([at(stop.arrival), at(stop.start), at(stop.departure)]),
                    false => known(visit_id).and_then(|stop| stop.times),
                };
                after.stops.push(StopRow { visit_id, duty_id: sequence.duty.id, position, times });
            }
        }
    }
    Ok(())
}

/// Tells one family what is new for it.
fn tell(
    conn: &mut DbConn,
    editor: Editor<'_>,
    subject: &Subject,
    sequence: &Sequence,
    moved: &Moved,
) -> Result<Informs, HandError> {
    let Subject { visit: before, case } = subject;
    let booker = editor.booker;
    let now_stands = visits::find(conn, moved.visit_id)?.ok_or_else(StoreError::overtaken)?;
    let gets_window = sequence.is_published() && case.is_approved() && now_stands.promise.is_none();
    if gets_window {
        let promise = window_of(editor, sequence, &now_stands)?;
        let appointment = Appointment { visit: &now_stands, promise, duty: &sequence.duty };
        let reached = promise::tell(conn, booker.desk, Some(editor.staff), case, appointment, booker.now)?;
        reached.ok_or_else(StoreError::overtaken)?;
    }
    if moved.booking.is_some() {
        if !gets_window {
            let why = if before.booking.is_some() { Why::Changed } else { Why::New };
            Whom::of(booker.desk, case, booker.now).half_day(conn, before, &now_stands, why)?;
        }
        if case.place_fixed_at.is_none() {
            crate::cases::store::fix_place(conn, case.id, Some(booker.now))?;
        }
        return Ok(Informs::Time);
    }
    if gets_window {
        return Ok(Informs::Time);
    }
    match before.duty_id {
        Some(from) if from != moved.duty_id => other_team(conn, editor, &now_stands, from, &sequence.duty),
        _ => Ok(Informs::Nobody),
    }
}

/// A family that was told who comes is told who comes instead.
pub(super) fn other_team(
    conn: &mut DbConn,
    editor: Editor<'_>,
    visit: &Visit,
    from: DutyId,
    to: &Duty,
) -> Result<Informs, HandError> {
    let before = teams::duty(conn, from)?.ok_or(HandError::NotFound)?;
    let reached = tell_other_team(conn, editor.booker.desk, visit, &before, to, editor.booker.now)?;
    Ok(if reached { Informs::Officers } else { Informs::Nobody })
}

fn window_of(editor: Editor<'_>, sequence: &Sequence, visit: &Visit) -> StoreResult<Promise> {
    let times = sequence.times().map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    let at = sequence.index_of(Occupant::Visit(visit.id)).and_then(|at| times.get(at));
    let stop = at.ok_or_else(StoreError::overtaken)?;
    let (arrives, starts) = (units::time_of_day(0, stop.arrival), units::time_of_day(0, stop.start));
    let settings = &editor.booker.desk.settings;
    Ok(promise_of(arrives, starts, &sequence.duty, &settings.planning, &settings.hours, editor.booker.now))
}
