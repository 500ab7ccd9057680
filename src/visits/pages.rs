//! Pages of visits: the officers' roster and reports, the call list.
mod calls;
mod rosters;

use actix_web::web::ServiceConfig;

pub use calls::ward_name;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    rosters::urls(config);
    calls::urls(config);
}
