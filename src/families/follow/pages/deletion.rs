//! "Delete everything about us": what it means, and one tick.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use crate::desk::Desk;
use crate::families::deletion::{DeletionError, ask, would_erase_on};
use crate::families::follow::pages::{Done, Link};
use crate::text::date_words::date_words;
use crate::visits::follow::{self, Followed};
use crate::visits::withdraw::WithdrawError;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/deletion.html")]
struct DeletionPage {
    frame: Frame,
    link: Link,
    followed: Followed,
    on: NaiveDate,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(delete);
}

#[get("/follow/{code}/{secret}/deletion")]
async fn form(desk: Data<Desk>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    deletion_page(&desk, view, link.into_inner(), Typed::default(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/deletion")]
async fn delete(
    desk: Data<Desk>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    let mut mistakes = Mistakes::default();
    if !typed.is("sure", "yes") {
        mistakes.add("sure", view.words.say("data-delete-tick"));
        return deletion_page(&desk, view, link, typed, mistakes).await;
    }
    let key = match link.write(&desk, |conn, desk, case| ask(conn, desk, case, desk.now())).await? {
        Ok(_) => return Ok(page::see_other(&link.after(Done::Erasure))),
        Err(DeletionError::Store(error) | DeletionError::Withdraw(WithdrawError::Store(error))) => {
            return Err(error.into());
        }
        Err(DeletionError::AskedBefore) => "data-delete-before",
        Err(DeletionError::Withdraw(_)) => "data-delete-not-now",
    };
    mistakes.whole = Some(view.words.say(key));
    deletion_page(&desk, view, link, typed, mistakes).await
}

async fn deletion_page(
    desk: &Desk,
    view: View,
    link: Link,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    let (followed, on) = desk
        .read(move |conn, desk| {
            let case = own.find(conn)?;
            let on = would_erase_on(conn, desk, &case)?;
            Ok::<_, Problem>((follow::follow(conn, desk, case)?, on))
        })
        .await?;
    let frame = Frame::for_family(view.words.say("data-delete-title"), view).with(&mistakes);
    let page = DeletionPage { frame, link, followed, on, typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

impl DeletionPage {
    /// What happens and when, in one sentence.
    fn meaning(&self) -> String {
        let words = self.frame.words;
        match self.followed.is_captured() {
            true => words.with("data-delete-later", &[("date", &date_words(self.on, words))]),
            false => words.say("data-delete-now"),
        }
    }

    /// What was asked before and what became of it.
    fn before(&self) -> Option<String> {
        let request = self.followed.deletion?;
        let words = self.frame.words;
        let on = request.done_at.map_or(request.due_on, crate::clock::Timestamp::date);
        let key = if request.done_at.is_some() { "data-deletion-done" } else { "data-deletion-asked" };
        Some(words.with(key, &[("date", &date_words(on, words))]))
    }
}

impl From<DeletionError> for Problem {
    fn from(error: DeletionError) -> Self {
        let said = error.to_string();
        match error {
            DeletionError::AskedBefore => Self::new(&types::ALREADY_DONE).detail(said),
            DeletionError::Withdraw(error) => error.into(),
            DeletionError::Store(error) => error.into(),
        }
    }
}
