//! How the card comes back (R30).
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::cases::case::State;
use crate::cases::kinds::ReturnChannel;
use crate::cases::return_channel::{ReturnChannelError, choose};
use crate::desk::Desk;
use crate::families::follow::pages::{Done, Link};
use crate::families::words as options;
use crate::families::words::Choice;
use crate::visits::follow::{self, Followed};
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/return_channel.html")]
struct ReturnPage {
    frame: Frame,
    link: Link,
    open: bool,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(choose_channel);
}

#[get("/follow/{code}/{secret}/return-channel")]
async fn form(desk: Data<Desk>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    return_page(&desk, view, link.into_inner(), Typed::default(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/return-channel")]
async fn choose_channel(
    desk: Data<Desk>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    let Ok(channel) = typed.get("channel").parse::<ReturnChannel>() else {
        let mut mistakes = Mistakes::default();
        mistakes.add("channel", view.words.say("follow-return-nothing"));
        return return_page(&desk, view, link, typed, mistakes).await;
    };
    let done = link
        .write(&desk, move |conn, desk, case| {
            let followed = follow::follow(conn, desk, case.clone())?;
            if !is_open(&followed) {
                return Err(ReturnChannelError::Ended);
            }
            choose(conn, &followed.case, channel, desk.now())
        })
        .await?;
    match done {
        Ok(()) => Ok(page::see_other(&link.after(Done::Channel))),
        Err(ReturnChannelError::Store(error)) => Err(error.into()),
        Err(ReturnChannelError::Ended) => {
            let mistakes = Mistakes { whole: Some(view.words.say("follow-return-closed")), ..Mistakes::default() };
            return_page(&desk, view, link, typed, mistakes).await
        }
    }
}

/// Whether the choice still changes anything.
fn is_open(followed: &Followed) -> bool {
    matches!(followed.case.state(), State::Filed | State::Verified) && !followed.is_captured()
}

async fn return_page(
    desk: &Desk,
    view: View,
    link: Link,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    let followed = desk
        .read(move |conn, desk| {
            let case = own.find(conn)?;
            Ok::<_, Problem>(follow::follow(conn, desk, case)?)
        })
        .await?;
    let chosen = followed.return_channel.unwrap_or(ReturnChannel::WardPolice);
    let typed = typed.or("channel", chosen.code());
    let frame = Frame::for_family(view.words.say("follow-return-title"), view).with(&mistakes);
    let page = ReturnPage { frame, link, open: is_open(&followed), typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

impl ReturnPage {
    fn channels(&self) -> Vec<Choice> {
        options::return_channels(self.frame.words)
    }
}
