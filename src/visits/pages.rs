//! Pages of visits: the officers' roster and reports, the call list, the search of the header.
mod calls;
mod outcomes;
mod rosters;
mod search;

use actix_web::web::ServiceConfig;

pub use calls::ward_name;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    rosters::urls(config);
    search::urls(config);
    outcomes::urls(config);
    calls::urls(config);
}
