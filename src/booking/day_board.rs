//! A day of duties as a dispatcher plans it: every duty as a time line, idle ones too, and who could not be placed, with
//! the reason and what would help.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::booker::Booker;
use super::door::Door;
use super::hand::{HandEdit, store as edits};
use super::offers::{Offer, View, offers};
use super::reasons::not_offered;
use super::remedies::{Remedy, remedy};
use super::sequence::{Occupant, Sequence};
use super::subject::door_of;
use super::waiting::{self, Waiter};
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::calendar::{ExceptionalHalfDay, HalfDay};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, DutyId, VisitId};
use crate::planning::priority::in_order;
use crate::planning::store::visits_named;
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::visits::store as visits;

pub mod line;
pub mod map;

use line::Line;

/// Households without a place of whom reason and remedy are worked out; the rest is counted.
const UNPLACED_SHOWN: usize = 12;
/// Edits of the day that are shown.
const EDITS_SHOWN: i64 = 12;

/// A visit as this person may see it.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// Public code of its case; none in somebody else's ward.
    pub code: Option<String>,
    /// Its ward.
    pub ward_code: String,
    /// People to capture.
    pub captures: i32,
}

/// Everything of a day.
pub struct DayBoard {
    /// The day.
    pub on: NaiveDate,
    /// Its duties, each with its time line; none where it cannot be driven or read.
    pub lines: Vec<DutyLine>,
    /// The sequences, in the order of their duties.
    pub sequences: Vec<Arc<Sequence>>,
    /// Who stands in them.
    pub labels: HashMap<VisitId, Label>,
    /// Who looks for a place and finds none that day, in the fair order.
    pub unplaced: Vec<Unplaced>,
    /// How many more wait.
    pub more: usize,
    /// What was done by hand that day, newest first.
    pub edits: Vec<HandEdit>,
    /// Who did it.
    pub names: HashMap<AccountId, String>,
}

/// A duty of the day.
pub struct DutyLine {
    /// The duty, in the version that the database has.
    pub duty: Duty,
    /// Its day, hour by hour.
    pub line: Option<Line>,
    /// Nobody changes its order.
    pub is_locked: bool,
}

/// A household that waits.
pub struct Unplaced {
    /// Who.
    pub waiter: Waiter,
    /// Where they live.
    pub door: Option<Door>,
    /// Their points.
    pub points: u32,
    /// The first duty of the day that could take them.
    pub offer: Option<Offer>,
    /// What binds, half-day by half-day.
    pub reasons: Vec<String>,
    /// What would help.
    pub remedy: Option<Remedy>,
}

impl DayBoard {
    /// A duty of the day.
    pub fn duty(&self, id: DutyId) -> Option<&Duty> {
        self.lines.iter().map(|line| &line.duty).find(|duty| duty.id == id)
    }
}

/// Reads a day; that somebody looked at it is in the log.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(conn: &mut DbConn, booker: Booker<'_>, staff: &Staff, on: NaiveDate) -> StoreResult<DayBoard> {
    audit::note(conn, Some(staff), Action::LookAtPlan, &format!("day:{on}"), None, booker.now)?;
    let duties = teams::duties_between(conn, on, on, None)?;
    let sequences = booker.board.on(conn, on)?;
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let locked: HashSet<DutyId> = teams::locked_duties(conn, &ids)?.into_iter().map(|one| one.duty_id).collect();
    let placements = visits::hand_placements(conn, &ids)?;
    let pinned: HashMap<VisitId, DutyId> = placements.iter().map(|one| (one.visit_id, one.duty_id)).collect();
    let labels = labels(conn, staff, &sequences)?;
    let by_duty: HashMap<DutyId, &Arc<Sequence>> = sequences.iter().map(|one| (one.duty.id, one)).collect();
    let lines = duties.into_iter().map(|duty| DutyLine {
        line: by_duty.get(&duty.id).and_then(|sequence| Line::of(sequence, &pinned)),
        is_locked: locked.contains(&duty.id),
        duty,
    });
    let lines: Vec<DutyLine> = lines.collect();
    let exceptions = teams::exceptional_half_days(conn, on, on)?;
    let (unplaced, more) = unplaced(conn, booker, staff, on, &sequences, &exceptions)?;
    let edits = edits::of_day(conn, on, EDITS_SHOWN)?;
    let makers: Vec<AccountId> = edits.iter().map(|edit| edit.made_by).collect();
    let names = edits::names(conn, &makers)?.into_iter().collect();
    Ok(DayBoard { on, lines, sequences, labels, unplaced, more, edits, names })
}

