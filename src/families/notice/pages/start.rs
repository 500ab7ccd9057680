//! The public notice board: who, what, how much, how long, whom to call. Never a household (R34).
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use crate::desk::Desk;
use crate::families::notice::find_ward::{Found, Letter, Letters, QUERY_LENGTH_MAX};
use crate::families::notice::{FactSentences, Facts, find_ward};
use crate::reference_data::ReferenceData;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/start.html")]
struct StartPage<'a> {
    frame: Frame,
    facts: FactSentences,
    typed: Typed,
    mistakes: Mistakes,
    found: Found<'a>,
    letters: &'a [Letter],
    count: usize,
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
}

/// The start page, with what a search for a ward finds.
#[get("/")]
async fn start(
    desk: Data<Desk>,
    reference: Data<ReferenceData>,
    letters: Data<Letters>,
    wanted: Query<Wanted>,
    view: View,
) -> HttpResponse {
    let Wanted { q } = wanted.into_inner();
    let mut mistakes = Mistakes::default();
    let geography = &reference.geography;
    let found = if q.chars().count() > QUERY_LENGTH_MAX {
        mistakes.add("q", view.words.with("start-find-too-long", &[("most", &QUERY_LENGTH_MAX)]));
        Found::default()
    } else {
        find_ward::find(geography, &q)
    };
    let facts = Facts::of(&reference, &desk.calendar, desk.now().date(), None).sentences(view.words);
    let frame = Frame::for_family(view.words.say("start-title"), view).with(&mistakes);
    let typed = Typed::new(vec![("q".to_owned(), q)]);
    let (letters, count) = (letters.of(geography), geography.wards.len());
    let template = StartPage { frame, facts, typed, mistakes: mistakes.clone(), found, letters, count };
    page::page(&template, &mistakes)
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.app_data(Data::new(Letters::default())).service(start);
}
