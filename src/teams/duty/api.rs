//! Duties over JSON: listed, opened, read. Changing and cancelling one concerns families: `booking::api::duties`.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Duty, NewDuty};
use crate::accounts::Staff;
use crate::calendar::{BeyondCalendar, NotOpen};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::{DutyId, TeamId, VisitId};
use crate::teams::cancel_duty::CancelDutyError;
use crate::teams::change_duty::ChangeDutyError;
use crate::teams::claims::ClaimError;
use crate::teams::open_duty::{OpenDutyError, open_duty};
use crate::teams::shift::ShiftMistake;
use crate::teams::store::{self, DutyFilter};
use crate::web::paging::{Page, Paging};
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// Which duties to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DutyQuery {
    /// First date; without it from the beginning.
    pub from: Option<NaiveDate>,
    /// Last date; without it to the end.
    pub to: Option<NaiveDate>,
    /// Only this team's, by its number.
    #[param(value_type = Option<i64>)]
    pub team: Option<TeamId>,
}

/// Why a duty is cancelled.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    /// In words, 5…300 characters.
    #[schema(example = "Bộ thiết bị hỏng, chờ sửa")]
    pub reason: String,
    /// The visits that lose their half-day by this, as a preview named them; exactly these, or nothing is cancelled.
    #[serde(default)]
    #[schema(value_type = Vec<i64>)]
    pub accept: Vec<VisitId>,
}

/// Registers the JSON URLs of duties.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list_duties).service(post_duty).service(read_duty);
}

/// Duties in order of their number, cancelled ones too.
#[utoipa::path(tag = "teams", params(DutyQuery, Paging), responses((status = 200, body = Page<Duty>)))]
#[get("/api/v1/duties")]
pub async fn list_duties(
    desk: Data<Desk>,
    wanted: Query<DutyQuery>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let filter = DutyFilter { from: wanted.from, to: wanted.to, team_id: wanted.team };
    let duties = desk.read(move |conn, _| store::list_duties(conn, &filter, after, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(duties, limit, |duty| duty.id)))
}

/// Opens a duty.
#[utoipa::path(tag = "teams", request_body = NewDuty, responses((status = 201, body = Duty)))]
#[post("/api/v1/duties")]
pub async fn post_duty(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewDuty>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        let opened = open_duty(conn, desk, &staff, &new, desk.now())?;
        let answer = Answer::created(format!("/api/v1/duties/{}", opened.id), &opened);
        Ok::<_, OpenDutyError>(answer.version(opened.version))
    })
    .await
}

/// One duty, cancelled or not; its `ETag` is what `If-Match` wants.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the duty")),
    responses((status = 200, body = Duty)),
)]
#[get("/api/v1/duties/{id}")]
pub async fn read_duty(desk: Data<Desk>, id: Path<DutyId>) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, _| store::duty(conn, *id)).await?;
    let duty = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(Answer::ok(&duty).version(duty.version).into_response())
}

impl From<OpenDutyError> for Problem {
    fn from(error: OpenDutyError) -> Self {
        let detail = format!("{error}.");
        match error {
            OpenDutyError::NoSuchTeam(_) => invalid("/team_id", "unknown", detail),
            OpenDutyError::ForeignTeam(_) => Self::new(&types::NOT_ALLOWED).detail(detail),
            OpenDutyError::Past => invalid("/on", "past", detail),
            OpenDutyError::TooFar => invalid("/on", "range", detail),
            OpenDutyError::Closed(closed) => closed.into(),
            OpenDutyError::Shift(mistake) => mistake.into(),
            OpenDutyError::Capacity => invalid("/capacity", "range", detail),
            OpenDutyError::StaffMinutes => invalid("/staff_minutes", "range", detail),
            OpenDutyError::Claim(error) => error.into(),
            OpenDutyError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeDutyError> for Problem {
    fn from(error: ChangeDutyError) -> Self {
        let detail = format!("{error}.");
        match error {
            ChangeDutyError::NoSuchDuty(_) => Self::new(&types::NOT_FOUND).detail(detail),
            ChangeDutyError::ForeignTeam(_) => Self::new(&types::NOT_ALLOWED).detail(detail),
            ChangeDutyError::Stale => Self::new(&types::OUT_OF_DATE).detail(detail),
            ChangeDutyError::Past | ChangeDutyError::Cancelled => Self::new(&types::CONFLICT).detail(detail),
            ChangeDutyError::NoSuchTeam(_) => invalid("/team_id", "unknown", detail),
            ChangeDutyError::Closed(closed) => closed.into(),
            ChangeDutyError::Shift(mistake) => mistake.into(),
            ChangeDutyError::Capacity => invalid("/capacity", "range", detail),
            ChangeDutyError::Claim(error) => error.into(),
            ChangeDutyError::Store(error) => error.into(),
        }
    }
}

impl From<CancelDutyError> for Problem {
    fn from(error: CancelDutyError) -> Self {
        let detail = format!("{error}.");
        match error {
            CancelDutyError::NoSuchDuty(_) => Self::new(&types::NOT_FOUND).detail(detail),
            CancelDutyError::ForeignTeam(_) => Self::new(&types::NOT_ALLOWED).detail(detail),
            CancelDutyError::Reason => invalid("/reason", "length", detail),
            CancelDutyError::Stale => Self::new(&types::OUT_OF_DATE).detail(detail),
            CancelDutyError::Cancelled => Self::new(&types::ALREADY_DONE).detail(detail),
            CancelDutyError::Past | CancelDutyError::Booked(_) => Self::new(&types::CONFLICT).detail(detail),
            CancelDutyError::Store(error) => error.into(),
        }
    }
}

impl From<NotOpen> for Problem {
    fn from(refused: NotOpen) -> Self {
        match refused {
            NotOpen::Closed(closed) => Self::new(&types::HALF_DAY_CLOSED).detail(format!("{closed}.")),
            NotOpen::Beyond(beyond) => beyond.into(),
        }
    }
}

impl From<BeyondCalendar> for Problem {
    fn from(beyond: BeyondCalendar) -> Self {
        Self::new(&types::BEYOND_CALENDAR).detail(format!("{beyond}."))
    }
}

impl From<ClaimError> for Problem {
    fn from(error: ClaimError) -> Self {
        let detail = error.to_string();
        match error {
            ClaimError::NoSuchKit(_) => invalid("/kit_id", "unknown", detail),
            ClaimError::NoOfficers => invalid("/officer_ids", "missing", detail),
            ClaimError::NoSuchOfficer(_) => invalid("/officer_ids", "unknown", detail),
            ClaimError::Taken(_) | ClaimError::Absent(_) => Self::new(&types::KIT_OR_OFFICER_TAKEN).detail(detail),
            ClaimError::Store(error) => error.into(),
        }
    }
}

impl From<ShiftMistake> for Problem {
    fn from(mistake: ShiftMistake) -> Self {
        let pointer = match mistake {
            ShiftMistake::Backwards | ShiftMistake::OutsideHours => "/shift",
            ShiftMistake::Break => "/shift/rest",
        };
        invalid(pointer, "range", mistake.to_string())
    }
}

fn invalid(pointer: &str, code: &str, detail: String) -> Problem {
    Problem::invalid(vec![FieldProblem::new(pointer, code, detail)])
}
