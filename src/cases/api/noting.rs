//! Notes for colleagues over JSON.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::{Permission, Staff};
use crate::cases::find::{Reader, find};
use crate::cases::staff_note::{StaffNoteError, note};
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::web::{Json, Problem};

/// What to write down.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaffNote {
    /// One to 500 characters; the family never reads it.
    #[schema(example = "Bà nặng tai, gọi cho con gái")]
    pub text: String,
}

/// A note that is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StaffNoteKept {
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    pub noted_at: Timestamp,
}

/// Writes a note about a case for colleagues, whatever state the case is in.
#[utoipa::path(
    tag = "cases",
    operation_id = "note_about_case",
    request_body = NewStaffNote,
    params(("code" = String, Path, description = "Public code")),
    responses((status = 201, body = StaffNoteKept)),
)]
#[post("/api/v1/cases/{code}/notes")]
pub async fn note_about_case(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    code: Path<String>,
    given: Json<NewStaffNote>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*given)?;
    desk.once(key, move |conn, desk| {
        let case = find(conn, &code, &Reader::Staff(staff.clone()), Permission::EditCases)?;
        note(conn, desk, &case, &staff, &given.text)?;
        let kept = StaffNoteKept { noted_at: desk.now() };
        Ok::<_, StaffNoteError>(Answer::created(format!("/api/v1/cases/{code}"), &kept))
    })
    .await
}

impl From<StaffNoteError> for Problem {
    fn from(error: StaffNoteError) -> Self {
        match error {
            StaffNoteError::Invalid(fields) => Self::invalid(fields),
            StaffNoteError::Find(error) => error.into(),
            StaffNoteError::Store(error) => error.into(),
        }
    }
}
