//! Duties copied to later days, over JSON.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, post};

use crate::accounts::Staff;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::teams::copy_duties::{CopyDutiesError, DutiesCopied, DutyCopy, copy_duties};
use crate::web::{Json, Problem};

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(post_copy);
}

/// Opens the duties of some days once more on later ones, with the same teams, kits, officers and hours. What cannot be
/// had there is left out with its reason and hinders no other.
#[utoipa::path(
    tag = "teams",
    operation_id = "copy_duties",
    request_body = DutyCopy,
    responses((status = 200, body = DutiesCopied)),
)]
#[post("/api/v1/duty-copies")]
pub async fn post_copy(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    wanted: Json<DutyCopy>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*wanted)?;
    desk.once(key, move |conn, desk| {
        Ok::<_, CopyDutiesError>(Answer::ok(&copy_duties(conn, desk, &staff, *wanted, desk.now())?))
    })
    .await
}

impl From<CopyDutiesError> for Problem {
    fn from(error: CopyDutiesError) -> Self {
        let detail = format!("{error}.");
        match error {
            CopyDutiesError::Days => Self::invalid(Vec::new()).field("/days", "range", detail),
            CopyDutiesError::Backwards => Self::invalid(Vec::new()).field("/to", "past", detail),
            CopyDutiesError::Store(error) => error.into(),
        }
    }
}
