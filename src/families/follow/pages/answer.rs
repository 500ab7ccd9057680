//! The box in which a family answers what a dispatcher asked.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, post};

use super::{Done, Link, Wanted, follow_page, refused};
use crate::booking::Board;
use crate::cases::answer::{ANSWER_LENGTH_MAX, AnswerQuestionError, answer};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::text::messages::Words;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;
use crate::web::{Problem, View};

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(give);
}

#[post("/follow/{code}/{secret}/answer")]
async fn give(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    let text = typed.exact("answer").to_owned();
    let done = link.write(&desk, move |conn, desk, case| answer(conn, desk, case, None, &text, desk.now())).await?;
    let mistakes = match done {
        Ok(()) => return Ok(page::see_other(&link.after(Done::Answered))),
        Err(error @ (AnswerQuestionError::Find(_) | AnswerQuestionError::Store(_))) => return Err(error.into()),
        Err(AnswerQuestionError::Invalid(fields)) => mistakes(&fields, view.words),
        Err(refusal @ AnswerQuestionError::NothingAsked) => refused::mistakes(view.words, &refusal.into()),
    };
    follow_page(&desk, board, view, link, Wanted::default(), typed, mistakes).await
}

fn mistakes(fields: &[FieldProblem], words: Words) -> Mistakes {
    let mut mistakes = Mistakes::default();
    for field in fields {
        let said = match field.code.as_str() {
            "long" => words.with("follow-answer-long", &[("most", &ANSWER_LENGTH_MAX)]),
            "required" => words.say("follow-answer-missing"),
            _ => words.say("follow-answer-signs"),
        };
        mistakes.add("answer", said);
    }
    mistakes
}
