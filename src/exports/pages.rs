//! The page on which somebody chooses what to take away, and where the file is fetched.
use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::api::made;
use super::asked::days;
use super::export::{Exported, check};
use super::{ExportFormat, ExportKind, ExportWish, ticket};
use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::cases::case::State;
use crate::desk::Desk;
use crate::ids::DutyId;
use crate::text::dates::{parse_date, short_date};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

type Choices = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "exports/new.html")]
struct ExportPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    kinds: Choices,
    formats: Choices,
    states: Choices,
    wards: Choices,
    rows_max: usize,
    days_max: i64,
    minutes: i64,
}

/// What a link to the page has chosen already.
#[derive(Debug, Deserialize)]
struct Chosen {
    kind: Option<String>,
    duty_id: Option<DutyId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// `?ticket=…`
#[derive(Debug, Deserialize)]
struct Fetched {
    #[serde(default)]
    ticket: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(choose).service(send).service(fetch);
}

#[get("/exports")]
async fn choose(desk: Data<Desk>, board: Data<Board>, staff: Staff, chosen: Query<Chosen>) -> HttpResponse {
    let kind = chosen.kind.as_deref().and_then(|kind| kind.parse().ok()).unwrap_or(ExportKind::Cases);
    let date = |on: Option<NaiveDate>| on.map(short_date).unwrap_or_default();
    let typed = Typed::default()
        .or("kind", kind.code())
        .or("format", ExportFormat::Xlsx.code())
        .or("from", date(chosen.from))
        .or("to", date(chosen.to))
        .or("duty_id", chosen.duty_id.map(|id| id.to_string()).unwrap_or_default());
    export_page(&desk, &board, &staff, typed, Mistakes::default())
}

#[post("/exports")]
async fn send(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let wish = match read(&typed) {
        Ok(wish) => wish,
        Err(mistakes) => return Ok(export_page(&desk, &board, &staff, typed, mistakes)),
    };
    if let Err(refusal) = check(&desk, &board, &staff, &wish) {
        let mistakes = Mistakes::to_mend(refusal.into())?;
        return Ok(export_page(&desk, &board, &staff, typed, mistakes));
    }
    let ticket = desk.write(move |conn, desk| ticket::issue(conn, desk, &staff, &wish)).await?;
    let query = serde_urlencoded::to_string([("ticket", ticket)]).map_err(|_| Problem::new(&types::INTERNAL))?;
    Ok(page::see_other(&format!("/exports/file?{query}")))
}

#[get("/exports/file")]
async fn fetch(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    fetched: Query<Fetched>,
) -> Result<HttpResponse, Problem> {
    let over = || Problem::new(&types::NOT_FOUND).detail("Hết hạn tải tệp này; chọn lại ở trang “Tải danh sách về”.");
    let wish = ticket::redeem(&desk, &staff, &fetched.ticket).ok_or_else(over)?;
    let Exported { file_name, format, bytes, .. } = made(desk, board, staff, wish).await?;
    let kind = match format {
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header(("content-disposition", format!("attachment; filename=\"{file_name}\"")))
        .insert_header(("cache-control", "no-store"))
        .body(bytes))
}

fn export_page(desk: &Desk, board: &Board, staff: &Staff, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let choice = |code: &str, label: &str| (code.to_owned(), label.to_owned());
    let wards = board.reference.geography.wards.iter();
    let wards = wards.filter(|ward| staff.may_in_ward(Permission::ReadCases, ward.code.as_str()));
    let limits = &desk.settings.exports;
    let shown = ExportPage {
        frame: Frame::for_staff("Tải danh sách về", staff).with(&mistakes),
        kinds: ExportKind::ALL.iter().map(|one| choice(one.code(), &with_days(desk, *one))).collect(),
        formats: vec![
            choice("xlsx", "XLSX, cho Excel và LibreOffice: giữ số 0 ở đầu"),
            choice("csv", "CSV, cho phần mềm khác"),
        ],
        states: State::ALL.iter().map(|one| choice(one.code(), one.label())).collect(),
        wards: wards.map(|ward| choice(ward.code.as_str(), &ward.name)).collect(),
        rows_max: limits.rows_max,
        days_max: limits.days_max,
        minutes: chrono::Duration::from(limits.ticket_secs).num_minutes(),
        typed,
        mistakes: mistakes.clone(),
    };
    page::page(&shown, &mistakes)
}

/// "lịch đến nhà (không ghi ngày: 23/11/2026–29/11/2026)".
fn with_days(desk: &Desk, kind: ExportKind) -> String {
    let label = kind.label();
    let (from, to) = days(desk.now().date(), &ExportWish::of(kind, ExportFormat::Xlsx));
    match kind {
        ExportKind::Calls | ExportKind::WaitingList => format!("{label} (như đang có)"),
        ExportKind::Roster => format!("{label}, của một ngày hay một ca (không ghi ngày: {})", short_date(from)),
        ExportKind::Cases => {
            format!("{label}, theo ngày nhận (không ghi ngày: {}–{})", short_date(from), short_date(to))
        }
        _ => format!("{label} (không ghi ngày: {}–{})", short_date(from), short_date(to)),
    }
}

fn read(typed: &Typed) -> Result<ExportWish, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut date = |name: &str| {
        let read = typed.some(name).map(|text| parse_date(&text)).transpose();
        read.map_err(|error| mistakes.add(name, error.to_string())).ok().flatten()
    };
    let (from, to) = (date("from"), date("to"));
    let Ok(kind) = typed.get("kind").parse::<ExportKind>() else {
        mistakes.add("kind", "Chọn một danh sách.");
        return Err(mistakes);
    };
    let Ok(format) = typed.get("format").parse::<ExportFormat>() else {
        mistakes.add("format", "Chọn dạng tệp.");
        return Err(mistakes);
    };
    let duty_id = typed.some("duty_id").map(|text| text.parse::<i64>());
    if matches!(duty_id, Some(Err(_))) {
        mistakes.add("duty_id", "Ghi số của ca, ví dụ 12.");
    }
    if mistakes.any() {
        return Err(mistakes);
    }
    Ok(ExportWish {
        from,
        to,
        ward_codes: typed.all("ward_codes").into_iter().filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        state: typed.get("state").parse().ok(),
        duty_id: duty_id.and_then(Result::ok).map(DutyId),
        with_health: typed.is("with_health", "yes"),
        reason: typed.some("reason"),
        ..ExportWish::of(kind, format)
    })
}
