//! Booking over JSON: offers, bookings, changes.
use std::sync::Arc;

use actix_web::web::{Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};

use super::board::Board;
use super::book::{BookError, Booker, HalfDayWish, book};
use super::offers::Offer;
use super::subject::{door_of, visit_to_book};
use crate::accounts::{Identity, Permission, Staff};
use crate::cases::CaseTables;
use crate::cases::api::{reader, staff_of};
use crate::cases::find::{FindCaseError, find};
use crate::cases::open::{OpenCaseError, open};
use crate::db::StoreError;
use crate::web::answer::Wish;
use crate::web::problem::ProblemBody;
use crate::web::problem_types as types;
use crate::web::{Answer, Desk, Problem};

mod bodies;
pub mod duties;

pub use bodies::{BookingBody, CaseBooked, NewBooking, OfferBody, OffersBody, PlaceBody};

/// What booking handlers share: the sequences in memory, and what cases read.
#[derive(Clone)]
pub struct BookingTables {
    /// The sequences.
    pub board: Arc<Board>,
    /// What cases read.
    pub cases: Arc<CaseTables>,
}

impl BookingTables {
    fn booker<'a>(&'a self, desk: &'a Desk, staff: Option<&'a Staff>) -> Booker<'a> {
        Booker { desk, board: &self.board, staff, now: desk.now() }
    }
}

/// Why an answer about a case's half-days is a refusal.
#[derive(Debug, thiserror::Error)]
pub enum BookCaseError {
    /// Not found, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// The case cannot be filed.
    #[error(transparent)]
    Open(#[from] OpenCaseError),
    /// The half-day cannot be booked.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The half-days that a team can really keep for this case, soonest first. Staff also see duties and places.
#[utoipa::path(tag = "booking", operation_id = "offers_of_case", security(("bearer" = []), ("case_secret" = [])), params(("code" = String, Path, description = "Public code", example = "K7MQ-2XPR")), responses((status = 200, body = OffersBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
#[get("/api/v1/cases/{code}/offers")]
pub async fn offers_of_case(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let booker = tables.booker(desk, reader.staff());
            let case = find(conn, &code, &reader, Permission::EditCases)?;
            let visit = visit_to_book(conn, booker, &case)?;
            let door = door_of(booker, &case, &visit)?;
            let offers = booker.offers(conn, &door, booker.view())?;
            Ok::<_, BookCaseError>(OffersBody::of(&offers, booker))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Files a case and books a half-day for it, or does neither.
#[utoipa::path(tag = "booking", operation_id = "file_and_book", request_body = NewBooking, params(("Idempotency-Key" = Option<String>, Header, description = "Names this wish; a repeat gets the first answer.")), responses((status = 201, body = CaseBooked), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
#[post("/api/v1/bookings")]
pub async fn file_and_book(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    request: HttpRequest,
    who: Identity,
    new: Json<NewBooking>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &who.asker(), &*new)?;
    desk.once(wish, move |conn, desk| {
        let staff = staff_of(&who);
        let opened = open(conn, desk, &tables.cases, staff, &new.case)?;
        let booker = tables.booker(desk, staff);
        let visit = visit_to_book(conn, booker, &opened.case)?;
        let booked = book(conn, booker, &opened.case, visit, new.half_day, &[])?;
        let location = format!("/api/v1/cases/{}", opened.case.code);
        let body = CaseBooked::of(&opened, &tables.cases, &booked, staff.is_some());
        Ok::<_, BookCaseError>(Answer::created(location, &body))
    })
    .await
}

/// Books a half-day for a case that was filed, or moves the one it has: atomically, the old place is given back only
/// if the new one is had.
#[utoipa::path(tag = "booking", operation_id = "book_half_day", security(("bearer" = []), ("case_secret" = [])), request_body = HalfDayWish, params(("code" = String, Path, description = "Public code"), ("Idempotency-Key" = Option<String>, Header, description = "Names this wish.")), responses((status = 201, body = BookingBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
#[post("/api/v1/cases/{code}/booking")]
pub async fn book_half_day(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    wanted: Json<HalfDayWish>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &who.asker(), &*wanted)?;
    let reader = reader(&request, who);
    desk.once(wish, move |conn, desk| {
        let booker = tables.booker(desk, reader.staff());
        let case = find(conn, &code, &reader, Permission::EditCases)?;
        let visit = visit_to_book(conn, booker, &case)?;
        let booked = book(conn, booker, &case, visit, *wanted, &[])?;
        let location = format!("/api/v1/cases/{}/visits", case.code);
        Ok::<_, BookCaseError>(Answer::created(location, &BookingBody::of(&booked)))
    })
    .await
}

/// Gives the half-day back; the case waits again.
#[utoipa::path(tag = "booking", operation_id = "give_half_day_back", security(("bearer" = []), ("case_secret" = [])), params(("code" = String, Path, description = "Public code")), responses((status = 204), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
#[delete("/api/v1/cases/{code}/booking")]
pub async fn give_half_day_back(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    desk.write(move |conn, desk| {
        let booker = tables.booker(desk, reader.staff());
        let case = find(conn, &code, &reader, Permission::EditCases)?;
        super::book::wait_again(conn, booker, &case)?;
        Ok::<_, BookCaseError>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(offers_of_case).service(file_and_book).service(book_half_day).service(give_half_day_back);
    duties::urls(config);
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

impl From<BookError> for Problem {
    fn from(error: BookError) -> Self {
        let said = error.to_string();
        match error {
            BookError::NothingToBook(_) | BookError::OnTheWay => Self::new(&types::CONFLICT).detail(said),
            BookError::NotOnMap(_) => Self::new(&types::INVALID).detail(said),
            BookError::Gone(offers) => Self::new(&types::HALF_DAY_GONE)
                .detail(gone_sentence(&offers))
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
