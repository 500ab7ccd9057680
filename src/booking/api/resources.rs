//! Officers and teams over JSON, as far as families are told of it: names, wards, base.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::change_team::{LostWard, MoveTeamError, WardDuty, change, look};
use crate::booking::correct_officer::correct_officer;
use crate::desk::Desk;
use crate::idempotency::Answer;
use crate::ids::{DutyId, OfficerId, TeamId};
use crate::teams::change_team::{ChangeTeamError, TeamChange};
use crate::teams::officer::{Officer, OfficerChange};
use crate::teams::store;
use crate::teams::team::Team;
use crate::web::answer::expected_version;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// What a change of a team would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamPreviewBody {
    /// Each ward that it would leave.
    pub lost: Vec<LostWardBody>,
}

/// A ward that a team would leave.
#[derive(Debug, Serialize, ToSchema)]
pub struct LostWardBody {
    /// The ward.
    pub ward_code: String,
    /// Other teams that serve it, by name.
    pub others: Vec<String>,
    /// How many households wait there.
    pub waiting: usize,
    /// The first of their cases; none in somebody else's ward.
    pub codes: Vec<String>,
    /// Coming duties with a household of this ward: while there is one, the team cannot leave it.
    pub duties: Vec<WardDutyBody>,
}

/// A coming duty with households of one ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardDutyBody {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// When, in words.
    #[schema(example = "cả ngày Thứ Hai 07/12/2026")]
    pub when: String,
    /// How many stops it has there.
    pub stops: usize,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(patch_officer).service(read_team).service(preview_team).service(patch_team);
}

/// Corrects an officer. Families that were told the name or the badge are told the right one.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the officer")),
    request_body = OfficerChange,
    responses((status = 200, body = Officer)),
)]
#[patch("/api/v1/officers/{id}")]
pub async fn patch_officer(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<OfficerId>,
    wanted: Json<OfficerChange>,
) -> Result<HttpResponse, Problem> {
    let correct =
        move |conn: &mut _, desk: &Desk| correct_officer(conn, board.booker(desk, Some(&staff)), &staff, *id, &wanted);
    Ok(HttpResponse::Ok().json(desk.write(correct).await?))
}

/// One team; its `ETag` is what `If-Match` wants.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the team")),
    responses((status = 200, body = Team)),
)]
#[get("/api/v1/teams/{id}")]
pub async fn read_team(desk: Data<Desk>, id: Path<TeamId>) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, _| store::team(conn, *id)).await?;
    let team = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(Answer::ok(&team).version(team.version).into_response())
}

/// Who waits in the wards that a team would leave, and which of its duties have a household there. Changes nothing.
#[utoipa::path(
    tag = "teams",
    operation_id = "preview_team",
    params(("id" = i64, Path, description = "Number of the team")),
    request_body = TeamChange,
    responses((status = 200, body = TeamPreviewBody)),
)]
#[post("/api/v1/teams/{id}/change-preview")]
pub async fn preview_team(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<TeamId>,
    wanted: Json<TeamChange>,
) -> Result<HttpResponse, Problem> {
    let look = move |conn: &mut _, desk: &Desk| look(conn, board.booker(desk, Some(&staff)), &staff, *id, &wanted);
    let preview = desk.read(look).await?;
    let lost = preview.lost.into_iter().map(LostWardBody::of).collect();
    Ok(HttpResponse::Ok().json(TeamPreviewBody { lost }))
}

/// Changes name, telephone, wards or base of a team. Families that were told a name or telephone are told the new one.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the team")),
    request_body = TeamChange,
    responses((status = 200, body = Team)),
)]
#[patch("/api/v1/teams/{id}")]
pub async fn patch_team(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    staff: Staff,
    id: Path<TeamId>,
    wanted: Json<TeamChange>,
) -> Result<HttpResponse, Problem> {
    let expected = expected_version(&request)?;
    let change =
        move |conn: &mut _, desk: &Desk| change(conn, board.booker(desk, Some(&staff)), &staff, *id, expected, &wanted);
    let team = desk.write(change).await?;
    Ok(Answer::ok(&team).version(team.version).into_response())
}

impl LostWardBody {
    fn of(ward: LostWard) -> Self {
        let LostWard { ward_code, others, waiting, codes, duties } = ward;
        let duty = |WardDuty { id, when, stops }| WardDutyBody { duty_id: id, when, stops };
        Self { ward_code, others, waiting, codes, duties: duties.into_iter().map(duty).collect() }
    }
}

impl From<MoveTeamError> for Problem {
    fn from(error: MoveTeamError) -> Self {
        let detail = format!("{error}.");
        match error {
            MoveTeamError::Change(error) => error.into(),
            MoveTeamError::Booked(_) | MoveTeamError::TooFar(_) | MoveTeamError::Changed => {
                Self::new(&types::CONFLICT).detail(detail)
            }
            MoveTeamError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeTeamError> for Problem {
    fn from(error: ChangeTeamError) -> Self {
        let detail = format!("{error}.");
        match error {
            ChangeTeamError::NoSuchTeam(_) => Self::new(&types::NOT_FOUND).detail(detail),
            ChangeTeamError::ForeignTeam(_) => Self::new(&types::NOT_ALLOWED).detail(detail),
            ChangeTeamError::Facts(error) => error.into(),
            ChangeTeamError::Stale => Self::new(&types::OUT_OF_DATE).detail(detail),
            ChangeTeamError::Store(error) => error.into(),
        }
    }
}
