//! One handler that shows every question and one that takes every answer.
use std::sync::Arc;

use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;

use crate::cases::CaseTables;
use crate::db::StoreError;
use crate::desk::Desk;
use crate::families::apply::answer::{Answered, answer as keep_answer};
use crate::families::apply::draft::DraftError;
use crate::families::apply::mistakes::{Reading, sentences};
use crate::families::apply::order::Step;
use crate::families::apply::pages::asked::{Asking, after_change, key_of, sent_before_or_gone, to, to_mistakes};
use crate::families::apply::pages::{checking, forget, gone, home, pin, shown, telling};
use crate::families::apply::send::{SendError, send};
use crate::families::apply::{Answers, draft, order};
use crate::idempotency::Answer;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;
use crate::web::problem_types as types;
use crate::web::{Problem, View};

/// `?change=1`: asked again from the page that sums up. `?wrong=1`: sent, and something is to be put right.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    change: String,
    #[serde(default)]
    wrong: String,
}

/// A question, unless one before it is open.
#[get("/apply/{draft}/{question}")]
pub async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    path: Path<(String, String)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let (draft, key) = path.into_inner();
    let secret = draft.clone();
    let opened = desk.read(move |conn, desk| Ok::<_, StoreError>(draft::read(conn, desk, &secret, desk.now()))).await?;
    let answers = match opened {
        Ok(pairs) => Answers::of(pairs.0, &tables, desk.now().date()),
        Err(DraftError::Gone) => return sent_before_or_gone(&desk, view, &draft).await,
        Err(error) => return Err(error.into()),
    };
    let reading = Reading::of(&answers, &tables);
    let change = asked.change == "1";
    match may_show(&answers, &reading, &key) {
        Ok(step) => {
            let problems = if asked.wrong == "1" { reading.problems(step, &answers) } else { Vec::new() };
            let mistakes = sentences(view.words, &problems);
            let asking = Asking { tables: &tables, draft: &draft, answers, reading, step, change };
            match step.question.key {
                "pin" => Ok(pin::page(&desk, asking, view, Typed::default(), Mistakes::default())),
                _ => Ok(question_page(asking, view, mistakes)),
            }
        }
        Err(Some(open)) => Ok(to(&draft, open, change)),
        Err(None) => Ok(page::see_other("/apply")),
    }
}

/// The question itself, or the first open one before it.
fn may_show(answers: &Answers, reading: &Reading, key: &str) -> Result<Step, Option<Step>> {
    let path = order::path(answers);
    let open = reading.first_open(answers).or(path.last().copied());
    let place = |step: Step| path.iter().position(|one| *one == step);
    // What stands aside may be opened once the page before it is.
    let on_way = |step: Step| if step.question.is_aside { order::next(step, answers) } else { Some(step) };
    match order::find(answers, key) {
        Some(step) if open.is_none_or(|open| on_way(step).and_then(place) <= place(open)) => Ok(step),
        _ => Err(open),
    }
}

/// Takes an answer: back keeps it whatever it is worth, next only goes on when it is right.
#[post("/apply/{draft}/{question}")]
pub async fn take(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    path: Path<(String, String)>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (draft, key) = path.into_inner();
    let mut posted = given.into_inner();
    if posted.iter().any(|(name, value)| name == "go" && value == "all") {
        posted.push(("ward_all".to_owned(), "yes".to_owned()));
    }
    let typed = Typed::new(posted.clone());
    let go = typed.get("go").to_owned();
    match (&*key, &*go) {
        ("pin", _) => return pin::take(desk, tables, view, draft, posted).await,
        ("forget", _) => return forget(&desk, draft).await,
        ("closing", "end" | "" | "next") => return end(&desk, draft).await,
        _ => {}
    }
    let (secret, asked, reading_tables, kept) = (draft.clone(), key.clone(), tables.clone(), posted.clone());
    let done = desk
        .write(move |conn, desk| Ok::<_, StoreError>(keep_answer(conn, desk, &reading_tables, &secret, &asked, &kept)))
        .await?;
    let answered = match done {
        Ok(answered) => answered,
        Err(DraftError::Gone) => return sent_before_or_gone(&desk, view, &draft).await,
        Err(DraftError::TooLong) => return too_long(&desk, &tables, view, &draft, &key, posted).await,
        Err(error) => return Err(error.into()),
    };
    let Some(step) = answered.step else {
        return Ok(page::see_other(&format!("/apply/{draft}/check")));
    };
    let change = typed.is("change", "1");
    let reading = Reading::of(&answered.after, &tables);
    let is_whole = reading.problems(step, &answered.after).is_empty();
    if step.question.key == "check" && is_whole && matches!(&*go, "send" | "" | "next") {
        return send_draft(&desk, tables.into_inner(), view, draft).await;
    }
    Ok(after(&draft, &answered, &reading, step, &go, change))
}

