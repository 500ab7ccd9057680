//! Planning runs over JSON: compute, read, publish.
use std::sync::Arc;

use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::inputs::Figures;
use super::priority::WeightsTable;
use super::proposal::Run;
use super::propose::{self, Knowledge, Span};
use super::publish::{self, Publication, PublishError};
use super::store;
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::places::Places;
use crate::places::travel::model::TravelModel;
use crate::visits::durations::DurationModel;
use crate::web::answer::Wish;
use crate::web::paging::{Page, Paging};
use crate::web::problem_types as types;
use crate::web::{Answer, Desk, FieldProblem, Json, Problem, desk};

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

/// The tables that planning reads, as handlers hold them.
#[derive(Clone)]
pub struct PlanningTables {
    /// Wards, zones, ferries.
    pub places: Arc<Places>,
    /// Minutes of work.
    pub durations: Arc<DurationModel>,
    /// Speeds and detours.
    pub travel: Arc<TravelModel>,
    /// Whose turn it is, version by version.
    pub weights: Arc<WeightsTable>,
}

impl PlanningTables {
    /// As the verbs want them.
    pub fn knowledge(&self) -> Knowledge<'_> {
        let Self { places, durations, travel, weights } = self;
        Knowledge { places, durations, travel, weights }
    }

    /// As publishing wants them.
    pub fn figures(&self) -> Figures<'_> {
        Figures { places: &self.places, durations: &self.durations }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(add).service(list).service(show).service(publish_run);
}

/// Computes a proposal. Nobody is told anything yet.
#[utoipa::path(tag = "planning", operation_id = "plan", request_body = NewRun, responses((status = 201, body = Run)))]
#[post("/api/v1/planning-runs")]
pub async fn add(
    desk: Data<Desk>,
    tables: Data<PlanningTables>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewRun>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &*new)?;
    if let Some(earlier) = desk.answered_before(wish.clone()).await? {
        return Ok(earlier);
    }
    if new.seed.is_some_and(|seed| seed >= SEED_END) {
        let field = FieldProblem::new("/seed", "range", "Hạt giống phải nhỏ hơn 2⁵³ (9007199254740992).");
        return Err(Problem::invalid(vec![field]));
    }
    let span = Span::of(&desk, new.from, new.to, new.seed);
    let solving = desk.clone();
    let solve = move || propose::propose(&solving, tables.knowledge(), Some(&staff), span);
    let run = actix_web::web::block(solve).await.map_err(desk::no_thread)??;
    desk.once(wish, move |_, _| Ok::<_, StoreError>(Answer::created(format!("/api/v1/planning-runs/{}", run.id), &run)))
        .await
}

/// Planning runs, newest first.
#[utoipa::path(tag = "planning", operation_id = "planning_runs", params(Paging), responses((status = 200, body = Page<Run>)))]
#[get("/api/v1/planning-runs")]
pub async fn list(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (before, limit) = paging.read()?;
    let runs = desk.read(move |conn, _| store::list(conn, before, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(runs, limit, |run| run.id)))
}

/// One planning run with its proposal.
#[utoipa::path(tag = "planning", operation_id = "planning_run", params(("id" = i64, Path, description = "Planning run")), responses((status = 200, body = Run)))]
#[get("/api/v1/planning-runs/{id}")]
pub async fn show(desk: Data<Desk>, staff: Staff, id: Path<i64>) -> Result<HttpResponse, Problem> {
    let look = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        audit::note(conn, Some(&staff), Action::LookAtPlan, &format!("planning_run:{id}"), None, desk.now())?;
        store::find(conn, *id)
    };
    let run = desk.write(look).await?;
    let run = run.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(run))
}

/// Publishes a proposal: families are told. A second time nobody is told again; 409 when something changed since.
#[utoipa::path(tag = "planning", operation_id = "publish", params(("id" = i64, Path, description = "Planning run")), responses((status = 200, body = Publication)))]
#[post("/api/v1/planning-runs/{id}/publication")]
pub async fn publish_run(
    desk: Data<Desk>,
    tables: Data<PlanningTables>,
    request: HttpRequest,
    staff: Staff,
    id: Path<i64>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &())?;
    desk.once(wish, move |conn, desk| {
        let publication = publish::publish(conn, desk, tables.figures(), Some(&staff), *id, desk.now())?;
        Ok::<_, PublishError>(Answer::ok(&publication))
    })
    .await
}
