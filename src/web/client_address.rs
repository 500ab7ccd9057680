//! A client's address, read off a request.
use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::Problem;
use crate::desk::{ClientAddress, Desk};

impl ClientAddress {
    /// Read off a request.
    pub fn read(request: &HttpRequest, trusted: &[IpAddr]) -> Self {
        let peer = request.peer_addr().map(|address| address.ip());
        // Several headers of one name are one list. Bytes that are no text are kept as what cannot be read.
        let lists = request.headers().get_all("x-forwarded-for").map(|value| String::from_utf8_lossy(value.as_bytes()));
        let lists: Vec<_> = lists.collect();
        let forwarded = (!lists.is_empty()).then(|| lists.join(","));
        Self::of(peer, forwarded.as_deref(), trusted)
    }
}

impl FromRequest for ClientAddress {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let desk = request.app_data::<Data<Desk>>();
        let trusted = desk.map_or(&[][..], |desk| &desk.settings.limits.trusted_proxies);
        ready(Ok(Self::read(request, trusted)))
    }
}
