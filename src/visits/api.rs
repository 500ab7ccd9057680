//! Visits over JSON: rosters, reports from the door, calls, what a family follows, withdrawal.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::follow;
use super::roster;
use super::withdraw::{self, WithdrawError};
use crate::accounts::{Identity, Permission, Staff};
use crate::cases::api::reader;
use crate::cases::find::{self, FindCaseError};
use crate::db::StoreError;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::TeamId;
use crate::web::Problem;

mod bodies;
pub mod calls;
pub mod limiting;
pub mod preferring;
mod problems;
pub mod reporting;
mod roster_bodies;
pub mod telling;

pub use bodies::{FollowBody, VisitBody};
pub use calls::CallBody;
pub use roster_bodies::{RosterBody, RosterDutyBody, RosterStopBody};
pub use telling::SendAgainError;

/// `?date=…&team=…`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RosterFilter {
    /// The day; today when left out.
    date: Option<NaiveDate>,
    /// Only this team.
    #[param(value_type = Option<i64>)]
    team: Option<TeamId>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config
        .service(rosters)
        .service(reporting::report_event)
        .service(reporting::report_outcome)
        .service(reporting::undo_report)
        .service(limiting::limit_case)
        .service(preferring::set_preference)
        .service(calls::calls)
        .service(calls::tick_off_call)
        .service(visits_of_case)
        .service(withdraw_case)
        .service(telling::send_again);
}

/// The rosters of a day: an officer's own duties, a dispatcher's wards. Every household shown leaves an audit entry.
#[utoipa::path(
    tag = "visits",
    operation_id = "rosters",
    params(RosterFilter),
    responses((status = 200, body = RosterBody)),
)]
#[get("/api/v1/rosters")]
pub async fn rosters(desk: Data<Desk>, staff: Staff, filter: Query<RosterFilter>) -> Result<HttpResponse, Problem> {
    let body = desk
        .write(move |conn, desk| {
            let on = filter.date.unwrap_or_else(|| desk.now().date());
            let duties = roster::of_day(conn, &staff, desk, on, filter.team, desk.now())?;
            Ok::<_, StoreError>(RosterBody::of(on, &duties))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Where a case stands and its visits: for its family with the secret, or for staff.
#[utoipa::path(
    tag = "visits",
    operation_id = "visits_of_case",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = FollowBody)),
)]
#[get("/api/v1/cases/{code}/visits")]
pub async fn visits_of_case(
    desk: Data<Desk>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let case = find::look(conn, &code, &reader, desk.now())?;
            let followed = follow::follow(conn, desk, case)?;
            Ok::<_, FindCaseError>(FollowBody::of(&followed))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Takes a case back; its open visits are cancelled.
#[utoipa::path(
    tag = "visits",
    operation_id = "withdraw_case",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = FollowBody)),
)]
#[post("/api/v1/cases/{code}/withdrawal")]
pub async fn withdraw_case(
    desk: Data<Desk>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    let reader = reader(&request, who);
    desk.once(key, move |conn, desk| {
        let case = find::find(conn, &code, &reader, Permission::EditCases)?;
        withdraw::withdraw(conn, desk, reader.staff(), &case, desk.now())?;
        let case = find::find(conn, &code, &reader, Permission::EditCases)?;
        let followed = follow::follow(conn, desk, case)?;
        Ok::<_, WithdrawCaseError>(Answer::ok(&FollowBody::of(&followed)))
    })
    .await
}

/// A case is not found, or cannot be taken back.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawCaseError {
    /// Not found, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// It cannot be taken back.
    #[error(transparent)]
    Withdraw(#[from] WithdrawError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WithdrawCaseError> for Problem {
    fn from(error: WithdrawCaseError) -> Self {
        match error {
            WithdrawCaseError::Find(error) => error.into(),
            WithdrawCaseError::Withdraw(error) => error.into(),
            WithdrawCaseError::Store(error) => error.into(),
        }
    }
}
