//! Pages for families, and what staff read of their feedback. Every sentence comes from `messages/`, so that each page
//! is there in every language.
mod apply;
mod check;
mod feedback;
mod feedback_month;
mod follow;
mod letter;
mod map;
mod pause;
mod poster;
mod refused;
mod start;
mod ward;

use actix_web::web::{Data, ServiceConfig};

use super::schedule::Schedules;
pub(in crate::families) use ward::{Access, find_ward, schedule_of};

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    start::urls(config);
    ward::urls(config);
    poster::urls(config);
    follow::urls(config);
    map::urls(config);
    // One for each HTTP thread: it is only memory of a minute.
    config.app_data(Data::new(Schedules::default()));
    apply::urls(config);
    letter::urls(config);
    check::urls(config);
    feedback::urls(config);
    feedback_month::urls(config);
    pause::urls(config);
}
