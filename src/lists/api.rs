//! Lists over JSON: brought as a file, looked at row by row, put right, confirmed, followed while they are carried out,
//! undone.
use actix_web::web::{Data, Path, Payload, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use data_encoding::BASE64;

use super::change::{self, Checked, Corrected, ListError};
use super::{list_subject, store};
use crate::accounts::Staff;
use crate::audit;
use crate::cases::CaseTables;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey, etag};
use crate::ids::ListId;
use crate::lists::RowVerdict;
use crate::lists::store::ListedRow;
use crate::web::answer::expected_version;
use crate::web::paging::Paging;
use crate::web::{Json, Problem};

mod bodies;

pub use bodies::FILE_NAME_MAX;
use bodies::{ChosenColumns, CorrectedRow, ListBody, ListRowBody, ListWithRows, NewList, Which};

/// Bytes of a body beside its file.
const BESIDE_BYTES: usize = 4_096;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(post_list).service(read_list).service(choose_columns).service(correct_row);
    config.service(confirm_list).service(undo_list);
}

/// Brings a list: CSV in UTF-8 or XLSX, in Base64. Nothing of it is filed before it is confirmed. The answer tells what
/// would become of its rows.
#[utoipa::path(
    tag = "lists",
    operation_id = "post_list",
    request_body = NewList,
    responses((status = 201, body = ListBody)),
)]
#[post("/api/v1/imports")]
pub async fn post_list(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    staff: Staff,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let limit = desk.settings.lists.file_bytes_max / 3 * 4 + BESIDE_BYTES;
    let new = Json::<NewList>::of(&request, body, limit).await?;
    let key = IdempotencyKey::of(&request, &*new)?;
    if let Some(answer) = desk.answered_before(key.clone()).await? {
        return Ok(answer);
    }
    let wrong = |detail: String| Problem::invalid(vec![FieldProblem::new("/content", "format", detail)]);
    let NewList { file_name, content } = new.into_inner();
    if !(1..=FILE_NAME_MAX).contains(&file_name.chars().count()) {
        let detail = format!("Tên tệp cần từ 1 đến {FILE_NAME_MAX} ký tự.");
        return Err(Problem::invalid(vec![FieldProblem::new("/file_name", "length", detail)]));
    }
    let file = BASE64.decode(content.as_bytes()).map_err(|_| wrong("Ghi tệp theo Base64.".to_owned()))?;
    let by = staff.clone();
    let read = move |conn: &mut _, desk: &Desk| change::read(conn, desk, &tables, &by, &file_name, &file);
    let checked = desk.read(read).await.map_err(|error| match error {
        ListError::File(error) => wrong(format!("{error}.")),
        other => other.into(),
    })?;
    let add = move |conn: &mut _, desk: &Desk| -> Result<Answer, ListError> {
        let id = change::add(conn, desk, &staff, &checked)?;
        let list = change::find(conn, &staff, id)?;
        let body = ListBody::of(conn, desk, &list)?;
        Ok(Answer::created(format!("/api/v1/imports/{id}"), &body).version(body.version))
    };
    desk.once(key, add).await
}

/// How far a list is, what its headings mean, and a page of its rows with the verdict on each. The look is noted in the
/// log.
#[utoipa::path(
    tag = "lists",
    operation_id = "read_list",
    params(("id" = i64, Path, description = "Number of the list"), Which, Paging),
    responses((status = 200, body = ListWithRows)),
)]
#[get("/api/v1/imports/{id}")]
pub async fn read_list(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<ListId>,
    which: Query<Which>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let (id, (after, limit)) = (*id, paging.read()?);
    let read = move |conn: &mut _, desk: &Desk| -> Result<ListWithRows, ListError> {
        let list = change::find(conn, &staff, id)?;
        audit::note(conn, Some(&staff), audit::Action::LookInList, &list_subject(id), None, desk.now())?;
        let content = store::content(conn, &desk.vault, id)?.unwrap_or_default();
        let one = which.verdict.map(|verdict| vec![verdict]);
        let verdicts = one.as_deref().unwrap_or(RowVerdict::ALL);
        let rows = store::rows(conn, &desk.vault, id, verdicts, after.unsigned_abs(), limit + 1)?;
        Ok(ListWithRows::of(ListBody::of(conn, desk, &list)?, &content, rows, limit))
    };
    let body = desk.write(read).await?;
    Ok(HttpResponse::Ok().insert_header(("etag", etag(body.list.version))).json(body))
}

