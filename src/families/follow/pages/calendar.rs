//! The appointment for a family's own calendar: the entry that its mails carry, as a file.
use actix_web::http::header;
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};

use super::Link;
use crate::cases::find::FindCaseError;
use crate::desk::Desk;
use crate::visits::emails;
use crate::visits::follow;
use crate::web::problem_types::NOT_FOUND;
use crate::web::{Problem, View};

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(calendar);
}

#[get("/follow/{code}/{secret}/calendar.ics")]
async fn calendar(desk: Data<Desk>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    let link = link.into_inner();
    let words = view.words;
    let entry = desk
        .read(move |conn, desk| {
            let case = link.find(conn)?;
            let followed = follow::follow(conn, desk, case)?;
            let held = followed.visits.iter().map(|one| &one.visit).find(|visit| visit.is_open());
            Ok::<_, FindCaseError>(
                held.and_then(|visit| emails::entry(desk, words, &followed.case, &followed.household, visit)),
            )
        })
        .await?;
    let ics = entry.ok_or_else(|| Problem::new(&NOT_FOUND).detail("Hồ sơ này chưa có buổi nào."))?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"lich-hen.ics\""))
        .body(ics))
}
