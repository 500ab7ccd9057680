//! Refusals that somebody will ask about later: who wanted what they may not have, and who asked too often.
use actix_web::HttpMessage;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::accounts::Identity;
use crate::accounts::door::Door;
use crate::accounts::watch::Event;
use crate::audit::Action;
use crate::desk::Desk;

/// Writes a refusal down. If that fails, the answer is the refusal still.
pub async fn note(response: &ServiceResponse) {
    let action = match response.status() {
        StatusCode::FORBIDDEN => Action::Denied,
        StatusCode::TOO_MANY_REQUESTS => Action::Limit,
        _ => return,
    };
    let request = response.request();
    let (Some(desk), Some(door)) = (request.app_data::<Data<Desk>>(), request.app_data::<Data<Door>>()) else {
        return;
    };
    let staff = match request.extensions().get::<Identity>() {
        Some(Identity::Staff(staff)) => Some(staff.clone()),
        _ => None,
    };
    // The pattern, not the path: a path may hold a secret.
    let pattern = request.match_pattern().unwrap_or_default();
    let subject = format!("url:{} {pattern}", request.method());
    if let Err(error) = door.watch.note(desk, Event { staff, action, subject }).await {
        tracing::error!(%error, "a refusal could not be written down");
    }
}