/// Says what the headings of a list mean; headings that nobody understands are remembered for the lists to come. All rows
/// are looked at anew.
#[utoipa::path(
    tag = "lists",
    operation_id = "choose_columns",
    params(("id" = i64, Path, description = "Number of the list")),
    request_body = ChosenColumns,
    responses((status = 200, body = ListBody)),
)]
#[post("/api/v1/imports/{id}/columns")]
pub async fn choose_columns(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    staff: Staff,
    id: Path<ListId>,
    chosen: Json<ChosenColumns>,
) -> Result<HttpResponse, Problem> {
    let (id, version) = (*id, expected_version(&request)?);
    let key = IdempotencyKey::of(&request, &*chosen)?;
    if let Some(answer) = desk.answered_before(key.clone()).await? {
        return Ok(answer);
    }
    let (by, columns) = (staff.clone(), chosen.into_inner().columns);
    let read = move |conn: &mut _, desk: &Desk| change::with_columns(conn, desk, &tables, &by, id, version, columns);
    let checked = desk.read(read).await.map_err(|error| match error {
        ListError::File(error) => Problem::invalid(vec![FieldProblem::new("/columns", "format", format!("{error}."))]),
        other => other.into(),
    })?;
    let put = move |conn: &mut _, desk: &Desk| -> Result<Answer, ListError> {
        change::put(conn, desk, &staff, id, version, &checked)?;
        answer(conn, desk, &staff, id)
    };
    desk.once(key, put).await
}

/// Puts other cells into a row, and looks at all rows anew; the answer is the verdict on this one. A row that is still
/// refused is kept as it was sent.
#[utoipa::path(
    tag = "lists",
    operation_id = "correct_row",
    params(
        ("id" = i64, Path, description = "Number of the list"),
        ("line" = i64, Path, description = "Line of the row in the file"),
    ),
    request_body = CorrectedRow,
    responses((status = 200, body = ListRowBody)),
)]
#[put("/api/v1/imports/{id}/rows/{line}")]
pub async fn correct_row(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    staff: Staff,
    at: Path<(ListId, u64)>,
    corrected: Json<CorrectedRow>,
) -> Result<HttpResponse, Problem> {
    let ((id, line), version) = (*at, expected_version(&request)?);
    let (by, row) = (staff.clone(), Corrected { line, cells: corrected.into_inner().cells });
    let read = move |conn: &mut _, desk: &Desk| change::with_row(conn, desk, &tables, &by, id, version, &row);
    let checked: Checked = desk.read(read).await?;
    let put = move |conn: &mut _, desk: &Desk| -> Result<(i32, ListRowBody), ListError> {
        change::put(conn, desk, &staff, id, version, &checked)?;
        let list = change::find(conn, &staff, id)?;
        let content = store::content(conn, &desk.vault, id)?.unwrap_or_default();
        let before = line.checked_sub(1).ok_or(ListError::NotFound)?;
        let row: Option<ListedRow> = store::rows(conn, &desk.vault, id, RowVerdict::ALL, before, 1)?.pop();
        let row = row.filter(|row| row.line == line).ok_or(ListError::NotFound)?;
        Ok((list.version, ListRowBody::of(row, &content)))
    };
    let (version, body) = desk.write(put).await?;
    Ok(HttpResponse::Ok().insert_header(("etag", etag(version))).json(body))
}

/// Confirms a list as it was read: its good rows become cases, one household after the other, beside everything else.
/// `rows_done` tells how far that is.
#[utoipa::path(
    tag = "lists",
    operation_id = "confirm_list",
    params(("id" = i64, Path, description = "Number of the list")),
    responses((status = 200, body = ListBody)),
)]
#[post("/api/v1/imports/{id}/confirmation")]
pub async fn confirm_list(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<ListId>,
) -> Result<HttpResponse, Problem> {
    let (id, version, key) = (*id, expected_version(&request)?, IdempotencyKey::of(&request, &())?);
    let confirm = move |conn: &mut _, desk: &Desk| -> Result<Answer, ListError> {
        change::confirm(conn, desk, &staff, id, version)?;
        answer(conn, desk, &staff, id)
    };
    desk.once(key, confirm).await
}

/// Undoes a list that was carried out, as long as its time for that is not over: the cases that nobody has touched are
/// withdrawn, the others stay, and their rows say why.
#[utoipa::path(
    tag = "lists",
    operation_id = "undo_list",
    params(("id" = i64, Path, description = "Number of the list")),
    responses((status = 200, body = ListBody)),
)]
#[post("/api/v1/imports/{id}/undo")]
pub async fn undo_list(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<ListId>,
) -> Result<HttpResponse, Problem> {
    let (id, key) = (*id, IdempotencyKey::of(&request, &())?);
    let undo = move |conn: &mut _, desk: &Desk| -> Result<Answer, ListError> {
        change::ask_to_undo(conn, desk, &staff, id)?;
        answer(conn, desk, &staff, id)
    };
    desk.once(key, undo).await
}

fn answer(conn: &mut DbConn, desk: &Desk, staff: &Staff, id: ListId) -> Result<Answer, ListError> {
    let list = change::find(conn, staff, id)?;
    Ok(Answer::ok(&ListBody::of(conn, desk, &list)?).version(list.version))
}
