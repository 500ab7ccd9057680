//! Thanks, suggestions and complaints over JSON.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::families::remarks::store::Remark;
use crate::families::remarks::{self, NewRemark, RemarkEnd, RemarkError, RemarkKind, RemarkStep, store};
use crate::field_problem::FieldProblem;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::RemarkId;
use crate::sealed::Vault;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// What somebody says to the office.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRemarkBody {
    /// What it is.
    pub kind: RemarkKind,
    /// Ward that it is about, where one is meant.
    #[serde(default)]
    #[schema(example = "11329")]
    pub ward_code: Option<String>,
    /// What is said, up to 2000 characters.
    pub words: String,
    /// Name and how to answer; a complaint without is recorded, and nobody can be told its answer.
    #[serde(default)]
    pub contact: Option<String>,
}

/// That it was kept, and what happens now.
#[derive(Serialize, ToSchema)]
pub struct RemarkKept {
    /// By which one asks how it stands.
    #[schema(example = "KN-4830-1529")]
    pub number: String,
    /// Of a complaint: until when the office says whether it takes it up.
    pub accept_by: Option<NaiveDate>,
}

/// A step to do.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkStepBody {
    /// Which.
    pub step: RemarkStepCode,
    /// What the person was told; needed to end all but thanks.
    #[serde(default)]
    pub answer: Option<String>,
}

crate::coded_enum! {
    /// What is done about a remark.
    pub enum RemarkStepCode {
        /// The complaint is taken up; the clock of the decision runs.
        Accept = "accept",
        /// The matter is complex: it takes longer, once.
        Extend = "extend",
        /// It was answered.
        Answer = "answer",
        /// The complaint is not taken up; the person was told why.
        NotAccept = "not_accept",
    }
}

/// A remark with its clocks.
#[derive(Serialize, ToSchema)]
pub struct RemarkBody {
    /// Its number in the database.
    #[schema(value_type = i64)]
    pub id: RemarkId,
    /// By which whoever left it asks how it stands.
    pub number: String,
    /// What it is.
    pub kind: RemarkKind,
    /// The ward that it is about; none: everybody's.
    pub ward_code: Option<String>,
    /// What was said; none once it was forgotten.
    pub words: Option<String>,
    /// Who said it, and how to answer.
    pub contact: Option<String>,
    /// When it came (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// Of a complaint: day until which it must be taken up or not.
    pub accept_by: Option<NaiveDate>,
    /// When it was taken up (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
    /// Day until which it must be decided.
    pub due_on: Option<NaiveDate>,
    /// A clock has run out.
    pub is_late: bool,
    /// When it ended (RFC 3339, UTC).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub ended_as: Option<RemarkEnd>,
    /// What was answered.
    pub answer: Option<String>,
}

impl RemarkBody {
    /// As it is told to staff.
    pub fn of(one: Remark, vault: &Vault, today: NaiveDate) -> Self {
        Self {
            is_late: one.is_late(today),
            words: vault.unseal(&one.words).ok().map(|text| text.0),
            contact: one.contact.as_ref().and_then(|text| vault.unseal(text).ok()).map(|text| text.0),
            answer: one.answer.as_ref().and_then(|text| vault.unseal(text).ok()).map(|text| text.0),
            id: one.id,
            number: one.number,
            kind: one.kind,
            ward_code: one.ward_code,
            received_at: one.received_at,
            accept_by: one.accept_by,
            accepted_at: one.accepted_at,
            due_on: one.due_on,
            ended_at: one.ended_at,
            ended_as: one.ended_as,
        }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list_remarks).service(leave_remark).service(step_of_remark);
}

/// Remarks that nobody has answered, the next clock of the law first, and behind them the last that were.
#[utoipa::path(
    tag = "families",
    operation_id = "list_remarks",
    responses((status = 200, body = [RemarkBody])),
)]
#[get("/api/v1/remarks")]
pub async fn list_remarks(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    let (waiting, ended) = desk.write(move |conn, desk| remarks::to_handle(conn, desk, &staff)).await?;
    let (vault, today) = (&desk.vault, desk.now().date());
    let bodies: Vec<_> = waiting.into_iter().chain(ended).map(|one| RemarkBody::of(one, vault, today)).collect();
    Ok(HttpResponse::Ok().json(bodies))
}

/// Leaves thanks, a suggestion or a complaint with the office; needs no case.
#[utoipa::path(
    tag = "families",
    operation_id = "leave_remark",
    request_body = NewRemarkBody,
    responses((status = 201, body = RemarkKept)),
)]
#[post("/api/v1/remarks")]
pub async fn leave_remark(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    new: Json<NewRemarkBody>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    let new = new.into_inner();
    let new = NewRemark {
        kind: new.kind,
        ward_code: new.ward_code.unwrap_or_default(),
        words: new.words,
        contact: new.contact.unwrap_or_default(),
    };
    desk.once(key, move |conn, desk| {
        let number = remarks::leave(conn, desk, &tables, &new)?;
        let accept_by = store::by_number(conn, &number)?.and_then(|one| one.accept_by);
        Ok::<_, RemarkError>(Answer::created(format!("/remarks/sent/{number}"), &RemarkKept { number, accept_by }))
    })
    .await
}

/// Does a step about a remark.
#[utoipa::path(
    tag = "families",
    operation_id = "step_of_remark",
    params(("id" = i64, Path, description = "Number of the remark in the database.")),
    request_body = RemarkStepBody,
    responses((status = 200, body = RemarkBody)),
)]
#[post("/api/v1/remarks/{id}/steps")]
pub async fn step_of_remark(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    staff: Staff,
    id: Path<RemarkId>,
    step: Json<RemarkStepBody>,
) -> Result<HttpResponse, Problem> {
    let (key, id) = (IdempotencyKey::of(&request, &*step)?, *id);
    let RemarkStepBody { step, answer } = step.into_inner();
    desk.once(key, move |conn, desk| {
        remarks::step(conn, desk, &tables, &staff, id, step.into(), answer.as_deref().unwrap_or_default())?;
        let stored = store::find(conn, id)?.ok_or(RemarkError::NotFound)?;
        Ok::<_, RemarkError>(Answer::ok(&RemarkBody::of(stored, &desk.vault, desk.now().date())))
    })
    .await
}

impl From<RemarkStepCode> for RemarkStep {
    fn from(code: RemarkStepCode) -> Self {
        match code {
            RemarkStepCode::Accept => Self::Accept,
            RemarkStepCode::Extend => Self::Extend,
            RemarkStepCode::Answer => Self::Answer,
            RemarkStepCode::NotAccept => Self::NotAccept,
        }
    }
}

impl From<RemarkError> for Problem {
    fn from(error: RemarkError) -> Self {
        let said = error.to_string();
        let field = |name: &str, code: &'static str| Self::invalid(vec![FieldProblem::new(name, code, said.clone())]);
        match error {
            RemarkError::Words => field("/words", "length"),
            RemarkError::Contact => field("/contact", "length"),
            RemarkError::Ward => field("/ward_code", "unknown"),
            RemarkError::Answer => field("/answer", "length"),
            RemarkError::NotFound => Self::new(&types::NOT_FOUND).detail(said),
            RemarkError::DoneBefore => Self::new(&types::ALREADY_DONE).detail(said),
            RemarkError::TooMany(secs) => Self::new(&types::TOO_MANY).detail(said).retry_after(secs),
            RemarkError::Store(error) => error.into(),
        }
    }
}
