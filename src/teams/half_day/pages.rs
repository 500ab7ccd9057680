//! The page of exceptional half-days: what is open, and the form that opens one. Its date fields serve duties too.
use actix_web::web::{Data, Form, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::{NewHalfDay, OpenHalfDayError, OpenedHalfDay, words};
use crate::accounts::Staff;
use crate::calendar::HalfDay;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::teams::open_half_day::open_half_day;
use crate::teams::{store, week};
use crate::text::dates::date_from_fields;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "teams/half_days.html")]
struct HalfDaysPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    opened: Vec<OpenedInWords>,
    half_days: Vec<(&'static str, &'static str)>,
}

struct OpenedInWords {
    when: String,
    opened_by: String,
    reason: String,
}

/// Registers the pages of half-days.
pub fn urls(config: &mut ServiceConfig) {
    config.service(half_days_page).service(post_half_day);
}

/// What is open from today on, and the form.
#[get("/half-days")]
pub async fn half_days_page(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    half_day_form(&desk, &staff, Typed::default(), Mistakes::default()).await
}

/// Opens a half-day.
#[post("/half-days")]
pub async fn post_half_day(
    desk: Data<Desk>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let new = match read_half_day(&typed) {
        Ok(new) => new,
        Err(mistakes) => return half_day_form(&desk, &staff, typed, mistakes).await,
    };
    let by = staff.clone();
    let open = move |conn: &mut DbConn, desk: &Desk| -> Result<OpenedHalfDay, OpenHalfDayError> {
        open_half_day(conn, &desk.calendar, &by, &new, desk.now())
    };
    match desk.write(open).await {
        Ok(_) => Ok(page::see_other("/half-days")),
        Err(error) => half_day_form(&desk, &staff, typed, Mistakes::to_mend(error.into())?).await,
    }
}

/// Fills the three fields of a date where nothing was typed.
pub fn with_date(typed: Typed, on: NaiveDate) -> Typed {
    let [day, month, year] = week::date_fields(on);
    typed.or("on.day", day).or("on.month", month).or("on.year", year)
}

async fn half_day_form(desk: &Desk, staff: &Staff, typed: Typed, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let opened = desk.read(|conn, desk| store::half_days_from(conn, desk.now().date())).await?;
    let template = HalfDaysPage {
        frame: Frame::for_staff("Buổi mở thêm", staff).with(&mistakes).noticing(desk.calendar_warning()),
        typed,
        mistakes: mistakes.clone(),
        opened: opened.into_iter().map(in_words).collect(),
        half_days: HalfDay::ALL.iter().map(|half_day| (half_day.code(), half_day.label())).collect(),
    };
    Ok(page::page(&template, &mistakes))
}

fn in_words(opened: OpenedHalfDay) -> OpenedInWords {
    OpenedInWords { when: words(opened.half_day, opened.on), opened_by: opened.opened_by, reason: opened.reason }
}

/// The half-day that the form describes, or everything that is missing from it.
fn read_half_day(typed: &Typed) -> Result<NewHalfDay, Mistakes> {
    let mut mistakes = Mistakes::default();
    let on = date_from_fields(typed.get("on.day"), typed.get("on.month"), typed.get("on.year"));
    let on = on.map_err(|error| mistakes.add("on", error.to_string())).ok();
    let half_day: Option<HalfDay> = typed.get("half_day").parse().ok();
    if half_day.is_none() {
        mistakes.add("half_day", "Chọn buổi");
    }
    let reason = typed.get("reason").to_owned();
    if reason.is_empty() {
        mistakes.add("reason", "Ghi lý do mở buổi");
    }
    match (on, half_day) {
        (Some(on), Some(half_day)) if !mistakes.any() => Ok(NewHalfDay { on, half_day, reason }),
        _ => Err(mistakes),
    }
}
