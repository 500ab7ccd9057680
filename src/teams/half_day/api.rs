//! Exceptional half-days and the working calendar over JSON.
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{Datelike, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NewHalfDay, OpenHalfDayError, OpenedHalfDay};
use crate::accounts::Staff;
use crate::calendar::{Calendar, DayStatus, ExceptionalHalfDay, HalfDay};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::teams::open_half_day::open_half_day;
use crate::teams::store;
use crate::text::dates::long_date;
use crate::web::paging::{Page, Paging};
use crate::web::{Json, Problem};

/// Most days of one answer: a quarter of a year.
const DAYS_MAX: i64 = 92;
/// Years for which a calendar makes sense.
const FIRST_YEAR: i32 = 2000;
const LAST_YEAR: i32 = 2199;
/// Days of an answer that nobody limited.
const DAYS_DEFAULT: i64 = 31;

/// Which part of the calendar.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// First date; without it today.
    pub from: Option<NaiveDate>,
    /// Last date, at most 92 days in all; without it 31 days.
    pub to: Option<NaiveDate>,
}

/// Days of the working calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDays {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Every date between them.
    pub days: Vec<CalendarDay>,
    /// The last date that anything is promised for: the year after it has not been announced yet.
    pub last_promised: Option<NaiveDate>,
}

/// One day of the working calendar.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarDay {
    /// The date.
    pub on: NaiveDate,
    /// The date as people read it.
    #[schema(example = "Thứ Bảy 28/11/2026")]
    pub words: String,
    /// Half-days on which teams may work, exceptional ones included.
    pub open: Vec<HalfDay>,
    /// Those of them that are open against the calendar.
    pub exceptional: Vec<HalfDay>,
    /// How sure this is; an estimate may still change.
    pub status: DayStatus,
    /// Name of the holiday or make-up day.
    pub label: Option<String>,
}

/// Registers the JSON URLs of half-days and of the calendar.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list_half_days).service(post_half_day).service(read_calendar);
}

/// Half-days that were opened against the calendar, with who and why.
#[utoipa::path(tag = "teams", params(Paging), responses((status = 200, body = Page<OpenedHalfDay>)))]
#[get("/api/v1/exceptional-half-days")]
pub async fn list_half_days(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let opened = desk.read(move |conn, _| store::list_half_days(conn, after, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(opened, limit, |opened| opened.id)))
}

/// Opens a half-day against the calendar.
#[utoipa::path(tag = "teams", request_body = NewHalfDay, responses((status = 201, body = OpenedHalfDay)))]
#[post("/api/v1/exceptional-half-days")]
pub async fn post_half_day(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewHalfDay>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        let opened = open_half_day(conn, &desk.calendar, &staff, &new, desk.now())?;
        let location = format!("/api/v1/exceptional-half-days/{}", opened.id);
        Ok::<_, OpenHalfDayError>(Answer::created(location, &opened))
    })
    .await
}

/// The working calendar: which half-days are open, and how sure that is.
#[utoipa::path(tag = "calendar", params(CalendarQuery), responses((status = 200, body = CalendarDays)))]
#[get("/api/v1/calendar")]
pub async fn read_calendar(desk: Data<Desk>, wanted: Query<CalendarQuery>) -> Result<HttpResponse, Problem> {
    let (from, to) = span(&wanted, desk.now().date())?;
    let exceptions = desk.read(move |conn, _| store::exceptional_half_days(conn, from, to)).await?;
    let dates = from.iter_days().take_while(|on| *on <= to);
    let days = dates.map(|on| day_of(&desk.calendar, on, &exceptions)).collect();
    Ok(HttpResponse::Ok().json(CalendarDays { from, to, days, last_promised: desk.calendar.last_promised() }))
}

