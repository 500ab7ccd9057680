//! Corrections of a case over JSON: contact and place, one of its people, one more.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, patch, post, put};

use crate::accounts::{Identity, Permission, Staff};
use crate::booking::Board;
use crate::booking::add_person::{AddToVisitError, add_person as add_to_visit};
use crate::booking::correct;
use crate::booking::correct_person::{CorrectInVisitError, correct_person as correct_in_visit};
use crate::cases::add_person::AddPersonError;
use crate::cases::api::{CaseBody, reader, sentence};
use crate::cases::correct_person::CorrectPersonError;
use crate::cases::edit::{CaseCorrection, EditCaseError};
use crate::cases::find::{FindCaseError, Reader, find};
use crate::cases::new_case::{NewApplicant, parse_person};
use crate::cases::read;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::answer;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// Corrects contact, address, pin, note, readiness or language. Wants the ETag that was read as `If-Match`. Another
/// e-mail address or door is told to the family. The office may move the place of an approved case: a half-day that the
/// team can still keep stays.
#[utoipa::path(
    tag = "cases",
    operation_id = "correct_case",
    request_body = CaseCorrection,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = CaseBody)),
)]
#[patch("/api/v1/cases/{code}")]
pub async fn correct_case(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    correction: Json<CaseCorrection>,
) -> Result<HttpResponse, Problem> {
    let expected = answer::expected_version(&request)?;
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let staff = reader.staff().cloned();
            let booker = board.booker(desk, staff.as_ref());
            correct::correct_case(conn, booker, &code, &reader, &correction, expected)?;
            let file = read::one(conn, desk, &code, &reader)?;
            Ok::<_, EditCaseError>(CaseBody::of(&file, &board.reference.cases))
        })
        .await?;
    Ok(with_version(&body))
}

/// Why a person of a case cannot be as sent.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// No such case, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// Fields need another value.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// The person is not corrected.
    #[error(transparent)]
    Correct(#[from] CorrectInVisitError),
    /// Nobody is added.
    #[error(transparent)]
    Add(#[from] AddToVisitError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Corrects one person of a case: who they are, what they ask for, how they move. Triaged anew; a booked visit keeps its
/// place in the order with the work that this takes. Wants the case's ETag as `If-Match`.
#[utoipa::path(
    tag = "cases",
    operation_id = "correct_person",
    request_body = NewApplicant,
    params(
        ("code" = String, Path, description = "Public code"),
        ("position" = i32, Path, description = "Which person, counted from 0 in the order of the case"),
    ),
    responses((status = 200, body = CaseBody)),
)]
#[put("/api/v1/cases/{code}/applicants/{position}")]
pub async fn correct_person(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    path: Path<(String, i32)>,
    person: Json<NewApplicant>,
) -> Result<HttpResponse, Problem> {
    let expected = answer::expected_version(&request)?;
    let (code, position) = path.into_inner();
    let body = desk
        .write(move |conn, desk| {
            put_person(conn, desk, &board, &staff, &PersonAt { code: &code, position, version: expected }, &person)?;
            Ok::<_, PersonError>(body_of(conn, desk, &board, &staff, &code)?)
        })
        .await?;
    Ok(with_version(&body))
}

/// Adds one more person to a case. A booked visit is put into its half-day again, with the longer work.
#[utoipa::path(
    tag = "cases",
    operation_id = "add_person",
    request_body = NewApplicant,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 201, body = CaseBody)),
)]
#[post("/api/v1/cases/{code}/applicants")]
pub async fn add_person(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    code: Path<String>,
    person: Json<NewApplicant>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*person)?;
    desk.once(key, move |conn, desk| {
        put_new_person(conn, desk, &board, &staff, &code, &person)?;
        let body = body_of(conn, desk, &board, &staff, &code)?;
        Ok::<_, PersonError>(Answer::created(format!("/api/v1/cases/{code}"), &body).version(body.version))
    })
    .await
}

