//! Fixes the clock for one request: everything in it, limits and audit included, reads the same timestamp.
use std::rc::Rc;

use actix_web::dev::{Extensions, ServiceRequest};
use actix_web::web::Data;

use crate::desk::{ClientAddress, Desk};

/// Lays a desk of its own before the shared one: whoever asks this request for `Data<Desk>` gets it. Its clock was read
/// here, once, and stands still until the answer is written, in handlers, in the jobs that they hand to a lane, and in
/// the limits at the door.
pub fn hand_out_desk(request: &mut ServiceRequest) {
    if let Some(desk) = request.app_data::<Data<Desk>>() {
        let client = ClientAddress::read(request.request(), &desk.settings.limits.trusted_proxies);
        let mut parts = Extensions::new();
        parts.insert(Data::new(Desk { client: Some(client), ..desk.at_one_moment() }));
        request.add_data_container(Rc::new(parts));
    }
}
