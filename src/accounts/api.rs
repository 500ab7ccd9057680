//! Signing in, going on and signing out over JSON; who am I.
mod problems;

use actix_web::web::{Data, ServiceConfig, resource};
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::account::{Account, Role};
use super::door::{Attempt, Door};
use super::guesses::Guesser;
use super::identity::Staff;
use super::second_factor;
use super::sign_in as signing;
use super::sign_in::{SignInError, SignedIn};
use super::tokens;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::desk::{ClientAddress, Desk};
use crate::ids::AccountId;
use crate::web::problem_types as types;
use crate::web::{Json, Problem, extract};

/// Bytes of a body with login and password: whoever sends more is not signing in.
pub const CREDENTIALS_BYTES_MAX: usize = 4096;

/// Login and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Name for signing in.
    #[schema(example = "dieu-phoi")]
    pub login: String,
    /// Password.
    pub password: String,
    /// Six digits of the second factor, or a recovery code, where the account has one. Passkeys are for pages; an account
    /// that has nothing else takes a recovery code here.
    #[serde(default)]
    pub code: Option<String>,
}

/// The token that continues a sign-in; good once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// From the sign-in or from the renewal before.
    pub refresh_token: String,
}

/// A sign-in's tokens.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Seconds until the access token ends.
    pub expires_in_secs: i64,
    /// Good once, for the next access token.
    pub refresh_token: String,
    /// When the sign-in itself ends (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub signed_in_until: Timestamp,
    /// Whose.
    pub account: Account,
}

/// Who asks.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The account's number.
    #[schema(value_type = i64)]
    pub account_id: AccountId,
    /// Name that colleagues see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// Wards it is limited to; empty = all.
    pub ward_codes: Vec<String>,
    /// Somebody else chose the password: nothing else is open until it is changed.
    pub password_is_temporary: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    let signing_in = resource("/api/v1/sign-ins").app_data(extract::json(CREDENTIALS_BYTES_MAX));
    config.service(signing_in.route(actix_web::web::post().to(sign_in)));
    config.service(renew).service(sign_out).service(me);
}

/// Signs in.
#[utoipa::path(
    post,
    path = "/api/v1/sign-ins",
    tag = "accounts",
    request_body = Credentials,
    responses((status = 201, body = Tokens)),
)]
pub async fn sign_in(
    desk: Data<Desk>,
    door: Data<Door>,
    from: ClientAddress,
    given: Json<Credentials>,
) -> Result<HttpResponse, Problem> {
    let Credentials { login, password, code } = given.into_inner();
    let attempt = Attempt { login, password, who: Guesser::Address(from) };
    let proven = door.check_password(&desk, attempt).await?;
    let id = proven.account.id;
    let has_factor = desk.read(move |conn, _| second_factor::is_on(conn, id)).await?;
    if has_factor {
        let code = code.ok_or_else(|| Problem::new(&types::SECOND_FACTOR_NEEDED))?;
        door.check_code(&desk, &proven.account, &Guesser::Address(from), &code).await?;
    }
    let begin = move |conn: &mut DbConn, desk: &Desk| -> Result<_, SignInError> {
        let made = signing::sign_in(conn, desk, proven.clone(), "api")?;
        if has_factor {
            second_factor::store::note_proof(conn, made.sign_in_id, desk.now())?;
        }
        Ok(made)
    };
    let made = desk.write(begin).await?;
    Ok(HttpResponse::Created().json(tokens_of(&desk, made)))
}

/// Exchanges a refresh token for new tokens.
#[utoipa::path(tag = "accounts", request_body = Renewal, responses((status = 201, body = Tokens)))]
#[post("/api/v1/access-tokens")]
pub async fn renew(desk: Data<Desk>, given: Json<Renewal>) -> Result<HttpResponse, Problem> {
    let token = given.into_inner().refresh_token;
    let renewed = desk.write(move |conn, desk| signing::renew(conn, desk, &token)).await?;
    let renewed = renewed.ok_or(SignInError::Expired)?;
    Ok(HttpResponse::Created().json(tokens_of(&desk, renewed)))
}

/// Signs out: refresh token and access token end at once.
#[utoipa::path(tag = "accounts", responses((status = 204)))]
#[delete("/api/v1/sign-ins/current")]
pub async fn sign_out(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, desk| signing::sign_out(conn, desk, &staff)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who am I?
#[utoipa::path(tag = "accounts", responses((status = 200, body = Me)))]
#[get("/api/v1/me")]
pub async fn me(staff: Staff) -> HttpResponse {
    HttpResponse::Ok().json(Me {
        account_id: staff.account_id,
        display_name: staff.name,
        role: staff.role,
        ward_codes: staff.ward_codes,
        password_is_temporary: staff.password_is_temporary,
    })
}

fn tokens_of(desk: &Desk, made: SignedIn) -> Tokens {
    let minutes = desk.settings.accounts.access_minutes;
    let key = &desk.settings.keys.token_key;
    Tokens {
        access_token: tokens::issue(made.account.id, made.sign_in_id, key, minutes, desk.now()),
        expires_in_secs: minutes * 60,
        refresh_token: made.token,
        signed_in_until: made.expires_at,
        account: made.account,
    }
}
