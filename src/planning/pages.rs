//! Pages of planning: ask for a proposal, read it duty by duty, publish it.
use std::collections::HashMap;

use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::api::PlanningTables;
use super::proposal::{ProposedDuty, Run};
use super::propose::{self, Span};
use super::publish::{self, PublishError};
use super::store;
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreResult};
use crate::text::dates::{clock_time, date_from_fields};
use crate::visits::pages::ward_name;
use crate::visits::store as visits;
use crate::visits::visit::VisitState;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame, time_of_secs};
use crate::web::paging::Paging;
use crate::web::problem_types as types;
use crate::web::{Desk, Problem, desk};

/// Runs shown in the list.
const RUNS_SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "planning/runs.html")]
struct RunsPage {
    frame: Frame,
    runs: Vec<Run>,
    waiting: usize,
    typed: Typed,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "planning/run.html")]
struct RunPage {
    frame: Frame,
    run: Run,
    duties: Vec<DutyLines>,
    left_out: Vec<LeftOut>,
    mistakes: Mistakes,
}

struct DutyLines {
    duty: ProposedDuty,
    lines: Vec<StopLine>,
}

struct StopLine {
    arrives: String,
    departs: String,
    code: Option<String>,
    ward: String,
    captures: i32,
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

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(add).service(show).service(publish_run);
}

#[get("/planning-runs")]
async fn list(desk: Data<Desk>, staff: Staff, _paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let usual = Span::of(&desk, None, None, None);
    let typed = with_date(with_date(Typed::default(), "from", usual.from), "to", usual.to);
    runs_page(&desk, staff, typed, Mistakes::default()).await
}

#[post("/planning-runs")]
async fn add(
    desk: Data<Desk>,
    tables: Data<PlanningTables>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let span = match read_span(&typed) {
        Ok(span) => span,
        Err(mistakes) => return runs_page(&desk, staff, typed, mistakes).await,
    };
    desk.claim_form().await?;
    let (solving, by) = (desk.clone(), staff.clone());
    let solve = move || propose::propose(&solving, tables.knowledge(), Some(&by), span);
    match actix_web::web::block(solve).await.map_err(desk::no_thread)? {
        Ok(run) => Ok(page::see_other(&format!("/planning-runs/{}", run.id))),
        Err(refused) => {
            let problem = Problem::from(refused);
            if problem.kind().status >= 500 {
                return Err(problem);
            }
            runs_page(&desk, staff, typed, Mistakes::of(&problem)).await
        }
    }
}

#[get("/planning-runs/{id}")]
async fn show(
    desk: Data<Desk>,
    tables: Data<PlanningTables>,
    staff: Staff,
    id: Path<i64>,
) -> Result<HttpResponse, Problem> {
    run_page(&desk, tables, staff, *id, Mistakes::default()).await
}

