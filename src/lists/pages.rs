//! Pages of lists: bring one, look at it row by row, put it right, have it carried out, undo it, keep its report.
use actix_web::http::header;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::change::{self, ListError};
use super::{List, store};
use crate::accounts::{Permission, Staff};
use crate::cases::CaseTables;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::ids::ListId;
use crate::text::dates::{clock_time, short_date};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::upload::Upload;

mod columns;
mod report;
mod row;
mod shown;

use shown::list_page;

/// Lists that are shown.
const LISTS_SHOWN: i64 = 30;

#[derive(Template)]
#[template(path = "lists/lists.html")]
struct ListsPage {
    frame: Frame,
    lists: Vec<List>,
}

#[derive(Template)]
#[template(path = "lists/new.html")]
struct NewPage {
    frame: Frame,
    mistakes: Mistakes,
    rows_max: usize,
    megabytes_max: usize,
}

/// Which rows are shown, and behind which line.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Which {
    show: Option<String>,
    after: Option<u64>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(lists).service(new).service(upload).service(report::report);
    config
        .service(show)
        .service(columns::choose)
        .service(row::show)
        .service(row::correct)
        .service(confirm)
        .service(undo);
}

#[get("/imports")]
async fn lists(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Nhập danh sách", &staff);
    let of = (!staff.may_everywhere(Permission::EditCases)).then_some(staff.account_id);
    let lists = desk.read(move |conn, _| -> StoreResult<_> { store::newest(conn, of, LISTS_SHOWN) }).await?;
    Ok(page::show(&ListsPage { frame, lists }))
}

#[get("/imports/new")]
async fn new(desk: Data<Desk>, staff: Staff) -> HttpResponse {
    new_page(&desk, &staff, Mistakes::default())
}

fn new_page(desk: &Desk, staff: &Staff, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::for_staff("Nhập danh sách hộ", staff).with(&mistakes);
    let most = &desk.settings.lists;
    let (rows_max, megabytes_max) = (most.rows_max, most.file_bytes_max >> 20);
    page::page(&NewPage { frame, mistakes: mistakes.clone(), rows_max, megabytes_max }, &mistakes)
}

#[post("/imports")]
async fn upload(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let mut mistakes = Mistakes::default();
    let Some(file) = upload.file else {
        mistakes.add("file", "Chọn tệp danh sách.");
        return Ok(new_page(&desk, &staff, mistakes));
    };
    let by = staff.clone();
    let read = move |conn: &mut _, desk: &Desk| change::read(conn, desk, &tables, &by, &file.name, &file.bytes);
    let checked = match desk.read(read).await {
        Ok(checked) => checked,
        Err(ListError::File(error)) => {
            mistakes.add("file", format!("{error}."));
            return Ok(new_page(&desk, &staff, mistakes));
        }
        Err(error) => return Err(error.into()),
    };
    let id = desk.write(move |conn, desk| change::add(conn, desk, &staff, &checked)).await?;
    Ok(page::see_other(&format!("/imports/{id}")))
}

#[get("/imports/{id}")]
async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    id: Path<ListId>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    list_page(&desk, &tables, staff, *id, which.into_inner(), Mistakes::default()).await
}

#[post("/imports/{id}/confirmation")]
async fn confirm(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    id: Path<ListId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (id, by, version) = (*id, staff.clone(), version(&Typed::new(given.into_inner())));
    match desk.write(move |conn, desk| change::confirm(conn, desk, &by, id, version)).await {
        Ok(()) => Ok(page::see_other(&format!("/imports/{id}"))),
        Err(error) => list_page(&desk, &tables, staff, id, Which::default(), mended(error)?).await,
    }
}

#[post("/imports/{id}/undo")]
async fn undo(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    id: Path<ListId>,
) -> Result<HttpResponse, Problem> {
    let (id, by) = (*id, staff.clone());
    match desk.write(move |conn, desk| change::ask_to_undo(conn, desk, &by, id)).await {
        Ok(()) => Ok(page::see_other(&format!("/imports/{id}"))),
        Err(error) => list_page(&desk, &tables, staff, id, Which::default(), mended(error)?).await,
    }
}

/// The version of the list that the form was made for.
fn version(typed: &Typed) -> i32 {
    typed.get("version").parse().unwrap_or(0)
}

/// What the page of the list says of a refusal; what no other input would mend is a page of its own.
fn mended(error: ListError) -> Result<Mistakes, Problem> {
    Mistakes::to_mend(error.into())
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::new(&types::NOT_FOUND),
            ListError::Changed => Self::new(&types::OUT_OF_DATE).detail(error.to_string()),
            ListError::Store(error) => error.into(),
            refusal => Self::new(&types::CONFLICT).detail(refusal.to_string()),
        }
    }
}

impl List {
    fn brought(&self) -> String {
        format!("{} {}", clock_time(self.created_at.in_vietnam().time()), short_date(self.created_at.date()))
    }

    fn until(&self) -> String {
        format!("{} {}", clock_time(self.expires_at.in_vietnam().time()), short_date(self.expires_at.date()))
    }
}

/// A page that is to be looked at again by itself, with or without scripts.
fn again(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(header::REFRESH, header::HeaderValue::from_static("3"));
    response
}
