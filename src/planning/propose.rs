//! A planning run: read, solve outside any transaction, check, store as a proposal.
use std::collections::HashMap;

use chrono::{Datelike, Duration, NaiveDate};
use planner::{Checked, Solution, Watch};

use super::days::Days;
use super::inputs::{self, Inputs, Scope};
use super::problem::{self, BuildError, Built, Who};
use super::proposal::{Cost, Proposal, ProposedDuty, ProposedHold, ProposedStop, Unserved, reason_in_vietnamese};
use super::run_parameters::RunParameters;
use super::units;
use crate::accounts::{Permission, Staff};
use crate::calendar::BeyondCalendar;
use crate::cases::store::unvisited;
use crate::clock::Timestamp;
use crate::db::{StoreError, StoreResult};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::ids::{DutyId, VisitId};
use crate::reference::ReferenceError;
use crate::reference_data::ReferenceData;
use crate::teams::duty::Duty;
use crate::text::dates::long_date;
use crate::visits::create_missing;

/// Cases whose visits are opened in one transaction.
const CREATED_AT_ONCE: usize = 50;

/// What is to be planned.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First date, tomorrow at the earliest.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Where chance starts; none = thrown now.
    pub seed: Option<u64>,
}

impl Span {
    /// The days that are named; where none are, from tomorrow on, and as many days as is usual, or until the calendar
    /// ends. "Tomorrow" is counted in Việt Nam, whatever day it is where the question comes from.
    pub fn of(desk: &Desk, from: Option<NaiveDate>, to: Option<NaiveDate>, seed: Option<u64>) -> Self {
        let from = from.unwrap_or(desk.now().date() + Duration::days(1));
        let usual = from.checked_add_signed(Duration::days(desk.settings.planning.days_usual - 1)).unwrap_or(from);
        let last = desk.calendar.last_promised().filter(|last| *last >= from).unwrap_or(usual);
        Self { from, to: to.unwrap_or(usual.min(last)), seed }
    }

    /// Its days.
    pub fn days(&self) -> Days {
        Days { from: self.from, to: self.to }
    }
}

