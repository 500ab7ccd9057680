//! Editing a plan by hand over JSON: move, swap, pin, lock, undo; and where else a visit could stand.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::{NotAllowed, Permission, Staff};
use crate::booking::Board;
use crate::booking::alternatives::{Alternative, alternatives};
use crate::booking::hand::edit::edit;
use crate::booking::hand::undo::{Way, undo};
use crate::booking::hand::{EditDone, Editor, HandError, WantedEdit};
use crate::booking::subject::door_of;
use crate::calendar::HalfDay;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::{DutyId, HandEditId, VisitId};
use crate::seconds::{Seconds, TimeOfDay};
use crate::visits::store as visits;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// Places that are named.
const NAMED_MAX: usize = 3;

/// Where a visit stands, and the three next best places.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlternativesBody {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// The duty that has it; none while it waits.
    #[schema(value_type = Option<i64>)]
    pub duty_id: Option<DutyId>,
    /// Other places, cheapest first.
    pub places: Vec<AlternativeBody>,
}

/// A place where it could stand, and what that would cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlternativeBody {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// Its date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// How many stops would come before it.
    pub after_stops: usize,
    /// At the door, seconds since midnight.
    #[schema(value_type = i32)]
    pub arrives_secs: TimeOfDay,
    /// More seconds of driving and unpacking than now.
    #[schema(value_type = i32)]
    pub added_secs: Seconds,
    /// How many days later than now.
    pub days_later: i64,
    /// The family would keep the half-day and the window that it knows.
    pub keeps_time: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(post_edit).service(undo_edit).service(redo_edit).service(show_alternatives);
}

/// Edits a duty by hand: moves a visit into it, lets two change places, pins one, locks the duty. Checked at once; refused
/// with what breaks, and by how much. What is placed by hand stays, whoever plans.
#[utoipa::path(
    tag = "teams",
    operation_id = "post_edit",
    params(("id" = i64, Path, description = "Number of the duty that is edited; of a move, the one it goes to")),
    request_body = WantedEdit,
    responses((status = 200, body = EditDone)),
)]
#[post("/api/v1/duties/{id}/edits")]
pub async fn post_edit(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    id: Path<DutyId>,
    wanted: Json<WantedEdit>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*wanted)?;
    desk.once(key, move |conn, desk| {
        let editor = Editor { booker: board.booker(desk, Some(&staff)), staff: &staff };
        Ok::<_, HandError>(Answer::ok(&edit(conn, editor, *id, &wanted)?))
    })
    .await
}

/// Undoes an edit: its rows are as they were before it, while nothing else has changed.
#[utoipa::path(
    tag = "teams",
    operation_id = "undo_edit",
    params(("id" = i64, Path, description = "Number of the edit")),
    responses((status = 200, body = EditDone)),
)]
#[post("/api/v1/duty-edits/{id}/undo")]
pub async fn undo_edit(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    id: Path<HandEditId>,
) -> Result<HttpResponse, Problem> {
    go(&desk, board, &request, staff, *id, Way::Undo).await
}

/// Makes an edit again that was undone, while nothing else has changed.
#[utoipa::path(
    tag = "teams",
    operation_id = "redo_edit",
    params(("id" = i64, Path, description = "Number of the edit")),
    responses((status = 200, body = EditDone)),
)]
#[post("/api/v1/duty-edits/{id}/redo")]
pub async fn redo_edit(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    id: Path<HandEditId>,
) -> Result<HttpResponse, Problem> {
    go(&desk, board, &request, staff, *id, Way::Redo).await
}

async fn go(
    desk: &Desk,
    board: Data<Board>,
    request: &HttpRequest,
    staff: Staff,
    id: HandEditId,
    way: Way,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(request, &())?;
    desk.once(key, move |conn, desk| {
        let editor = Editor { booker: board.booker(desk, Some(&staff)), staff: &staff };
        Ok::<_, HandError>(Answer::ok(&undo(conn, editor, id, way)?))
    })
    .await
}

/// Why a visit stands where it stands: the three next best places, and what each would cost. Each is one that a team can
/// really drive. Changes nothing.
#[utoipa::path(
    tag = "visits",
    operation_id = "show_alternatives",
    params(("id" = i64, Path, description = "Number of the visit")),
    responses((status = 200, body = AlternativesBody)),
)]
#[get("/api/v1/visits/{id}/alternatives")]
pub async fn show_alternatives(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<VisitId>,
) -> Result<HttpResponse, Problem> {
    let body = desk
        .read(move |conn: &mut DbConn, desk| {
            let booker = board.booker(desk, Some(&staff));
            let visit = visits::find(conn, *id)?.ok_or(HandError::NotFound)?;
            let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or(HandError::NotFound)?;
            if !staff.may_in_ward(Permission::Plan, &case.ward_code) {
                return Err(NotAllowed::Ward.into());
            }
            let places = match visit.is_movable() {
                true => {
                    let door = door_of(booker, &case, &visit)?;
                    alternatives(conn, booker, &case, &visit, &door, None)?
                }
                false => Vec::new(),
            };
            let places = places.iter().take(NAMED_MAX).map(AlternativeBody::of).collect();
            Ok::<_, HandError>(AlternativesBody { visit_id: visit.id, duty_id: visit.duty_id, places })
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

impl AlternativeBody {
    fn of(place: &Alternative) -> Self {
        let Alternative {
            duty_id, on, half_day, after_stops, arrives_secs, added_secs, days_later, keeps_time, ..
        } = *place;
        Self { duty_id, on, half_day, after_stops, arrives_secs, added_secs, days_later, keeps_time }
    }
}

impl From<HandError> for Problem {
    fn from(error: HandError) -> Self {
        let detail = error.to_string();
        match error {
            HandError::Store(error) => error.into(),
            HandError::NotAllowed(error) => error.into(),
            HandError::Field(field) => Self::invalid(vec![field]),
            HandError::NotFound => Self::new(&types::NOT_FOUND),
            HandError::Stale(_) | HandError::ChangedSince(_) => Self::new(&types::CONFLICT).detail(detail),
            HandError::BreaksPromise(_) => Self::new(&types::PROMISE_BREAKS).detail(detail),
            HandError::Locked(_) | HandError::Begun | HandError::NotPossible(_) | HandError::Refused(..) => {
                Self::new(&types::EDIT_REFUSED).detail(detail)
            }
        }
    }
}
