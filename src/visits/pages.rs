//! Pages of visits: the officers' roster and reports, the call list, the search of the header.
mod calls;
pub mod case;
mod outcomes;
mod preference;
mod rosters;
mod search;

use actix_web::web::ServiceConfig;

pub use calls::ward_name;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    case::urls(config);
    preference::urls(config);
    rosters::urls(config);
    search::urls(config);
    outcomes::urls(config);
    calls::urls(config);
}
