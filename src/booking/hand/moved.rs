//! Where a visit that is moved by hand would stand, and two that change places: new sequences that passed the checker.
use std::sync::Arc;

use super::{Editor, HandError, Subject, WantedEdit};
use crate::booking::booker::Booker;
use crate::booking::door::TimeConstraint;
use crate::booking::roads::Roads;
use crate::booking::sequence::{Member, Occupant, Refusal, Sequence};
use crate::booking::store::StoredSequence;
use crate::booking::subject::door_of;
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::db::{DbConn, StoreError};
use crate::ids::{DutyId, VisitId};
use crate::teams::store as teams;
use crate::text::said;
use crate::visits::visit::Booking;

/// New sequences, and who moves into which duty.
pub(super) struct Rearranged {
    /// The duties that change, with who stands in them now in driving order.
    pub sequences: Vec<Sequence>,
    /// Who moves.
    pub moved: Vec<Moved>,
}

/// A visit that comes to stand elsewhere.
pub(super) struct Moved {
    /// The visit.
    pub visit_id: VisitId,
    /// Where it stands then.
    pub duty_id: DutyId,
    /// Its new half-day; none: half-day and window stay.
    pub booking: Option<Booking>,
}

impl Rearranged {
    /// The duty to which a visit moves.
    pub fn duty_of(&self, visit_id: VisitId) -> Option<DutyId> {
        self.moved.iter().find(|one| one.visit_id == visit_id).map(|one| one.duty_id)
    }

    /// The new sequence of a duty.
    pub fn sequence(&self, duty_id: DutyId) -> Option<&Sequence> {
        self.sequences.iter().find(|sequence| sequence.duty.id == duty_id)
    }
}

/// A duty without somebody, into which somebody is to come.
struct Target<'a> {
    booker: Booker<'a>,
    stored: &'a StoredSequence,
    others: Vec<Member>,
    roads: Arc<Roads>,
}

impl Target<'_> {
    /// The sequence with a member behind so many stops, or where it costs the least driving.
    fn with(&self, member: &Member, after_stops: Option<usize>) -> Result<Sequence, Refusal> {
        let at = |at: usize| {
            let mut members = self.others.clone();
            members.insert(at.min(members.len()), member.clone());
            self.drive(members)
        };
        if let Some(after) = after_stops {
            return at(after);
        }
        let mut best: Option<(planner::Seconds, Sequence)> = None;
        let mut refused = None;
        for place in 0..=self.others.len() {
            match at(place) {
                Ok(sequence) => {
                    let travel = sequence.duty_times().map_or(planner::Seconds::UNREACHABLE, |day| day.travel);
                    if best.as_ref().is_none_or(|(least, _)| travel < *least) {
                        best = Some((travel, sequence));
                    }
                }
                Err(refusal) => refused = refused.or(Some(refusal)),
            }
        }
        match (best, refused) {
            (Some((_, sequence)), _) => Ok(sequence),
            (None, Some(refusal)) => Err(refusal),
            (None, None) => self.drive(vec![member.clone()]),
        }
    }

    fn drive(&self, members: Vec<Member>) -> Result<Sequence, Refusal> {
        let StoredSequence { duty, freed, .. } = self.stored;
        Sequence::driven(duty, members, freed.clone(), &self.roads, &self.booker.board.reference)
    }

    fn refused(&self, refusal: Refusal) -> HandError {
        HandError::Refused(self.stored.duty.team.name.clone(), refusal)
    }
}

fn of<'a>(booker: Booker<'a>, stored: &'a [StoredSequence], id: DutyId, without: VisitId) -> Option<Target<'a>> {
    let stored = stored.iter().find(|one| one.duty.id == id)?;
    let stays = |member: &&Member| member.occupant != Occupant::Visit(without);
    let others = stored.members.iter().filter(stays).cloned().collect();
    Some(Target { booker, stored, others, roads: booker.board.roads(stored.duty.on) })
}

