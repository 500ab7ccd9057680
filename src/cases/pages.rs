//! Pages of cases: filing a case on one page, the file of a case.
use actix_web::web::ServiceConfig;

pub mod deciding;
mod filing;
pub mod form;
#[cfg(test)]
mod tests;

pub use form::plain_words;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(filing::form_page).service(filing::send).service(filing::received);
}
