//! Holds over JSON: keep a place, keep it for longer, give it back.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::Identity;
use crate::booking::Board;
use crate::booking::holds::{Held, HoldError, NewHoldWish, extend, give_up, hold};
use crate::booking::refusals::HalfDayWish;
use crate::calendar::HalfDay;
use crate::cases::api::staff_of;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// A place that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldBody {
    /// The secret that opens it: for booking, for more time, for giving it back.
    pub token: String,
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// In words.
    #[schema(example = "buổi sáng Thứ Bảy 28/11/2026")]
    pub label: String,
    /// Until when (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// How often it may still be extended.
    pub extensions_left: i32,
}

impl From<Held> for HoldBody {
    fn from(held: Held) -> Self {
        let HalfDayWish { on, half_day } = held.wish;
        Self {
            token: held.token,
            on,
            half_day,
            label: half_day.on(on),
            expires_at: held.expires_at,
            extensions_left: held.extensions_left,
        }
    }
}

/// Keeps a place while a family fills in the rest. The token is told once.
#[utoipa::path(
    tag = "booking",
    operation_id = "hold_half_day",
    request_body = NewHoldWish,
    responses((status = 201, body = HoldBody)),
)]
#[post("/api/v1/holds")]
pub async fn hold_half_day(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    wanted: Json<NewHoldWish>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*wanted)?;
    let read = wanted.read(&board.reference.cases, desk.now().date());
    desk.once(key, move |conn, desk| {
        let kept_for = read.as_ref().map_err(|fields| HoldError::Invalid(fields.clone()))?;
        let held = hold(conn, board.booker(desk, staff_of(&who)), kept_for, wanted.half_day)?;
        let location = format!("/api/v1/holds/{}", held.token);
        Ok::<_, HoldError>(Answer::created(location, &HoldBody::from(held)))
    })
    .await
}

/// Keeps a place for as long again, counted from now; a limited number of times.
#[utoipa::path(
    tag = "booking",
    operation_id = "extend_hold",
    params(("token" = String, Path, description = "The hold's token")),
    responses((status = 200, body = HoldBody)),
)]
#[post("/api/v1/holds/{token}/extension")]
pub async fn extend_hold(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    desk.once(key, move |conn, desk| {
        let held = extend(conn, board.booker(desk, None), &token)?;
        Ok::<_, HoldError>(Answer::ok(&HoldBody::from(held)))
    })
    .await
}

/// Gives a place back before its time is over.
#[utoipa::path(
    tag = "booking",
    operation_id = "give_up_hold",
    params(("token" = String, Path, description = "The hold's token")),
    responses((status = 204)),
)]
#[delete("/api/v1/holds/{token}")]
pub async fn give_up_hold(desk: Data<Desk>, board: Data<Board>, token: Path<String>) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, desk| give_up(conn, board.booker(desk, None), &token)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<HoldError> for Problem {
    fn from(error: HoldError) -> Self {
        let said = error.to_string();
        match error {
            HoldError::Invalid(fields) => Self::invalid(fields),
            HoldError::OutsideWards => Self::new(&types::NOT_ALLOWED).detail(said),
            HoldError::OverBudget(over) => over.into(),
            HoldError::Unknown => Self::new(&types::NOT_FOUND).detail(said),
            HoldError::Over(_) => Self::new(&types::HOLD_OVER).detail(said),
            HoldError::NoMoreExtensions(_) => Self::new(&types::CONFLICT).detail(said),
            HoldError::Book(error) => error.into(),
            HoldError::Store(error) => error.into(),
        }
    }
}
