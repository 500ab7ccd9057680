//! What families ask over JSON, and what dispatchers read of it.
pub mod checks;
pub mod feedback;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(checks::check_claim).service(feedback::read_feedback);
}
