//! Publishing: a proposal becomes promises, in one transaction, if nothing it rests on has changed.
use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::inputs::{self, Figures, Inputs, WantedVisit};
use super::proposal::Run;
use super::store;
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::calendar::BeyondCalendar;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::dice::Dice;
use crate::teams::duty::Duty;
use crate::visits::hold::{self, HoldEnd};
use crate::visits::notify::Reached;
use crate::visits::postpone::postpone;
use crate::visits::promise::{self, promise_of};
use crate::visits::store as visits;
use crate::visits::visit::{Promise, Stop, StopTimes, Visit};
use crate::web::problem_types as types;
use crate::web::{Desk, Problem};

/// What publishing did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Publication {
    /// The run.
    pub planning_run_id: i64,
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

/// Publishes a run. A second time it answers the same and tells nobody again.
///
/// # Errors
/// [`PublishError`]; nothing is stored then.
pub fn publish(
    conn: &mut DbConn,
    desk: &Desk,
    figures: Figures<'_>,
    staff: Option<&Staff>,
    run_id: i64,
    now: Timestamp,
) -> Result<Publication, PublishError> {
    let run = store::find(conn, run_id)?.ok_or(PublishError::NotFound)?;
    if let Some(published_at) = run.published_at {
        return Ok(published_before(&run, published_at));
    }
    if run.from <= now.date() {
        return Err(PublishError::TooLate);
    }
    desk.calendar.check_known(run.to)?;
    let inputs = inputs::read(conn, desk, figures, staff, (run.from, run.to), now)?;
    if inputs.fingerprint() != run.inputs_fingerprint {
        return Err(PublishError::InputsChanged);
    }
    if !store::mark_published(conn, run_id, staff.map(|staff| staff.account_id), now)? {
        return Ok(published_before(&run, now));
    }
    lock_all(conn, &desk.dice, &run, &inputs)?;
    let sequence = take_places(conn, &desk.dice, &run, &inputs, now)?;
    let mut done = published_before(&run, now);
    for told in tell_all(&run, &inputs, desk) {
        match tell(conn, desk, staff, &told, now)? {
            Some(Reached::ByMail) => done.mails += 1,
            Some(Reached::ByCall) => done.calls += 1,
            Some(Reached::OnScreen) | None => {}
        }
    }
    done.postponed = postpone_left_out(conn, desk, staff, (&run, &inputs), now)?;
    for duty in &run.proposal.duties {
        visits::make_way_for(conn, duty.duty_id, duty.stops.len() + duty.held.len())?;
    }
    for stop in &sequence {
        visits::add_stop(conn, stop)?;
    }
    audit::note(conn, staff, Action::Publish, &format!("planning_run:{run_id}"), None, now)?;
    Ok(done)
}

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
    let mut duty_ids: Vec<i64> = inputs.duties.iter().map(|duty| duty.id).collect();
    duty_ids.extend(changed.iter().filter_map(|visit| visit.duty_id));
    crate::teams::store::lock_duties(conn, &duty_ids)?;
    for duty in &inputs.duties {
        if !crate::teams::store::bump_version(conn, duty.id, duty.version, dice)? {
            return Err(PublishError::InputsChanged);
        }
    }
    let case_ids: Vec<i64> = changed.iter().map(|visit| visit.case_id).collect();
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
    let duty_ids: Vec<i64> = inputs.duties.iter().map(|duty| duty.id).collect();
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
    let stays = |id: i64| run.proposal.duties.iter().flat_map(|duty| &duty.held).any(|held| held.hold_id == id);
    for lost in inputs.held.iter().filter(|held| !stays(held.hold.id)) {
        hold::release(conn, dice, &lost.hold, HoldEnd::Lost, now)?;
    }
    let moved: Vec<i64> = sequence.iter().map(|stop| stop.visit_id).collect();
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

/// A visit with what its household is to be told.
struct ToTell<'a> {
    visit: &'a Visit,
    duty: &'a Duty,
    promise: Promise,
    same_duty: bool,
}

fn tell_all<'a>(run: &Run, inputs: &'a Inputs, desk: &Desk) -> Vec<ToTell<'a>> {
    let wanted: HashMap<i64, _> = inputs.visits.iter().map(|wanted| (wanted.visit.id, wanted)).collect();
    let duties: HashMap<i64, &Duty> = inputs.duties.iter().map(|duty| (duty.id, duty)).collect();
    let mut all = Vec::new();
    for proposed in &run.proposal.duties {
        let Some(duty) = duties.get(&proposed.duty_id) else {
            continue;
        };
        for stop in &proposed.stops {
            let Some(wanted) = wanted.get(&stop.visit_id) else {
                continue;
            };
            let arrival = (stop.arrives_secs, stop.starts_secs);
            let promise = promise_of(arrival, duty, &desk.settings.planning, &desk.settings.hours, run.created_at);
            let same_duty = wanted.duty_id == Some(duty.id);
            all.push(ToTell { visit: &wanted.visit, duty, promise, same_duty });
        }
    }
    all
}

/// Tells a household its window; none when its appointment still holds, or while nobody has approved it: then its
/// half-day stays booked, and the approval tells the window. Either way the visit is booked in its duty afterwards.
fn tell(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    told: &ToTell<'_>,
    now: Timestamp,
) -> Result<Option<Reached>, PublishError> {
    let case = crate::cases::store::case_by_id(conn, told.visit.case_id)?.ok_or(PublishError::InputsChanged)?;
    let holds = told.visit.promise.is_some() && told.same_duty;
    if holds || !case.is_approved() {
        let stays = visits::stay(conn, told.visit, told.duty.id)?;
        return if stays { Ok(None) } else { Err(PublishError::InputsChanged) };
    }
    let promise = Promise { published_at: now, ..told.promise };
    let done = promise::tell(conn, desk, staff, &case, (told.visit, promise, told.duty), now)?;
    Ok(Some(done.ok_or(PublishError::InputsChanged)?))
}

/// Appointments that this plan cannot keep (their duty was cancelled or shortened) are taken back openly.
fn postpone_left_out(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    (run, inputs): (&Run, &Inputs),
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

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::NotFound => Self::new(&types::NOT_FOUND),
            PublishError::InputsChanged => Self::new(&types::INPUTS_CHANGED),
            PublishError::Beyond(beyond) => beyond.into(),
            PublishError::TooLate => Self::new(&types::CONFLICT)
                .detail("Phương án này bắt đầu từ hôm nay hoặc đã qua. Hãy xếp lại từ ngày mai."),
            PublishError::Store(error) => error.into(),
        }
    }
}
