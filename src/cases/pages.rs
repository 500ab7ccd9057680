//! Pages of cases: the public notice board, filing a case, the dispatcher's list and file.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use super::CaseTables;
use super::kinds::Procedure;
use super::tables::HotLine;
use crate::accounts::Identity;
use crate::text::dates::short_date;
use crate::web::Desk;
use crate::web::page::{self, Frame};

pub mod deciding;
mod filing;
mod form;
mod list;
#[cfg(test)]
mod tests;

/// The notice board: who, what, how much, how long, whom to call. Never a household (R34).
#[derive(Template)]
#[template(path = "cases/start.html")]
struct StartPage {
    frame: Frame,
    today: String,
    fees: Vec<(&'static str, String)>,
    hot_lines: Vec<HotLine>,
    province: String,
}

/// What families ask for most, in the words of the form.
const COMMON: [Procedure; 5] =
    [Procedure::First, Procedure::CccdToCc, Procedure::Age, Procedure::Child6To13, Procedure::Lost];

/// The start page.
#[get("/")]
pub async fn start(desk: Data<Desk>, tables: Data<CaseTables>, who: Identity) -> HttpResponse {
    let today = desk.now().date();
    let fee = |procedure: &Procedure| (form::plain_words(*procedure), tables.fees.sentence_on(*procedure, today));
    page::show(&StartPage {
        frame: Frame::for_anyone("Làm căn cước tại nhà", &who),
        today: short_date(today),
        fees: COMMON.iter().map(fee).collect(),
        hot_lines: tables.hot_lines.to_vec(),
        province: tables.places.province.name.clone(),
    })
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config
        .service(start)
        .service(filing::form_page)
        .service(filing::send)
        .service(filing::received)
        .service(list::list)
        .service(deciding::show);
}
