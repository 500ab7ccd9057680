//! Pages of thanks, suggestions and complaints: for whoever says something, and for the office.
mod leave;
mod office;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    leave::urls(config);
    office::urls(config);
}
