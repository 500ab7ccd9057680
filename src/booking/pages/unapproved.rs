//! Kept places that nobody has approved and approved half-days without a window, as a page for dispatchers.
use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::decide::decide;
use crate::booking::unapproved::groups::{Group, InCommon, groups};
use crate::booking::unapproved::{Unapproved, WithoutWindow, list};
use crate::cases::verify::{Verification, VerifyError};
use crate::db::DbConn;
use crate::desk::Desk;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::form::Typed;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "booking/unapproved.html")]
struct UnapprovedPage {
    frame: Frame,
    kept: Vec<Kept>,
    lacking: Vec<Lacking>,
    groups: Vec<ShownGroup>,
    refused: Option<usize>,
}

/// Cases that look like one flood.
struct ShownGroup {
    in_common: InCommon,
    span: String,
    codes: Vec<String>,
}

/// How many cases were refused a moment ago.
#[derive(Deserialize)]
struct After {
    refused: Option<usize>,
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
    config.service(page_of_unapproved).service(refuse_group);
}

#[get("/unapproved-bookings")]
async fn page_of_unapproved(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    after: Query<After>,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Giữ chỗ chưa duyệt", &staff);
    let known = board.clone();
    let found = desk.read(move |conn, desk| list(conn, known.booker(desk, Some(&staff)), &staff)).await?;
    let (geography, settings) = (&board.reference.geography, &desk.settings.booking);
    let kept = |one: Unapproved| Kept {
        half_day: one.half_day.on(one.on),
        ward: ward_name(geography, &one.ward_code),
        filed: short_date(one.filed_at.date()),
        deadline: said::moment(Words::VIETNAMESE, one.approved_by(settings)),
        one,
    };
    let lacking = |one: WithoutWindow| Lacking {
        half_day: one.half_day.on(one.on),
        ward: ward_name(geography, &one.ward_code),
        one,
    };
    let groups = groups(&found.unapproved).into_iter().map(ShownGroup::of).collect();
    Ok(page::show(&UnapprovedPage {
        frame,
        groups,
        refused: after.refused,
        kept: found.unapproved.into_iter().map(kept).collect(),
        lacking: found.without_window.into_iter().map(lacking).collect(),
    }))
}

/// Refuses the cases of a group as invented, each in a transaction of its own: one that somebody decided meanwhile keeps
/// no other.
#[post("/unapproved-bookings/refusal")]
async fn refuse_group(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let mut refused = 0;
    for code in typed.all("code") {
        let (by, known, code) = (staff.clone(), board.clone(), code.to_owned());
        let reason = typed.get("reason").to_owned();
        let decision = Verification { verdict: "refuse".to_owned(), reason, bogus: true, ..Verification::default() };
        let refuse = move |conn: &mut DbConn, desk: &Desk| -> Result<(), VerifyError> {
            decide(conn, known.booker(desk, Some(&by)), &by, &code, &decision).map(|_| ())
        };
        match desk.write(refuse).await {
            Ok(()) => refused += 1,
            Err(VerifyError::AlreadyDecided(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(page::see_other(&format!("/unapproved-bookings?refused={refused}")))
}

impl ShownGroup {
    fn of(Group { in_common, first, last, codes }: Group) -> Self {
        let [first, last] = [first, last].map(|at| said::moment(Words::VIETNAMESE, at));
        let span = if first == last { format!("lúc {first}") } else { format!("từ {first} đến {last}") };
        Self { in_common, span, codes }
    }
}
