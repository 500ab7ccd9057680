//! Changing and cancelling duties over JSON, with a preview of the families that lose their half-day by it.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::load::{DutyLoad, loads};
use crate::booking::orphan::{Asked, CapacityError, cancel, change, look};
use crate::booking::preview::{Hurt, Instead, Preview, PreviewError};
use crate::calendar::HalfDay;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::{DutyId, VisitId};
use crate::teams::duty::api::Cancellation;
use crate::teams::duty::{Duty, DutyChange};
use crate::teams::week;
use crate::web::answer::expected_version;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// The cancellation, or a change as it would be sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum DutyWish {
    /// `{"cancel": true}`
    Cancel(CancelWish),
    /// The body of a change.
    Change(DutyChange),
}

/// That a duty is to be cancelled.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelWish {
    /// `true`; with `false` nothing would change and nobody is hurt.
    pub cancel: bool,
}

/// Who would lose a half-day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewBody {
    /// The visits, the most urgent first: their numbers are what `accept` wants.
    pub hurt: Vec<HurtBody>,
    /// Places that are kept for somebody at this moment and would end.
    pub lost_holds: usize,
}

/// A visit that would lose its half-day.
#[derive(Debug, Serialize, ToSchema)]
pub struct HurtBody {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// Public code of its case; none in somebody else's ward.
    pub code: Option<String>,
    /// Ward of the case.
    pub ward_code: String,
    /// The date it has.
    pub on: Option<NaiveDate>,
    /// The half-day it has.
    pub half_day: Option<HalfDay>,
    /// The family was told an arrival window.
    pub published: bool,
    /// The family has no e-mail address.
    pub must_be_called: bool,
    /// Where it could go, if everybody before it in the list goes where it says there.
    pub instead: Option<InsteadBody>,
}

/// A free place.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsteadBody {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// In words.
    #[schema(example = "buổi sáng Thứ Bảy 28/11/2026")]
    pub label: String,
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list_loads).service(preview_change).service(patch_duty).service(post_cancellation);
}

/// Which dates; without them the week of today.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LoadQuery {
    /// First date.
    pub from: Option<NaiveDate>,
    /// Last date; at most 31 days after the first one, what is beyond is left out.
    pub to: Option<NaiveDate>,
}

/// What the duties of some dates have to do: stops, driving, what is left. One that cannot be driven is left out.
#[utoipa::path(tag = "teams", params(LoadQuery), responses((status = 200, body = Vec<DutyLoad>)))]
#[get("/api/v1/duty-loads")]
pub async fn list_loads(
    desk: Data<Desk>,
    board: Data<Board>,
    wanted: Query<LoadQuery>,
) -> Result<HttpResponse, Problem> {
    let first = wanted.from.filter(week::is_sensible).unwrap_or_else(|| week::monday_of(desk.now().date()));
    let last = wanted.to.unwrap_or(first + Days::new(6)).min(first + Days::new(31));
    let found = desk.read(move |conn, _| loads(conn, &board, first, last)).await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Who would lose a half-day by a change or the cancellation of a duty, and where each could go. Changes nothing.
#[utoipa::path(
    tag = "teams",
    operation_id = "preview_change",
    params(("id" = i64, Path, description = "Number of the duty")),
    request_body = DutyWish,
    responses((status = 200, body = PreviewBody)),
)]
#[post("/api/v1/duties/{id}/change-preview")]
pub async fn preview_change(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<DutyId>,
    wanted: Json<DutyWish>,
) -> Result<HttpResponse, Problem> {
    let body = desk
        .read(move |conn, desk| {
            let asked = asked(&board, desk, &staff, *id);
            let reader = asked.staff;
            let preview = match &*wanted {
                DutyWish::Cancel(CancelWish { cancel: true }) => look(conn, asked, None),
                DutyWish::Cancel(_) => look(conn, asked, Some(&DutyChange::default())),
                DutyWish::Change(change) => look(conn, asked, Some(change)),
            };
            Ok::<_, CapacityError>(PreviewBody::of(&preview?, reader))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Changes kit, officers, team, half-days, shift, capacity or mission of a duty. Who loses a half-day by it must be
/// accepted by number, and can be booked again at once.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the duty")),
    request_body = DutyChange,
    responses((status = 200, body = Duty)),
)]
#[patch("/api/v1/duties/{id}")]
pub async fn patch_duty(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    id: Path<DutyId>,
    wanted: Json<DutyChange>,
) -> Result<HttpResponse, Problem> {
    let expected = expected_version(&request)?;
    let duty = desk
        .write(move |conn, desk| {
            let asked = asked(&board, desk, &staff, *id);
            change(conn, asked, expected, &wanted)
        })
        .await?;
    Ok(Answer::ok(&duty).version(duty.version).into_response())
}

/// Cancels a duty; its kit and officers are free again. Whoever has a half-day there must be accepted by number, is
/// told, and goes to the front of the queue.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the duty")),
    request_body = Cancellation,
    responses((status = 200, body = Duty)),
)]
#[post("/api/v1/duties/{id}/cancellation")]
pub async fn post_cancellation(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    id: Path<DutyId>,
    wanted: Json<Cancellation>,
) -> Result<HttpResponse, Problem> {
    let expected = expected_version(&request)?;
    let key = IdempotencyKey::of(&request, &*wanted)?;
    desk.once(key, move |conn, desk| {
        let asked = asked(&board, desk, &staff, *id);
        let duty = cancel(conn, asked, expected, &wanted)?;
        Ok::<_, CapacityError>(Answer::ok(&duty).version(duty.version))
    })
    .await
}

/// What the verbs want, as handlers hold it.
pub fn asked<'a>(board: &'a Board, desk: &'a Desk, staff: &'a Staff, duty_id: DutyId) -> Asked<'a> {
    Asked { booker: board.booker(desk, Some(staff)), staff, duty_id }
}

impl PreviewBody {
    fn of(preview: &Preview, staff: &Staff) -> Self {
        let hurt = preview.hurt.iter().map(|hurt| HurtBody::of(hurt, staff));
        Self { hurt: hurt.collect(), lost_holds: preview.lost_holds.len() }
    }
}

impl HurtBody {
    fn of(hurt: &Hurt, staff: &Staff) -> Self {
        let booking = hurt.visit.booking;
        Self {
            visit_id: hurt.visit.id,
            code: hurt.code_for(staff),
            ward_code: hurt.case.ward_code.clone(),
            on: booking.map(|booking| booking.on),
            half_day: booking.map(|booking| booking.half_day),
            published: hurt.visit.promise.is_some(),
            must_be_called: !hurt.case.has_email,
            instead: hurt.instead.map(InsteadBody::of),
        }
    }
}

impl InsteadBody {
    fn of(instead: Instead) -> Self {
        let Instead { on, half_day, duty_id } = instead;
        Self { on, half_day, label: half_day.on(on), duty_id }
    }
}

impl From<CapacityError> for Problem {
    fn from(error: CapacityError) -> Self {
        let detail = format!("{error}.");
        match error {
            CapacityError::Change(error) => error.into(),
            CapacityError::Cancel(error) => error.into(),
            CapacityError::Preview(PreviewError::Store(error)) | CapacityError::Store(error) => error.into(),
            CapacityError::Preview(_) | CapacityError::Changed | CapacityError::NotRebooked(..) => {
                Self::new(&types::CONFLICT).detail(detail)
            }
            CapacityError::Hurt(visits) => Self::new(&types::VISITS_HURT).detail(detail).visits(visits),
        }
    }
}
