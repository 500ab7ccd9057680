//! One minute of feedback after a visit.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Permission;
use crate::cases::data_request::DataRequestKind;
use crate::cases::find::{self, FindCaseError, Reader};
use crate::cases::store::data_request_of;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::families::feedback::{self, Ease, Feedback, FeedbackText, GiveError, TEXT_LENGTH_MAX};
use crate::text::messages::Words;
use crate::text::short::{self, Unfit};
use crate::visits::Visit;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

mod month;

#[derive(Template)]
#[template(path = "families/feedback.html")]
struct FeedbackPage {
    frame: Frame,
    back: String,
    stage: Stage,
    typed: Typed,
    mistakes: Mistakes,
    eases: Vec<(&'static str, String)>,
    times: Vec<(&'static str, String)>,
}

/// What the page can ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// No visit has ended yet.
    TooEarly,
    /// Nothing was said yet.
    Open,
    /// Something was said and may be changed.
    Said,
    /// Something was said and stays.
    Over,
}

/// Where the page stands.
struct Situation {
    visit: Option<Visit>,
    typed: Typed,
    stage: Stage,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    month::urls(config);
    config.service(form).service(give);
}

#[get("/follow/{code}/{secret}/feedback")]
async fn form(desk: Data<Desk>, view: View, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (code, secret) = path.into_inner();
    let back = format!("/follow/{code}/{secret}");
    let situation = desk.read(move |conn, desk| situation(conn, desk, &code, secret)).await?;
    Ok(FeedbackPage::answer(view, back, situation.stage, situation.typed, Mistakes::default()))
}

#[post("/follow/{code}/{secret}/feedback")]
async fn give(
    desk: Data<Desk>,
    view: View,
    path: Path<(String, String)>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (code, secret) = path.into_inner();
    let back = format!("/follow/{code}/{secret}");
    let typed = Typed::new(given.into_inner());
    let said = read(&typed, view.words);
    let (found, kept) = desk
        .write(move |conn, desk| {
            let situation = situation(conn, desk, &code, secret.clone())?;
            let wanted = situation.visit.as_ref().zip(said.as_ref().ok());
            let kept = match wanted {
                Some((visit, said)) => match feedback::give(conn, desk, visit.id, said) {
                    Ok(()) => true,
                    Err(GiveError::Over) => false,
                    Err(GiveError::Store(error)) => return Err(error.into()),
                },
                None => false,
            };
            Ok::<_, FindCaseError>((situation, said.as_ref().map(|_| kept).map_err(Clone::clone)))
        })
        .await?;
    match kept {
        Err(mistakes) if matches!(found.stage, Stage::Open | Stage::Said) => {
            Ok(FeedbackPage::answer(view, back, found.stage, typed, mistakes))
        }
        // Nothing to say it of, or too late: the page says which.
        _ => Ok(page::see_other(&format!("{back}/feedback"))),
    }
}

fn situation(conn: &mut DbConn, desk: &Desk, code: &str, secret: String) -> Result<Situation, FindCaseError> {
    let case = find::find(conn, code, &Reader::Family(secret), Permission::Public)?;
    let asked = data_request_of(conn, case.id, DataRequestKind::Delete)?;
    if asked.is_some_and(|request| request.done_at.is_some()) {
        // Nothing new is kept of a family whose data was erased.
        return Err(FindCaseError::NotFound);
    }
    let visit = feedback::ended_visit(conn, case.id)?;
    let before = match &visit {
        Some(visit) => feedback::store::of_visit(conn, visit.id)?,
        None => None,
    };
    let stage = match (&visit, &before) {
        (None, _) => Stage::TooEarly,
        (_, None) => Stage::Open,
        (_, Some(before)) if before.can_change(desk.now()) => Stage::Said,
        _ => Stage::Over,
    };
    let mut typed = Typed::default();
    if let Some(before) = &before {
        let text = before.text.as_ref().map(|text| desk.vault.unseal(text)).transpose().map_err(StoreError::from)?;
        typed = typed
            .or("ease", before.ease.code())
            .or("on_time", if before.on_time { "yes" } else { "no" })
            .or("text", text.map(|text| text.0).unwrap_or_default());
    }
    Ok(Situation { visit, typed, stage })
}

fn read(typed: &Typed, words: Words) -> Result<Feedback, Mistakes> {
    let mut mistakes = Mistakes::default();
    let ease = typed.get("ease").parse::<Ease>().ok();
    let on_time = match typed.get("on_time") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let text = short::read(typed.get("text"), TEXT_LENGTH_MAX);
    if ease.is_none() {
        mistakes.add("ease", words.say("feedback-ease-missing"));
    }
    if on_time.is_none() {
        mistakes.add("on_time", words.say("feedback-on-time-missing"));
    }
    match &text {
        Err(Unfit::Long { chars }) => {
            mistakes.add("text", words.with("feedback-text-long", &[("length", chars), ("most", &TEXT_LENGTH_MAX)]));
        }
        Err(Unfit::Signs) => mistakes.add("text", words.say("feedback-text-signs")),
        Ok(_) => {}
    }
    match (ease, on_time, text) {
        (Some(ease), Some(on_time), Ok(text)) => {
            let text = Some(text).filter(|text| !text.is_empty()).map(FeedbackText);
            Ok(Feedback { ease, on_time, text })
        }
        _ => Err(mistakes),
    }
}

impl FeedbackPage {
    fn answer(view: View, back: String, stage: Stage, typed: Typed, mistakes: Mistakes) -> HttpResponse {
        let words = view.words;
        let eases = Ease::ALL.iter().map(|ease| (ease.code(), words.say(&format!("feedback-ease-{}", ease.code()))));
        let times = ["yes", "no"].map(|time| (time, words.say(&format!("feedback-on-time-{time}"))));
        let page = Self {
            frame: Frame::for_family(words.say("feedback-title"), view).with(&mistakes),
            back,
            stage,
            typed,
            mistakes: mistakes.clone(),
            eases: eases.collect(),
            times: times.to_vec(),
        };
        page::page(&page, &mistakes)
    }

    fn asks(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Said)
    }

    fn thanks(&self) -> bool {
        matches!(self.stage, Stage::Said | Stage::Over) && !self.mistakes.any()
    }
}
