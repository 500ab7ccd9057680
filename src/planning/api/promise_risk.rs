//! The promise risk of a planning run over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};

use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::PlanningRunId;
use crate::planning::Run;
use crate::planning::promise_risk::{self, PromiseRisk};
use crate::planning::store;
use crate::reference_data::ReferenceData;
use crate::web::problem_types as types;
use crate::web::{Problem, desk};

/// How probable it is that each arrival window of a run is kept, by 500 drawn days, and before which visit 20 minutes
/// less work would save most promises. Of a published run: the duties as they stand now. Nothing is stored.
#[utoipa::path(
    tag = "planning",
    operation_id = "promise_risk",
    params(("id" = i64, Path, description = "Planning run")),
    responses((status = 200, body = PromiseRisk)),
)]
#[get("/api/v1/planning-runs/{id}/promise-risk")]
pub async fn show(
    desk: Data<Desk>,
    reference: Data<ReferenceData>,
    staff: Staff,
    id: Path<PlanningRunId>,
) -> Result<HttpResponse, Problem> {
    let reader = staff.clone();
    let look = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        audit::note(conn, Some(&reader), Action::LookAtPlan, &format!("planning_run:{id}"), None, desk.now())?;
        store::find(conn, *id)
    };
    let run = desk.write(look).await?.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(of_run(&desk, &reference, staff, run).await?))
}

/// Reads the days of a run and draws them, on threads that may block; no transaction is held while they are drawn.
///
/// # Errors
/// A problem of the database.
pub(in crate::planning) async fn of_run(
    desk: &Desk,
    reference: &Data<ReferenceData>,
    staff: Staff,
    run: Run,
) -> Result<PromiseRisk, Problem> {
    let known = reference.clone();
    let days = desk.read(move |conn, desk| promise_risk::read(conn, desk, &known, &staff, &run)).await?;
    let (drawing, known) = (desk.clone(), reference.clone());
    let drawn = desk::block(move || days.risk(&drawing, &known)).await.map_err(desk::no_answer)?;
    Ok(drawn?)
}