fn labels(conn: &mut DbConn, staff: &Staff, sequences: &[Arc<Sequence>]) -> StoreResult<HashMap<VisitId, Label>> {
    let visit = |member: &super::sequence::Member| match member.occupant {
        Occupant::Visit(id) => Some(id),
        Occupant::Hold(_) => None,
    };
    let ids: Vec<VisitId> = sequences.iter().flat_map(|one| &one.members).filter_map(visit).collect();
    let label = |(id, code, ward_code, captures): (VisitId, String, String, i32)| {
        let own = staff.may_in_ward(Permission::Plan, &ward_code);
        (id, Label { code: own.then_some(code), ward_code, captures })
    };
    Ok(visits_named(conn, &ids)?.into_iter().map(label).collect())
}

/// Whoever waits in the wards that this person plans and the day's teams serve.
fn unplaced(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    on: NaiveDate,
    sequences: &[Arc<Sequence>],
    exceptions: &[ExceptionalHalfDay],
) -> StoreResult<(Vec<Unplaced>, usize)> {
    let mut wards: Vec<String> = sequences.iter().flat_map(|one| one.duty.team.ward_codes.clone()).collect();
    wards.sort_unstable();
    wards.dedup();
    wards.retain(|ward| staff.may_in_ward(Permission::Plan, ward));
    if wards.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let waiters = waiting::all(conn, booker.desk, booker.board, Some(&wards), booker.now)?;
    let by_visit: HashMap<VisitId, &Waiter> = waiters.iter().map(|waiter| (waiter.visit.id, waiter)).collect();
    let turns: Vec<_> = waiters.iter().map(|waiter| waiter.waiting.clone()).collect();
    let turns = in_order(&turns, booker.weights()?, booker.now.date(), booker.now);
    let more = turns.len().saturating_sub(UNPLACED_SHOWN);
    let shown = turns.iter().take(UNPLACED_SHOWN);
    let shown = shown.filter_map(|turn| Some((*by_visit.get(&turn.waiting.visit_id)?, turn.priority.points())));
    let found = shown.map(|(waiter, points)| explained(booker, on, sequences, exceptions, waiter, points));
    Ok((found.collect(), more))
}

fn explained(
    booker: Booker<'_>,
    on: NaiveDate,
    sequences: &[Arc<Sequence>],
    exceptions: &[ExceptionalHalfDay],
    waiter: &Waiter,
    points: u32,
) -> Unplaced {
    let mut unplaced =
        Unplaced { waiter: waiter.clone(), door: None, points, offer: None, reasons: Vec::new(), remedy: None };
    let door = match door_of(booker, &waiter.case.case, &waiter.visit) {
        Ok(door) => door,
        Err(error) => {
            unplaced.reasons.push(error.to_string());
            return unplaced;
        }
    };
    let rules = booker.rules(exceptions);
    let found = offers(sequences, booker.board, &door, View::Staff, rules);
    if let Some(offer) = found.first() {
        unplaced.offer = Some(offer.clone());
    } else {
        let reasons = not_offered(sequences, booker.board, &door, &found, View::Staff, rules);
        let worked = |half_day: HalfDay| {
            sequences.iter().any(|one| one.serves(&door.ward_code) && one.duty.half_days.includes(half_day))
        };
        let of_day = reasons.into_iter().filter(|one| one.on == on && worked(one.half_day));
        unplaced.reasons = of_day.map(|one| one.sentence).collect();
        unplaced.remedy = remedy(sequences, booker, &door, exceptions);
    }
    unplaced.door = Some(door);
    unplaced
}
