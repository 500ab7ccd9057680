//! A family chooses a half-day, changes it, or gives it back and waits.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::cards::{WeekOfCards, weeks};
use super::refused;
use crate::booking::Board;
use crate::booking::View as BookingView;
use crate::booking::book::{book, wait_again};
use crate::booking::booker::Booker;
use crate::booking::lock::lock_for;
use crate::booking::refusals::{BookError, HalfDayWish, OutOfReach};
use crate::booking::subject::visit_to_book;
use crate::booking::waiting::api::TurnBody;
use crate::cases::case::Case;
use crate::config::Hours;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::families::follow::choose::{Choices, Choosing, look, read_value};
use crate::families::follow::pages::{Done, Link};
use crate::families::follow::turn::turn_words;
use crate::text::date_words::date_words;
use crate::visits::Visit;
use crate::visits::store as visits;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

/// What the form sends for "any half-day; invite me".
const ANY: &str = "any";

#[derive(Template)]
#[template(path = "families/follow/half_day.html")]
struct HalfDayPage {
    frame: Frame,
    link: Link,
    choosing: Choosing,
    hours: Hours,
    turn: Option<String>,
    /// The half-day was taken meanwhile: nobody made a mistake.
    gone: bool,
    typed: Typed,
    mistakes: Mistakes,
}

/// What became of a wish.
enum Chosen {
    /// It is booked.
    Booked,
    /// It was held already.
    Same,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(choose);
}

