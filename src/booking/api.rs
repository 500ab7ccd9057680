//! Booking over JSON: offers, bookings, changes.

use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};

use super::board::Board;
use super::book::book;
use super::booker::Booker;
use super::lock::lock_for;
use super::offers::Offer;
use super::refusals::HoldUse;
use super::refusals::OverBudget;
use super::refusals::{BookError, HalfDayWish};
use super::settle::Booked;
use super::subject::{door_of, visit_of_new_case, visit_to_book};
use super::take_over::book_held;
use crate::accounts::{Identity, Permission, Staff};
use crate::cases::api::{CaseFiled, reader, staff_of};
use crate::cases::case::Case;
use crate::cases::filing::{self as case_filing, FileCaseError, FiledCase, ReadCase, ReadCaseError};
use crate::cases::find::{FindCaseError, find};
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::visits::Visit;
use crate::visits::hold::release_expired;
use crate::visits::store::expired_holds;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

mod bodies;
pub mod correcting;
pub mod deciding;
pub mod duties;
mod filing;
pub mod hand;
pub mod holds;
pub mod inquiries;
pub mod joining;
pub mod resources;

pub use bodies::{
    BookingBody, CaseBooked, HalfDayBooking, HoldUseBody, NewBooking, NotOfferedBody, OfferBody, OffersBody, PlaceBody,
    ReasonsWish,
};

/// Why an answer about a case's half-days is a refusal.
#[derive(Debug, thiserror::Error)]
pub enum BookCaseError {
    /// Not found, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// The case cannot be filed.
    #[error(transparent)]
    Open(#[from] FileCaseError),
    /// The half-day cannot be booked.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The half-days that a team can really keep for this case, soonest first. Staff also see duties and places.
#[utoipa::path(
    tag = "booking",
    operation_id = "offers_of_case",
    params(("code" = String, Path, description = "Public code", example = "K7MQ-2XPT"), ReasonsWish),
    responses((status = 200, body = OffersBody)),
)]
#[get("/api/v1/cases/{code}/offers")]
pub async fn offers_of_case(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    wanted: Query<ReasonsWish>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let booker = board.booker(desk, reader.staff());
            let case = find(conn, &code, &reader, Permission::EditCases)?;
            release_expired(conn, &booker.desk.dice, booker.now)?;
            let visit = visit_to_book(conn, booker, &case)?;
            let door = door_of(booker, &case, &visit)?;
            let day_secs = booker.day_secs_of(conn, &case, &visit)?;
            Ok::<_, BookCaseError>(OffersBody::answer(conn, booker, &door, day_secs, wanted.reasons)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Files a case and books a half-day for it, or does neither.
#[utoipa::path(
    tag = "booking",
    operation_id = "file_and_book",
    request_body = NewBooking,
    responses((status = 201, body = CaseBooked)),
)]
#[post("/api/v1/bookings")]
pub async fn post_booking(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    new: Json<NewBooking>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of_key_or_content(&request, &*new)?;
    let new = new.into_inner();
    let read = case_filing::read(&board.reference.cases, staff_of(&who), &new.case, desk.now());
    let read = read.map_err(|error| error.within("/case"));
    if new.hold.is_some() {
        return file_with_hold(desk, board, key, who, new, read).await;
    }
    let read = read.map_err(FileCaseError::from)?;
    filing::file_somewhere(&desk, &board, key, filing::Filing { who, read, half_day: new.half_day }).await
}

/// With a hold the case is filed first: whether the hold serves is seen from it.
async fn file_with_hold(
    desk: Data<Desk>,
    board: Data<Board>,
    key: Option<IdempotencyKey>,
    who: Identity,
    new: NewBooking,
    read: Result<ReadCase, ReadCaseError>,
) -> Result<HttpResponse, Problem> {
    desk.once(key, move |conn, desk| {
        let staff = staff_of(&who);
        let read = read.as_ref().map_err(|error| FileCaseError::from(error.clone()))?;
        let opened = case_filing::file(conn, desk, &board.reference.cases, staff, read)?;
        let booker = board.booker(desk, staff);
        let visit = visit_of_new_case(conn, booker, &opened.case)?;
        let (booked, of_hold) = book_with(conn, booker, &opened.case, &visit, new.half_day, new.hold.as_deref())?;
        Ok::<_, BookCaseError>(booked_answer(&board, &opened, BookingBody::of(&booked, of_hold), staff))
    })
    .await
}

fn booked_answer(board: &Board, opened: &FiledCase, booking: BookingBody, staff: Option<&Staff>) -> Answer {
    let location = format!("/api/v1/cases/{}", opened.case.code);
    let case = CaseFiled::of(opened, &board.reference.cases, staff.is_some());
    Answer::created(location, &CaseBooked { case, booking })
}

/// Books with the place that a hold keeps, if there is one.
fn book_with(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: &Visit,
    wish: HalfDayWish,
    hold: Option<&str>,
) -> Result<(Booked, Option<HoldUse>), BookError> {
    match hold {
        Some(token) => book_held(conn, booker, case, visit, wish, token).map(|(booked, of)| (booked, Some(of))),
        None => book(conn, booker, case, visit, wish).map(|booked| (booked, None)),
    }
}

