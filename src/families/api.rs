//! What families ask for over JSON: the notice of a ward, and everything that is stored about a case.
mod bodies;
pub mod data;
pub mod notice;

use actix_web::web::ServiceConfig;

pub use bodies::StoredBody;
pub use notice::WardNotice;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(data::data_of_case).service(notice::notice_of_ward);
}
