//! A dispatcher's decision over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::decide::decide;
use crate::cases::api::CaseBody;
use crate::cases::find::Reader;
use crate::cases::read;
use crate::cases::verify::{Verification, VerifyError};
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::{Json, Problem};

/// Approves or refuses a case, or asks its family first. A refused case loses its half-day, and the family is told.
#[utoipa::path(
    tag = "cases",
    operation_id = "verify_case",
    request_body = Verification,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 201, body = CaseBody)),
)]
#[post("/api/v1/cases/{code}/verification")]
pub async fn decide_case(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    code: Path<String>,
    decision: Json<Verification>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*decision)?;
    desk.once(key, move |conn, desk| {
        let case = decide(conn, board.booker(desk, Some(&staff)), &staff, &code, &decision)?;
        let file = read::one(conn, desk, &case.code, &Reader::Staff(staff.clone()))?;
        let location = format!("/api/v1/cases/{}", case.code);
        Ok::<_, VerifyError>(
            Answer::created(location, &CaseBody::of(&file, &board.reference.cases)).version(case.version),
        )
    })
    .await
}