/// Books a half-day for a case that was filed, or moves the one it has: atomically, the old place is given back only
/// if the new one is had.
#[utoipa::path(
    tag = "booking",
    operation_id = "book_half_day",
    request_body = HalfDayBooking,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 201, body = BookingBody)),
)]
#[post("/api/v1/cases/{code}/booking")]
pub async fn book_half_day(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    wanted: Json<HalfDayBooking>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*wanted)?;
    let reader = reader(&request, who);
    desk.once(key, move |conn, desk| {
        let booker = board.booker(desk, reader.staff());
        let case = find(conn, &code, &reader, Permission::EditCases)?;
        let case = lock_for(conn, booker, &case, wanted.wish(), wanted.hold.as_deref())?.case;
        let visit = visit_to_book(conn, booker, &case)?;
        let (booked, of_hold) = book_with(conn, booker, &case, &visit, wanted.wish(), wanted.hold.as_deref())?;
        let location = format!("/api/v1/cases/{}/visits", case.code);
        Ok::<_, BookCaseError>(Answer::created(location, &BookingBody::of(&booked, of_hold)))
    })
    .await
}

/// Gives the half-day back; the case waits again.
#[utoipa::path(
    tag = "booking",
    operation_id = "give_half_day_back",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 204)),
)]
#[delete("/api/v1/cases/{code}/booking")]
pub async fn give_half_day_back(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    desk.write(move |conn, desk| {
        let booker = board.booker(desk, reader.staff());
        let case = find(conn, &code, &reader, Permission::EditCases)?;
        super::book::wait_again(conn, booker, &case)?;
        Ok::<_, BookCaseError>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Releases holds that are over when the worker has not come yet; otherwise it only reads.
async fn release_over(desk: &Data<Desk>) -> Result<(), Problem> {
    let now = desk.now();
    if desk.read(move |conn, _| Ok::<_, StoreError>(!expired_holds(conn, now)?.is_empty())).await? {
        desk.write(move |conn, desk| release_expired(conn, &desk.dice, now)).await?;
    }
    Ok(())
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(offers_of_case).service(post_booking).service(book_half_day).service(give_half_day_back);
    config.service(inquiries::offers_of_inquiry);
    config.service(holds::hold_half_day).service(holds::extend_hold).service(holds::give_up_hold);
    duties::urls(config);
    hand::urls(config);
    resources::urls(config);
    config.service(deciding::decide_case);
    config.service(correcting::correct_case).service(correcting::correct_person).service(correcting::add_person);
    config.service(joining::join_cases);
}

impl From<BookCaseError> for Problem {
    fn from(error: BookCaseError) -> Self {
        match error {
            BookCaseError::Find(error) => error.into(),
            BookCaseError::Open(error) => error.into(),
            BookCaseError::Book(error) => error.into(),
            BookCaseError::Store(error) => error.into(),
        }
    }
}

impl From<OverBudget> for Problem {
    fn from(over: OverBudget) -> Self {
        let problem = Self::new(&types::TOO_MANY_HOLDS).detail(over.to_string());
        match over {
            OverBudget::Ward(secs) => problem.retry_after(secs),
            OverBudget::Contact(_) | OverBudget::Address(_) | OverBudget::Household => problem,
        }
    }
}

impl From<BookError> for Problem {
    fn from(error: BookError) -> Self {
        let said = error.to_string();
        match error {
            BookError::NothingToBook(_) | BookError::OnTheWay => Self::new(&types::CONFLICT).detail(said),
            BookError::Beyond(beyond) => beyond.into(),
            BookError::NotOnMap(_) => Self::new(&types::INVALID).detail(said),
            BookError::OverBudget(over) => over.into(),
            BookError::OutOfReach(_, offers) => Self::new(&types::HALF_DAY_OUT_OF_REACH)
                .detail(said)
                .offers(offers.iter().map(OfferBody::public).collect::<Vec<_>>()),
            BookError::Gone(offers) => Self::new(&types::HALF_DAY_GONE)
                .detail(gone_sentence(&offers))
                .offers(offers.iter().map(OfferBody::public).collect::<Vec<_>>()),
            BookError::GoneWithHold(of_hold, offers) => Self::new(&types::HALF_DAY_GONE)
                .detail(format!("Không dùng được chỗ giữ: {}. {}", of_hold.label(), gone_sentence(&offers)))
                .offers(offers.iter().map(OfferBody::public).collect::<Vec<_>>()),
            BookError::Store(error) => error.into(),
        }
    }
}

fn gone_sentence(offers: &[Offer]) -> String {
    match offers.first() {
        None => "Buổi này vừa hết chỗ, và hiện chưa có buổi nào khác. Hồ sơ sẽ vào danh sách chờ.".to_owned(),
        Some(first) => format!("Buổi này vừa hết chỗ. Sớm nhất còn {}.", first.half_day.on(first.on)),
    }
}
