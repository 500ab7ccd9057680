//! Two cases of the same people become one, over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::join::{JoinError, join};
use crate::cases::api::{CaseBody, sentence};
use crate::cases::find::Reader;
use crate::cases::read;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// Into which case.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseJoin {
    /// The code of the case that goes on.
    #[schema(example = "QJ63-WUR6")]
    pub into: String,
}

/// Ends this case because the same people have another one, which goes on with everybody of both. The half-day of the one
/// that ends is given back, its family is told. Answers with the case that goes on.
#[utoipa::path(
    tag = "cases",
    operation_id = "join_cases",
    request_body = CaseJoin,
    params(("code" = String, Path, description = "Public code of the case that ends")),
    responses((status = 200, body = CaseBody)),
)]
#[post("/api/v1/cases/{code}/joining")]
pub async fn join_cases(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    code: Path<String>,
    wanted: Json<CaseJoin>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*wanted)?;
    desk.once(key, move |conn, desk| {
        let case = join(conn, board.booker(desk, Some(&staff)), &staff, &code, wanted.into.trim())?;
        let file = read::one(conn, desk, &case.code, &Reader::Staff(staff.clone()))?;
        Ok::<_, JoinError>(Answer::ok(&CaseBody::of(&file, &board.reference.cases)).version(case.version))
    })
    .await
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Find(error) => error.into(),
            JoinError::Store(error) => error.into(),
            refusal => Self::new(&types::CONFLICT).detail(sentence(&refusal)),
        }
    }
}
