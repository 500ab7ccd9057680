//! The notice board: start, a ward's page, the poster, the map.
mod map;
mod poster;
mod start;
mod ward;

use actix_web::web::{Data, ServiceConfig};

use crate::families::notice::schedule::Schedules;
pub(in crate::families) use ward::{Access, find_ward, schedule_of};

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    start::urls(config);
    ward::urls(config);
    poster::urls(config);
    map::urls(config);
    // One for each HTTP thread: it is only memory of a minute.
    config.app_data(Data::new(Schedules::default()));
}
