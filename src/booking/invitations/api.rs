//! Answers to invitations over JSON.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, post};

use super::answer::{AnswerError, accept, refuse};
use crate::accounts::{Identity, Permission};
use crate::booking::Board;
use crate::booking::api::BookingBody;
use crate::booking::waiting::api::TurnBody;
use crate::cases::api::reader;
use crate::cases::find::find;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::Problem;
use crate::web::problem_types as types;

/// Takes the place that is kept for a waiting household.
#[utoipa::path(
    tag = "waiting list",
    operation_id = "accept_invitation",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 201, body = BookingBody)),
)]
#[post("/api/v1/cases/{code}/invitation/acceptance")]
pub async fn accept_invitation(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    let reader = reader(&request, who);
    desk.once(key, move |conn, desk| {
        let case = find(conn, &code, &reader, Permission::EditCases)?;
        let booked = accept(conn, board.booker(desk, reader.staff()), &case)?;
        let location = format!("/api/v1/cases/{}/visits", case.code);
        Ok::<_, AnswerError>(Answer::created(location, &BookingBody::of(&booked, None)))
    })
    .await
}

/// Lets the place go; the household keeps its turn, and the next one is invited.
#[utoipa::path(
    tag = "waiting list",
    operation_id = "refuse_invitation",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = TurnBody)),
)]
#[post("/api/v1/cases/{code}/invitation/refusal")]
pub async fn refuse_invitation(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    let reader = reader(&request, who);
    desk.once(key, move |conn, desk| {
        let case = find(conn, &code, &reader, Permission::EditCases)?;
        refuse(conn, board.booker(desk, reader.staff()), &case)?;
        Ok::<_, AnswerError>(Answer::ok(&TurnBody::read(conn, desk, &board, &case)?))
    })
    .await
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(accept_invitation).service(refuse_invitation);
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        let said = error.to_string();
        match error {
            AnswerError::Find(error) => error.into(),
            AnswerError::None | AnswerError::Over(_) => Self::new(&types::INVITATION_OVER).detail(said),
            AnswerError::Book(error) => error.into(),
            AnswerError::Store(error) => error.into(),
        }
    }
}