#[get("/follow/{code}/{secret}/half-day")]
async fn form(desk: Data<Desk>, board: Data<Board>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    half_day_page(&desk, board, view, link.into_inner(), Typed::default(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/half-day")]
async fn choose(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    let choice = typed.get("choice").to_owned();
    if choice == ANY {
        return any(&desk, board, view, link).await;
    }
    let mut mistakes = Mistakes::default();
    let Some((on, half_day)) = read_value(&choice) else {
        mistakes.add("choice", view.words.say(if choice.is_empty() { "choose-nothing" } else { "choose-made-up" }));
        return half_day_page(&desk, board, view, link, typed, mistakes).await;
    };
    let (known, wish) = (board.clone(), HalfDayWish { on, half_day });
    match link.write(&desk, move |conn, desk, case| take(conn, known.booker(desk, None), case, wish)).await? {
        Ok(Chosen::Booked) => Ok(page::see_other(&link.after(Done::Kept))),
        Ok(Chosen::Same) => Ok(page::see_other(&link.after(Done::Same))),
        Err(BookError::Gone(_) | BookError::GoneWithHold(..)) => {
            mistakes.add("choice", view.words.say("choose-gone"));
            half_day_page(&desk, board, view, link, Typed::default(), mistakes).await
        }
        Err(BookError::OutOfReach(OutOfReach::Preference(preference), _)) => {
            let preference = preference.words(view.words);
            mistakes.add("choice", view.words.with("choose-against-preference", &[("preference", &preference)]));
            half_day_page(&desk, board, view, link, Typed::default(), mistakes).await
        }
        Err(BookError::OutOfReach(..)) => {
            let (first, last) = BookingView::Public.horizon(&desk.settings.booking, desk.now());
            let (first, last) = (date_words(first, view.words), date_words(last, view.words));
            mistakes.add("choice", view.words.with("choose-out-of-reach", &[("first", &first), ("last", &last)]));
            half_day_page(&desk, board, view, link, Typed::default(), mistakes).await
        }
        Err(BookError::OverBudget(_)) => {
            mistakes.add("choice", view.words.say("choose-over-budget"));
            half_day_page(&desk, board, view, link, typed, mistakes).await
        }
        Err(error) => refused(&desk, board, view, link, error).await,
    }
}

/// Books the half-day; one that is held already stays as it is.
fn take(conn: &mut DbConn, booker: Booker<'_>, case: &Case, wish: HalfDayWish) -> Result<Chosen, BookError> {
    let case = &lock_for(conn, booker, case, wish, None)?.case;
    let visit = visit_to_book(conn, booker, case)?;
    if is_held(conn, booker, case, wish)? {
        return Ok(Chosen::Same);
    }
    book(conn, booker, case, &visit, wish)?;
    Ok(Chosen::Booked)
}

fn is_held(conn: &mut DbConn, booker: Booker<'_>, case: &Case, wish: HalfDayWish) -> StoreResult<bool> {
    let hours = &booker.desk.settings.hours;
    let open = visits::of_case(conn, case.id)?.into_iter().filter(|visit| visit.is_open());
    let mut held = open.filter(|visit| !visit.is_overdue(hours, booker.now)).filter_map(|visit| visit.booking);
    Ok(held.any(|booking| (booking.on, booking.half_day) == (wish.on, wish.half_day)))
}

/// Any half-day will do: what is held is given back, and the case waits.
async fn any(desk: &Data<Desk>, board: Data<Board>, view: View, link: Link) -> Result<HttpResponse, Problem> {
    let known = board.clone();
    let done = link
        .write(desk, move |conn, desk, case| {
            let booker = known.booker(desk, None);
            visit_to_book(conn, booker, case)?;
            let open = visits::of_case(conn, case.id)?.into_iter().filter(Visit::is_open);
            let held = open.filter_map(|visit| visit.booking).next();
            if held.is_some() {
                wait_again(conn, booker, case)?;
            }
            Ok(held)
        })
        .await?;
    match done {
        Ok(None) => Ok(page::see_other(&link.after(Done::Waiting))),
        Ok(Some(held)) => {
            let said = Done::GivenBack.query_of(held.on, held.half_day);
            Ok(page::see_other(&format!("{}{said}", link.here())))
        }
        Err(error) => refused(desk, board, view, link, error).await,
    }
}

/// The page says itself why nothing can be chosen; what else came between is said in the summary.
async fn refused(
    desk: &Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Link,
    error: BookError,
) -> Result<HttpResponse, Problem> {
    if let BookError::Store(error) = error {
        return Err(error.into());
    }
    let mistakes = refused::mistakes(view.words, &error.into());
    half_day_page(desk, board, view, link, Typed::default(), mistakes).await
}

async fn half_day_page(
    desk: &Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Link,
    typed: Typed,
    mut mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    let (choosing, turn) = desk
        .write(move |conn, desk| {
            let case = own.find(conn)?;
            let choosing = look(conn, board.booker(desk, None), &case)?;
            Ok::<_, Problem>((choosing, TurnBody::read(conn, desk, &board, &case)?))
        })
        .await?;
    if let Choosing::Closed(why) = &choosing
        && mistakes.any()
    {
        mistakes = Mistakes { fields: Vec::new(), whole: Some(why.words(view.words)) };
    }
    let turn = turn_words(view.words, &turn);
    let key = match &choosing {
        Choosing::Open(choices) if choices.held.is_some() => "choose-title-change",
        _ => "choose-title",
    };
    let frame = Frame::for_family(view.words.say(key), view).with(&mistakes);
    let hours = desk.settings.hours.clone();
    let gone = mistakes.at("choice").is_some_and(|said| said == frame.words.say("choose-gone"));
    let page = HalfDayPage { frame, link, choosing, hours, turn, gone, typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

impl HalfDayPage {
    fn heading(&self) -> String {
        let held = matches!(&self.choosing, Choosing::Open(choices) if choices.held.is_some());
        self.frame.words.say(if held { "choose-title-change" } else { "choose-title" })
    }

    fn weeks(&self, choices: &Choices) -> Vec<WeekOfCards> {
        weeks(choices, &self.hours, self.frame.words)
    }

    fn any_label(&self, choices: &Choices) -> String {
        self.frame.words.say(if choices.held.is_some() { "choose-give-back" } else { "choose-any" })
    }

    fn any_hint(&self, choices: &Choices) -> String {
        self.frame.words.say(match (choices.held.is_some(), choices.approved) {
            (true, _) => "choose-give-back-hint",
            (false, true) => "choose-any-hint",
            (false, false) => "choose-any-hint-filed",
        })
    }
}
