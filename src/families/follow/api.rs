//! Everything that is stored about a family, over JSON.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};

use crate::accounts::Identity;
use crate::cases::CaseTables;
use crate::cases::api::reader;
use crate::cases::find::{FindCaseError, look};
use crate::desk::Desk;
use crate::families::follow::stored;
use crate::web::Problem;

mod bodies;

pub use bodies::StoredBody;

/// Everything that is stored about a case: for its family with the secret, or for staff. Numbers are masked.
#[utoipa::path(
    tag = "cases",
    operation_id = "data_of_case",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = StoredBody)),
)]
#[get("/api/v1/cases/{code}/data")]
pub async fn data_of_case(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let case = look(conn, &code, &reader, desk.now())?;
            Ok::<_, FindCaseError>(StoredBody::of(&stored::read(conn, desk, case)?, &tables))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(data_of_case);
}
