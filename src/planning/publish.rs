//! Publishing: a proposal becomes promises, if nothing it rests on has changed.
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days::Days;
use super::inputs::{self, Inputs, Scope, WantedVisit};
use super::proposal::{Run, RunState};
use super::store;
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::calendar::BeyondCalendar;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::dice::Dice;
use crate::ids::{CaseId, DutyId, HoldId, PlanningRunId, VisitId};
use crate::reference_data::ReferenceData;
use crate::teams::duty::Duty;
use crate::visits::hold::{self, HoldEnd};
use crate::visits::postpone::postpone;
use crate::visits::store as visits;
use crate::visits::visit::{Booking, Stop, StopTimes, Visit};

pub mod tell;

/// What publishing did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Publication {
    /// The run.
    #[schema(value_type = i64)]
    pub planning_run_id: PlanningRunId,
    /// When it became promises.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Visits that have a place now.
    pub visits: usize,
    /// Households that are told by e-mail.
    pub mails: usize,
    /// Households that have to be called.
    pub calls: usize,
    /// Appointments that could not be kept and wait for a new one.
    pub postponed: usize,
}

/// Why nothing is published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no such run.
    #[error("không có lần xếp lịch này")]
    NotFound,
    /// A case, visit, duty or half-day changed since.
    #[error("dữ liệu đã thay đổi sau khi xếp lịch")]
    InputsChanged,
    /// It has not ended with a proposal.
    #[error("lần xếp lịch này {0}")]
    NoProposal(&'static str),
    /// It begins today or earlier.
    #[error("phương án này đã qua ngày")]
    TooLate,
    /// The calendar does not reach so far (any more).
    #[error(transparent)]
    Beyond(#[from] BeyondCalendar),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A published run whose families are still to be told.
pub struct Published {
    /// What was done so far.
    pub done: Publication,
    /// None when it had been published before.
    run: Option<Run>,
    /// Whose windows are owed.
    owed: HashSet<VisitId>,
}

/// Publishes a run and tells everybody. A second time it answers the same and tells nobody again.
///
/// # Errors
/// [`PublishError`]; nothing is stored then.
#[tracing::instrument(skip_all, fields(planning_run_id = %run_id))]
pub fn publish(
    desk: &Desk,
    reference: &ReferenceData,
    staff: Option<&Staff>,
    run_id: PlanningRunId,
) -> Result<Publication, PublishError> {
    let published = desk.db.write(|conn| settle(conn, desk, reference, staff, run_id, desk.now()))?;
    Ok(tell::all(desk, staff, published)?)
}

/// Makes a run the truth, in one short transaction: sequences, half-days, who is postponed. Families are told their
/// windows afterwards, duty by duty, so that nobody waits for a thousand mails to be written: until then theirs is a
/// half-day in a published duty whose window is owed, and the worker tells it if nobody else does.
///
/// # Errors
/// [`PublishError`]; nothing is stored then.
pub fn settle(
    conn: &mut DbConn,
    desk: &Desk,
    reference: &ReferenceData,
    staff: Option<&Staff>,
    run_id: PlanningRunId,
    now: Timestamp,
) -> Result<Published, PublishError> {
    let run = store::find(conn, run_id)?.ok_or(PublishError::NotFound)?;
    if let Some(published_at) = run.published_at {
        return Ok(Published { done: published_before(&run, published_at), run: None, owed: HashSet::new() });
    }
    if run.state != RunState::Done {
        return Err(PublishError::NoProposal(run.state.label()));
    }
    if run.from <= now.date() {
        return Err(PublishError::TooLate);
    }
    desk.calendar.check_known(run.to)?;
    let scope = Scope::Of(&run.proposal);
    let days = Days { from: run.from, to: run.to };
    let inputs = inputs::read(conn, desk, reference, staff, days, scope, now)?;
    if inputs.fingerprint(&run.proposal) != run.inputs_fingerprint {
        return Err(PublishError::InputsChanged);
    }
    let done = published_before(&run, now);
    if !store::mark_published(conn, run_id, staff.map(|staff| staff.account_id), now)? {
        return Ok(Published { done, run: None, owed: HashSet::new() });
    }
    lock_all(conn, &desk.dice, &run, &inputs)?;
    let sequence = take_places(conn, &desk.dice, &run, &inputs, now)?;
    let owed = place_all(conn, &run, &inputs, desk, now)?;
    let postponed = postpone_left_out(conn, desk, staff, &run, &inputs, now)?;
    for duty in &run.proposal.duties {
        visits::make_way_for(conn, duty.duty_id, duty.stops.len() + duty.held.len())?;
    }
    for stop in &sequence {
        visits::add_stop(conn, stop)?;
    }
    audit::note(conn, staff, Action::Publish, &format!("planning_run:{run_id}"), None, now)?;
    Ok(Published { done: Publication { postponed, ..done }, run: Some(run), owed })
}

/// The answer of a repeated publication: idempotent, it tells nobody again, so mails, calls and postponed are 0.
fn published_before(run: &Run, published_at: Timestamp) -> Publication {
    Publication {
        planning_run_id: run.id,
        published_at,
        visits: run.proposal.served(),
        mails: 0,
        calls: 0,
        postponed: 0,
    }
}

/// Locks the duties of the span, guarded by their versions, with the past ones that overdue visits leave; then the cases
/// of all whose visits change.
fn lock_all(conn: &mut DbConn, dice: &Dice, run: &Run, inputs: &Inputs) -> Result<(), PublishError> {
    let changes =
        |wanted: &&WantedVisit| run.proposal.duty_of(wanted.visit.id).is_some() || wanted.visit.booking.is_some();
    let changed: Vec<&Visit> = inputs.visits.iter().filter(changes).map(|wanted| &wanted.visit).collect();
    let mut duty_ids: Vec<DutyId> = inputs.duties.iter().map(|duty| duty.id).collect();
    duty_ids.extend(changed.iter().filter_map(|visit| visit.duty_id));
    crate::teams::store::lock_duties(conn, &duty_ids)?;
    for duty in &inputs.duties {
        if !crate::teams::store::bump_version(conn, duty.id, duty.version, dice)? {
            return Err(PublishError::InputsChanged);
        }
    }
    let case_ids: Vec<CaseId> = changed.iter().map(|visit| visit.case_id).collect();
    Ok(crate::cases::store::lock(conn, &case_ids)?)
}

/// Clears the way for the proposed sequences, which are given back: those who stand in them leave the places they have.
/// What is kept for families who are about to book stands between them as proposed.
fn take_places(
    conn: &mut DbConn,
    dice: &Dice,
    run: &Run,
    inputs: &Inputs,
    now: Timestamp,
) -> Result<Vec<Stop>, PublishError> {
    let duty_ids: Vec<DutyId> = inputs.duties.iter().map(|duty| duty.id).collect();
    hold::release_expired_in(conn, dice, &duty_ids, now)?;
    let mut sequence = Vec::new();
    for duty in &run.proposal.duties {
        for (stop, at) in duty.stops.iter().zip(0..) {
            let times = StopTimes {
                arrives_secs: stop.arrives_secs,
                starts_secs: stop.starts_secs,
                departs_secs: stop.departs_secs,
            };
            let before = at + duty.held.iter().filter(|held| held.after_stops <= at).count();
            let position = position_of(before);
            sequence.push(Stop { visit_id: stop.visit_id, duty_id: duty.duty_id, position, times: Some(times) });
        }
        for (held, holds_before) in duty.held.iter().zip(0..) {
            visits::move_hold(conn, held.hold_id, position_of(held.after_stops + holds_before))?;
        }
    }
    let stays = |id: HoldId| run.proposal.duties.iter().flat_map(|duty| &duty.held).any(|held| held.hold_id == id);
    for lost in inputs.held.iter().filter(|held| !stays(held.hold.id)) {
        hold::release(conn, dice, &lost.hold, HoldEnd::Lost, now)?;
    }
    let moved: Vec<VisitId> = sequence.iter().map(|stop| stop.visit_id).collect();
    visits::remove_stops(conn, &moved)?;
    let left = |wanted: &&WantedVisit| moved.contains(&wanted.visit.id);
    let left = inputs.visits.iter().filter(left).filter_map(|wanted| wanted.visit.duty_id);
    for past in left.filter(|duty_id| !duty_ids.contains(duty_id)) {
        crate::teams::store::restamp(conn, past, dice)?;
    }
    // Empty ones too: whoever comes into them later is told a window like the others.
    crate::teams::store::mark_published(conn, &duty_ids, now)?;
    Ok(sequence)
}

/// The position of whoever has so many before them.
fn position_of(before: usize) -> i32 {
    i32::try_from(before + 1).map_or(i32::MAX, |number| number.saturating_mul(visits::POSITION_STEP))
}

/// Gives everybody in the proposal its half-day. Whose appointment still holds keeps it, and so does whoever is not
/// approved yet; gives those whose window is owed.
fn place_all(
    conn: &mut DbConn,
    run: &Run,
    inputs: &Inputs,
    desk: &Desk,
    now: Timestamp,
) -> Result<HashSet<VisitId>, PublishError> {
    let wanted: HashMap<VisitId, &WantedVisit> = inputs.visits.iter().map(|wanted| (wanted.visit.id, wanted)).collect();
    let duties: HashMap<DutyId, &Duty> = inputs.duties.iter().map(|duty| (duty.id, duty)).collect();
    let mut owed = HashSet::new();
    for proposed in &run.proposal.duties {
        let Some(duty) = duties.get(&proposed.duty_id) else { continue };
        for stop in &proposed.stops {
            let Some(wanted) = wanted.get(&stop.visit_id) else { continue };
            let visit = &wanted.visit;
            let holds = visit.promise.is_some() && wanted.duty_id == Some(duty.id);
            let placed = if holds || !wanted.is_approved {
                visits::stay(conn, visit, duty.id)?
            } else {
                owed.insert(visit.id);
                let half_day = tell::window(stop, duty, desk, run.created_at).half_day;
                let booked_at = visit.booking.map_or(now, |booking| booking.booked_at);
                visits::place(conn, visit, Booking { on: duty.on, half_day, booked_at }, duty.id)?
            };
            if !placed {
                return Err(PublishError::InputsChanged);
            }
        }
    }
    Ok(owed)
}

/// Appointments that this plan cannot keep (their duty was cancelled or shortened) are taken back openly.
fn postpone_left_out(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    run: &Run,
    inputs: &Inputs,
    now: Timestamp,
) -> Result<usize, PublishError> {
    let left_out = |visit: &Visit| run.proposal.unserved.iter().any(|unserved| unserved.visit_id == visit.id);
    let mut postponed = 0;
    for wanted in &inputs.visits {
        if wanted.visit.booking.is_none() || !left_out(&wanted.visit) {
            continue;
        }
        let why = format!("không còn chỗ trong phương án số {}", run.id);
        if !postpone(conn, desk, staff, &wanted.visit, &why, now)? {
            return Err(PublishError::InputsChanged);
        }
        postponed += 1;
    }
    Ok(postponed)
}
