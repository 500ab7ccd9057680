//! Cases over JSON: file, list, read. Deciding and correcting have consequences for visits: `booking::api::deciding`,
//! `visits::api::correcting`.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::CaseTables;
use super::filing::{self, FileCaseError};
use super::find::{FindCaseError, Reader};
use super::new_case::NewCase;
use super::read::{self, ListError, Search};
use crate::accounts::{Identity, Staff};
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::paging::{Page, Paging};
use crate::web::{Json, Problem};

pub mod answering;
mod bodies;
mod filter;
pub mod noting;
mod parts;
mod problems;
#[cfg(test)]
mod tests;

pub use bodies::{CaseBody, CaseFiled, CaseLine};
pub use filter::CaseFilter;
pub use parts::{ApplicantBody, ConsentBody, TriageBody, WardBody};
pub use problems::sentence;

/// The header that opens a case for its family.
pub const SECRET_HEADER: &str = "X-Case-Secret";

/// Files a case. The secret is told once; with `Idempotency-Key` a repeat gets the same answer.
#[utoipa::path(
    tag = "cases",
    operation_id = "file_case",
    request_body = NewCase,
    responses((status = 201, body = CaseFiled)),
)]
#[post("/api/v1/cases")]
pub async fn file_case(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    who: Identity,
    new: Json<NewCase>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of_key_or_content(&request, &*new)?;
    let tables = tables.into_inner();
    let read = filing::read(&tables, staff_of(&who), &new, desk.now());
    desk.once(key, move |conn, desk| {
        let staff = staff_of(&who);
        // Told from within: whoever used the key before is answered first.
        let opened = filing::file(conn, desk, &tables, staff, read.as_ref().map_err(Clone::clone)?)?;
        let location = format!("/api/v1/cases/{}", opened.case.code);
        let version = opened.case.version;
        Ok::<_, FileCaseError>(
            Answer::created(location, &CaseFiled::of(&opened, &tables, staff.is_some())).version(version),
        )
    })
    .await
}

/// Cases in the order they came in. Each case shown leaves an audit entry.
#[utoipa::path(
    tag = "cases",
    operation_id = "list_cases",
    params(CaseFilter),
    responses((status = 200, body = Page<CaseLine>)),
)]
#[get("/api/v1/cases")]
pub async fn list(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    filter: Query<CaseFilter>,
) -> Result<HttpResponse, Problem> {
    let filter = filter.into_inner();
    let paging = Paging { cursor: filter.cursor, limit: filter.limit };
    let (after, limit) = paging.read()?;
    let search = Search {
        ward_code: filter.ward,
        state: filter.state,
        waits_for: filter.waits_for,
        q: filter.q,
        after,
        limit: limit + 1,
        ..Search::default()
    };
    let tables = tables.into_inner();
    let lines = desk
        .write(move |conn, desk| {
            let found = read::list(conn, desk, &tables, &staff, &search)?;
            let page = Page::of(found, limit, |listed| listed.case.id);
            read::note_looks(conn, desk, &staff, &page.items)?;
            Ok::<_, ListError>(page.map(|listed| CaseLine::of(&listed, &tables)))
        })
        .await?;
    Ok(HttpResponse::Ok().json(lines))
}

/// One case, for staff or with its secret. Staff leave an audit entry.
#[utoipa::path(
    tag = "cases",
    operation_id = "read_case",
    params(("code" = String, Path, description = "Public code", example = "K7MQ-2XPT")),
    responses((status = 200, body = CaseBody)),
)]
#[get("/api/v1/cases/{code}")]
pub async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let tables = tables.into_inner();
    let body = desk
        .write(move |conn, desk| {
            let file = read::one(conn, desk, &code, &reader)?;
            Ok::<_, FindCaseError>(CaseBody::of(&file, &tables))
        })
        .await?;
    let etag = crate::idempotency::etag(body.version);
    Ok(HttpResponse::Ok().insert_header(("ETag", etag)).json(body))
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(file_case).service(list).service(show).service(answering::answer_question);
    config.service(noting::note_about_case);
}

/// The staff who ask, if it is staff.
pub fn staff_of(who: &Identity) -> Option<&Staff> {
    match who {
        Identity::Public => None,
        Identity::Staff(staff) => Some(staff),
    }
}

/// A secret opens one case whoever sends it; without one, staff read as staff and the public reads nothing.
pub fn reader(request: &HttpRequest, who: Identity) -> Reader {
    let secret = request.headers().get(SECRET_HEADER).and_then(|value| value.to_str().ok());
    match (secret, who) {
        (None, Identity::Staff(staff)) => Reader::Staff(staff),
        (secret, _) => Reader::Family(secret.unwrap_or_default().to_owned()),
    }
}
