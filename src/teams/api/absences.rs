//! One officer and one kit over JSON: leaves, retirement, outages, a kit's name. Correcting an officer concerns families:
//! `booking::api::resources`.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::{KitId, LeaveId, OfficerId, OutageId};
use crate::teams::absence::{AbsenceError, Leave, NewLeave, NewOutage, Outage};
use crate::teams::availability::{HurtDuty, hurt_of_kit, hurt_of_officer};
use crate::teams::change_kit::{ChangeKitError, change_kit};
use crate::teams::change_officer::retire_officer;
use crate::teams::kit::{Kit, NewKit};
use crate::teams::note_absence::{note_leave, note_outage, withdraw_leave, withdraw_outage};
use crate::teams::officer::{ChangeOfficerError, Officer, Retirement};
use crate::teams::store::{self, leaves, outages};
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// An officer with their leaves and the duties that are hurt.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfficerRecord {
    /// The officer.
    pub officer: Officer,
    /// Every leave, the latest first, withdrawn ones too.
    pub leaves: Vec<Leave>,
    /// Coming duties in which they cannot be.
    pub hurt: Vec<HurtDuty>,
}

/// A kit with its outages and the duties that are hurt.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KitRecord {
    /// The kit.
    pub kit: Kit,
    /// Every outage, the latest first, withdrawn ones too.
    pub outages: Vec<Outage>,
    /// Coming duties with which it cannot go out.
    pub hurt: Vec<HurtDuty>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(read_officer).service(retire).service(bring_back).service(post_leave).service(delete_leave);
    config.service(read_kit).service(patch_kit).service(post_outage).service(delete_outage);
}

/// One officer, retired or not, with leaves and the duties that are hurt.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the officer")),
    responses((status = 200, body = OfficerRecord)),
)]
#[get("/api/v1/officers/{id}")]
pub async fn read_officer(desk: Data<Desk>, id: Path<OfficerId>) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, desk| officer_record(conn, *id, desk.now())).await?;
    let record = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(record))
}

/// Notes from when an officer works here no more. Their duties stay as they are and are named.
#[utoipa::path(
    tag = "teams",
    operation_id = "retire_officer",
    params(("id" = i64, Path, description = "Number of the officer")),
    request_body = Retirement,
    responses((status = 200, body = OfficerRecord)),
)]
#[put("/api/v1/officers/{id}/retirement")]
pub async fn retire(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<OfficerId>,
    wanted: Json<Retirement>,
) -> Result<HttpResponse, Problem> {
    let record = desk
        .write(move |conn, desk| {
            retire_officer(conn, &staff, *id, Some(wanted.from), desk.now())?;
            Ok::<_, ChangeOfficerError>(officer_record(conn, *id, desk.now())?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(record))
}

/// An officer stays after all, or is back.
#[utoipa::path(
    tag = "teams",
    operation_id = "bring_officer_back",
    params(("id" = i64, Path, description = "Number of the officer")),
    responses((status = 204)),
)]
#[delete("/api/v1/officers/{id}/retirement")]
pub async fn bring_back(desk: Data<Desk>, staff: Staff, id: Path<OfficerId>) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, desk| retire_officer(conn, &staff, *id, None, desk.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Notes that an officer is away. Their duties stay as they are and are named.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the officer")),
    request_body = NewLeave,
    responses((status = 201, body = OfficerRecord)),
)]
#[post("/api/v1/officers/{id}/leaves")]
pub async fn post_leave(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<OfficerId>,
    new: Json<NewLeave>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        note_leave(conn, &staff, *id, &new, desk.now())?;
        let record = officer_record(conn, *id, desk.now())?;
        Ok::<_, AbsenceError>(Answer::created(format!("/api/v1/officers/{id}"), &record))
    })
    .await
}

/// Withdraws a leave that was noted by mistake or does not come to pass.
#[utoipa::path(
    tag = "teams",
    params(
        ("id" = i64, Path, description = "Number of the officer"),
        ("leave" = i64, Path, description = "Number of the leave"),
    ),
    responses((status = 204)),
)]
#[delete("/api/v1/officers/{id}/leaves/{leave}")]
pub async fn delete_leave(
    desk: Data<Desk>,
    staff: Staff,
    at: Path<(OfficerId, LeaveId)>,
) -> Result<HttpResponse, Problem> {
    let (id, leave_id) = at.into_inner();
    desk.write(move |conn, desk| withdraw_leave(conn, &staff, id, leave_id, desk.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One kit, with outages and the duties that are hurt.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the kit")),
    responses((status = 200, body = KitRecord)),
)]
#[get("/api/v1/kits/{id}")]
pub async fn read_kit(desk: Data<Desk>, id: Path<KitId>) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, desk| kit_record(conn, *id, desk.now())).await?;
    let record = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(record))
}

