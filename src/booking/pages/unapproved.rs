//! Kept places that nobody has approved and approved half-days without a window, as a page for dispatchers.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use crate::accounts::Staff;
use crate::booking::api::BookingTables;
use crate::booking::unapproved::{Unapproved, WithoutWindow, list};
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::pages::ward_name;
use crate::web::page::{self, Frame};
use crate::web::{Desk, Problem};

#[derive(Template)]
#[template(path = "booking/unapproved.html")]
struct UnapprovedPage {
    frame: Frame,
    kept: Vec<Kept>,
    lacking: Vec<Lacking>,
}

struct Kept {
    one: Unapproved,
    half_day: String,
    ward: String,
    filed: String,
    deadline: String,
}

struct Lacking {
    one: WithoutWindow,
    half_day: String,
    ward: String,
}

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(page_of_unapproved);
}

#[get("/unapproved-bookings")]
async fn page_of_unapproved(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    staff: Staff,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Giữ chỗ chưa duyệt", &staff);
    let known = tables.clone();
    let found = desk.read(move |conn, desk| list(conn, known.booker(desk, Some(&staff)), &staff)).await?;
    let (places, settings) = (tables.board.places(), &desk.settings.booking);
    let kept = |one: Unapproved| Kept {
        half_day: one.half_day.on(one.on),
        ward: ward_name(places, &one.ward_code),
        filed: short_date(one.filed_at.date()),
        deadline: said::moment(Words::VIETNAMESE, one.approved_by(settings)),
        one,
    };
    let lacking = |one: WithoutWindow| Lacking {
        half_day: one.half_day.on(one.on),
        ward: ward_name(places, &one.ward_code),
        one,
    };
    Ok(page::show(&UnapprovedPage {
        frame,
        kept: found.unapproved.into_iter().map(kept).collect(),
        lacking: found.without_window.into_iter().map(lacking).collect(),
    }))
}
