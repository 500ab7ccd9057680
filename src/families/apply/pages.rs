//! Filing a case, one question per page: what comes before the first question and after the last.
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::cases::case::State;
use crate::cases::triage::TriageDecision;
use crate::cases::verify::triaged;
use crate::cases::{Case, CaseTables};
use crate::db::StoreError;
use crate::desk::Desk;
use crate::families::apply::draft::{self, DraftError};
use crate::families::apply::send::SendError;
use crate::text::messages::Words;
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, View};

mod asked;
mod asking;
mod checking;
mod pause;
mod pin;
mod shown;
mod telling;
mod wards;

#[derive(Template)]
#[template(path = "families/apply/intro.html")]
struct IntroPage {
    frame: Frame,
    kept: String,
}

#[derive(Template)]
#[template(path = "families/apply/said.html")]
struct SaidPage {
    frame: Frame,
    title: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "families/apply/received.html")]
struct ReceivedPage {
    frame: Frame,
    case: Case,
    secret: String,
    link: String,
    next: String,
    chooses: bool,
    is_open: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    pause::urls(config);
    config.service(intro).service(begin).service(ended).service(received).service(asking::show).service(asking::take);
}

/// What will be asked, and that nothing is sent until the end.
#[get("/apply")]
async fn intro(desk: Data<Desk>, view: View) -> HttpResponse {
    let kept = view.words.with("apply-intro-kept", &[("hours", &desk.settings.families.draft_hours)]);
    page::show(&IntroPage { frame: Frame::for_family(view.words.say("apply-title"), view), kept })
}

/// Begins a draft.
#[post("/apply")]
async fn begin(desk: Data<Desk>) -> Result<HttpResponse, Problem> {
    let secret = desk.write(|conn, desk| draft::begin(conn, desk, desk.now())).await?;
    Ok(page::see_other(&format!("/apply/{secret}/who")))
}

/// Nothing was filed, and nothing is kept.
#[get("/apply/ended")]
async fn ended(view: View) -> HttpResponse {
    let words = view.words;
    let lines = vec![words.say("apply-ended-nothing"), words.say("apply-ended-later")];
    page::show(&said(view, words.say("apply-ended-title"), lines))
}

/// Code, link and what comes next, for who holds the secret.
#[get("/apply/received/{code}/{secret}")]
async fn received(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (code, secret) = path.into_inner();
    let own = secret.clone();
    let (case, triage) = desk.read(move |conn, desk| triaged(conn, desk, &code, own)).await?;
    let view_words = view.words;
    let is_open = matches!(case.state(), State::Filed | State::Verified);
    Ok(page::show(&ReceivedPage {
        frame: Frame::for_family(view.words.say("apply-received-title"), view),
        link: format!("{}/follow/{}/{secret}", desk.settings.server.public_url, case.code),
        next: view_words.with("apply-received-next-check", &[("ward", &tables.ward_name(&case.ward_code))]),
        chooses: is_open && triage.decision == TriageDecision::Visit,
        is_open,
        secret,
        case,
    }))
}

/// Nobody knows this draft, or its day is over: said kindly, with a way to begin again.
fn gone(desk: &Desk, view: View) -> HttpResponse {
    let words: Words = view.words;
    let hours = desk.settings.families.draft_hours;
    let lines = vec![words.with("apply-gone-why", &[("hours", &hours)]), words.say("apply-gone-sent")];
    page::with_status(StatusCode::NOT_FOUND, &said(view, words.say("apply-gone-title"), lines))
}

fn said(view: View, title: String, lines: Vec<String>) -> SaidPage {
    SaidPage { frame: Frame::for_family(title.clone(), view), title, lines }
}

impl From<DraftError> for Problem {
    fn from(error: DraftError) -> Self {
        let detail = format!("{error}.");
        match error {
            DraftError::Gone => Self::new(&types::NOT_FOUND).detail(detail),
            DraftError::TooLong => Self::new(&types::TOO_LARGE).detail(detail),
            DraftError::Busy => Self::new(&types::CONFLICT).detail(detail),
            DraftError::Store(error) => error.into(),
        }
    }
}

impl From<SendError> for Problem {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Draft(error) => error.into(),
            SendError::Incomplete => Self::new(&types::INVALID).detail("Còn câu chưa trả lời."),
            SendError::Open(error) => error.into(),
            SendError::Store(error) => StoreError::into(error),
        }
    }
}
