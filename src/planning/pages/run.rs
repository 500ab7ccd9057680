//! The page of one planning run: how far it is, then what it proposes, duty by duty.
use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use super::risk::{RiskLines, WindowLine};
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{PlanningRunId, VisitId};
use crate::planning::api::promise_risk;
use crate::planning::proposal::{ProposedDuty, ProposedStop, Run, RunState};
use crate::planning::store;
use crate::reference_data::ReferenceData;
use crate::text::said;
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

/// Lines of those who are left out; the rest is counted.
const LEFT_OUT_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "planning/run.html")]
struct RunPage {
    frame: Frame,
    run: Run,
    duties: Vec<DutyLines>,
    /// Of some windows it is said how often they are kept.
    is_estimated: bool,
    left_out: Vec<LeftOut>,
    /// How many more are left out.
    more: usize,
    mistakes: Mistakes,
}

struct DutyLines {
    duty: ProposedDuty,
    lines: Vec<StopLine>,
    /// Where a buffer would save most promises.
    buffer: Option<String>,
}

struct StopLine {
    arrives: String,
    departs: String,
    code: Option<String>,
    ward: String,
    captures: i32,
    /// The arrival window and how often it is kept, while that can be said.
    promise: Option<WindowLine>,
}

struct LeftOut {
    code: String,
    ward: String,
    reason: String,
}

/// A visit's case as the dispatcher may see it without opening the household; of one in somebody else's ward no more
/// than the ward.
#[derive(Clone, Default)]
struct Label {
    code: Option<String>,
    ward: String,
    captures: i32,
}

pub(super) async fn run_page(
    desk: &Desk,
    reference: Data<ReferenceData>,
    staff: Staff,
    id: PlanningRunId,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let (reader, known) = (staff.clone(), reference.clone());
    let found = desk
        .write(move |conn, desk| -> StoreResult<_> {
            let Some(run) = store::find(conn, id)? else {
                return Ok(None);
            };
            let labels = labels(conn, &reader, &run, &known)?;
            audit::note(conn, Some(&reader), Action::LookAtPlan, &format!("planning_run:{id}"), None, desk.now())?;
            Ok(Some((run, labels)))
        })
        .await?;
    let (run, labels) = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let risk = promise_risk::of_run(desk, &reference, staff.clone(), run.clone()).await?;
    let risk = RiskLines::of(&risk);
    let frame =
        Frame::for_staff(format!("Phương án số {id}"), &staff).with(&mistakes).noticing(desk.calendar_warning());
    let label = |visit_id: VisitId| labels.get(&visit_id).cloned().unwrap_or_default();
    let lines = |duty: &ProposedDuty| {
        let line = |stop: &ProposedStop| {
            let label = label(stop.visit_id);
            let at = said::clock;
            let (arrives, departs) = (at(stop.arrives_secs), at(stop.departs_secs));
            let promise = risk.window(stop.visit_id);
            StopLine { arrives, departs, code: label.code, ward: label.ward, captures: label.captures, promise }
        };
        DutyLines { lines: duty.stops.iter().map(line).collect(), buffer: risk.buffer(duty), duty: duty.clone() }
    };
    let left_out = run.proposal.unserved.iter().take(LEFT_OUT_SHOWN).filter_map(|unserved| {
        let label = label(unserved.visit_id);
        Some(LeftOut { code: label.code?, ward: label.ward, reason: unserved.reason.clone() })
    });
    let (duties, left_out) = (run.proposal.duties.iter().map(lines).collect(), left_out.collect());
    let more = run.proposal.unserved.len().saturating_sub(LEFT_OUT_SHOWN);
    let duties: Vec<DutyLines> = duties;
    let is_estimated = duties.iter().flat_map(|duty| &duty.lines).any(|line| line.promise.is_some());
    let shown = RunPage { frame, run, duties, is_estimated, left_out, more, mistakes: mistakes.clone() };
    Ok(page::page(&shown, &mistakes))
}

/// Labels of whom the page shows.
fn labels(
    conn: &mut DbConn,
    staff: &Staff,
    run: &Run,
    reference: &ReferenceData,
) -> StoreResult<HashMap<VisitId, Label>> {
    let mut shown = run.proposal.visit_ids();
    shown.extend(run.proposal.unserved.iter().take(LEFT_OUT_SHOWN).map(|unserved| unserved.visit_id));
    let label = |(visit_id, code, ward_code, captures): (VisitId, String, String, i32)| {
        let ward = ward_name(&reference.geography, &ward_code);
        let own = staff.may_in_ward(Permission::Plan, &ward_code);
        (visit_id, Label { code: own.then_some(code), ward, captures: if own { captures } else { 0 } })
    };
    Ok(store::visits_named(conn, &shown)?.into_iter().map(label).collect())
}

impl Run {
    /// Somebody may still wait for it.
    pub(super) fn is_unfinished(&self) -> bool {
        matches!(self.state, RunState::Waiting | RunState::Running)
    }

    pub(super) fn is_done(&self) -> bool {
        self.state == RunState::Done
    }

    fn travel_minutes(&self) -> i64 {
        self.proposal.cost.travel_secs / 60
    }

    /// "2,3 ngày"; none in a proposal from before waiting had a price.
    fn mean_days_waited(&self) -> Option<String> {
        self.proposal.mean_days_waited().map(|days| format!("{days:.1} ngày").replace('.', ","))
    }
}

impl ProposedDuty {
    fn travel_minutes(&self) -> i32 {
        self.travel_secs.full_minutes()
    }

    fn returns(&self) -> String {
        said::clock(self.returns_secs)
    }
}