/// Where the browser goes: every answer is a redirect, so that nothing is sent twice by going back or loading anew.
fn after(draft: &str, answered: &Answered, reading: &Reading, step: Step, go: &str, change: bool) -> HttpResponse {
    let Answered { before, after: answers, .. } = answered;
    if go == "back" {
        return match order::previous(step, answers) {
            _ if change => page::see_other(&format!("/apply/{draft}/check")),
            Some(previous) => to(draft, previous, false),
            None => page::see_other("/apply"),
        };
    }
    if go == "all" {
        return to(draft, step, change);
    }
    if let Some(aside) = order::find(answers, go).filter(|aside| aside.question.is_aside) {
        return to(draft, aside, change);
    }
    if !reading.problems(step, answers).is_empty() {
        return to_mistakes(draft, step, change);
    }
    let looks = step.question.key == "card"
        && !reading.warnings(step).is_empty()
        && before.typed.get(&step.name_of("number.seen")) != answers.typed.get(&step.name_of("number"));
    if looks {
        return to(draft, step, change);
    }
    // An answer may take its own page away: who asks all the same is not told again that nobody comes.
    let is_there = order::find(answers, &step.key()).is_some();
    let next = if change || !is_there { after_change(before, answers, reading) } else { order::next(step, answers) };
    next.map_or_else(|| page::see_other("/apply"), |next| to(draft, next, change && next.question.key != "check"))
}

/// More was typed than is kept: the page shows it all the same.
async fn too_long(
    desk: &Desk,
    tables: &CaseTables,
    view: View,
    draft: &str,
    key: &str,
    posted: Vec<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let secret = draft.to_owned();
    let mut pairs = desk.read(move |conn, desk| draft::read(conn, desk, &secret, desk.now())).await?.0;
    let answers = Answers::of(pairs.clone(), tables, desk.now().date());
    let Some(step) = order::find(&answers, key) else {
        return Ok(page::see_other(&format!("/apply/{draft}/check")));
    };
    let sent = step.sent(&answers);
    pairs.retain(|(name, _)| !sent.contains(name));
    pairs.extend(posted.into_iter().filter(|(name, _)| sent.contains(name)));
    let answers = Answers::of(pairs, tables, desk.now().date());
    let reading = Reading::of(&answers, tables);
    let mut mistakes = sentences(view.words, &reading.problems(step, &answers));
    mistakes.whole = Some(view.words.say("apply-too-long"));
    let asking = Asking { tables, draft, answers, reading, step, change: false };
    Ok(question_page(asking, view, mistakes))
}

/// The page of a question.
pub(super) fn question_page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    match asking.step.question.key {
        "home" => home::page(asking, view, mistakes),
        "online" => telling::online_page(asking, view, mistakes),
        "apart" => telling::apart_page(asking, view),
        "closing" => telling::closing_page(asking, view),
        "check" => checking::page(asking, view, mistakes),
        _ => shown::page(asking, view, mistakes),
    }
}

async fn send_draft(desk: &Desk, tables: Arc<CaseTables>, view: View, draft: String) -> Result<HttpResponse, Problem> {
    let (secret, known, words) = (draft.clone(), tables.clone(), view.words);
    let sent = desk
        .once(key_of(desk, &draft), move |conn, desk| {
            let opened = send(conn, desk, &known, &secret, words)?;
            let location = format!("/apply/received/{}/{}", opened.case.code, opened.secret);
            Ok::<_, SendError>(Answer::see_other(location))
        })
        .await;
    match sent {
        Err(problem) if *problem.kind() == types::NOT_FOUND => Ok(gone(desk, view)),
        // The page that sums up leads to the question that is open.
        Err(problem) if *problem.kind() == types::INVALID => Ok(page::see_other(&format!("/apply/{draft}/check"))),
        Err(problem) if *problem.kind() == types::TOO_MANY_CASES => too_many(desk, &tables, view, &draft).await,
        other => other,
    }
}

/// The telephone number has sent enough for today: said above the answers, which stay.
async fn too_many(desk: &Desk, tables: &CaseTables, view: View, draft: &str) -> Result<HttpResponse, Problem> {
    let secret = draft.to_owned();
    let pairs = desk.read(move |conn, desk| draft::read(conn, desk, &secret, desk.now())).await?.0;
    let answers = Answers::of(pairs, tables, desk.now().date());
    let Some(step) = order::find(&answers, "check") else { return Ok(gone(desk, view)) };
    let mistakes = Mistakes { whole: Some(view.words.say("apply-too-many")), ..Mistakes::default() };
    let reading = Reading::of(&answers, tables);
    Ok(question_page(Asking { tables, draft, answers, reading, step, change: false }, view, mistakes))
}

async fn end(desk: &Desk, draft: String) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, _| draft::forget(conn, &draft)).await?;
    Ok(page::see_other("/apply/ended"))
}
