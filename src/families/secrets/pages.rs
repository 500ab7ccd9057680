//! Pages about a secret: lost, changed by its family, issued by the office.
mod change;
mod lost;
mod office;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    lost::urls(config);
    change::urls(config);
    office::urls(config);
}
