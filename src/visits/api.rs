//! Visits over JSON: rosters, reports from the door, calls, what a family follows, withdrawal.
use actix_web::web::{Data, Json, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::durations::DurationModel;
use super::follow;
use super::notify;
use super::open_missing::Measures;
use super::record::{self, Facts, PersonResult, RecordError, Recorded, Report, ReportKind};
use super::roster;
use super::withdraw::{self, WithdrawError};
use crate::accounts::{Identity, Permission, Staff};
use crate::cases::api::SECRET_HEADER;
use crate::cases::find::{self, FindCaseError, Reader};
use crate::clock::Timestamp;
use crate::db::StoreError;
use crate::web::answer::Wish;
use crate::web::problem::ProblemBody;
use crate::web::{Answer, Desk, Problem};

mod bodies;
pub mod calls;
pub mod correcting;
mod roster_bodies;

pub use bodies::{FollowBody, VisitBody};
pub use calls::CallBody;
pub use roster_bodies::{RosterBody, RosterDutyBody, RosterStopBody};

/// `?date=…&team=…`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RosterFilter {
    /// The day; today when left out.
    date: Option<NaiveDate>,
    /// Only this team.
    team: Option<i64>,
}

/// The team is on its way, or at the door.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvent {
    /// Chosen by the phone; the same event carries the same id.
    #[schema(example = "8c1f2c1e-5a3b-4b7e-9a51-2f0c55e0d0aa")]
    client_id: String,
    /// `en_route` or `arrived`.
    kind: EventKind,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    happened_at: Timestamp,
}

crate::coded_enum! {
    /// What an event tells.
    pub enum EventKind {
        EnRoute = "en_route" / "đang đến",
        Arrived = "arrived" / "đã đến nơi",
    }
}

/// How a visit ended.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOutcomeReport {
    /// Chosen by the phone; the same report carries the same id.
    client_id: String,
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    happened_at: Timestamp,
    /// One row per person, or counts at a group site; together exactly the visit's people.
    results: Vec<PersonResult>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config
        .service(rosters)
        .service(report_event)
        .service(report_outcome)
        .service(calls::calls)
        .service(calls::tick_off_call)
        .service(correcting::correct_case)
        .service(visits_of_case)
        .service(withdraw_case);
}

