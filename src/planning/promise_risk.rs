//! How probable it is that each arrival window of a run is kept, and where a little less work would save most promises:
//! days are drawn from the spread in force and driven as planned (`planner::promise_risk`).
//!
//! Of a published run the sequences are those that stand now, with the windows that families know; of another one those
//! that it proposes, with the windows that publication would tell. Where the two cannot be put together any more (a
//! stop has begun, a case was withdrawn), nothing is said of the duty.
mod day;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::days::Days;
use super::inputs::{self, Scope};
use super::proposal::{Run, RunState};
use super::run_parameters::RunParameters;
use crate::accounts::Staff;
use crate::coded_enum;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::{DutyId, PlanningRunId, VisitId};
use crate::reference_data::ReferenceData;
use crate::seconds::{Seconds, TimeOfDay};
use crate::visits::store as visits;
use crate::visits::visit::Stop;
use day::PlannedDay;

/// How many days are drawn for each duty: a chance is right within two or three points of a hundred.
const DAYS: u32 = 500;
/// The buffer whose worth is tried.
const BUFFER: Seconds = Seconds::minutes(20);
/// From so many of a thousand days on a window counts as likely to be kept, and as doubtful.
const LIKELY_PER_MILLE: u32 = 900;
const DOUBTFUL_PER_MILLE: u32 = 750;

/// The promise risk of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromiseRisk {
    /// The run.
    #[schema(value_type = i64)]
    pub planning_run_id: PlanningRunId,
    /// Days that were drawn for each duty.
    pub days: u32,
    /// Version of the spread by which they were drawn.
    pub spread_version: String,
    /// The buffer whose worth was tried, seconds.
    #[schema(value_type = i32)]
    pub buffer_secs: Seconds,
    /// Duties of today and later in wards of whoever asks that have stops; without those of which nothing can be said,
    /// because their day has begun or something changed since.
    pub duties: Vec<DutyRisk>,
}

/// What may become of one duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyRisk {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// Its date.
    pub on: NaiveDate,
    /// Its visits in driving order.
    pub visits: Vec<VisitRisk>,
    /// Where the buffer would save most; none where it saves nothing.
    pub buffer: Option<BufferGain>,
}

/// What may become of one window; seconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VisitRisk {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// The window opens.
    #[schema(value_type = i32)]
    pub from_secs: TimeOfDay,
    /// The window closes: the promise is kept when the team is at the door no later.
    #[schema(value_type = i32)]
    pub to_secs: TimeOfDay,
    /// Whether the family knows this window; else it is the one that would be told.
    pub promised: bool,
    /// On how many of a thousand such days it is kept.
    pub kept_per_mille: u32,
    /// The same in three steps.
    pub level: RiskLevel,
    /// At the door no later than this on one of ten days; none when the last ferry would be missed, also below.
    #[schema(value_type = Option<i32>)]
    pub arrives_10_secs: Option<TimeOfDay>,
    /// On five of ten days.
    #[schema(value_type = Option<i32>)]
    pub arrives_50_secs: Option<TimeOfDay>,
    /// On nine of ten days.
    #[schema(value_type = Option<i32>)]
    pub arrives_90_secs: Option<TimeOfDay>,
}

/// What the buffer saves: so much less work at the stop before, or the base left so much earlier. Windows that are not
/// told yet can be told so much later instead, this one and those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BufferGain {
    /// Before this visit.
    #[schema(value_type = i64)]
    pub before_visit_id: VisitId,
    /// Promises that are kept besides, on a thousand such days; all of the duty together.
    pub saved_per_mille: u32,
}

coded_enum! {
    /// How probable it is that a window is kept.
    pub enum RiskLevel {
        Likely = "likely" / "thường giữ được",
        Doubtful = "doubtful" / "có thể trễ",
        Unlikely = "unlikely" / "dễ trễ",
    }
}

impl RiskLevel {
    fn of(kept_per_mille: u32) -> Self {
        match kept_per_mille {
            LIKELY_PER_MILLE.. => Self::Likely,
            DOUBTFUL_PER_MILLE.. => Self::Doubtful,
            _ => Self::Unlikely,
        }
    }
}

/// The days of a run, read; nothing is drawn yet.
pub struct PlannedDays {
    planning_run_id: PlanningRunId,
    seed: u64,
    days: Vec<PlannedDay>,
}

/// Reads the duties of a run that this person may plan, from today on.
///
/// # Errors
/// [`StoreError`].
pub fn read(
    conn: &mut DbConn,
    desk: &Desk,
    reference: &ReferenceData,
    staff: &Staff,
    run: &Run,
) -> StoreResult<PlannedDays> {
    let now = desk.now();
    let mut planned = PlannedDays { planning_run_id: run.id, seed: run.seed, days: Vec::new() };
    let days = Days { from: run.from.max(now.date()), to: run.to };
    if run.state != RunState::Done || days.from > days.to || run.proposal.served() == 0 {
        return Ok(planned);
    }
    let scope = Scope::Of(&run.proposal);
    let mut inputs = inputs::read(conn, desk, reference, Some(staff), days, scope, now)?;
    let duties = std::mem::take(&mut inputs.duties);
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let mut stored: HashMap<DutyId, Vec<Stop>> = HashMap::new();
    if run.published_at.is_some() {
        for stop in visits::stops_of_duties(conn, &ids)? {
            stored.entry(stop.duty_id).or_default().push(stop);
        }
    }
    for duty in duties {
        let order = match run.published_at {
            Some(_) => day::stored(stored.get(&duty.id).map_or(&[], Vec::as_slice), &inputs.held, duty.id),
            None => {
                run.proposal.duties.iter().find(|one| one.duty_id == duty.id).map(day::proposed).unwrap_or_default()
            }
        };
        planned.days.extend(PlannedDay::take(&mut inputs, duty, &order));
    }
    Ok(planned)
}

impl PlannedDays {
    /// Draws the days. The same run with the same data has the same risk.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when no spread or weights are in force, which is a mistake of the installation.
    pub fn risk(&self, desk: &Desk, reference: &ReferenceData) -> StoreResult<PromiseRisk> {
        let today = desk.now().date();
        let damaged = |error: crate::reference::ReferenceError| StoreError::Damaged(error.to_string());
        let spread = reference.spreads.in_force(today).map_err(damaged)?;
        let mut duties = Vec::new();
        for day in &self.days {
            let run = RunParameters::of(desk, reference, day.days(), self.seed).map_err(damaged)?;
            let seed = self.seed ^ day.duty_id().0.unsigned_abs();
            let trials = planner::Trials { days: DAYS, seed, buffer: BUFFER.into() };
            duties.extend(day.risk(reference, &run, &spread.shares(), trials));
        }
        let (planning_run_id, spread_version) = (self.planning_run_id, spread.version.clone());
        Ok(PromiseRisk { planning_run_id, days: DAYS, spread_version, buffer_secs: BUFFER, duties })
    }
}
