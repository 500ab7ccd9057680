//! "A moment, please": asked for while a burst of new cases is seen. A solved or waited-out challenge buys a pass.
use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use crate::cases::CaseTables;
use crate::cases::tables::HotLine;
use crate::desk::Desk;
use crate::web::form::{Mistakes, Typed};
use crate::web::limits::Limits;
use crate::web::own_address::is_own;
use crate::web::page::{self, Frame};
use crate::web::passes::{self, Challenge, PASS_COOKIE, Refused};
use crate::web::{Problem, View, cookies};

#[derive(Template)]
#[template(path = "families/pause.html")]
struct PausePage {
    frame: Frame,
    mistakes: Mistakes,
    next: String,
    challenge: Challenge,
    minutes: i64,
    hot_lines: Vec<HotLine>,
}

/// `?next=/apply`
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    next: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(ask).service(redeem);
}

#[get("/pause")]
async fn ask(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    limits: Data<Limits>,
    view: View,
    wanted: Query<Wanted>,
) -> HttpResponse {
    let next = own(&wanted.next);
    if !limits.in_burst(desk.now()) {
        return page::see_other(next);
    }
    PausePage::answer(
        view,
        &desk,
        &tables,
        next,
        passes::challenge(&desk, limits.level(desk.now())),
        Mistakes::default(),
    )
}

#[post("/pause")]
async fn redeem(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    limits: Data<Limits>,
    view: View,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let next = own(typed.get("next")).to_owned();
    if !limits.in_burst(desk.now()) {
        return Ok(page::see_other(&next));
    }
    let (challenge, answer) = (typed.get("challenge").to_owned(), typed.get("answer").to_owned());
    let asked = challenge.clone();
    let bought = desk.write(move |conn, desk| passes::redeem(conn, desk, &asked, &answer)).await?;
    let mut mistakes = Mistakes::default();
    let fresh = || passes::challenge(&desk, limits.level(desk.now()));
    let challenge = match bought {
        Ok(pass) => {
            let mut response = page::see_other(&next);
            let _ = response.add_cookie(&cookies::build(&desk, PASS_COOKIE, pass).finish());
            return Ok(response);
        }
        Err(Refused::NotYet(secs)) => {
            let minutes = (secs + 59) / 60;
            mistakes.whole = Some(view.words.with("limits-not-yet", &[("minutes", &minutes)]));
            Challenge { text: challenge, ..fresh() }
        }
        Err(Refused::Worthless) => {
            mistakes.whole = Some(view.words.say("limits-worthless"));
            fresh()
        }
    };
    Ok(PausePage::answer(view, &desk, &tables, &next, challenge, mistakes))
}

impl PausePage {
    fn answer(
        view: View,
        desk: &Desk,
        tables: &CaseTables,
        next: &str,
        challenge: Challenge,
        mistakes: Mistakes,
    ) -> HttpResponse {
        let frame = Frame::for_family(view.words.say("limits-pause-title"), view).with(&mistakes);
        let limits = &desk.settings.limits;
        let page = Self {
            frame,
            mistakes: mistakes.clone(),
            next: next.to_owned(),
            challenge,
            minutes: limits.work_wait_minutes,
            hot_lines: tables.hot_lines_of(None),
        };
        page::page(&page, &mistakes)
    }
}

fn own(next: &str) -> &str {
    if is_own(next) { next } else { "/" }
}
