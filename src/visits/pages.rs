//! Pages of visits: the officers' roster and reports, the call list, what a family follows.
mod calls;
mod deciding;
mod family;
mod rosters;

use actix_web::web::ServiceConfig;

pub use calls::ward_name;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    rosters::urls(config);
    calls::urls(config);
    family::urls(config);
    deciding::urls(config);
}
