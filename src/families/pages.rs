//! Pages for families. Every sentence comes from `messages/`, so that each page is there in every language.
mod check;
mod feedback;
mod follow;
mod letter;
mod pause;
mod start;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    start::urls(config);
    follow::urls(config);
    letter::urls(config);
    check::urls(config);
    feedback::urls(config);
    pause::urls(config);
}
