//! A family says which half-days suit, and reads what follows from it.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::FollowPage;
use super::actions::can_choose;
use crate::booking::invitations::store as invitations;
use crate::booking::left_out::LeftOut;
use crate::booking::{Board, View as BookingView};
use crate::cases::CaseTables;
use crate::cases::find::Reader;
use crate::cases::new_case::NewPreference;
use crate::cases::preference::TimePreference;
use crate::desk::Desk;
use crate::families::apply::mistakes::sentence;
use crate::families::follow::pages::Link;
use crate::families::words::{self as options, Choice};
use crate::field_problem::FieldProblem;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::follow::{self, Followed};
use crate::visits::preference::{PreferenceError, set};
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/preference.html")]
struct PreferencePage {
    frame: Frame,
    link: Link,
    open: bool,
    kept: bool,
    preference: TimePreference,
    /// "buổi sáng Thứ Bảy 28/11/2026", and whether it would be chosen again.
    held: Option<(String, bool)>,
    invited: Option<String>,
    left_out: Option<LeftOut>,
    typed: Typed,
    mistakes: Mistakes,
}

/// `?kept=1`: it was just written down.
#[derive(Clone, Copy, Default, Deserialize)]
struct Kept {
    kept: Option<u8>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(prefer);
}

#[get("/follow/{code}/{secret}/preference")]
async fn form(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
    wanted: Query<Kept>,
) -> Result<HttpResponse, Problem> {
    let kept = wanted.kept.is_some();
    preference_page(&desk, board, view, link.into_inner(), kept, Typed::default(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/preference")]
async fn prefer(
    desk: Data<Desk>,
    board: Data<Board>,
    tables: Data<CaseTables>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    let (own, tables) = (link.clone(), tables.into_inner());
    let wanted = NewPreference { times: typed.get("times").to_owned(), from: typed.get("from").to_owned() };
    let done = desk
        .write(move |conn, desk| {
            set(conn, desk, &tables, &Reader::Family(own.secret.clone()), &own.code, &wanted).map(|_| ())
        })
        .await;
    let mut mistakes = Mistakes::default();
    match done {
        Ok(()) => return Ok(page::see_other(&format!("{}?kept=1", link.to("preference")))),
        Err(error @ (PreferenceError::Find(_) | PreferenceError::Store(_))) => return Err(error.into()),
        Err(PreferenceError::Ended) => mistakes.whole = Some(view.words.say("follow-preference-closed")),
        Err(PreferenceError::Invalid(fields)) => add(&mut mistakes, view.words, &fields),
    }
    preference_page(&desk, board, view, link, false, typed, mistakes).await
}

/// The sentences of the wizard, which asks the same.
fn add(mistakes: &mut Mistakes, words: Words, fields: &[FieldProblem]) {
    for field in fields {
        let name = field.pointer.trim_start_matches('/');
        mistakes.add(name, sentence(words, &format!("preference.{name}"), field));
    }
}

async fn preference_page(
    desk: &Desk,
    board: Data<Board>,
    view: View,
    link: Link,
    kept: bool,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    // A write, because whoever asks for half-days may still lack the visit that waits.
    let (followed, left_out, invitation) = desk
        .write(move |conn, desk| {
            let case = own.find(conn)?;
            let left_out = LeftOut::of_case(conn, board.booker(desk, None), &case, BookingView::Public)?;
            let invitation = invitations::live_of_case(conn, case.id)?.filter(|one| one.until > desk.now());
            Ok::<_, Problem>((follow::follow(conn, desk, case)?, left_out, invitation))
        })
        .await?;
    let words = view.words;
    let preference = followed.case.preference.ahead(desk.now().date());
    let typed = typed.or("times", preference.times.code());
    let page = PreferencePage {
        typed: typed.or("from", preference.from.map(short_date).unwrap_or_default()),
        frame: Frame::for_family(words.say("follow-preference-title"), view).with(&mistakes),
        link,
        open: can_choose(&followed),
        kept: kept && !mistakes.any(),
        held: held(&followed, words),
        invited: invitation.map(|one| said::half_day(words, one.half_day, one.on)),
        left_out,
        preference,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&page, &mistakes))
}

fn held(followed: &Followed, words: Words) -> Option<(String, bool)> {
    let booking = followed.held()?;
    let suits = followed.case.preference.allows(booking.on, booking.half_day);
    Some((said::half_day(words, booking.half_day, booking.on), suits))
}

impl PreferencePage {
    fn times(&self) -> Vec<Choice> {
        options::all_preferred_times(self.frame.words)
    }

    /// What counts from now on.
    fn now(&self) -> String {
        let preference = self.preference.words(self.frame.words);
        self.frame.words.with("follow-preference-now", &[("preference", &preference)])
    }

    /// What becomes of the half-day that is booked: nothing.
    fn held_words(&self) -> Option<String> {
        let (half_day, suits) = self.held.as_ref()?;
        let key = if *suits { "follow-preference-held" } else { "follow-preference-held-other" };
        Some(self.frame.words.with(key, &[("half_day", half_day)]))
    }
}

impl FollowPage {
    /// Which half-days suit the family and, while it waits, that they leave nothing where there would be something.
    pub fn preference(&self) -> Option<String> {
        let preference = self.followed.preference.filter(|_| self.followed.expects_team())?;
        match self.turn.left_out.as_ref().filter(|left_out| left_out.leaves_nothing()) {
            Some(left_out) => Some(left_out.sentence(self.frame.words)),
            None => {
                let preference = preference.words(self.frame.words);
                Some(self.frame.words.with("follow-preference-now", &[("preference", &preference)]))
            }
        }
    }
}
