//! Who loses a half-day when a duty is shortened or cancelled, and where each could go instead. Nothing is changed.
use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;

use super::booker::Booker;
use super::door::{Door, TimeConstraint};
use super::offers::{Rules, View, offers};
use super::sequence::{Broken, Member, Occupant, Seeker, Sequence, squeeze};
use super::store::StoredSequence;
use crate::accounts::{Permission, Staff};
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::case::{Case, PlannableCase};
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::ids::{DutyId, HoldId, VisitId};
use crate::planning::inputs::waiting_of;
use crate::planning::priority::priority_of;
use crate::teams::duty::Duty;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// What every visit is worth before its priority counts: as many as possible are kept, then the more urgent ones.
const KEPT_POINTS: u32 = 500_000;
/// The planner takes no higher priority.
const POINTS_MAX: u32 = 1_000_000;

/// What a change of a duty would do to its stops.
pub struct Preview {
    /// Visits that lose their half-day, the most urgent first.
    pub hurt: Vec<Hurt>,
    /// Holds that end.
    pub lost_holds: Vec<HoldId>,
    /// What the changed duty drives; none when it is cancelled.
    pub kept: Option<Arc<Sequence>>,
}

/// A visit that loses its half-day.
pub struct Hurt {
    /// The visit, with what it was told.
    pub visit: Visit,
    /// Its case.
    pub case: Case,
    /// Where it could go, if everybody before it in the list has gone there too.
    pub instead: Option<Instead>,
}

impl Hurt {
    /// The public code of its case, for whoever may read it: a route may serve other wards too.
    pub fn code_for(&self, staff: &Staff) -> Option<String> {
        staff.may_in_ward(Permission::ReadCases, &self.case.ward_code).then(|| self.case.code.clone())
    }
}

/// A place that is free now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// The duty.
    pub duty_id: DutyId,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// Its team is on its way or at work already.
    #[error("Tổ của ca này đã lên đường: không huỷ và không thu hẹp được nữa")]
    Running,
    /// The changed duty makes no sense.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A stop with what decides whether it is kept.
struct BookedStop {
    visit: Visit,
    case: Case,
    door: Door,
    points: u32,
}

impl Preview {
    /// The numbers of the visits that lose their half-day, in order.
    pub fn hurt_ids(&self) -> Vec<VisitId> {
        let mut ids: Vec<VisitId> = self.hurt.iter().map(|hurt| hurt.visit.id).collect();
        ids.sort_unstable();
        ids
    }
}

/// What becomes of the stops of `before` when it becomes `after`; none: when it is cancelled.
///
/// # Errors
/// [`PreviewError`].
pub fn preview(
    conn: &mut DbConn,
    booker: Booker<'_>,
    before: &Duty,
    after: Option<&Duty>,
) -> Result<Preview, PreviewError> {
    let Some(stored) = booker.board.stored(conn, before.id)? else {
        return Ok(Preview { hurt: Vec::new(), lost_holds: Vec::new(), kept: None });
    };
    let stops = stops(conn, booker, &stored)?;
    let (order, kept) = match after {
        None => (Vec::new(), None),
        Some(after) => keep(booker, &stored, after, &stops)?,
    };
    let lost = |at: &usize| !order.contains(at);
    let begun = |one: &BookedStop| !one.visit.is_movable();
    if order.len() < stored.members.len() && stops.iter().flatten().any(begun) {
        return Err(PreviewError::Running);
    }
    let lost: Vec<usize> = (0..stored.members.len()).filter(lost).collect();
    let hold = |at: &usize| match stored.members[*at].occupant {
        Occupant::Hold(id) => Some(id),
        Occupant::Visit(_) => None,
    };
    let mut lost_holds: Vec<HoldId> = lost.iter().filter_map(hold).collect();
    if after.is_none() {
        lost_holds.extend(stored.unreadable.iter().filter_map(|occupant| match occupant {
            Occupant::Hold(id) => Some(*id),
            Occupant::Visit(_) => None,
        }));
    }
    let mut hurt: Vec<BookedStop> =
        stops.into_iter().enumerate().filter_map(|(at, one)| one.filter(|_| lost.contains(&at))).collect();
    hurt.sort_by_key(|one| (Reverse(one.points), one.visit.id));
    let mut hurt = with_places(conn, booker, before.id, kept.clone(), hurt)?;
    if after.is_none() {
        hurt.extend(unreadable_hurt(conn, &stored)?);
    }
    Ok(Preview { hurt, lost_holds, kept })
}

/// Who cannot be read loses the half-day with the duty; where they could go nobody knows.
fn unreadable_hurt(conn: &mut DbConn, stored: &StoredSequence) -> StoreResult<Vec<Hurt>> {
    let mut hurt = Vec::new();
    for occupant in &stored.unreadable {
        let Occupant::Visit(id) = occupant else { continue };
        let Some(visit) = visits::find(conn, *id)? else { continue };
        let case = crate::cases::store::case_by_id(conn, visit.case_id)?;
        hurt.extend(case.map(|case| Hurt { visit, case, instead: None }));
    }
    Ok(hurt)
}

