//! What a family sees of its case by code and secret: where it stands, who comes, its turn and invitation, what it can
//! do now.
mod actions;
mod calendar;
mod cards;
mod correction;
mod data;
mod deletion;
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
use crate::config::Hours;
use crate::desk::Desk;
use crate::families::follow::turn::turn_words;
use crate::text::date_words::date_words;
use crate::text::messages::{Locale, Words};
use crate::text::said;
use crate::visits::Visit;
use crate::visits::follow::{self, Followed, FollowedVisit};
use crate::visits::standing::Standing;
use crate::visits::visit::Promise;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

pub use actions::Action;
pub use link::Link;
use ticket::Ticket;

#[derive(Template)]
#[template(path = "families/follow.html")]
struct FollowPage {
    frame: Frame,
    followed: Followed,
    standing: Standing,
    turn: TurnBody,
    turn_sentence: Option<String>,
    ward: String,
    hours: Hours,
    today: NaiveDate,
    kept: bool,
    actions: Vec<Action>,
    link: Link,
    renews: bool,
    mistakes: Mistakes,
}

/// `?still=1`: the page does not renew itself. `?kept=1`: a half-day was just taken.
#[derive(Clone, Copy, Default, Deserialize)]
struct Still {
    still: Option<u8>,
    kept: Option<u8>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    letter::urls(config);
    calendar::urls(config);
    find::urls(config);
    config.service(show).service(accept_invitation).service(refuse_invitation);
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
    wanted: Query<Still>,
) -> Result<HttpResponse, Problem> {
    follow_page(&desk, board, view, link.into_inner(), *wanted, Mistakes::default()).await
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
    answered(&desk, board, view, link.into_inner(), done).await
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
    answered(&desk, board, view, link.into_inner(), done).await
}

/// Back to the page, or the page with what came between.
async fn answered(
    desk: &Desk,
    board: Data<Board>,
    view: View,
    link: Link,
    done: Result<(), AnswerError>,
) -> Result<HttpResponse, Problem> {
    match done {
        Ok(()) => Ok(page::see_other(&link.here())),
        Err(error @ (AnswerError::Find(_) | AnswerError::Store(_) | AnswerError::Book(BookError::Store(_)))) => {
            Err(error.into())
        }
        Err(refusal) => {
            let mistakes = refused::mistakes(view.words, &refusal.into());
            follow_page(desk, board, view, link, Still::default(), mistakes).await
        }
    }
}

async fn follow_page(
    desk: &Desk,
    board: Data<Board>,
    view: View,
    link: Link,
    wanted: Still,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    // A write, because whoever asks for its turn may still lack the visit that waits.
    let (followed, turn) = desk
        .write(move |conn, desk| {
            let case = own.find(conn)?;
            let turn = TurnBody::read(conn, desk, &board, &case)?;
            Ok::<_, Problem>((follow::follow(conn, desk, case)?, turn))
        })
        .await?;
    let words = view.words;
    // Without the code: whoever shares the link shares no code in its preview.
    let title = words.say("follow-page");
    let page = FollowPage {
        frame: Frame::for_family(title, view).with(&mistakes),
        standing: followed.standing(),
        turn_sentence: turn_words(words, &turn),
        actions: actions::of(&followed, &link, words),
        ward: desk.ward_names.get(&followed.case.ward_code).cloned().unwrap_or_default(),
        hours: desk.settings.hours.clone(),
        today: desk.now().date(),
        kept: wanted.kept.is_some() && followed.held().is_some() && !mistakes.any(),
        renews: followed.shown_progress().is_some() && wanted.still.is_none() && !mistakes.any(),
        followed,
        turn,
        link,
        mistakes: mistakes.clone(),
    };
    let mut response = page::page(&page, &mistakes);
    if page.renews {
        // The page says so, and how to keep it still (WCAG 2.2.1). A header, because it needs no script either.
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("60"));
    }
    Ok(response)
}

impl FollowPage {
    fn words(&self) -> Words {
        self.frame.words
    }

