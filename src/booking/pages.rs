//! Pages of booking: what a family follows and answers, the waiting list.
mod family;
mod waiting_list;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    family::urls(config);
    waiting_list::urls(config);
}
