//! Pages of booking: the waiting list, who is hurt when a duty is cancelled.
mod cancel_duty;
mod correction;
mod deciding;
mod half_day;
mod inbox;
mod joining;
mod people;
mod unapproved;
mod waiting_list;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    cancel_duty::urls(config);
    correction::urls(config);
    deciding::urls(config);
    half_day::urls(config);
    inbox::urls(config);
    joining::urls(config);
    people::urls(config);
    unapproved::urls(config);
    waiting_list::urls(config);
}