/// The rosters of a day: an officer's own duties, a dispatcher's wards. Every household shown leaves an audit entry.
#[utoipa::path(tag = "visits", operation_id = "rosters", security(("bearer" = [])), params(RosterFilter), responses((status = 200, body = RosterBody), (status = 403, body = ProblemBody)))]
#[get("/api/v1/rosters")]
pub async fn rosters(desk: Data<Desk>, staff: Staff, filter: Query<RosterFilter>) -> Result<HttpResponse, Problem> {
    let body = desk
        .write(move |conn, desk| {
            let on = filter.date.unwrap_or_else(|| desk.now().date());
            let duties = roster::of_day(conn, &staff, &desk.vault, on, filter.team, desk.now())?;
            Ok::<_, StoreError>(RosterBody::of(on, &duties))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Tells that the team is on its way or at the door.
#[utoipa::path(tag = "visits", operation_id = "report_event", security(("bearer" = [])), request_body = NewEvent, params(("id" = i64, Path, description = "Visit")), responses((status = 200, body = Recorded), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
#[post("/api/v1/visits/{id}/events")]
pub async fn report_event(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    request: HttpRequest,
    staff: Staff,
    id: Path<i64>,
    event: Json<NewEvent>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &format!("account:{}", staff.account_id), &*event)?;
    let event = event.into_inner();
    let kind = match event.kind {
        EventKind::EnRoute => ReportKind::EnRoute,
        EventKind::Arrived => ReportKind::Arrived,
    };
    let report = Report { client_id: event.client_id, kind, happened_at: event.happened_at, results: Vec::new() };
    store_report(desk, durations, wish, staff, *id, report).await
}

/// Tells how a visit ended. Sent twice with the same client id it is stored once.
#[utoipa::path(tag = "visits", operation_id = "report_outcome", security(("bearer" = [])), request_body = NewOutcomeReport, params(("id" = i64, Path, description = "Visit")), responses((status = 200, body = Recorded), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
#[post("/api/v1/visits/{id}/outcomes")]
pub async fn report_outcome(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    request: HttpRequest,
    staff: Staff,
    id: Path<i64>,
    outcome: Json<NewOutcomeReport>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &format!("account:{}", staff.account_id), &*outcome)?;
    let outcome = outcome.into_inner();
    let report = Report {
        client_id: outcome.client_id,
        kind: ReportKind::Outcome,
        happened_at: outcome.happened_at,
        results: outcome.results,
    };
    store_report(desk, durations, wish, staff, *id, report).await
}

/// Where a case stands and its visits: for its family with the secret, or for staff.
#[utoipa::path(tag = "visits", operation_id = "visits_of_case", security(("bearer" = []), ("case_secret" = [])), params(("code" = String, Path, description = "Public code")), responses((status = 200, body = FollowBody), (status = 404, body = ProblemBody)))]
#[get("/api/v1/cases/{code}/visits")]
pub async fn visits_of_case(
    desk: Data<Desk>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let case = find::find(conn, &code, &reader, Permission::ReadCases)?;
            let followed = follow::follow(conn, desk, case)?;
            note_look(conn, &reader, &followed, desk.now())?;
            Ok::<_, FindCaseError>(FollowBody::of(&followed))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Takes a case back; its open visits are cancelled.
#[utoipa::path(tag = "visits", operation_id = "withdraw_case", security(("bearer" = []), ("case_secret" = [])), params(("code" = String, Path, description = "Public code")), responses((status = 200, body = FollowBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
#[post("/api/v1/cases/{code}/withdrawal")]
pub async fn withdraw_case(
    desk: Data<Desk>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let wish = Wish::of(&request, &who.asker(), &())?;
    let reader = reader(&request, who);
    desk.once(wish, move |conn, desk| {
        let case = find::find(conn, &code, &reader, Permission::EditCases)?;
        withdraw::withdraw(conn, desk, reader.staff(), &case, desk.now())?;
        let case = find::find(conn, &code, &reader, Permission::EditCases)?;
        let followed = follow::follow(conn, desk, case)?;
        Ok::<_, WithdrawCaseError>(Answer::ok(&FollowBody::of(&followed)))
    })
    .await
}

/// A case is not found, or cannot be taken back.
#[derive(Debug, thiserror::Error)]
enum WithdrawCaseError {
    #[error(transparent)]
    Find(#[from] FindCaseError),
    #[error(transparent)]
    Withdraw(#[from] WithdrawError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WithdrawCaseError> for Problem {
    fn from(error: WithdrawCaseError) -> Self {
        match error {
            WithdrawCaseError::Find(error) => error.into(),
            WithdrawCaseError::Withdraw(error) => error.into(),
            WithdrawCaseError::Store(error) => error.into(),
        }
    }
}

async fn store_report(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    wish: Option<Wish>,
    staff: Staff,
    visit_id: i64,
    report: Report,
) -> Result<HttpResponse, Problem> {
    desk.once(wish, move |conn, desk| {
        let measures = Measures { durations: &durations, hours: &desk.settings.hours, vault: &desk.vault };
        let facts = Facts { calendar: &desk.calendar, measures };
        let recorded = record::record(conn, &staff, visit_id, &report, facts, desk.now())?;
        notify::after_report(conn, desk, &recorded, desk.now())?;
        Ok::<_, RecordError>(Answer::ok(&recorded))
    })
    .await
}

/// Staff by their sign-in, everybody else by the secret in the header.
fn reader(request: &HttpRequest, who: Identity) -> Reader {
    match who {
        Identity::Staff(staff) => Reader::Staff(staff),
        Identity::Public => {
            let secret = request.headers().get(SECRET_HEADER).and_then(|value| value.to_str().ok());
            Reader::Family(secret.unwrap_or_default().to_owned())
        }
    }
}

fn note_look(
    conn: &mut crate::db::DbConn,
    reader: &Reader,
    followed: &follow::Followed,
    now: Timestamp,
) -> Result<(), StoreError> {
    use crate::accounts::audit::{self, Action};
    match reader.staff() {
        Some(staff) => audit::note(conn, Some(staff), Action::Look, &audit::case_subject(followed.case.id), None, now),
        None => Ok(()),
    }
}
