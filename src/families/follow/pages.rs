//! What a family sees of its case by code and secret: where it stands, who comes, its turn and invitation, what it can
//! do now.
mod actions;
mod answer;
mod calendar;
mod cards;
mod correction;
mod data;
mod deletion;
mod done;
mod edit;
mod find;
mod half_day;
mod letter;
mod link;
mod people;
mod preference;
mod readiness;
mod refused;
mod return_channel;
mod shown;
mod ticket;
mod withdrawal;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::booking::Board;
use crate::booking::invitations::answer::{AnswerError, accept, refuse};
use crate::booking::refusals::BookError;
use crate::booking::waiting::api::TurnBody;
use crate::cases::no_visit::NoVisits;
use crate::cases::store::no_visits_of;
use crate::config::Hours;
use crate::desk::Desk;
use crate::families::follow::turn::turn_words;
use crate::visits::follow::{self, Followed};
use crate::visits::standing::Standing;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

pub use actions::Action;
pub use done::Done;
pub use link::Link;

#[derive(Template)]
#[template(path = "families/follow.html")]
struct FollowPage {
    frame: Frame,
    followed: Followed,
    standing: Standing,
    turn: TurnBody,
    turn_sentence: Option<String>,
    no_visit: NoVisits,
    ward: String,
    hours: Hours,
    today: NaiveDate,
    done: Option<String>,
    shows_secret: bool,
    actions: Vec<Action>,
    link: Link,
    renews: bool,
    typed: Typed,
    mistakes: Mistakes,
}

/// `?still=1`: the page does not renew itself. `?done=…&on=…`: what was just done.
#[derive(Clone, Default, Deserialize)]
struct Wanted {
    still: Option<u8>,
    done: Option<String>,
    on: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    letter::urls(config);
    calendar::urls(config);
    find::urls(config);
    config.service(show).service(accept_invitation).service(refuse_invitation);
    answer::urls(config);
    half_day::urls(config);
    people::urls(config);
    preference::urls(config);
    correction::urls(config);
    readiness::urls(config);
    return_channel::urls(config);
    data::urls(config);
    deletion::urls(config);
    withdrawal::urls(config);
}

#[get("/follow/{code}/{secret}")]
async fn show(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let wanted = wanted.into_inner();
    follow_page(&desk, board, view, link.into_inner(), wanted, Typed::default(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/invitation/acceptance")]
async fn accept_invitation(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
) -> Result<HttpResponse, Problem> {
    let known = board.clone();
    let done =
        link.write(&desk, move |conn, desk, case| accept(conn, known.booker(desk, None), case).map(|_| ())).await?;
    answered(&desk, board, view, link.into_inner(), done.map(|()| Done::Accepted)).await
}

#[post("/follow/{code}/{secret}/invitation/refusal")]
async fn refuse_invitation(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
) -> Result<HttpResponse, Problem> {
    let known = board.clone();
    let done = link.write(&desk, move |conn, desk, case| refuse(conn, known.booker(desk, None), case)).await?;
    answered(&desk, board, view, link.into_inner(), done.map(|()| Done::Declined)).await
}

/// Back to the page, or the page with what came between.
async fn answered(
    desk: &Desk,
    board: Data<Board>,
    view: View,
    link: Link,
    done: Result<Done, AnswerError>,
) -> Result<HttpResponse, Problem> {
    match done {
        Ok(done) => Ok(page::see_other(&link.after(done))),
        Err(error @ (AnswerError::Find(_) | AnswerError::Store(_) | AnswerError::Book(BookError::Store(_)))) => {
            Err(error.into())
        }
        Err(refusal) => {
            let mistakes = refused::mistakes(view.words, &refusal.into());
            follow_page(desk, board, view, link, Wanted::default(), Typed::default(), mistakes).await
        }
    }
}

async fn follow_page(
    desk: &Desk,
    board: Data<Board>,
    view: View,
    link: Link,
    wanted: Wanted,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    // A write, because whoever asks for its turn may still lack the visit that waits.
    let (followed, turn, no_visit) = desk
        .write(move |conn, desk| {
            let case = own.find(conn)?;
            let turn = TurnBody::read(conn, desk, &board, &case)?;
            let no_visit = no_visits_of(conn, &desk.vault, &case)?;
            Ok::<_, Problem>((follow::follow(conn, desk, case)?, turn, no_visit))
        })
        .await?;
    let words = view.words;
    // Without the code: whoever shares the link shares no code in its preview.
    let title = words.say("follow-page");
    let done = wanted.done.as_deref().and_then(|done| done.parse::<Done>().ok()).filter(|_| !mistakes.any());
    let done = done.and_then(|done| done.sentence(&followed, turn.invitation.is_some(), wanted.on.as_deref(), words));
    let page = FollowPage {
        frame: Frame::for_family(title, view).with(&mistakes),
        standing: followed.standing(),
        turn_sentence: turn_words(words, &turn),
        actions: actions::of(&followed, &link, words),
        ward: desk.ward_names.get(&followed.case.ward_code).cloned().unwrap_or_default(),
        hours: desk.settings.hours.clone(),
        today: desk.now().date(),
        shows_secret: done.is_some() && wanted.done.as_deref() == Some(Done::Secret.code()),
        done,
        no_visit,
        renews: followed.shown_progress().is_some() && wanted.still.is_none() && !mistakes.any(),
        followed,
        turn,
        link,
        typed,
        mistakes: mistakes.clone(),
    };
    let mut response = page::page(&page, &mistakes);
    if page.renews {
        // The page says so, and how to keep it still (WCAG 2.2.1). A header, because it needs no script either.
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("60"));
    }
    Ok(response)
}
