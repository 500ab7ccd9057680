//! Pages of visits: the officers' roster and reports, the call list.
mod calls;
pub mod case;
mod outcomes;
mod preference;
mod rosters;

use actix_web::web::ServiceConfig;

pub use calls::ward_name;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    case::urls(config);
    preference::urls(config);
    rosters::urls(config);
    outcomes::urls(config);
    calls::urls(config);
}
