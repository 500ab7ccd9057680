//! What families said of their visits, for dispatchers.
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::accounts::Staff;
use crate::desk::Desk;
use crate::families::feedback::month::{self, Month, NoMonth, WardFeedback};
use crate::field_problem::FieldProblem;
use crate::web::Problem;

/// `?month=2026-11`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WantedMonth {
    /// The month as YYYY-MM; this month when left out.
    #[param(example = "2026-11")]
    month: Option<String>,
}

/// What was said in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackBody {
    /// The month.
    #[schema(example = "2026-11")]
    pub month: String,
    /// By ward.
    pub wards: Vec<WardFeedback>,
}

/// What families said of their visits in a month. The look is audited.
#[utoipa::path(
    tag = "families",
    operation_id = "read_feedback",
    params(WantedMonth),
    responses((status = 200, body = FeedbackBody)),
)]
#[get("/api/v1/feedback")]
pub async fn read_feedback(
    desk: Data<Desk>,
    staff: Staff,
    wanted: Query<WantedMonth>,
) -> Result<HttpResponse, Problem> {
    let month = match &wanted.month {
        Some(typed) => typed.parse().map_err(|error: NoMonth| {
            Problem::invalid(vec![FieldProblem::new("/month", "format", error.to_string())])
        })?,
        None => Month::of(desk.now().date()),
    };
    let wards = desk.write(move |conn, desk| month::read(conn, desk, &staff, month)).await?;
    Ok(HttpResponse::Ok().json(FeedbackBody { month: month.to_string(), wards }))
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(read_feedback);
}
