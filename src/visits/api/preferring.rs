//! Which half-days suit a family, over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};

use crate::accounts::Identity;
use crate::cases::CaseTables;
use crate::cases::api::reader;
use crate::cases::new_case::NewPreference;
use crate::cases::preference::TimePreference;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::visits::preference::{self, PreferenceError};
use crate::web::{Json, Problem};

/// Says which half-days suit a family, in the place of what it said before: with the secret, or by staff for somebody who
/// calls. Offers, invitations and planning obey it. A half-day that is booked stays; an invitation that does not suit
/// any more ends.
#[utoipa::path(
    tag = "cases",
    operation_id = "set_preference",
    request_body = NewPreference,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = TimePreference)),
)]
#[post("/api/v1/cases/{code}/preference")]
pub async fn set_preference(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    typed: Json<NewPreference>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*typed)?;
    let (reader, tables) = (reader(&request, who), tables.into_inner());
    desk.once(key, move |conn, desk| {
        let case = preference::set(conn, desk, &tables, &reader, &code, &typed)?;
        Ok::<_, PreferenceError>(Answer::ok(&case.preference))
    })
    .await
}
