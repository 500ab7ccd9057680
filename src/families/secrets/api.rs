//! Lost and changed secrets over JSON. No answer is kept: it tells what opens a case.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::{Identity, Permission};
use crate::cases::CaseTables;
use crate::cases::api::reader;
use crate::cases::find::{Reader, find};
use crate::desk::Desk;
use crate::families::secrets::facts::SaidFacts;
use crate::families::secrets::{self, IssueError, IssueRequest, Issued, NewSecret};
use crate::field_problem::FieldProblem;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// Whose secret was lost.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LostSecret {
    /// Public code.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
}

/// That it was taken note of; the same for a code that nobody has.
#[derive(Debug, Serialize, ToSchema)]
pub struct LostSecretNoted {
    /// What happens now.
    #[schema(example = "Nếu hồ sơ có địa chỉ thư điện tử, mật mã mới được gửi đến đó.")]
    pub detail: String,
}

/// What a new secret is wanted with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SecretWish {
    /// Staff: what the caller said, at least one fact about a person and one about the house or the telephone. A family
    /// with its secret needs none.
    pub facts: SaidFacts,
    /// The secrets of before open nothing any more; of a family's own change that is always so.
    pub ends_others: bool,
}

/// A new secret; told this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewSecretBody {
    /// Public code.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Opens the case; 21 digits, hyphens and spaces do not count.
    #[schema(example = "204-118-736-950-482-117-305")]
    pub secret: String,
    /// Where the family follows the case.
    pub link: String,
}

impl From<NewSecret> for NewSecretBody {
    fn from(made: NewSecret) -> Self {
        Self { code: made.code, secret: made.secret, link: made.link }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(lost_secret).service(new_secret);
}

/// Mails a further secret to the address on file, if there is one. The answer is the same whatever is known of the code.
#[utoipa::path(
    tag = "families",
    operation_id = "lost_secret",
    request_body = LostSecret,
    responses((status = 200, body = LostSecretNoted)),
)]
#[post("/api/v1/lost-secrets")]
pub async fn lost_secret(desk: Data<Desk>, lost: Json<LostSecret>) -> Result<HttpResponse, Problem> {
    let code = lost.code.clone();
    desk.write(move |conn, desk| secrets::mail_further(conn, desk, &code)).await?;
    let detail = "Nếu hồ sơ có địa chỉ thư điện tử, mật mã mới được gửi đến đó.".to_owned();
    Ok(HttpResponse::Ok().json(LostSecretNoted { detail }))
}

/// Makes a new secret: a family changes its own, staff issue one to a caller who knows two facts.
#[utoipa::path(
    tag = "families",
    operation_id = "new_secret",
    params(("code" = String, Path, description = "Public code")),
    request_body = SecretWish,
    responses((status = 201, body = NewSecretBody)),
)]
#[post("/api/v1/cases/{code}/secret")]
pub async fn new_secret(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
    wish: Json<SecretWish>,
) -> Result<HttpResponse, Problem> {
    let (wish, reader) = (wish.into_inner(), reader(&request, who));
    let issued = desk
        .write(move |conn, desk| match &reader {
            Reader::Staff(staff) => {
                let asked = IssueRequest { said: &wish.facts, ends_others: wish.ends_others, request: None };
                secrets::issue(conn, desk, &tables, staff, &code, &asked)
            }
            Reader::Family(_) => {
                let case = find(conn, &code, &reader, Permission::Public)?;
                Ok(Issued::Secret(secrets::change(conn, desk, &case)?))
            }
        })
        .await?;
    match issued {
        Issued::Secret(made) => Ok(HttpResponse::Created().json(NewSecretBody::from(made))),
        Issued::Wrong => Err(Problem::new(&types::FACTS_WRONG)),
    }
}

impl From<IssueError> for Problem {
    fn from(error: IssueError) -> Self {
        let said = error.to_string();
        match error {
            IssueError::Find(error) => error.into(),
            IssueError::Invalid(fields) => {
                let below = |field: FieldProblem| FieldProblem { pointer: format!("/facts{}", field.pointer), ..field };
                Self::invalid(fields.into_iter().map(below).collect())
            }
            IssueError::TooMany(secs) => Self::new(&types::TOO_MANY).detail(said).retry_after(secs),
            IssueError::Store(error) => error.into(),
        }
    }
}
