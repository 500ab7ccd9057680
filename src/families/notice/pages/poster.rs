//! The notice of a ward on one sheet of A4, with a QR code of its page.
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use crate::booking::Board;
use crate::desk::Desk;
use crate::families::notice::pages::ward::{Access, find_ward, schedule_of};
use crate::families::notice::schedule::Schedules;
use crate::families::notice::{FactSentences, Facts};
use crate::geography::wards::Ward;
use crate::text::dates::short_date;
use crate::web::page::{self, Frame};
use crate::web::problem_types::NOT_FOUND;
use crate::web::qr;
use crate::web::{Problem, View};

/// A poster hangs for weeks; so many Saturdays are printed on it.
const SATURDAYS: usize = 4;

#[derive(Template)]
#[template(path = "families/poster.html")]
struct PosterPage {
    frame: Frame,
    ward: Ward,
    facts: FactSentences,
    /// Where the QR code leads, whole and without its path.
    address: String,
    host: String,
    saturdays: Vec<String>,
    access: Access,
}

/// More telephones do not fit on the sheet, and nobody reads them.
const LINES_MAX: usize = 4;

/// The sheet.
#[get("/phuong/{ward}/poster")]
async fn poster(
    desk: Data<Desk>,
    board: Data<Board>,
    schedules: Data<Schedules>,
    code: Path<String>,
    view: View,
) -> Result<HttpResponse, Problem> {
    let ward = find_ward(&board.reference.geography, &code)?.clone();
    let schedule = schedule_of(&desk, board.clone(), &schedules, &ward.code).await?;
    let facts = Facts::of(&board.reference, &desk.calendar, desk.now().date(), Some(&ward.code));
    let words = view.words;
    let mut facts = facts.sentences(words).with_teams(&schedule.teams);
    facts.lines.truncate(LINES_MAX);
    Ok(page::show(&PosterPage {
        frame: Frame::for_family(words.with("notice-poster-title", &[("ward", &ward.name)]), view),
        facts,
        address: address_of(&desk, &ward),
        host: desk.settings.server.public_url.clone(),
        saturdays: schedule.saturdays().into_iter().take(SATURDAYS).map(short_date).collect(),
        access: Access::of(&board.reference.geography, &ward.code),
        ward,
    }))
}

/// The QR code of a ward's page, a picture of its own because the content policy allows nothing inline.
#[get("/phuong/{ward}/qr.svg")]
async fn qr_code(desk: Data<Desk>, board: Data<Board>, code: Path<String>) -> Result<HttpResponse, Problem> {
    let ward = find_ward(&board.reference.geography, &code)?;
    let picture = qr::svg_of(&address_of(&desk, ward)).ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(HttpResponse::Ok().insert_header(kind).body(picture))
}

fn address_of(desk: &Desk, ward: &Ward) -> String {
    format!("{}/phuong/{}", desk.settings.server.public_url, ward.code)
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(poster).service(qr_code);
}
