//! "Gửi lời cho cơ quan": a text without a case, and a page by whose number one sees how it stands.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use crate::cases::CaseTables;
use crate::desk::Desk;
use crate::families::remarks::store::{self, Remark};
use crate::families::remarks::{self, CONTACT_MAX, NewRemark, RemarkEnd, RemarkError, RemarkKind, WORDS_MAX};
use crate::families::words::Choice;
use crate::text::date_words::date_words;
use crate::text::messages::Words;
use crate::text::names::vietnamese_order;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "remarks/new.html")]
struct LeavePage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    kinds: Vec<Choice>,
    wards: Vec<Choice>,
    clocks: String,
}

#[derive(Template)]
#[template(path = "remarks/sent.html")]
struct SentPage {
    frame: Frame,
    number: String,
    title: String,
    lines: Vec<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(leave).service(sent);
}

/// `?kind=complaint&ward=11329`: chosen already.
#[get("/remarks/new")]
async fn form(tables: Data<CaseTables>, view: View, given: Query<Vec<(String, String)>>) -> HttpResponse {
    let given = Typed::new(given.into_inner());
    let typed = Typed::default().or("kind", given.get("kind")).or("ward_code", given.get("ward"));
    leave_page(&tables, view, typed, Mistakes::default())
}

#[post("/remarks/new")]
async fn leave(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let mut mistakes = Mistakes::default();
    let Ok(kind) = typed.get("kind").parse::<RemarkKind>() else {
        mistakes.add("kind", view.words.say("remark-kind-missing"));
        return Ok(leave_page(&tables, view, typed, mistakes));
    };
    let new = NewRemark {
        kind,
        ward_code: typed.get("ward_code").to_owned(),
        words: typed.exact("words").to_owned(),
        contact: typed.get("contact").to_owned(),
    };
    let known = tables.clone();
    let words = view.words;
    match desk.write(move |conn, desk| remarks::leave(conn, desk, &known, &new)).await {
        Ok(number) => return Ok(page::see_other(&format!("/remarks/sent/{number}"))),
        Err(RemarkError::Words) if typed.get("words").is_empty() => {
            mistakes.add("words", words.say("remark-words-missing"));
        }
        Err(RemarkError::Words) => mistakes.add("words", words.with("remark-words-long", &[("most", &WORDS_MAX)])),
        Err(RemarkError::Contact) => {
            mistakes.add("contact", words.with("remark-words-long", &[("most", &CONTACT_MAX)]));
        }
        Err(RemarkError::Ward) => mistakes.add("ward_code", words.say("remark-ward-unknown")),
        Err(RemarkError::TooMany(_)) => mistakes.whole = Some(words.say("remark-too-many")),
        Err(error) => return Err(error.into()),
    }
    Ok(leave_page(&tables, view, typed, mistakes))
}

/// How it stands: days, and no word of what was said. Whoever guesses a number learns that somebody said something.
#[get("/remarks/sent/{number}")]
async fn sent(desk: Data<Desk>, view: View, number: Path<String>) -> Result<HttpResponse, Problem> {
    let wanted = number.to_uppercase();
    let found = desk.read(move |conn, _| store::by_number(conn, &wanted)?.ok_or(RemarkError::NotFound)).await?;
    let words = view.words;
    let title = words.say(&format!("remark-sent-{}", found.kind.code()));
    let frame = Frame::for_family(title.clone(), view);
    Ok(page::show(&SentPage { frame, lines: lines(words, &found), number: found.number, title }))
}

fn lines(words: Words, one: &Remark) -> Vec<String> {
    let dated = |key: &str, on: NaiveDate| words.with(key, &[("date", &date_words(on, words))]);
    let mut lines = vec![dated("remark-received", one.received_at.date())];
    lines.extend(one.accepted_at.map(|at| dated("remark-accepted", at.date())));
    lines.push(match (one.ended_at, one.ended_as, one.due_on, one.accept_by) {
        (Some(at), Some(RemarkEnd::NotAccepted), ..) => dated("remark-not-accepted", at.date()),
        (Some(at), ..) => dated("remark-answered", at.date()),
        (None, _, Some(due_on), _) => dated("remark-decide-by", due_on),
        (None, _, None, Some(accept_by)) => dated("remark-accept-by", accept_by),
        (None, ..) => words.say(&format!("remark-next-{}", one.kind.code())),
    });
    lines
}

fn leave_page(tables: &CaseTables, view: View, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let kind = |one: &RemarkKind| (one.code().to_owned(), words.say(&format!("remark-kind-{}", one.code())));
    let mut wards: Vec<Choice> =
        tables.geography.wards.iter().map(|ward| (ward.code.to_string(), ward.name.clone())).collect();
    wards.sort_by(|one, other| vietnamese_order(&one.1, &other.1));
    let days = &tables.complaints;
    let named = [("accept", &days.accept as _), ("decide", &days.decide as _), ("complex", &days.decide_complex as _)];
    let page = LeavePage {
        frame: Frame::for_family(words.say("remark-title"), view).with(&mistakes),
        typed,
        mistakes: mistakes.clone(),
        kinds: RemarkKind::ALL.iter().map(kind).collect(),
        wards,
        clocks: words.with("remark-clocks", &named),
    };
    page::page(&page, &mistakes)
}