    /// "còn 2 hộ nữa, khoảng 9:40–10:10".
    fn progress(&self) -> Option<String> {
        let progress = self.followed.shown_progress()?;
        let (from, to) = (said::clock(progress.from_secs), said::clock(progress.to_secs));
        let about = [("before", &progress.before as _), ("from", &from as _), ("to", &to as _)];
        let key = match progress.before {
            _ if progress.is_coming => "follow-day-coming",
            0 => "follow-day-next",
            _ => "follow-day-before",
        };
        let mut said = self.words().with(key, &about);
        if progress.is_silent {
            said.push(' ');
            said.push_str(&self.words().say("follow-day-silent"));
        }
        Some(said)
    }

    /// How many are visited before; none once the team is on its way, or not today.
    fn households_before(&self) -> Option<u32> {
        let progress = self.followed.shown_progress()?;
        (!progress.is_coming).then(|| u32::try_from(progress.before).unwrap_or(0))
    }

    fn ticket_of(&self, one: &FollowedVisit) -> Option<Ticket> {
        Ticket::of(&self.followed, one, &self.hours, self.words())
    }

    fn called(&self) -> String {
        ticket::called(&self.followed, self.today, self.words())
    }

    /// The icon beside the first sentence.
    fn sign(&self) -> &'static str {
        match self.standing {
            standing if standing.is_firm() => "circle-check",
            Standing::Erased(_) | Standing::Withdrawn | Standing::Refused | Standing::Ended => "info",
            Standing::Asked | Standing::AskedAndBooked(..) | Standing::Overdue => "circle-alert",
            _ => "clock",
        }
    }

    fn promised(&self, promise: &Promise) -> String {
        let window = said::window(self.words(), promise.from_secs, promise.to_secs);
        format!("{}, {window}", date_words(promise.on, self.words()))
    }

    fn heading_of(&self, one: &FollowedVisit, promise: &Promise) -> String {
        let when = self.promised(promise);
        let named = [("number", &one.visit.number as _), ("when", &when as _)];
        self.words().with(if one.visit.number > 1 { "follow-visit-again" } else { "follow-visit" }, &named)
    }

    fn state_of(&self, one: &FollowedVisit) -> String {
        let overdue = self.followed.overdue.contains(&one.visit.id);
        let state = if overdue { "overdue" } else { one.visit.state_in(&self.followed.case).code() };
        self.words().say(&format!("follow-visit-state-{state}"))
    }

    /// "đã thu nhận xong; thẻ dự kiến có vào Thứ Ba 08/12/2026", one line for each outcome.
    fn outcomes_of(&self, one: &FollowedVisit) -> Vec<String> {
        let words = self.words();
        let line = |outcome: &crate::visits::store::StoredOutcome| {
            let said = words.say(&format!("follow-outcome-{}", outcome.code.code()));
            match outcome.due_on {
                Some(due_on) => {
                    let key = if one.due_may_change { "follow-outcome-due-estimate" } else { "follow-outcome-due" };
                    words.with(key, &[("outcome", &said), ("date", &date_words(due_on, words))])
                }
                None => said,
            }
        };
        one.outcomes.iter().map(line).collect()
    }

    /// The last visit that has ended is the one that a family is asked about.
    fn asks_feedback(&self, one: &FollowedVisit) -> bool {
        let ended = |visit: &Visit| visit.closed_at.is_some() && visit.cancelled_at.is_none();
        let last = self.followed.visits.iter().map(|one| &one.visit).rfind(|visit| ended(visit));
        self.followed.erased_on().is_none() && last.is_some_and(|last| last.id == one.visit.id)
    }

    fn is_captured(&self, one: &FollowedVisit) -> bool {
        one.outcomes.iter().any(|outcome| outcome.due_on.is_some())
    }

    fn invited_to(&self) -> Option<(String, String)> {
        let invitation = self.turn.invitation.as_ref()?;
        let half_day = said::half_day(self.words(), invitation.half_day, invitation.on);
        Some((half_day, said::moment(self.words(), invitation.until)))
    }

    fn return_channel(&self) -> String {
        let channel = self.followed.return_channel.unwrap_or(crate::cases::kinds::ReturnChannel::WardPolice);
        self.words().say(&format!("follow-return-{}", channel.code()))
    }

    /// Texts that people wrote are Vietnamese, whatever the page speaks.
    fn is_english(&self) -> bool {
        self.words().0 == Locale::English
    }
}
