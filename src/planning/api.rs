//! Planning runs over JSON: compute, read, publish.
mod problems;
pub mod promise_risk;

use std::time::Duration;

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{self, StopError};
use super::proposal::{Run, RunState};
use super::propose::{ProposeError, Span};
use super::publish::{self, Publication, Published};
use super::store;
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::PlanningRunId;
use crate::reference_data::ReferenceData;
use crate::web::paging::{Page, Paging};
use crate::web::problem_types as types;
use crate::web::{Json, Problem, desk};

/// How often an answer that waits for a run looks whether it has ended.
const LOOK: Duration = Duration::from_millis(50);
/// Seeds are below it, so that JSON readers keep them exact.
const SEED_END: u64 = 1 << 53;

/// What is to be planned.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    /// First date, tomorrow at the earliest. None: tomorrow, in Việt Nam.
    #[schema(example = "2026-11-25")]
    from: Option<NaiveDate>,
    /// Last date, at most 31 days later. None: two weeks from the first date on (`planning.days_usual`).
    #[schema(example = "2026-11-28")]
    to: Option<NaiveDate>,
    /// Where chance starts; the same seed on the same inputs gives the same proposal. Below 2⁵³.
    #[schema(example = 1)]
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    seed: Option<u64>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(add).service(list).service(show).service(promise_risk::show).service(stop).service(publish_run);
}

/// Asks for a proposal; nobody is told anything yet. A run is carried out beside everything else: a small one is there
/// with the answer (201), of a larger one the answer says how far it is (202), and its address tells when it has ended.
#[utoipa::path(
    tag = "planning",
    operation_id = "plan",
    request_body = NewRun,
    responses((status = 201, body = Run), (status = 202, body = Run)),
)]
#[post("/api/v1/planning-runs")]
pub async fn add(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewRun>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    if new.seed.is_some_and(|seed| seed >= SEED_END) {
        let field = FieldProblem::new("/seed", "range", "Hạt giống phải nhỏ hơn 2⁵³ (9007199254740992).");
        return Err(Problem::invalid(vec![field]));
    }
    let span = Span::of(&desk, new.from, new.to, new.seed);
    let asked = desk.once(key, move |conn, desk| {
        let id = ask::ask(conn, desk, Some(&staff), span)?;
        let run = store::find(conn, id)?.ok_or_else(|| StoreError::Damaged("planning_runs".to_owned()))?;
        Ok::<_, ProposeError>(Answer::created(address(id), &run))
    });
    let asked = asked.await?;
    // Also of a wish that was sent before: what became of the run since.
    let location = asked.headers().get(LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
    let Some(id) = location.rsplit('/').next().and_then(|id| id.parse().ok()) else { return Ok(asked) };
    let run = awaited(&desk, id).await?;
    match (run.state, &run.failure) {
        (RunState::Failed, Some(why)) => Err(Problem::new(&types::CONFLICT).detail(why.clone())),
        (RunState::Waiting | RunState::Running, _) => {
            Ok(HttpResponse::Accepted().insert_header((LOCATION, address(id))).json(run))
        }
        _ => Ok(HttpResponse::Created().insert_header((LOCATION, address(id))).json(run)),
    }
}

fn address(id: PlanningRunId) -> String {
    format!("/api/v1/planning-runs/{id}")
}

/// Waits a little for a run to end, so that a small one is there with the answer; gives it as it stands then.
///
/// # Errors
/// A problem of the database; 404 for a run that is none.
pub(super) async fn awaited(desk: &Desk, id: PlanningRunId) -> Result<Run, Problem> {
    let looks = desk.settings.planning.answer_secs * 1_000 / LOOK.as_millis() as u64;
    for _ in 0..looks {
        if !desk.read(move |conn, _| store::is_unfinished(conn, id)).await? {
            break;
        }
        actix_web::rt::time::sleep(LOOK).await;
    }
    let run = desk.read(move |conn, _| store::find(conn, id)).await?;
    run.ok_or_else(|| Problem::new(&types::NOT_FOUND))
}

/// Stops a run that has not ended: then there is no proposal. One that has ended stays as it is.
#[utoipa::path(
    tag = "planning",
    operation_id = "stop_planning",
    params(("id" = i64, Path, description = "Planning run")),
    responses((status = 200, body = Run)),
)]
#[post("/api/v1/planning-runs/{id}/stop")]
pub async fn stop(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<PlanningRunId>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    desk.once(key, move |conn, desk| {
        ask::stop(conn, desk, &staff, *id)?;
        let run = store::find(conn, *id)?.ok_or(StopError::NotFound)?;
        Ok::<_, StopError>(Answer::ok(&run))
    })
    .await
}

/// Planning runs, newest first.
#[utoipa::path(
    tag = "planning",
    operation_id = "planning_runs",
    params(Paging),
    responses((status = 200, body = Page<Run>)),
)]
#[get("/api/v1/planning-runs")]
pub async fn list(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (before, limit) = paging.read()?;
    let runs = desk.read(move |conn, _| store::list(conn, before, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(runs, limit, |run| run.id)))
}

/// One planning run with its proposal.
#[utoipa::path(
    tag = "planning",
    operation_id = "planning_run",
    params(("id" = i64, Path, description = "Planning run")),
    responses((status = 200, body = Run)),
)]
#[get("/api/v1/planning-runs/{id}")]
pub async fn show(desk: Data<Desk>, staff: Staff, id: Path<PlanningRunId>) -> Result<HttpResponse, Problem> {
    let look = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        audit::note(conn, Some(&staff), Action::LookAtPlan, &format!("planning_run:{id}"), None, desk.now())?;
        store::find(conn, *id)
    };
    let run = desk.write(look).await?;
    let run = run.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(run))
}

/// Publishes a proposal: families are told. A second time nobody is told again; 409 when something changed since.
#[utoipa::path(
    tag = "planning",
    operation_id = "publish",
    params(("id" = i64, Path, description = "Planning run")),
    responses((status = 200, body = Publication)),
)]
#[post("/api/v1/planning-runs/{id}/publication")]
pub async fn publish_run(
    desk: Data<Desk>,
    reference: Data<ReferenceData>,
    request: HttpRequest,
    staff: Staff,
    id: Path<PlanningRunId>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    if let Some(earlier) = desk.answered_before(key.clone()).await? {
        return Ok(earlier);
    }
    let (by, id) = (staff.clone(), *id);
    let settle =
        move |conn: &mut DbConn, desk: &Desk| publish::settle(conn, desk, &reference, Some(&by), id, desk.now());
    let published = desk.write(settle).await?;
    let publication = tell_families(&desk, staff, published).await?;
    desk.once(key, move |_, _| Ok::<_, StoreError>(Answer::ok(&publication))).await
}

/// Tells the families, on a thread that may block.
pub(super) async fn tell_families(
    desk: &Data<Desk>,
    staff: Staff,
    published: Published,
) -> Result<Publication, Problem> {
    let telling = desk.clone();
    let tell = move || publish::tell::all(&telling, Some(&staff), published);
    Ok(desk::block(tell).await.map_err(desk::no_answer)??)
}