/// Why nothing is proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// The dates are the wrong way round, too far apart, or not in the future.
    #[error("khoảng ngày chưa hợp lệ")]
    Span(FieldProblem),
    /// The calendar does not reach so far.
    #[error(transparent)]
    Beyond(#[from] BeyondCalendar),
    /// The inputs make no problem.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// No weights are in force today.
    #[error(transparent)]
    Weights(#[from] ReferenceError),
    /// The planner's own checker refused its plan: a mistake of ours; nothing is stored.
    #[error("phương án không qua kiểm tra: {0}")]
    Unsound(String),
    /// A locked duty cannot be driven as it stands.
    #[error("ca đang khoá của {0}, {1} không còn đi được như đang xếp: mở khoá ca ấy rồi xếp lại")]
    LockedBroken(String, String),
    /// Somebody asked to stop.
    #[error("đã dừng theo yêu cầu")]
    Stopped,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a computation came to.
pub struct Computed {
    /// The proposal.
    pub proposal: Proposal,
    /// Version of the priority weights.
    pub weights_version: String,
    /// Hash of what the proposal rests on.
    pub inputs_fingerprint: String,
}

/// Computes a proposal; nothing but missing visits is stored.
///
/// # Errors
/// [`ProposeError`].
pub fn compute(
    desk: &Desk,
    reference: &ReferenceData,
    staff: Option<&Staff>,
    span: Span,
    seed: u64,
    watch: &dyn Watch,
) -> Result<Computed, ProposeError> {
    refuse_wrong_span(desk, span, desk.now())?;
    let run = RunParameters::of(desk, reference, span.days(), seed)?;
    create_missing_visits(desk, reference, staff, run.now)?;
    let (inputs, order) = desk.db.read(|conn| {
        let scope = Scope::Turn(run.weights);
        let inputs = inputs::read(conn, desk, reference, staff, run.days, scope, run.now)?;
        let ids: Vec<DutyId> = inputs.duties.iter().map(|duty| duty.id).collect();
        let stops = crate::visits::store::stops_of_duties(conn, &ids)?;
        let order: HashMap<VisitId, i32> = stops.iter().map(|stop| (stop.visit_id, stop.position)).collect();
        Ok::<_, StoreError>((inputs, order))
    })?;
    let built = problem::build(&inputs, reference, &run)?;
    let (solution, checked) = solve(&run, &built, &inputs, &order, watch)?;
    let proposal = proposal(&inputs, &built, &solution, &checked, &run);
    let inputs_fingerprint = inputs.fingerprint(&proposal);
    Ok(Computed { proposal, weights_version: run.weights.version.clone(), inputs_fingerprint })
}

/// Every approved case gets the visit it lacks.
///
/// # Errors
/// [`StoreError`].
pub fn create_missing_visits(
    desk: &Desk,
    reference: &ReferenceData,
    staff: Option<&Staff>,
    now: Timestamp,
) -> StoreResult<usize> {
    let wards = staff.and_then(|staff| staff.wards_of(Permission::Plan));
    let unvisited = desk.db.read(|conn| unvisited::list(conn, wards))?;
    let mut opened = 0;
    // Some at a time: families who book meanwhile wait for none but these.
    for ids in unvisited.chunks(CREATED_AT_ONCE) {
        opened += desk.db.write(|conn| create_missing::for_cases(conn, desk, &reference.durations, ids, now))?;
    }
    Ok(opened)
}

/// Days that nobody can plan are refused when they are asked for, and again when their turn comes.
pub(super) fn refuse_wrong_span(desk: &Desk, span: Span, now: Timestamp) -> Result<(), ProposeError> {
    let wrong =
        |pointer: &str, code: &str, detail: String| Err(ProposeError::Span(FieldProblem::new(pointer, code, detail)));
    if span.from <= now.date() {
        return wrong("/from", "past", "Xếp lịch từ ngày mai trở đi.".to_owned());
    }
    if span.to < span.from {
        return wrong("/to", "order", "Ngày cuối phải từ ngày đầu trở đi.".to_owned());
    }
    let days_max = desk.settings.planning.days_max;
    if (span.to - span.from).num_days() >= days_max || span.to.year() > 2_200 {
        return wrong("/to", "range", format!("Mỗi lần xếp tối đa {days_max} ngày."));
    }
    Ok(desk.calendar.check_known(span.to)?)
}

/// Starts from the sequences that stand; if they are not feasible any more (a duty was shortened), from nothing.
fn solve(
    run: &RunParameters<'_>,
    built: &Built,
    inputs: &Inputs,
    order: &HashMap<VisitId, i32>,
    watch: &dyn Watch,
) -> Result<(Solution, Checked), ProposeError> {
    let settings =
        planner::Settings { seed: run.seed, threads: run.settings.threads, iterations: Some(run.settings.iterations) };
    let current = built.current_plan(inputs, order);
    let warm = planner::solve(&built.problem, &settings, Some(&current), watch);
    let mut solution = warm
        .or_else(|_| planner::solve(&built.problem, &settings, None, watch))
        .map_err(|error| ProposeError::Unsound(error.to_string()))?;
    keep_locked(&mut solution.plan, &current, inputs)?;
    let checked = planner::check(&built.problem, &solution.plan).map_err(|violations| {
        let said: Vec<String> = violations.iter().map(ToString::to_string).collect();
        ProposeError::Unsound(said.join("; "))
    })?;
    Ok((solution, checked))
}

/// A locked duty is driven in its own order, whatever the search made of it.
fn keep_locked(plan: &mut planner::Plan, current: &planner::Plan, inputs: &Inputs) -> Result<(), ProposeError> {
    for (number, duty) in inputs.duties.iter().enumerate().filter(|(_, duty)| inputs.locked.contains(&duty.id)) {
        let [mut found, mut stored] = [plan.duties[number].clone(), current.duties[number].clone()];
        found.sort_unstable();
        stored.sort_unstable();
        if found != stored {
            return Err(ProposeError::LockedBroken(duty.team.name.clone(), long_date(duty.on)));
        }
        plan.duties[number].clone_from(&current.duties[number]);
    }
    Ok(())
}

fn proposal(
    inputs: &Inputs,
    built: &Built,
    solution: &Solution,
    checked: &Checked,
    run: &RunParameters<'_>,
) -> Proposal {
    let duties = inputs.duties.iter().zip(&checked.duties);
    let left_out = solution.unserved.iter().filter_map(|(index, reason)| match built.who(*index) {
        Who::Visit(visit_id) => Some(Unserved {
            visit_id,
            code: reason.code().to_owned(),
            reason: reason_in_vietnamese(*reason).to_owned(),
        }),
        Who::Hold(_) => None,
    });
    let not_on_map = inputs.not_on_map.iter().map(|(visit_id, reason)| Unserved {
        visit_id: *visit_id,
        code: "not_on_map".to_owned(),
        reason: reason.clone(),
    });
    let no_half_day = inputs.no_half_day.iter().map(|visit_id| Unserved {
        visit_id: *visit_id,
        code: planner::Reason::NoWindow.code().to_owned(),
        reason: "không có buổi mở cửa nào đủ dài trong khoảng ngày này".to_owned(),
    });
    let suits_none = inputs.suits_none.iter().map(|visit_id| Unserved {
        visit_id: *visit_id,
        code: "preference".to_owned(),
        reason: "nguyện vọng của gia đình không khớp buổi nào trong khoảng ngày này".to_owned(),
    });
    let beyond = inputs.beyond.iter().map(|(visit_id, why)| Unserved {
        visit_id: *visit_id,
        code: why.code().to_owned(),
        reason: why.words(),
    });
    Proposal {
        duties: duties.map(|(duty, times)| proposed_duty(inputs, built, duty, times)).collect(),
        unserved: left_out.chain(not_on_map).chain(no_half_day).chain(suits_none).chain(beyond).collect(),
        cost: Cost {
            unserved_points: checked.cost.unserved,
            broken_promises: checked.cost.broken_promises,
            travel_secs: checked.cost.travel,
            waiting_secs: checked.cost.waiting,
            delay_secs: checked.cost.delay,
            delay_secs_per_day: day_price_of(&built.problem, &solution.plan),
            minutes_per_100_points: run.waiting_price.minutes_per_100_points,
            unfairness_secs: checked.cost.unfairness,
        },
        estimator: built.estimator.to_owned(),
        kept_by_hand: inputs.visits.iter().filter(|wanted| inputs.stays_by_hand(wanted)).count(),
    }
}

/// What one day more is worth to all who have a place.
fn day_price_of(problem: &planner::Problem, plan: &planner::Plan) -> i64 {
    plan.duties.iter().flatten().map(|visit| i64::from(problem.visit(*visit).day_price.0)).sum()
}

fn proposed_duty(inputs: &Inputs, built: &Built, duty: &Duty, times: &planner::DutyTimes) -> ProposedDuty {
    let day = i32::try_from((duty.on - inputs.from).num_days()).unwrap_or(0);
    let (mut stops, mut held) = (Vec::new(), Vec::new());
    for stop in &times.stops {
        match built.who(stop.visit) {
            Who::Visit(visit_id) => stops.push(ProposedStop {
                visit_id,
                arrives_secs: units::time_of_day(day, stop.arrival),
                starts_secs: units::time_of_day(day, stop.start),
                departs_secs: units::time_of_day(day, stop.departure),
            }),
            Who::Hold(number) => {
                held.push(ProposedHold { hold_id: inputs.held[number].hold.id, after_stops: stops.len() });
            }
        }
    }
    ProposedDuty {
        duty_id: duty.id,
        on: duty.on,
        team: duty.team.name.clone(),
        travel_secs: times.travel.into(),
        waiting_secs: times.waiting.into(),
        returns_secs: units::time_of_day(day, times.returns),
        stops,
        held,
    }
}

impl ProposeError {
    /// Why there is no proposal, for whoever asked for the run. What only we can mend goes to the log.
    pub fn words(&self) -> String {
        match self {
            Self::Unsound(_) | Self::Store(_) => {
                tracing::error!(error = %self, "a planning run failed");
                "hệ thống gặp lỗi khi xếp, đã ghi nhật ký; xin báo quản trị viên".to_owned()
            }
            Self::Span(field) => field.detail.clone(),
            other => other.to_string(),
        }
    }
}
