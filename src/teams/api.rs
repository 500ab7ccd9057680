//! Officers, kits and teams over JSON, and the registration of all JSON URLs of this noun.
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::add_kit::add_kit;
use super::add_officer::add_officer;
use super::add_team::add_team;
use super::kit::{AddKitError, Kit, NewKit};
use super::officer::{AddOfficerError, NewOfficer, Officer};
use super::team::{AddTeamError, NewTeam, Team};
use super::{duty, half_day, store};
use crate::accounts::Staff;
use crate::desk::Desk;
use crate::geography::{Geography, LocateError};
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::paging::{Page, Paging};
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

pub mod absences;
pub mod copies;

/// Registers every JSON URL of teams. The handlers want [`Desk`] and [`Geography`] as application data.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list_officers).service(post_officer);
    config.service(list_kits).service(post_kit);
    config.service(list_teams).service(post_team);
    config.configure(absences::urls).configure(copies::urls);
    config.configure(duty::api::urls).configure(half_day::api::urls);
}

/// Officers who are not retired.
#[utoipa::path(tag = "teams", params(Paging), responses((status = 200, body = Page<Officer>)))]
#[get("/api/v1/officers")]
pub async fn list_officers(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let officers = desk.read(move |conn, desk| store::list_officers(conn, after, limit + 1, Some(desk.now()))).await?;
    Ok(HttpResponse::Ok().json(Page::of(officers, limit, |officer| officer.id)))
}

/// Adds an officer.
#[utoipa::path(tag = "teams", request_body = NewOfficer, responses((status = 201, body = Officer)))]
#[post("/api/v1/officers")]
pub async fn post_officer(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewOfficer>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        let added = add_officer(conn, &staff, &new, desk.now())?;
        Ok::<_, AddOfficerError>(Answer::created(format!("/api/v1/officers/{}", added.id), &added))
    })
    .await
}

/// Kits that are not retired.
#[utoipa::path(tag = "teams", params(Paging), responses((status = 200, body = Page<Kit>)))]
#[get("/api/v1/kits")]
pub async fn list_kits(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let kits = desk.read(move |conn, _| store::list_kits(conn, after, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(kits, limit, |kit| kit.id)))
}

/// Adds a kit.
#[utoipa::path(tag = "teams", request_body = NewKit, responses((status = 201, body = Kit)))]
#[post("/api/v1/kits")]
pub async fn post_kit(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewKit>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        let added = add_kit(conn, &staff, &new, desk.now())?;
        Ok::<_, AddKitError>(Answer::created(format!("/api/v1/kits/{}", added.id), &added))
    })
    .await
}

/// Teams that are not retired.
#[utoipa::path(tag = "teams", params(Paging), responses((status = 200, body = Page<Team>)))]
#[get("/api/v1/teams")]
pub async fn list_teams(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let teams = desk.read(move |conn, _| store::list_teams(conn, after, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(teams, limit, |team| team.id)))
}

/// Adds a team with the wards it serves.
#[utoipa::path(tag = "teams", request_body = NewTeam, responses((status = 201, body = Team)))]
#[post("/api/v1/teams")]
pub async fn post_team(
    desk: Data<Desk>,
    geography: Data<Geography>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewTeam>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    desk.once(key, move |conn, desk| {
        let added = add_team(conn, &geography, &staff, &new, desk.now())?;
        Ok::<_, AddTeamError>(Answer::created(format!("/api/v1/teams/{}", added.id), &added))
    })
    .await
}

impl From<AddOfficerError> for Problem {
    fn from(error: AddOfficerError) -> Self {
        let detail = error.to_string();
        let field = |pointer: &str, code: &str| Self::invalid(Vec::new()).field(pointer, code, detail);
        match error {
            AddOfficerError::Name(_) => field("/full_name", "format"),
            AddOfficerError::BadgeFormat => field("/badge_number", "format"),
            AddOfficerError::BadgeTaken(_) => field("/badge_number", "taken"),
            AddOfficerError::NoSuchAccount(_) => field("/account_id", "unknown"),
            AddOfficerError::AccountTaken(_) => field("/account_id", "taken"),
            AddOfficerError::Store(error) => error.into(),
        }
    }
}

impl From<AddKitError> for Problem {
    fn from(error: AddKitError) -> Self {
        let detail = error.to_string();
        match error {
            AddKitError::NameFormat => Self::invalid(Vec::new()).field("/name", "format", detail),
            AddKitError::NameTaken(_) => Self::invalid(Vec::new()).field("/name", "taken", detail),
            AddKitError::Store(error) => error.into(),
        }
    }
}

impl From<AddTeamError> for Problem {
    fn from(error: AddTeamError) -> Self {
        let detail = error.to_string();
        let field = |pointer: &str, code: &str| Self::invalid(Vec::new()).field(pointer, code, detail.clone());
        match error {
            AddTeamError::NameFormat => field("/name", "format"),
            AddTeamError::NameTaken(_) => field("/name", "taken"),
            AddTeamError::HotLineFormat => field("/hot_line", "format"),
            AddTeamError::NoWards => field("/ward_codes", "missing"),
            AddTeamError::UnknownWard { at, .. } => field(&format!("/ward_codes/{at}"), "unknown"),
            AddTeamError::ForeignWard(_) => Self::new(&types::NOT_ALLOWED).detail(format!("{detail}.")),
            AddTeamError::UnknownBaseWard(_) | AddTeamError::Base(LocateError::UnknownWard(_)) => {
                field("/base_ward_code", "unknown")
            }
            AddTeamError::Base(LocateError::AsksSubArea(_)) => field("/base", "missing"),
            AddTeamError::Base(_) => field("/base", "elsewhere"),
            AddTeamError::Store(error) => error.into(),
        }
    }
}
