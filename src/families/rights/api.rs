//! Requests about data over JSON.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::families::rights::store::StoredRequest;
use crate::families::rights::{NewRequest, RightsChannel, RightsEnd, RightsError, RightsKind, Step, store};
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::RightsRequestId;
use crate::sealed::Vault;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// A request to write down.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRightsRequest {
    /// What is asked, or has happened.
    pub kind: RightsKind,
    /// How it reached the office.
    pub channel: RightsChannel,
    /// Public code of the case that it is about, where one is known; needed to carry a deletion out.
    #[serde(default)]
    #[schema(example = "K7MQ-2XPT")]
    pub code: Option<String>,
    /// Ward of whoever asks, without a case; a breach needs none.
    #[serde(default)]
    pub ward_code: Option<String>,
    /// What was said, up to 1000 characters.
    pub words: String,
    /// When it came (RFC 3339); now when left out. Within a year, not ahead.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Timestamp>,
}

/// A step to do.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RightsStep {
    /// Which.
    pub step: StepCode,
    /// What the person was told; needed to extend and to refuse.
    #[serde(default)]
    pub answer: Option<String>,
}

crate::coded_enum! {
    /// What is done about a request.
    pub enum StepCode {
        /// The person was told that it arrived.
        Acknowledge = "acknowledge",
        /// It takes longer, once.
        Extend = "extend",
        /// It was done; a deletion is carried out now. A breach was reported.
        Complete = "complete",
        /// It cannot be done.
        Refuse = "refuse",
    }
}

/// A request with its clocks.
#[derive(Clone, Serialize, ToSchema)]
pub struct RightsRequestBody {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: RightsRequestId,
    /// What is asked, or has happened.
    pub kind: RightsKind,
    /// How it reached the office.
    pub channel: RightsChannel,
    /// Public code of the case that it is about.
    pub code: Option<String>,
    /// Whose it is; none: everybody's.
    pub ward_code: Option<String>,
    /// What was said; none when it went with its family.
    pub words: Option<String>,
    /// When it came (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// Day on which the person must have heard that it arrived; none for a breach.
    pub acknowledge_by: Option<NaiveDate>,
    /// When the person did (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub acknowledged_at: Option<Timestamp>,
    /// Until when it must be done (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// A clock has run out.
    pub is_late: bool,
    /// When it was extended (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub extended_at: Option<Timestamp>,
    /// When it ended (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub ended_as: Option<RightsEnd>,
}

impl RightsRequestBody {
    /// As it is told.
    pub fn of(one: StoredRequest, vault: &Vault, now: Timestamp) -> Self {
        Self {
            is_late: one.ended_at.is_none() && one.next_clock() < now,
            words: vault.unseal(&one.words).ok().map(|words| words.0),
            id: one.id,
            kind: one.kind,
            channel: one.channel,
            code: one.code,
            ward_code: one.ward_code,
            received_at: one.received_at,
            acknowledge_by: one.acknowledge_by,
            acknowledged_at: one.acknowledged_at,
            due_at: one.due_at,
            extended_at: one.extended_at,
            ended_at: one.ended_at,
            ended_as: one.ended_as,
        }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(rights_requests).service(record_rights_request).service(step_of_rights_request);
}

/// Open requests about data, and breaches, the next clock of the law first.
#[utoipa::path(
    tag = "families",
    operation_id = "rights_requests",
    responses((status = 200, body = [RightsRequestBody])),
)]
#[get("/api/v1/rights-requests")]
pub async fn rights_requests(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    let found = desk.write(move |conn, desk| crate::families::rights::open_requests(conn, desk, &staff)).await?;
    let (vault, now) = (&desk.vault, desk.now());
    let bodies: Vec<_> = found.into_iter().map(|one| RightsRequestBody::of(one, vault, now)).collect();
    Ok(HttpResponse::Ok().json(bodies))
}

/// Writes a request down; its clocks run from when it came.
#[utoipa::path(
    tag = "families",
    operation_id = "record_rights_request",
    request_body = NewRightsRequest,
    responses((status = 201, body = RightsRequestBody)),
)]
#[post("/api/v1/rights-requests")]
pub async fn record_rights_request(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    new: Json<NewRightsRequest>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    let new = new.into_inner();
    let new = NewRequest {
        kind: new.kind,
        channel: new.channel,
        code: new.code.unwrap_or_default(),
        ward_code: new.ward_code.unwrap_or_default(),
        words: new.words,
        received_at: new.received_at,
    };
    desk.once(key, move |conn, desk| {
        let id = crate::families::rights::record(conn, desk, &staff, &new)?;
        let stored = store::find(conn, id)?.ok_or(RightsError::NotFound)?;
        let body = RightsRequestBody::of(stored, &desk.vault, desk.now());
        Ok::<_, RightsError>(Answer::created(format!("/api/v1/rights-requests/{id}"), &body))
    })
    .await
}

/// Does a step about a request.
#[utoipa::path(
    tag = "families",
    operation_id = "step_of_rights_request",
    params(("id" = i64, Path, description = "Number of the request.")),
    request_body = RightsStep,
    responses((status = 200, body = RightsRequestBody)),
)]
#[post("/api/v1/rights-requests/{id}/steps")]
pub async fn step_of_rights_request(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<RightsRequestId>,
    step: Json<RightsStep>,
) -> Result<HttpResponse, Problem> {
    let (key, id) = (IdempotencyKey::of(&request, &*step)?, *id);
    let RightsStep { step, answer } = step.into_inner();
    desk.once(key, move |conn, desk| {
        crate::families::rights::step(conn, desk, &staff, id, step.into(), answer.as_deref().unwrap_or_default())?;
        let stored = store::find(conn, id)?.ok_or(RightsError::NotFound)?;
        Ok::<_, RightsError>(Answer::ok(&RightsRequestBody::of(stored, &desk.vault, desk.now())))
    })
    .await
}

impl From<StepCode> for Step {
    fn from(code: StepCode) -> Self {
        match code {
            StepCode::Acknowledge => Self::Acknowledge,
            StepCode::Extend => Self::Extend,
            StepCode::Complete => Self::Complete,
            StepCode::Refuse => Self::Refuse,
        }
    }
}

impl From<RightsError> for Problem {
    fn from(error: RightsError) -> Self {
        let said = error.to_string();
        let field = |name: &str, code: &str| Self::invalid(vec![FieldProblem::new(name, code, said.clone())]);
        match error {
            RightsError::Case(error) => error.into(),
            RightsError::Ward => field("/ward_code", "unknown"),
            RightsError::Words => field("/words", "length"),
            RightsError::Answer => field("/answer", "length"),
            RightsError::Received => field("/received_at", "range"),
            RightsError::NoCase => field("/code", "missing"),
            RightsError::NotFound => Self::new(&types::NOT_FOUND).detail(said),
            RightsError::DoneBefore => Self::new(&types::ALREADY_DONE).detail(said),
            RightsError::Deletion(error) => error.into(),
            RightsError::Store(error) => error.into(),
        }
    }
}
