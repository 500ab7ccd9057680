//! Taking the case back: what it means, and one confirmation.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::refused;
use crate::desk::Desk;
use crate::families::follow::pages::{Done, Link};
use crate::visits::follow::{self, Followed};
use crate::visits::withdraw::{WithdrawError, withdraw};
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/withdrawal.html")]
struct WithdrawalPage {
    frame: Frame,
    link: Link,
    followed: Followed,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(take_back);
}

#[get("/follow/{code}/{secret}/withdrawal")]
async fn form(desk: Data<Desk>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    withdrawal_page(&desk, view, link.into_inner(), Typed::default(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/withdrawal")]
async fn take_back(
    desk: Data<Desk>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    if !typed.is("sure", "yes") {
        let mut mistakes = Mistakes::default();
        mistakes.add("sure", view.words.say("follow-withdraw-tick"));
        return withdrawal_page(&desk, view, link, typed, mistakes).await;
    }
    match link.write(&desk, |conn, desk, case| withdraw(conn, desk, None, case, desk.now())).await? {
        Ok(_) => Ok(page::see_other(&link.after(Done::Withdrawn))),
        Err(WithdrawError::Store(error)) => Err(error.into()),
        Err(refusal) => {
            let mistakes = refused::mistakes(view.words, &refusal.into());
            withdrawal_page(&desk, view, link, typed, mistakes).await
        }
    }
}

async fn withdrawal_page(
    desk: &Desk,
    view: View,
    link: Link,
    typed: Typed,
    mut mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    let read = move |conn: &mut crate::db::DbConn, desk: &Desk| {
        let case = own.find(conn)?;
        Ok::<_, Problem>(follow::follow(conn, desk, case)?)
    };
    let followed = desk.read(read).await?;
    if !followed.can_withdraw() && mistakes.any() {
        // There is no box to tick any more; the page says why, once.
        mistakes.fields.clear();
        mistakes.whole = Some(why_not(&followed, &view));
    }
    let frame = Frame::for_family(view.words.say("follow-withdraw-title"), view).with(&mistakes);
    let page = WithdrawalPage { frame, link, followed, typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

/// Why the case cannot be taken back.
fn why_not(followed: &Followed, view: &View) -> String {
    view.words.say(match () {
        () if followed.is_captured() => "follow-withdraw-captured",
        () if followed.is_under_way() => "follow-withdraw-on-the-way",
        () => "follow-withdraw-ended",
    })
}

impl WithdrawalPage {
    fn why_not(&self) -> String {
        why_not(&self.followed, &View { words: self.frame.words, ..View::default() })
    }
}