/// Gives a kit another name.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the kit")),
    request_body = NewKit,
    responses((status = 200, body = Kit)),
)]
#[patch("/api/v1/kits/{id}")]
pub async fn patch_kit(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<KitId>,
    wanted: Json<NewKit>,
) -> Result<HttpResponse, Problem> {
    let kit = desk.write(move |conn, desk| change_kit(conn, &staff, *id, &wanted, desk.now())).await?;
    Ok(HttpResponse::Ok().json(kit))
}

/// Notes that a kit is out of service. Its duties stay as they are and are named, with the kits that are free.
#[utoipa::path(
    tag = "teams",
    params(("id" = i64, Path, description = "Number of the kit")),
    request_body = NewOutage,
    responses((status = 201, body = KitRecord)),
)]
#[post("/api/v1/kits/{id}/outages")]
pub async fn post_outage(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<KitId>,
    new: Json<NewOutage>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        note_outage(conn, &staff, *id, &new, desk.now())?;
        let record = kit_record(conn, *id, desk.now())?;
        Ok::<_, AbsenceError>(Answer::created(format!("/api/v1/kits/{id}"), &record))
    })
    .await
}

/// Withdraws an outage that was noted by mistake or is over sooner.
#[utoipa::path(
    tag = "teams",
    params(
        ("id" = i64, Path, description = "Number of the kit"),
        ("outage" = i64, Path, description = "Number of the outage"),
    ),
    responses((status = 204)),
)]
#[delete("/api/v1/kits/{id}/outages/{outage}")]
pub async fn delete_outage(
    desk: Data<Desk>,
    staff: Staff,
    at: Path<(KitId, OutageId)>,
) -> Result<HttpResponse, Problem> {
    let (id, outage_id) = at.into_inner();
    desk.write(move |conn, desk| withdraw_outage(conn, &staff, id, outage_id, desk.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What is known of an officer; none of one who does not exist.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn officer_record(conn: &mut DbConn, id: OfficerId, now: Timestamp) -> StoreResult<Option<OfficerRecord>> {
    let Some(officer) = store::officer_by_id(conn, id)? else { return Ok(None) };
    let (leaves, hurt) = (leaves::of(conn, id)?, hurt_of_officer(conn, id, now)?);
    Ok(Some(OfficerRecord { officer, leaves, hurt }))
}

/// What is known of a kit; none of one that does not exist.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn kit_record(conn: &mut DbConn, id: KitId, now: Timestamp) -> StoreResult<Option<KitRecord>> {
    let Some(kit) = store::kit_by_id(conn, id)? else { return Ok(None) };
    let (outages, hurt) = (outages::of(conn, id)?, hurt_of_kit(conn, id, now)?);
    Ok(Some(KitRecord { kit, outages, hurt }))
}

impl From<AbsenceError> for Problem {
    fn from(error: AbsenceError) -> Self {
        let detail = format!("{error}.");
        let field = |pointer: &str, code: &str| Self::invalid(Vec::new()).field(pointer, code, detail.clone());
        match error {
            AbsenceError::NotFound => Self::new(&types::NOT_FOUND).detail(detail),
            AbsenceError::Backwards => field("/to", "order"),
            AbsenceError::Past => field("/to", "past"),
            AbsenceError::TooLong => field("/to", "range"),
            AbsenceError::Overlaps(_) => field("/from", "taken"),
            AbsenceError::ForeignTeam(..) => Self::new(&types::NOT_ALLOWED).detail(detail),
            AbsenceError::WithdrawnBefore => Self::new(&types::ALREADY_DONE).detail(detail),
            AbsenceError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeOfficerError> for Problem {
    fn from(error: ChangeOfficerError) -> Self {
        let detail = format!("{error}.");
        match error {
            ChangeOfficerError::NoSuchOfficer(_) => Self::new(&types::NOT_FOUND).detail(detail),
            ChangeOfficerError::Facts(error) => error.into(),
            ChangeOfficerError::Foreign(error) => error.into(),
            ChangeOfficerError::Past => Self::invalid(Vec::new()).field("/from", "past", detail),
            ChangeOfficerError::TooFar => Self::invalid(Vec::new()).field("/from", "range", detail),
            ChangeOfficerError::Changed => Self::new(&types::CONFLICT).detail(detail),
            ChangeOfficerError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeKitError> for Problem {
    fn from(error: ChangeKitError) -> Self {
        match error {
            ChangeKitError::Facts(error) => error.into(),
            ChangeKitError::Foreign(error) => error.into(),
            ChangeKitError::Store(error) => error.into(),
        }
    }
}
