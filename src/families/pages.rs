//! Pages for families. Every sentence comes from `messages/`, so that each page is there in every language.
mod apply;
mod follow;
mod start;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    start::urls(config);
    follow::urls(config);
    apply::urls(config);
}