/// For each stop its visit with its points; none for a hold.
fn stops(conn: &mut DbConn, booker: Booker<'_>, stored: &StoredSequence) -> StoreResult<Vec<Option<BookedStop>>> {
    let weights = booker.weights()?;
    let mut found = Vec::new();
    for member in &stored.members {
        let Occupant::Visit(id) = member.occupant else {
            found.push(None);
            continue;
        };
        let damaged = || StoreError::Damaged(format!("stop of visit {id}"));
        let visit = visits::find(conn, id)?.ok_or_else(damaged)?;
        let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or_else(damaged)?;
        let applicants = crate::cases::store::applicants_of(conn, case.id)?;
        let plannable = PlannableCase { case, applicants };
        let turn = waiting_of(conn, &booker.desk.vault, &plannable, &visit, booker.now);
        // Whose people cannot be read is worth a stop like any other.
        let turn = unless_unreadable(turn, "cases", plannable.case.id)?;
        let points = turn.map_or(0, |turn| priority_of(&turn, weights, stored.duty.on, booker.now).points());
        // Where it stands it was welcome; elsewhere it must be.
        let (case, door) = (plannable.case, member.door.clone());
        let door = Door { admissible: AdmissibleTimes::of(&case), ..door };
        let points = points.saturating_add(KEPT_POINTS).min(POINTS_MAX);
        found.push(Some(BookedStop { visit, case, door, points }));
    }
    Ok(found)
}

/// The stops that the changed duty keeps, in its order: all as they stand if it can drive that.
fn keep(
    booker: Booker<'_>,
    stored: &StoredSequence,
    after: &Duty,
    stops: &[Option<BookedStop>],
) -> Result<(Vec<usize>, Option<Arc<Sequence>>), PreviewError> {
    let (board, members) = (booker.board, &stored.members);
    let roads = board.roads(after.on);
    let drive = |order: &[usize]| {
        let members: Vec<Member> = order.iter().map(|at| members[*at].clone()).collect();
        Sequence::new(after.clone(), members, stored.freed.clone(), roads.clone(), &board.reference).map(Arc::new)
    };
    if after.island_mission && !stored.duty.island_mission {
        // Gone for days: no day trip is left.
        return Ok((Vec::new(), Some(drive(&[])?)));
    }
    // Another team may not go to every ward, whatever time it has.
    let is_served = |at: &usize| after.team.ward_codes.contains(&members[*at].door.ward_code);
    let all: Vec<usize> = match after.team.id == stored.duty.team.id {
        true => (0..members.len()).collect(),
        false => (0..members.len()).filter(is_served).collect(),
    };
    if let Ok(sequence) = drive(&all) {
        return Ok((all, Some(sequence)));
    }
    let points = |at: &usize| stops[*at].as_ref().map_or(1, |one| one.points);
    let left: Vec<Member> = all.iter().map(|at| members[*at].clone()).collect();
    let points: Vec<u32> = all.iter().map(points).collect();
    let order = squeeze(after, &left, &points, &roads, &board.reference)?;
    let order: Vec<usize> = order.into_iter().map(|at| all[at]).collect();
    let sequence = drive(&order)?;
    Ok((order, Some(sequence)))
}

/// Looks for another place for each, one after the other: what one would take, the next does not get.
fn with_places(
    conn: &mut DbConn,
    booker: Booker<'_>,
    duty_id: DutyId,
    kept: Option<Arc<Sequence>>,
    hurt: Vec<BookedStop>,
) -> StoreResult<Vec<Hurt>> {
    if hurt.is_empty() {
        return Ok(Vec::new());
    }
    let exceptions = booker.exceptions(conn)?;
    let rules = booker.rules(&exceptions);
    let (first, last) = View::Waiting.horizon(rules.settings, rules.now);
    let mut sequences = booker.board.between(conn, first, last)?;
    // The changed duty may have room in its other half-day.
    sequences.retain(|sequence| sequence.duty.id != duty_id);
    sequences.extend(kept);
    sequences.sort_by_key(|sequence| (sequence.duty.on, sequence.duty.id));
    let mut found = Vec::new();
    for one in hurt {
        let instead = take_in_memory(&mut sequences, booker, &one, rules);
        found.push(Hurt { visit: one.visit, case: one.case, instead });
    }
    Ok(found)
}

fn take_in_memory(
    sequences: &mut [Arc<Sequence>],
    booker: Booker<'_>,
    one: &BookedStop,
    rules: Rules<'_>,
) -> Option<Instead> {
    let found = offers(sequences, booker.board, &one.door, View::Waiting, rules);
    let offer = found.first()?;
    let place = offer.places.first()?;
    let at = sequences.iter().position(|sequence| sequence.duty.id == place.duty_id)?;
    let sequence = sequences[at].clone();
    let time = TimeConstraint::HalfDay(offer.half_day);
    let member = Member { occupant: Occupant::Visit(one.visit.id), position: 0, door: one.door.clone(), time };
    let seeker = Seeker::new(&one.door, sequence.roads(), &booker.board.reference.geography);
    let next = sequence.approach(&seeker).put_in(place.insertion.at, member, sequence.duty.stamp).ok()?;
    sequences[at] = Arc::new(next);
    Some(Instead { on: offer.on, half_day: offer.half_day, duty_id: place.duty_id })
}
