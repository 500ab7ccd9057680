//! "Mất mật mã?": the code alone brings a mail to the address on file, or nothing; the page says the same either way.
use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use crate::cases::CaseTables;
use crate::cases::tables::HotLine;
use crate::desk::Desk;
use crate::dice::read_code;
use crate::families::secrets;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/lost.html")]
struct LostPage {
    frame: Frame,
    sent: bool,
    typed: Typed,
    mistakes: Mistakes,
    hot_lines: Vec<HotLine>,
}

/// `?code=…`: filled in; `?sent=1`: somebody has asked.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    code: String,
    sent: Option<u8>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(ask);
}

#[get("/follow/lost")]
async fn form(tables: Data<CaseTables>, view: View, wanted: Query<Wanted>) -> HttpResponse {
    let typed = Typed::default().or("code", wanted.code.clone());
    lost_page(&tables, view, wanted.sent.is_some(), typed, Mistakes::default())
}

#[post("/follow/lost")]
async fn ask(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let mut mistakes = Mistakes::default();
    // That it cannot be a code at all is seen without knowing any case.
    let Some(code) = read_code(typed.get("code")) else {
        mistakes.add("code", view.words.say("lost-code-wrong"));
        return Ok(lost_page(&tables, view, false, typed, mistakes));
    };
    desk.write(move |conn, desk| secrets::mail_further(conn, desk, &code)).await?;
    Ok(page::see_other("/follow/lost?sent=1"))
}

fn lost_page(tables: &CaseTables, view: View, sent: bool, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::for_family(view.words.say("lost-title"), view).with(&mistakes);
    let hot_lines = tables.hot_lines_of(None);
    page::page(&LostPage { frame, sent, typed, mistakes: mistakes.clone(), hot_lines }, &mistakes)
}
