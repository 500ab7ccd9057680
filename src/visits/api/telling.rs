//! What a family was told last, sent again, over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::{Permission, Staff};
use crate::cases::api::sentence;
use crate::cases::find::{FindCaseError, Reader, find};
use crate::db::StoreError;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::notifications::FactKind;
use crate::visits::tell_again::{TellAgainError, tell_again};
use crate::web::Problem;
use crate::web::problem_types as types;

/// What is sent again.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct MessageSentAgain {
    /// Which fact.
    #[schema(value_type = FactKind)]
    pub kind: FactKind,
}

/// Why nothing is sent again.
#[derive(Debug, thiserror::Error)]
pub enum SendAgainError {
    /// Not found, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// It cannot be sent.
    #[error(transparent)]
    Tell(#[from] TellAgainError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Mails the family once more what it was told last: the appointment or half-day that stands, else the newest fact. The
/// calendar entry stays one. The receipt is not sent again, it holds the secret.
#[utoipa::path(
    tag = "cases",
    operation_id = "tell_again",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = MessageSentAgain)),
)]
#[post("/api/v1/cases/{code}/messages")]
pub async fn send_again(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    desk.once(key, move |conn, desk| {
        let case = find(conn, &code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
        let kind = tell_again(conn, desk, &staff, &case)?;
        Ok::<_, SendAgainError>(Answer::ok(&MessageSentAgain { kind }))
    })
    .await
}

impl From<SendAgainError> for Problem {
    fn from(error: SendAgainError) -> Self {
        match error {
            SendAgainError::Find(error) => error.into(),
            SendAgainError::Tell(TellAgainError::Store(error)) | SendAgainError::Store(error) => error.into(),
            SendAgainError::Tell(refusal) => Self::new(&types::CONFLICT).detail(sentence(&refusal)),
        }
    }
}
