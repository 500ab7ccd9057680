//! The list of families to call, with what to say.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Staff;
use crate::places::Places;
use crate::places::wards::WardCode;
use crate::visits::call::{self, Call};
use crate::web::page::{self, Frame};
use crate::web::{Desk, Problem};

#[derive(Template)]
#[template(path = "visits/calls.html")]
struct CallsPage {
    frame: Frame,
    calls: Vec<Line>,
}

struct Line {
    call: Call,
    ward: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(tick_off);
}

#[get("/calls")]
async fn list(desk: Data<Desk>, places: Data<Places>, staff: Staff) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Gia đình cần gọi điện", &staff);
    let calls = desk.write(move |conn, desk| call::list(conn, &staff, &desk.vault, desk.now())).await?;
    let line = |call: Call| Line { ward: ward_name(&places, &call.ward_code), call };
    Ok(page::show(&CallsPage { frame, calls: calls.into_iter().map(line).collect() }))
}

#[post("/calls/{id}")]
async fn tick_off(desk: Data<Desk>, staff: Staff, id: Path<i64>) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, desk| call::tick_off(conn, &staff, *id, desk.now())).await?;
    Ok(page::see_other("/calls"))
}

/// The ward's name, or its code when the data no longer knows it.
pub fn ward_name(places: &Places, code: &str) -> String {
    let ward = WardCode::parse(code).ok().and_then(|code| places.wards.find(&code).map(|ward| ward.name.clone()));
    ward.unwrap_or_else(|| code.to_owned())
}
