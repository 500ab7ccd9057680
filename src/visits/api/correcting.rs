//! A correction of a case over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, patch};

use crate::accounts::Identity;
use crate::cases::CaseTables;
use crate::cases::api::{CaseBody, reader};
use crate::cases::edit::{CaseCorrection, EditCaseError};
use crate::cases::read;
use crate::desk::Desk;
use crate::visits::correct::correct;
use crate::web::answer;
use crate::web::{Json, Problem};

/// Corrects contact, address, pin, note or readiness. Wants the ETag that was read as `If-Match`. Another e-mail
/// address or door is told to the family.
#[utoipa::path(
    tag = "cases",
    operation_id = "correct_case",
    request_body = CaseCorrection,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = CaseBody)),
)]
#[patch("/api/v1/cases/{code}")]
pub async fn correct_case(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    correction: Json<CaseCorrection>,
) -> Result<HttpResponse, Problem> {
    let expected = answer::expected_version(&request)?;
    let reader = reader(&request, who);
    let tables = tables.into_inner();
    let body = desk
        .write(move |conn, desk| {
            correct(conn, desk, &tables, &code, &reader, &correction, expected)?;
            let file = read::one(conn, desk, &code, &reader)?;
            Ok::<_, EditCaseError>(CaseBody::of(&file, &tables))
        })
        .await?;
    let etag = crate::idempotency::etag(body.version);
    Ok(HttpResponse::Ok().insert_header(("ETag", etag)).json(body))
}
