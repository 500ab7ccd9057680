//! The form that asks for code and secret; a whole link typed into it is understood too.
use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::cases::find::FindCaseError;
use crate::db::StoreError;
use crate::desk::Desk;
use crate::families::follow::pages::Link;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/find.html")]
struct FindPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(find);
}

/// The code may be filled in already: every mail leads here with it.
#[get("/follow")]
async fn form(view: View, given: Query<Vec<(String, String)>>) -> HttpResponse {
    find_page(view, Typed::new(given.into_inner()), Mistakes::default())
}

#[post("/follow")]
async fn find(desk: Data<Desk>, view: View, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let link = read_link(typed.get("code"), typed.get("secret"));
    let own = link.clone();
    // An unknown code is what this page is asked about, not a failure of the reading.
    let found = desk.read(move |conn, _| Ok::<_, StoreError>(own.find(conn))).await?;
    match found {
        Ok(case) => Ok(page::see_other(&Link { code: case.code, ..link.tidy() }.here())),
        Err(FindCaseError::Store(error)) => Err(error.into()),
        Err(_) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", view.words.say("follow-find-unknown"));
            Ok(find_page(view, typed, mistakes))
        }
    }
}

/// Code and secret as typed, or both out of `https://…/follow/K7MQ-2XPT/secret…`.
fn read_link(code: &str, secret: &str) -> Link {
    let as_typed = || Link { code: code.to_owned(), secret: secret.to_owned() };
    let Some((_, rest)) = code.split_once("/follow/") else { return as_typed() };
    let mut parts = rest.split(['/', '?', '#']);
    match (parts.next(), parts.next()) {
        (Some(code), Some(secret)) if !code.is_empty() && !secret.is_empty() => {
            Link { code: code.to_owned(), secret: secret.trim().to_owned() }
        }
        _ => as_typed(),
    }
}

fn find_page(view: View, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::for_family(view.words.say("follow-find-title"), view).with(&mistakes);
    page::page(&FindPage { frame, typed, mistakes: mistakes.clone() }, &mistakes)
}

#[cfg(test)]
mod tests {
    use super::read_link;

    #[test]
    fn a_whole_link_is_understood_in_the_code_field() {
        for typed in
            ["https://luudong.test/follow/K7MQ-2XPT/abc_DEF-1", "luudong.test/follow/K7MQ-2XPT/abc_DEF-1/half-day?x=1"]
        {
            let link = read_link(typed, "");
            assert_eq!((link.code.as_str(), link.secret.as_str()), ("K7MQ-2XPT", "abc_DEF-1"));
        }
        let link = read_link("k7mq 2xpr", "abc");
        assert_eq!((link.code.as_str(), link.secret.as_str()), ("k7mq 2xpr", "abc"));
        assert_eq!(read_link("x/follow/", "s").code, "x/follow/");
    }
}
