//! Pages of booking: the waiting list, who is hurt when a duty is cancelled.
mod cancel_duty;
mod case;
mod correct_officer;
mod correction;
mod day_board;
mod deciding;
mod duty;
mod half_day;
mod inbox;
mod joining;
mod people;
mod preference;
mod teams;
mod unapproved;
mod waiting_list;
mod week;

use actix_web::web::ServiceConfig;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    cancel_duty::urls(config);
    case::urls(config);
    correct_officer::urls(config);
    correction::urls(config);
    day_board::urls(config);
    deciding::urls(config);
    duty::urls(config);
    half_day::urls(config);
    inbox::urls(config);
    joining::urls(config);
    people::urls(config);
    preference::urls(config);
    teams::urls(config);
    unapproved::urls(config);
    waiting_list::urls(config);
    week::urls(config);
}
