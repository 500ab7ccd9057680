//! The call list over JSON: what families must be told, and that they were.
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::desk::Desk;
use crate::geography::Geography;
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::{NotificationId, VisitId};
use crate::notifications::{FactKind, ToldAs};
use crate::visits::call::{self, Call, CallError};
use crate::visits::notes::VisitNote;
use crate::visits::pages::ward_name;
use crate::visits::say;
use crate::web::{Json, Problem};

/// One call to make: something that a family must know and that no mail told it.
#[derive(Serialize, ToSchema)]
pub struct CallBody {
    /// Names the line; `POST /api/v1/calls/{id}` ticks it off.
    #[schema(value_type = i64)]
    pub id: NotificationId,
    /// What the family must know.
    pub kind: FactKind,
    /// The visit that it is about, if it is about one.
    #[schema(value_type = Option<i64>)]
    pub visit_id: Option<VisitId>,
    /// Public code.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// Whom to call.
    pub contact_name: String,
    /// Phone in E.164.
    pub phone: String,
    /// What to say, whole sentences: who calls, the code, what changed, what comes next.
    pub say: String,
    /// Why no mail told it: there is no address, or the mail came back.
    pub why: String,
    /// Since when somebody has to call.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// The same in minutes.
    pub open_minutes: i64,
    /// It is an invitation that the family has to answer.
    pub is_invitation: bool,
    /// What officers noted at the household's door: whoever calls knows it and does not read it out.
    pub notes: Vec<String>,
}

coded_enum! {
    /// How somebody told a family.
    pub enum ToldHow {
        Call = "call" / "bằng điện thoại",
        Letter = "letter" / "bằng thư trao tận tay",
    }
}

/// That a family was told.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallMade {
    /// `call` (when left out) or `letter`.
    #[serde(default)]
    pub how: Option<ToldHow>,
}

/// What families must be told by telephone or letter: invitations first, then the next date.
#[utoipa::path(tag = "visits", operation_id = "calls", responses((status = 200, body = Vec<CallBody>)))]
#[get("/api/v1/calls")]
pub async fn calls(desk: Data<Desk>, geography: Data<Geography>, staff: Staff) -> Result<HttpResponse, Problem> {
    let (caller, now) = (staff.clone(), desk.now());
    let calls = desk.write(move |conn, desk| call::list(conn, &staff, &desk.vault, now)).await?;
    let body = |call: &Call| CallBody::of(call, &caller, &ward_name(&geography, &call.ward_code), now);
    Ok(HttpResponse::Ok().json(calls.iter().map(body).collect::<Vec<_>>()))
}

/// Notes that a family was told, by a call or by a letter that was handed over.
#[utoipa::path(
    tag = "visits",
    operation_id = "tick_off_call",
    request_body = CallMade,
    params(("id" = i64, Path, description = "Line of the call list")),
    responses((status = 204)),
)]
#[post("/api/v1/calls/{id}")]
pub async fn tick_off_call(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    id: Path<NotificationId>,
    made: Json<CallMade>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*made)?;
    let how = match made.how {
        Some(ToldHow::Letter) => ToldAs::Letter,
        Some(ToldHow::Call) | None => ToldAs::Call,
    };
    desk.once(key, move |conn, desk| {
        call::tick_off(conn, &staff, *id, how, desk.now())?;
        Ok::<_, CallError>(Answer::empty())
    })
    .await
}

impl CallBody {
    fn of(call: &Call, staff: &Staff, ward: &str, now: Timestamp) -> Self {
        Self {
            id: call.fact.id,
            kind: call.fact.kind,
            visit_id: call.fact.visit_id,
            code: call.code.clone(),
            ward_code: call.ward_code.clone(),
            contact_name: call.household.contact.name.to_string(),
            phone: call.household.contact.phone.dial.clone(),
            say: say::whole(staff, ward, &call.code, &call.script),
            why: call.why.label().to_owned(),
            since: call.since,
            open_minutes: (now - call.since).num_minutes().max(0),
            is_invitation: call.fact.kind == FactKind::Invitation,
            notes: call.notes.iter().map(VisitNote::words).collect(),
        }
    }
}