#[post("/planning-runs/{id}/publication")]
async fn publish_run(
    desk: Data<Desk>,
    tables: Data<PlanningTables>,
    staff: Staff,
    id: Path<i64>,
) -> Result<HttpResponse, Problem> {
    let (by, id, figures) = (staff.clone(), *id, tables.clone());
    let published = desk
        .write(move |conn, desk| {
            publish::publish(conn, desk, figures.figures(), Some(&by), id, desk.now())?;
            Ok::<_, PublishError>(())
        })
        .await;
    match published {
        Ok(()) => Ok(page::see_other(&format!("/planning-runs/{id}"))),
        Err(problem) if problem.kind().status == 409 => {
            run_page(&desk, tables, staff, id, Mistakes::of(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

async fn runs_page(desk: &Desk, staff: Staff, typed: Typed, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Xếp lịch", &staff).with(&mistakes).noticing(desk.calendar_warning());
    let (runs, waiting) = desk
        .read(|conn, _| -> StoreResult<_> {
            let waiting = visits::open(conn)?.iter().filter(|visit| visit.state() == VisitState::Waiting).count();
            let never_visited = cases_without_visit(conn)?;
            Ok((store::list(conn, 0, RUNS_SHOWN)?, waiting + never_visited))
        })
        .await?;
    Ok(page::page(&RunsPage { frame, runs, waiting, typed, mistakes: mistakes.clone() }, &mistakes))
}

/// Approved cases whose first visit is opened by the next planning run.
fn cases_without_visit(conn: &mut DbConn) -> StoreResult<usize> {
    let visited = visits::cases_with_visits(conn)?;
    let cases = crate::cases::store::plannable(conn, None, &[])?;
    Ok(cases.iter().filter(|case| !visited.contains(&case.case.id)).count())
}

async fn run_page(
    desk: &Desk,
    tables: Data<PlanningTables>,
    staff: Staff,
    id: i64,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let reader = staff.clone();
    let found = desk
        .write(move |conn, desk| -> StoreResult<_> {
            let Some(run) = store::find(conn, id)? else {
                return Ok(None);
            };
            let labels = labels(conn, &reader, &run, &tables)?;
            audit::note(conn, Some(&reader), Action::LookAtPlan, &format!("planning_run:{id}"), None, desk.now())?;
            Ok(Some((run, labels)))
        })
        .await?;
    let (run, labels) = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let frame =
        Frame::for_staff(format!("Phương án số {id}"), &staff).with(&mistakes).noticing(desk.calendar_warning());
    let label = |visit_id: i64| labels.get(&visit_id).cloned().unwrap_or_default();
    let lines = |duty: &ProposedDuty| {
        let line = |stop: &super::proposal::ProposedStop| {
            let label = label(stop.visit_id);
            let at = |secs| clock_time(time_of_secs(secs));
            let (arrives, departs) = (at(stop.arrives_secs), at(stop.departs_secs));
            StopLine { arrives, departs, code: label.code, ward: label.ward, captures: label.captures }
        };
        DutyLines { lines: duty.stops.iter().map(line).collect(), duty: duty.clone() }
    };
    let left_out = run.proposal.unserved.iter().filter_map(|unserved| {
        let label = label(unserved.visit_id);
        Some(LeftOut { code: label.code?, ward: label.ward, reason: unserved.reason.clone() })
    });
    let (duties, left_out) = (run.proposal.duties.iter().map(lines).collect(), left_out.collect());
    Ok(page::page(&RunPage { frame, run, duties, left_out, mistakes: mistakes.clone() }, &mistakes))
}

fn labels(conn: &mut DbConn, staff: &Staff, run: &Run, tables: &PlanningTables) -> StoreResult<HashMap<i64, Label>> {
    let served = run.proposal.duties.iter().flat_map(|duty| &duty.stops).map(|stop| stop.visit_id);
    let all = served.chain(run.proposal.unserved.iter().map(|unserved| unserved.visit_id));
    let mut labels = HashMap::new();
    for visit_id in all {
        let Some(visit) = visits::find(conn, visit_id)? else {
            continue;
        };
        let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? else {
            continue;
        };
        let ward = ward_name(&tables.places, &case.ward_code);
        let own = staff.may_in_ward(Permission::Plan, &case.ward_code);
        let captures = if own { visit.captures } else { 0 };
        labels.insert(visit_id, Label { code: own.then_some(case.code), ward, captures });
    }
    Ok(labels)
}

fn read_span(typed: &Typed) -> Result<Span, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut date = |name: &str| {
        let field = |part: &str| typed.get(&format!("{name}.{part}"));
        date_from_fields(field("day"), field("month"), field("year"))
            .map_err(|error| mistakes.add(&format!("{name}.day"), error.to_string()))
            .ok()
    };
    match (date("from"), date("to")) {
        (Some(from), Some(to)) => Ok(Span { from, to, seed: None }),
        _ => Err(mistakes),
    }
}

fn with_date(typed: Typed, name: &str, on: NaiveDate) -> Typed {
    typed
        .or(&format!("{name}.day"), on.format("%-d").to_string())
        .or(&format!("{name}.month"), on.format("%-m").to_string())
        .or(&format!("{name}.year"), on.format("%Y").to_string())
}

impl Run {
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
        self.travel_secs / 60
    }

    fn returns(&self) -> String {
        clock_time(time_of_secs(self.returns_secs))
    }
}