impl From<OpenHalfDayError> for Problem {
    fn from(error: OpenHalfDayError) -> Self {
        let detail = format!("{error}.");
        let field = |pointer: &str, code: &str| Self::invalid(Vec::new()).field(pointer, code, detail.clone());
        match error {
            OpenHalfDayError::NotCityWide => Self::new(&crate::web::problem_types::NOT_ALLOWED).detail(detail),
            OpenHalfDayError::Past => field("/on", "past"),
            OpenHalfDayError::TooFar => field("/on", "range"),
            OpenHalfDayError::OpenAnyway(_) => field("/half_day", "open"),
            OpenHalfDayError::OpenedBefore(_) => field("/half_day", "opened-before"),
            OpenHalfDayError::Beyond(beyond) => beyond.into(),
            OpenHalfDayError::Reason => field("/reason", "length"),
            OpenHalfDayError::Store(error) => error.into(),
        }
    }
}

fn span(wanted: &CalendarQuery, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
    let wrong = |detail: String| Problem::invalid(vec![FieldProblem::new("/to", "range", detail)]);
    let from = wanted.from.unwrap_or(today);
    let usual = || from.checked_add_signed(Duration::days(DAYS_DEFAULT - 1));
    let to = wanted.to.or_else(usual).unwrap_or(from);
    if !(FIRST_YEAR..=LAST_YEAR).contains(&from.year()) {
        let detail = format!("Chỉ có lịch từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.");
        return Err(Problem::invalid(vec![FieldProblem::new("/from", "range", detail)]));
    }
    if to < from {
        return Err(wrong("Ngày cuối phải từ ngày đầu trở đi.".to_owned()));
    }
    if (to - from).num_days() >= DAYS_MAX {
        return Err(wrong(format!("Mỗi lần xem nhiều nhất {DAYS_MAX} ngày.")));
    }
    Ok((from, to))
}

fn day_of(calendar: &Calendar, on: NaiveDate, exceptions: &[ExceptionalHalfDay]) -> CalendarDay {
    let day = calendar.day(on);
    let halves = HalfDay::ALL.iter().copied();
    let open: Vec<HalfDay> = halves.filter(|half| calendar.is_open(on, *half, exceptions)).collect();
    let exceptional = open.iter().copied().filter(|half| !day.open.includes(*half)).collect();
    CalendarDay { on, words: long_date(on), open, exceptional, status: day.status, label: day.label }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceFiles;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_is_given_and_no_more() {
        let query = |from: &str, to: &str| CalendarQuery { from: Some(date(from)), to: Some(date(to)) };
        let today = date("2026-11-23");
        assert!(span(&query("2026-11-01", "2027-01-31"), today).is_ok());
        assert!(span(&query("2026-11-01", "2027-02-01"), today).is_err());
        assert!(span(&query("2026-11-02", "2026-11-01"), today).is_err());
        assert!(span(&query("+262142-12-30", "+262142-12-31"), today).is_err());
        assert_eq!(span(&CalendarQuery::default(), today).unwrap(), (today, date("2026-12-23")));
    }

    #[test]
    fn an_exceptional_half_day_is_open_and_marked() {
        let calendar = Calendar::load(&ReferenceFiles::embedded()).unwrap();
        let opened = ExceptionalHalfDay {
            on: date("2026-11-28"),
            half_day: HalfDay::Afternoon,
            opened_by: "Đỗ Thu Hà".to_owned(),
            reason: "Đợt cao điểm".to_owned(),
        };
        let saturday = day_of(&calendar, date("2026-11-28"), &[opened]);
        assert_eq!(saturday.words, "Thứ Bảy 28/11/2026");
        assert_eq!(saturday.open, [HalfDay::Morning, HalfDay::Afternoon]);
        assert_eq!(saturday.exceptional, [HalfDay::Afternoon]);
        let holiday = day_of(&calendar, date("2026-11-24"), &[]);
        assert_eq!((holiday.open, holiday.status), (vec![], DayStatus::Policy));
        assert_eq!(holiday.label.as_deref(), Some("Ngày Văn hóa Việt Nam"));
    }
}