/// Which person of which case, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct PersonAt<'a> {
    /// The case's code.
    pub code: &'a str,
    /// Counted from 0.
    pub position: i32,
    /// The case's version.
    pub version: i32,
}

/// Corrects a person with what was sent.
///
/// # Errors
/// [`PersonError`].
pub fn put_person(
    conn: &mut DbConn,
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    at: &PersonAt<'_>,
    typed: &NewApplicant,
) -> Result<(), PersonError> {
    let case = find(conn, at.code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
    let person = parse_person(typed, &board.reference.cases, desk.now().date()).map_err(PersonError::Invalid)?;
    let booker = board.booker(desk, Some(staff));
    correct_in_visit(conn, booker, &case, at.position, &person, at.version)?;
    Ok(())
}

/// Adds the person who was sent.
///
/// # Errors
/// [`PersonError`].
pub fn put_new_person(
    conn: &mut DbConn,
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    code: &str,
    typed: &NewApplicant,
) -> Result<(), PersonError> {
    let case = find(conn, code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
    let person = parse_person(typed, &board.reference.cases, desk.now().date()).map_err(PersonError::Invalid)?;
    add_to_visit(conn, board.booker(desk, Some(staff)), &case, &person)?;
    Ok(())
}

fn body_of(
    conn: &mut DbConn,
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    code: &str,
) -> Result<CaseBody, FindCaseError> {
    let file = read::one(conn, desk, code, &Reader::Staff(staff.clone()))?;
    Ok(CaseBody::of(&file, &board.reference.cases))
}

fn with_version(body: &CaseBody) -> HttpResponse {
    HttpResponse::Ok().insert_header(("ETag", crate::idempotency::etag(body.version))).json(body)
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::Find(error) => error.into(),
            PersonError::Invalid(fields) => Self::invalid(fields),
            PersonError::Correct(error) => error.into(),
            PersonError::Add(error) => error.into(),
            PersonError::Store(error) => error.into(),
        }
    }
}

impl From<CorrectInVisitError> for Problem {
    fn from(error: CorrectInVisitError) -> Self {
        let detail = sentence(&error);
        match error {
            CorrectInVisitError::Correct(CorrectPersonError::Store(error)) | CorrectInVisitError::Store(error) => {
                error.into()
            }
            CorrectInVisitError::Correct(refusal) => match refusal {
                CorrectPersonError::NoSuchPerson => Self::new(&types::NOT_FOUND),
                CorrectPersonError::OutOfDate => Self::new(&types::OUT_OF_DATE).detail(detail),
                CorrectPersonError::Known => Self::invalid(Vec::new()).field("/name", "duplicate", detail),
                CorrectPersonError::NoVisit(_) => Self::invalid(Vec::new()).field("/mobility", "no_visit", detail),
                CorrectPersonError::Incomplete(_) => {
                    Self::invalid(Vec::new()).field("/representative/name", "required", detail)
                }
                CorrectPersonError::Closed(_) | CorrectPersonError::Store(_) => {
                    Self::new(&types::CONFLICT).detail(detail)
                }
            },
            CorrectInVisitError::OnTheWay | CorrectInVisitError::NoRoom => Self::new(&types::CONFLICT).detail(detail),
        }
    }
}

impl From<AddToVisitError> for Problem {
    fn from(error: AddToVisitError) -> Self {
        let detail = sentence(&error);
        match error {
            AddToVisitError::Add(AddPersonError::Store(error)) | AddToVisitError::Store(error) => error.into(),
            AddToVisitError::Book(error) => error.into(),
            AddToVisitError::Add(AddPersonError::Known) => {
                Self::invalid(Vec::new()).field("/name", "duplicate", detail)
            }
            AddToVisitError::Add(AddPersonError::NoVisit(_)) => {
                Self::invalid(Vec::new()).field("/mobility", "no_visit", detail)
            }
            AddToVisitError::Add(_) | AddToVisitError::TooLate | AddToVisitError::NoRoom => {
                Self::new(&types::CONFLICT).detail(detail)
            }
        }
    }
}