/// A visit at another place: of its duty, of another one, of another day.
pub(super) fn moved(
    conn: &mut DbConn,
    editor: Editor<'_>,
    stored: &[StoredSequence],
    duty_id: DutyId,
    subject: &Subject,
    wanted: &WantedEdit,
) -> Result<Rearranged, HandError> {
    let booker = editor.booker;
    let Subject { visit, case } = subject;
    let target = of(booker, stored, duty_id, visit.id).ok_or(HandError::NotFound)?;
    check_target(subject, &target.stored.duty)?;
    let duty = &target.stored.duty;
    let door = door_of(booker, case, visit)?;
    let member = |time| Member { occupant: Occupant::Visit(visit.id), position: 0, door: door.clone(), time };
    let kept = visit.booking.filter(|booking| booking.on == duty.on);
    let kept = kept.filter(|booking| wanted.half_day.is_none_or(|half_day| half_day == booking.half_day));
    let (sequence, booking) = match kept {
        Some(booking) => {
            let time = visit.promise.map_or(TimeConstraint::HalfDay(booking.half_day), TimeConstraint::of);
            match target.with(&member(time), wanted.after_stops) {
                Ok(sequence) => (sequence, None),
                Err(refusal) if visit.promise.is_none() => return Err(target.refused(refusal)),
                Err(refusal) => {
                    let at = TimeConstraint::HalfDay(booking.half_day);
                    let sequence = target.with(&member(at), wanted.after_stops);
                    // What cannot be driven with any other hour either is refused for what stands in the way now.
                    let sequence = sequence.map_err(|_| target.refused(refusal.clone()))?;
                    confirmed(wanted, &format!("{}: {refusal}", duty.team.name), subject, &sequence)?;
                    (sequence, Some(booking.half_day))
                }
            }
        }
        None => {
            let (half_day, sequence) = elsewhere(conn, &target, subject, &member, wanted)?;
            if visit.booking.is_some() {
                confirmed(wanted, "Gia đình đang có buổi khác", subject, &sequence)?;
            }
            (sequence, Some(half_day))
        }
    };
    let mut sequences = vec![sequence];
    if let Some(source) = visit.duty_id.filter(|id| *id != duty_id) {
        let source = of(booker, stored, source, visit.id).ok_or(HandError::NotFound)?;
        sequences.push(source.drive(source.others.clone()).map_err(|refusal| source.refused(refusal))?);
    }
    let booking = booking.map(|half_day| Booking { on: duty.on, half_day, booked_at: booker.now });
    Ok(Rearranged { sequences, moved: vec![Moved { visit_id: visit.id, duty_id, booking }] })
}

/// Another half-day: one that is worked in, that suits the family, and that the team can drive.
fn elsewhere(
    conn: &mut DbConn,
    target: &Target<'_>,
    subject: &Subject,
    member: &impl Fn(TimeConstraint) -> Member,
    wanted: &WantedEdit,
) -> Result<(HalfDay, Sequence), HandError> {
    let duty = &target.stored.duty;
    let exceptions = teams::exceptional_half_days(conn, duty.on, duty.on)?;
    let admissible = AdmissibleTimes::of(&subject.case);
    let halves = duty.half_days.halves().iter().copied();
    let mut halves = halves.filter(|half| wanted.half_day.is_none_or(|wanted| wanted == *half)).peekable();
    if halves.peek().is_none() {
        return Err(HandError::NotPossible(format!("Ca của {} không làm buổi này.", duty.team.name)));
    }
    let mut refused = None;
    for half_day in halves {
        let label = half_day.on(duty.on);
        if !target.booker.desk.calendar.is_open(duty.on, half_day, &exceptions) {
            refused = refused.or(Some(HandError::NotPossible(format!("Không làm việc {label}."))));
        } else if !admissible.allow(duty.on, half_day) {
            let why = format!("Gia đình đã xin không hẹn {label}. Đổi nguyện vọng trước, rồi chuyển.");
            refused = refused.or(Some(HandError::NotPossible(why)));
        } else {
            match target.with(&member(TimeConstraint::HalfDay(half_day)), wanted.after_stops) {
                Ok(sequence) => return Ok((half_day, sequence)),
                Err(refusal) => refused = Some(target.refused(refusal)),
            }
        }
    }
    Err(refused.unwrap_or(HandError::NotFound))
}

