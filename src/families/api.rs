//! What families ask for over JSON: the notice of a ward, a check of a visit, everything that is stored about a case; and
//! what dispatchers read of feedback.
mod bodies;
pub mod checks;
pub mod data;
pub mod feedback;
pub mod notice;

use actix_web::web::ServiceConfig;

pub use bodies::StoredBody;
pub use notice::WardNotice;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config
        .service(data::data_of_case)
        .service(notice::notice_of_ward)
        .service(checks::check_claim)
        .service(feedback::read_feedback);
}
