//! The log over JSON.
use actix_web::HttpResponse;
use actix_web::get;
use actix_web::web::{Data, Query, ServiceConfig};

use super::read::{Narrowed, ReadEntry, read};
use crate::accounts::Staff;
use crate::desk::Desk;
use crate::web::Problem;
use crate::web::paging::{Page, Paging};

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(entries);
}

/// The log of looks and changes, newest first.
#[utoipa::path(
    tag = "audit",
    operation_id = "audit_entries",
    params(Narrowed, Paging),
    responses((status = 200, body = Page<ReadEntry>)),
)]
#[get("/api/v1/audit-entries")]
pub async fn entries(
    desk: Data<Desk>,
    staff: Staff,
    narrowed: Query<Narrowed>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let (cursor, limit) = paging.read()?;
    let before = Some(cursor).filter(|cursor| *cursor > 0);
    let read = desk.write(move |conn, desk| read(conn, desk, &staff, &narrowed, before, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(read, limit, |entry| entry.id)))
}
