//! Pages for families. Every sentence comes from `messages/`, so that each page is there in every language.
mod follow;
mod map;
mod start;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    start::urls(config);
    follow::urls(config);
    map::urls(config);
}
