//! The public notice board: who, what, how much, how long, whom to call. Never a household (R34).
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::kinds::Procedure;
use crate::cases::pages::plain_words;
use crate::cases::tables::HotLine;
use crate::text::dates::short_date;
use crate::web::page::{self, Frame};
use crate::web::{Desk, View};

#[derive(Template)]
#[template(path = "families/start.html")]
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
async fn start(desk: Data<Desk>, tables: Data<CaseTables>, view: View) -> HttpResponse {
    let today = desk.now().date();
    let fee = |procedure: &Procedure| (plain_words(*procedure), tables.fees.sentence_on(*procedure, today));
    page::show(&StartPage {
        frame: Frame::for_family(view.words.say("start-title"), view),
        today: short_date(today),
        fees: COMMON.iter().map(fee).collect(),
        hot_lines: tables.hot_lines.to_vec(),
        province: tables.places.province.name.clone(),
    })
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(start);
}