/// A family that knows another time is told the new one only if somebody says so.
fn confirmed(wanted: &WantedEdit, why: &str, subject: &Subject, sequence: &Sequence) -> Result<(), HandError> {
    if wanted.confirm {
        return Ok(());
    }
    let at = sequence.index_of(Occupant::Visit(subject.visit.id));
    let times = sequence.times().map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    let arrives = at.and_then(|at| times.get(at)).map(|stop| crate::planning::units::time_of_day(0, stop.arrival));
    let arrives = arrives.map(said::clock).unwrap_or_default();
    Err(HandError::BreaksPromise(format!(
        "{why}. Chuyển đến đây thì tổ đến khoảng {arrives} {}, và gia đình được báo lại một lần.",
        crate::text::dates::long_date(sequence.duty.on)
    )))
}

/// Two visits of one day change places, each with the half-day and the window that it has.
pub(super) fn swapped(
    editor: Editor<'_>,
    stored: &[StoredSequence],
    subjects: &[Subject],
) -> Result<Rearranged, HandError> {
    let missing = || HandError::NotPossible("Chỉ hộ đang có chỗ mới đổi chỗ được.".to_owned());
    let place = |one: &Subject| {
        let occupant = Occupant::Visit(one.visit.id);
        let duty = one.visit.duty_id?;
        let at = stored.iter().position(|stored| stored.duty.id == duty)?;
        Some((at, stored[at].members.iter().position(|member| member.occupant == occupant)?))
    };
    let [first, second] = subjects else { return Err(missing()) };
    let (one, other) = place(first).zip(place(second)).ok_or_else(missing)?;
    if stored[one.0].duty.on != stored[other.0].duty.on {
        return Err(HandError::NotPossible("Chỉ đổi chỗ được hai hộ cùng ngày.".to_owned()));
    }
    check_target(first, &stored[other.0].duty)?;
    check_target(second, &stored[one.0].duty)?;
    let mut members: Vec<Vec<Member>> = stored.iter().map(|stored| stored.members.clone()).collect();
    members[one.0][one.1] = stored[other.0].members[other.1].clone();
    members[other.0][other.1] = stored[one.0].members[one.1].clone();
    let booker = editor.booker;
    let mut sequences = Vec::new();
    for (stored, members) in stored.iter().zip(members) {
        let target = Target { booker, stored, others: members, roads: booker.board.roads(stored.duty.on) };
        sequences.push(target.drive(target.others.clone()).map_err(|refusal| target.refused(refusal))?);
    }
    let to = |visit_id, at: usize| Moved { visit_id, duty_id: stored[at].duty.id, booking: None };
    Ok(Rearranged { sequences, moved: vec![to(first.visit.id, other.0), to(second.visit.id, one.0)] })
}

/// Whether a household may stand in a duty at all.
fn check_target(subject: &Subject, duty: &crate::teams::duty::Duty) -> Result<(), HandError> {
    let Subject { visit, case } = subject;
    let team = &duty.team.name;
    if !duty.team.ward_codes.contains(&case.ward_code) {
        return Err(HandError::NotPossible(format!("{team} không phụ trách phường, xã của hộ này.")));
    }
    if duty.island_mission && visit.duty_id != Some(duty.id) {
        return Err(HandError::NotPossible(format!("{team} đi đảo nhiều ngày, không nhận hộ trong ngày.")));
    }
    if visit.promise.is_some() && visit.duty_id != Some(duty.id) && duty.published_at.is_none() {
        let why = format!("Gia đình đã biết giờ hẹn, mà ca của {team} chưa công bố. Công bố ca ấy trước, rồi chuyển.");
        return Err(HandError::NotPossible(why));
    }
    Ok(())
}
