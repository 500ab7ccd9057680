//! What families said after their visits, for staff: a month on one page.
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::desk::Desk;
use crate::families::feedback::month::{self, Month, WardFeedback};
use crate::text::messages::Words;
use crate::web::Problem;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/feedback_month.html")]
struct FeedbackMonthPage {
    frame: Frame,
    month: Month,
    /// The month after, unless it has not begun.
    after: Option<Month>,
    /// Name of the ward and what was said there.
    wards: Vec<(String, WardFeedback)>,
    mistakes: Mistakes,
}

/// `?month=2026-11`
#[derive(Deserialize)]
struct Wanted {
    month: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show);
}

#[get("/feedback")]
async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let this = Month::of(desk.now().date());
    let mut mistakes = Mistakes::default();
    let month = wanted.month.as_deref().map_or(Ok(this), str::parse).unwrap_or_else(|error| {
        mistakes.whole = Some(error.to_string());
        this
    });
    let title = Words::VIETNAMESE.with("feedback-month-title", &[("month", &month.said())]);
    let frame = Frame::for_staff(title, &staff).with(&mistakes);
    let read = desk.write(move |conn, desk| month::read(conn, desk, &staff, month)).await?;
    let wards = read.into_iter().map(|ward| (tables.ward_name(&ward.ward_code), ward)).collect();
    let after = Some(month.after()).filter(|_| month != this);
    let page = FeedbackMonthPage { frame, month, after, wards, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}
