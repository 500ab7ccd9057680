//! Filing a case, page by page: the first question, and what comes after the last.
use actix_web::cookie::SameSite;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use askama::Template;

use crate::cases::case::State;
use crate::cases::handover::{Handover, SecretWay};
use crate::cases::no_visit::NoVisits;
use crate::cases::store::{handover_of, no_visits_of};
use crate::cases::triage::TriageDecision;
use crate::cases::verify::triaged;
use crate::cases::{Case, CaseTables};
use crate::db::StoreError;
use crate::desk::Desk;
use crate::dice::spoken_secret;
use crate::families::apply::answer::answer;
use crate::families::apply::draft::{self, DraftError};
use crate::families::apply::mistakes::Reading;
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::shown::Shown;
use crate::families::apply::send::SendError;
use crate::families::apply::{Answers, order};
use crate::text::messages::Words;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, View, cookies};

mod asked;
mod asking;
mod checking;
mod home;
mod pause;
mod pin;
mod shown;
mod telling;

/// The cookie that finds what this browser was writing; it lives as long as the draft.
const COOKIE: &str = "luudong_draft";

#[derive(Template)]
#[template(path = "families/apply/intro.html")]
struct IntroPage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
    kept: String,
    /// What was begun on this browser.
    going_on: Option<String>,
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
    /// Where the household writes code and secret.
    find: String,
    handover: Option<Handover>,
    next: String,
    chooses: bool,
    is_open: bool,
    no_visit: NoVisits,
}

impl ReceivedPage {
    fn spoken(&self) -> String {
        spoken_secret(&self.secret)
    }

    /// How the household gets its secret, where a helper filled in.
    fn helped(&self) -> Option<SecretWay> {
        let handover = self.handover.filter(|one| one.filled_in_by.is_some_and(|by| !by.is_close()));
        handover.map(|one| one.secret_way)
    }

    fn is_handed_on(&self) -> bool {
        self.helped() == Some(SecretWay::Given)
    }

    fn is_called(&self) -> bool {
        self.helped() == Some(SecretWay::Call)
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    pause::urls(config);
    config.service(intro).service(begin).service(ended).service(received).service(asking::show).service(asking::take);
}

/// The first question, what is good to have at hand, and where this browser stopped.
#[get("/apply")]
async fn intro(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let now = desk.now();
    let cookie = cookies::value(&request, &desk, COOKIE);
    let draft = match cookie.filter(|draft| is_secret(draft)) {
        Some(draft) => {
            let secret = draft.clone();
            let known = desk.read(move |conn, desk| Ok::<_, StoreError>(draft::read(conn, desk, &secret, now))).await?;
            known.is_ok().then_some(draft)
        }
        None => None,
    };
    let kept = view.words.with("apply-intro-kept", &[("hours", &desk.settings.families.draft_hours)]);
    let answers = Answers::of(Vec::new(), &tables, now.date());
    let reading = Reading::of(&answers, &tables);
    let step = order::path(&answers)[0];
    let asking = Asking { tables: &tables, draft: "", answers, reading, step, change: false };
    let mut shown = Shown::of(&asking, view.words);
    shown.fields = shown::fields(&asking, view.words);
    shown.single = true;
    shown.fields[0].hint = std::mem::take(&mut shown.hint);
    Ok(page::show(&IntroPage {
        frame: Frame::for_family(view.words.say("apply-title"), view),
        shown,
        typed: Typed::default(),
        mistakes: Mistakes::default(),
        kept,
        going_on: draft.map(|draft| format!("/apply/{draft}")),
    }))
}

/// Begins a draft with its first answer.
#[post("/apply")]
async fn begin(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let posted = given.into_inner();
    let typed = Typed::new(posted.clone());
    let known = tables.clone();
    let (draft, answered) = desk
        .write(move |conn, desk| {
            let draft = draft::begin(conn, desk, desk.now())?;
            let answered = answer(conn, desk, &known, &draft, "who", &posted)?;
            Ok::<_, DraftError>((draft, answered.after))
        })
        .await?;
    let step = order::path(&answered)[0];
    let is_wrong = !Reading::of(&answered, &tables).problems(step, &answered).is_empty();
    let mut response = match order::next(step, &answered) {
        Some(next) if !is_wrong => asked::to(&draft, next, false),
        _ if typed.is("go", "next") => asked::to_mistakes(&draft, step, false),
        _ => asked::to(&draft, step, false),
    };
    let hours = actix_web::cookie::time::Duration::hours(desk.settings.families.draft_hours);
    let cookie = cookies::build(&desk, COOKIE, draft).same_site(SameSite::Lax).max_age(hours).finish();
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

/// What our secrets are made of; a cookie may hold anything.
fn is_secret(text: &str) -> bool {
    (16..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Forgets what this browser was writing: it may be somebody else's machine. Nothing begins with it.
async fn forget(desk: &Desk, draft: String) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, _| draft::forget(conn, &draft)).await?;
    let mut response = page::see_other("/apply");
    let _ = response.add_cookie(&cookies::removal(desk, COOKIE));
    Ok(response)
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
    let (case, triage, no_visit, handover) = desk
        .read(move |conn, desk| {
            let (case, triage) = triaged(conn, desk, &code, own)?;
            let no_visit = no_visits_of(conn, &desk.vault, &case)?;
            let handover = handover_of(conn, case.id)?;
            Ok::<_, Problem>((case, triage, no_visit, handover))
        })
        .await?;
    let view_words = view.words;
    let is_open = matches!(case.state(), State::Filed | State::Verified);
    Ok(page::show(&ReceivedPage {
        frame: Frame::for_family(view.words.say("apply-received-title"), view),
        link: format!("{}/follow/{}/{secret}", desk.settings.server.public_url, case.code),
        find: format!("{}/follow", desk.settings.server.public_url),
        handover,
        next: view_words.with("apply-received-next-check", &[("ward", &tables.ward_name(&case.ward_code))]),
        chooses: is_open && triage.decision == TriageDecision::Visit,
        is_open,
        no_visit,
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
