//! Reports from the door over JSON: on the way, at the door, how it ended, what puts that right, what takes it back.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::cases::not_before::NotBefore;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::VisitId;
use crate::visits::durations::DurationModel;
use crate::visits::record;
use crate::visits::report::{RecordError, Recorded, Replaced, Report, Reporter};
use crate::visits::report_kinds::{PersonResult, ReportKind};
use crate::visits::retract;
use crate::web::{Json, Problem};

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
    /// Before which day nobody is to come again; planning, invitations and offers obey it.
    not_before: Option<NotBefore>,
    /// The outcome that this one puts right, with the reason: by an officer until the end of the day on which it came
    /// in, by a dispatcher later. Both stay; the newer one counts, and what followed from the older one is put right.
    replaces: Option<Replaced>,
}

/// A report that is taken back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUndo {
    /// The client id of the report.
    report: String,
    /// Why, for the log; needed once the time to undo is over.
    reason: Option<String>,
}

/// Tells that the team is on its way or at the door. Two phones may both say so; the earlier moment counts.
#[utoipa::path(
    tag = "visits",
    operation_id = "report_event",
    request_body = NewEvent,
    params(("id" = i64, Path, description = "Visit")),
    responses((status = 200, body = Recorded)),
)]
#[post("/api/v1/visits/{id}/events")]
pub async fn report_event(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    request: HttpRequest,
    staff: Staff,
    id: Path<VisitId>,
    event: Json<NewEvent>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*event)?;
    let event = event.into_inner();
    let kind = match event.kind {
        EventKind::EnRoute => ReportKind::EnRoute,
        EventKind::Arrived => ReportKind::Arrived,
    };
    let (client_id, happened_at) = (event.client_id, event.happened_at);
    let report = Report { client_id, kind, happened_at, results: Vec::new(), not_before: None, replaces: None };
    store_report(desk, durations, key, staff, *id, report).await
}

/// Tells how a visit ended, or puts that right. Sent twice with the same client id it is stored once. A second outcome
/// that does not name the one it replaces is refused with the one that stands (409 `visit-ended`, in `report`), also
/// when it happened later: nobody overwrites a colleague unknowingly.
#[utoipa::path(
    tag = "visits",
    operation_id = "report_outcome",
    request_body = NewOutcomeReport,
    params(("id" = i64, Path, description = "Visit")),
    responses((status = 200, body = Recorded)),
)]
#[post("/api/v1/visits/{id}/outcomes")]
pub async fn report_outcome(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    request: HttpRequest,
    staff: Staff,
    id: Path<VisitId>,
    outcome: Json<NewOutcomeReport>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*outcome)?;
    let outcome = outcome.into_inner();
    let report = Report {
        client_id: outcome.client_id,
        kind: ReportKind::Outcome,
        happened_at: outcome.happened_at,
        results: outcome.results,
        not_before: outcome.not_before,
        replaces: outcome.replaces,
    };
    store_report(desk, durations, key, staff, *id, report).await
}

/// Takes a report back, and what followed from it: without a reason until `undo_until`, later with one. Taken back
/// twice it is the same answer. An outcome of a day that is over is not taken back but replaced.
#[utoipa::path(
    tag = "visits",
    operation_id = "undo_report",
    request_body = NewUndo,
    params(("id" = i64, Path, description = "Visit")),
    responses((status = 200, body = Recorded)),
)]
#[post("/api/v1/visits/{id}/undo")]
pub async fn undo_report(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    request: HttpRequest,
    staff: Staff,
    id: Path<VisitId>,
    undo: Json<NewUndo>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*undo)?;
    desk.once(key, move |conn, desk| {
        let reporter = Reporter { desk, durations: &durations, staff: &staff, now: desk.now() };
        let recorded = retract::retract(conn, reporter, *id, &undo.report, undo.reason.as_deref())?;
        Ok::<_, RecordError>(Answer::ok(&recorded))
    })
    .await
}

async fn store_report(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    key: Option<IdempotencyKey>,
    staff: Staff,
    visit_id: VisitId,
    report: Report,
) -> Result<HttpResponse, Problem> {
    desk.once(key, move |conn, desk| {
        let reporter = Reporter { desk, durations: &durations, staff: &staff, now: desk.now() };
        let recorded = record::record(conn, reporter, visit_id, &report)?;
        Ok::<_, RecordError>(Answer::ok(&recorded))
    })
    .await
}
