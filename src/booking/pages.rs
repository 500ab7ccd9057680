//! Pages of booking: what a family follows and answers, the waiting list, who is hurt when a duty is cancelled.
mod cancel_duty;
mod family;
mod waiting_list;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    cancel_duty::urls(config);
    family::urls(config);
    waiting_list::urls(config);
}
