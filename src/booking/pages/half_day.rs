//! A dispatcher takes another half-day for a family that calls, or gives one back: what can be kept, with its window, and
//! why the others cannot.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use crate::accounts::{Permission, Staff};
use crate::booking::api::BookCaseError;
use crate::booking::book::{book, wait_again};
use crate::booking::booker::Booker;
use crate::booking::lock::lock_for;
use crate::booking::refusals::{BookError, HalfDayWish};
use crate::booking::subject::{door_of, next_to_book, visit_to_book};
use crate::booking::{Board, Offer, View};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::cases::find::{Reader, find};
use crate::cases::pages::deciding::OfferLine;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::DutyId;
use crate::teams::store as teams;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::hold::release_expired;
use crate::visits::visit::{Booking, Visit};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

/// What the form sends to give the half-day back.
const NONE: &str = "none";

#[derive(Template)]
#[template(path = "booking/half_day.html")]
struct HalfDayPage {
    frame: Frame,
    mistakes: Mistakes,
    code: String,
    held: Option<String>,
    lines: Vec<OfferLine>,
    /// What cannot be had: half-day and why.
    missing: Vec<(String, String)>,
    /// Why nothing can be taken at all.
    closed: Option<String>,
}

struct Found {
    held: Option<Booking>,
    lines: Vec<OfferLine>,
    missing: Vec<(String, String)>,
    closed: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(take);
}

#[get("/cases/{code}/half-day")]
async fn form(desk: Data<Desk>, board: Data<Board>, staff: Staff, code: Path<String>) -> Result<HttpResponse, Problem> {
    half_day_page(&desk, board, &staff, code.into_inner(), Mistakes::default()).await
}

#[post("/cases/{code}/half-day")]
async fn take(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (code, typed) = (code.into_inner(), Typed::new(given.into_inner()));
    let choice = typed.get("half_day").to_owned();
    let wish = read_value(&choice);
    let mut mistakes = Mistakes::default();
    if wish.is_none() && choice != NONE {
        mistakes.add("half_day", "Chọn một buổi trong danh sách.");
        return half_day_page(&desk, board, &staff, code, mistakes).await;
    }
    let (known, by, wanted) = (board.clone(), staff.clone(), code.clone());
    let done = desk.write(move |conn, desk| put(conn, known.booker(desk, Some(&by)), &by, &wanted, wish)).await;
    match done {
        Ok(()) => Ok(page::see_other(&format!("/cases/{code}"))),
        Err(error @ (BookCaseError::Find(_) | BookCaseError::Store(_) | BookCaseError::Book(BookError::Store(_)))) => {
            Err(error.into())
        }
        Err(refusal) => half_day_page(&desk, board, &staff, code, Mistakes::of(&Problem::from(refusal))).await,
    }
}

/// Books the half-day, or gives back the one that is held.
fn put(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    code: &str,
    wish: Option<HalfDayWish>,
) -> Result<(), BookCaseError> {
    let case = find(conn, code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
    let Some(wish) = wish else { return Ok(wait_again(conn, booker, &case)?) };
    let case = &lock_for(conn, booker, &case, wish, None)?.case;
    let visit = visit_to_book(conn, booker, case)?;
    book(conn, booker, case, &visit, wish)?;
    Ok(())
}

fn look(conn: &mut DbConn, booker: Booker<'_>, staff: &Staff, code: &str) -> Result<Found, BookCaseError> {
    let case = find(conn, code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
    release_expired(conn, &booker.desk.dice, booker.now)?;
    let door = visit_to_book(conn, booker, &case).and_then(|visit| Ok((door_of(booker, &case, &visit)?, visit)));
    let (door, visit) = match door {
        Ok(found) => found,
        Err(BookError::Store(error)) => return Err(error.into()),
        Err(refusal) => {
            let closed = Some(refusal.to_string());
            return Ok(Found { held: None, lines: Vec::new(), missing: Vec::new(), closed });
        }
    };
    let offers = booker.offers(conn, &door, View::Staff)?;
    let missing = booker.not_offered(conn, &door, &offers)?;
    let missing = missing.into_iter().map(|one| (one.half_day.on(one.on), one.sentence));
    let lines = lines_of(conn, &offers)?;
    Ok(Found { held: visit.booking, lines, missing: missing.collect(), closed: None })
}

/// Half-days that a case could take now, as its page offers them; nothing is opened for it.
///
/// # Errors
/// [`StoreError`].
pub(super) fn offers_of(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visits: &[Visit],
) -> StoreResult<Vec<OfferLine>> {
    let Some(visit) = next_to_book(visits) else { return Ok(Vec::new()) };
    let offers = match door_of(booker, case, visit) {
        Ok(door) => booker.offers(conn, &door, View::Staff)?,
        Err(BookError::Store(error)) => return Err(error),
        Err(_) => return Ok(Vec::new()),
    };
    lines_of(conn, &offers)
}

fn lines_of(conn: &mut DbConn, offers: &[Offer]) -> StoreResult<Vec<OfferLine>> {
    let cheapest: Vec<DutyId> = offers.iter().filter_map(|offer| Some(offer.places.first()?.duty_id)).collect();
    let duties = teams::not_cancelled(conn, &cheapest)?;
    let line = |offer: &Offer| {
        let place = offer.places.first()?;
        let duty = duties.iter().find(|duty| duty.id == place.duty_id)?;
        let (at, minutes) = (said::clock(place.insertion.arrives_secs), place.insertion.added_secs.begun_minutes());
        Some(OfferLine {
            value: value(offer.on, offer.half_day),
            words: said::half_day(Words::VIETNAMESE, offer.half_day, offer.on),
            team: duty.team.name.clone(),
            detour: format!("đến khoảng {at}, thêm {minutes} phút đi"),
        })
    };
    Ok(offers.iter().filter_map(line).collect())
}

async fn half_day_page(
    desk: &Data<Desk>,
    board: Data<Board>,
    staff: &Staff,
    code: String,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let (by, wanted) = (staff.clone(), code.clone());
    let found = desk.write(move |conn, desk| look(conn, board.booker(desk, Some(&by)), &by, &wanted)).await?;
    let held = found.held.map(|held| said::half_day(Words::VIETNAMESE, held.half_day, held.on));
    let template = HalfDayPage {
        frame: Frame::for_staff(format!("Chọn buổi, {code}"), staff).with(&mistakes),
        mistakes: mistakes.clone(),
        code,
        held,
        lines: found.lines,
        missing: found.missing,
        closed: found.closed,
    };
    Ok(page::page(&template, &mistakes))
}

fn value(on: NaiveDate, half_day: HalfDay) -> String {
    format!("{on}.{}", half_day.code())
}

fn read_value(value: &str) -> Option<HalfDayWish> {
    let (on, half_day) = value.split_once('.')?;
    Some(HalfDayWish { on: on.parse().ok()?, half_day: half_day.parse().ok()? })
}
