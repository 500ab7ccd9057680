//! Before which day no team is to come, over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::cases::not_before::NotBefore;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::visits::not_before::{self, LimitError};
use crate::web::{Json, Problem};

/// Before which day no team is to come; none when any day suits.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitBody {
    /// Day and reason.
    #[schema(required = false)]
    not_before: Option<NotBefore>,
}

/// Says before which day no team is to come to a household, or lifts that. Planning, invitations and offers obey it; a
/// half-day before it is given back and the family told.
#[utoipa::path(
    tag = "cases",
    operation_id = "limit_case",
    request_body = LimitBody,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = LimitBody)),
)]
#[post("/api/v1/cases/{code}/not-before")]
pub async fn limit_case(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    code: Path<String>,
    limit: Json<LimitBody>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*limit)?;
    desk.once(key, move |conn, desk| {
        let case = not_before::set(conn, desk, &staff, &code, limit.not_before)?;
        Ok::<_, LimitError>(Answer::ok(&LimitBody { not_before: case.not_before }))
    })
    .await
}
