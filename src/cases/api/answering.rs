//! A family's answer to the question before the decision, over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reader;
use crate::accounts::{Identity, Permission};
use crate::cases::answer::{AnswerQuestionError, answer};
use crate::cases::find::find;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::{Json, Problem};

/// What is answered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// In the family's words; the dispatcher reads it.
    #[schema(example = "Chị Lan, con gái, là người đại diện.")]
    pub answer: String,
}

/// That it was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerKept {
    /// When; the case waits for the decision again.
    #[schema(value_type = String, format = DateTime)]
    pub answered_at: Timestamp,
}

/// Answers what a dispatcher asked before deciding: the family with its secret, or staff for somebody who telephones.
/// Until the decision a later answer takes the place of the one before.
#[utoipa::path(
    tag = "cases",
    operation_id = "answer_question",
    request_body = NewAnswer,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = AnswerKept)),
)]
#[post("/api/v1/cases/{code}/answer")]
pub async fn answer_question(
    desk: Data<Desk>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    given: Json<NewAnswer>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*given)?;
    let reader = reader(&request, who);
    desk.once(key, move |conn, desk| {
        let (case, now) = (find(conn, &code, &reader, Permission::EditCases)?, desk.now());
        answer(conn, desk, &case, reader.staff(), &given.answer, now)?;
        Ok::<_, AnswerQuestionError>(Answer::ok(&AnswerKept { answered_at: now }))
    })
    .await
}
