//! Accounts over JSON: for admins those of others, for everybody one's own password and sign-ins.
use actix_web::web::{Data, Path, Query, ServiceConfig, delete, post, put, resource};
use actix_web::{HttpRequest, HttpResponse, get, patch};

mod bodies;
pub use bodies::{AddedAccount, ChangedAccount, ListedSignIn, NewAccount, NewPassword, TemporaryPassword};

use super::{AccountChange, add_account, change_account, change_own_password, reset_password};
use crate::accounts::account::ChangeAccountError;
use crate::accounts::account::Proven;
use crate::accounts::account::{Account, AddAccountError};
use crate::accounts::api::CREDENTIALS_BYTES_MAX;
use crate::accounts::door::{Attempt, Door};
use crate::accounts::guesses::Guesser;
use crate::accounts::identity::Staff;
use crate::accounts::passwords::WeakPassword;
use crate::accounts::sign_in::store as sign_ins;
use crate::accounts::{sign_in, store};
use crate::db::{DbConn, StoreResult};
use crate::desk::{ClientAddress, Desk};
use crate::idempotency::{Answer, IdempotencyKey};
use crate::ids::{AccountId, SignInId};
use crate::web::paging::{Page, Paging};
use crate::web::problem_types as types;
use crate::web::{Json, Problem, extract};

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    let change = resource("/api/v1/me/password").app_data(extract::json(CREDENTIALS_BYTES_MAX));
    config.service(change.route(put().to(change_password)));
    config.service(list).service(show).service(change_one).service(own_sign_ins).service(sign_ins_of);
    config.route("/api/v1/accounts", post().to(add));
    config.route("/api/v1/accounts/{id}/password-reset", post().to(reset));
    config.route("/api/v1/me/sign-ins/{id}", delete().to(end_own_sign_in));
    config.route("/api/v1/accounts/{id}/sign-ins", delete().to(end_sign_ins));
}

/// All accounts.
#[utoipa::path(
    tag = "accounts",
    operation_id = "list_accounts",
    params(Paging),
    responses((status = 200, body = Page<Account>)),
)]
#[get("/api/v1/accounts")]
pub async fn list(desk: Data<Desk>, paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let accounts = desk.read(move |conn, _| store::list(conn, after, limit + 1)).await?;
    Ok(HttpResponse::Ok().json(Page::of(accounts, limit, |account| account.id)))
}

/// One account.
#[utoipa::path(
    tag = "accounts",
    operation_id = "read_account",
    params(("id" = i64, Path, description = "Number of the account.")),
    responses((status = 200, body = Account)),
)]
#[get("/api/v1/accounts/{id}")]
pub async fn show(desk: Data<Desk>, id: Path<AccountId>) -> Result<HttpResponse, Problem> {
    let account = desk.read(move |conn, _| store::find(conn, *id)).await?;
    Ok(HttpResponse::Ok().json(account.ok_or_else(|| Problem::new(&types::NOT_FOUND))?))
}

/// Adds an account.
#[utoipa::path(
    post,
    path = "/api/v1/accounts",
    tag = "accounts",
    operation_id = "add_account",
    request_body = NewAccount,
    responses((status = 201, body = AddedAccount)),
)]
pub async fn add(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    door: Data<Door>,
    new: Json<NewAccount>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &*new)?;
    let NewAccount { login, display_name, role, ward_codes, password } = new.into_inner();
    let mut account = Account::new(login, display_name, role, ward_codes);
    account.password_is_temporary = true;
    let temporary = password.is_none().then(|| super::temporary_password(&desk));
    let chosen = password.or_else(|| temporary.clone()).unwrap_or_default();
    let password = door.hash(&desk, &account, chosen).await?;
    desk.once(key, move |conn, desk| {
        let account = add_account(conn, desk, Some(&staff), account.clone(), &password)?;
        let (address, temporary_password) = (format!("/api/v1/accounts/{}", account.id), temporary.clone());
        Ok::<_, AddAccountError>(Answer::created(address, &AddedAccount { account, temporary_password }))
    })
    .await
}

/// Changes an account: name, role, wards, disabled or not. It counts from its next request on.
#[utoipa::path(
    tag = "accounts",
    operation_id = "change_account",
    params(("id" = i64, Path, description = "Number of the account.")),
    request_body = ChangedAccount,
    responses((status = 200, body = Account)),
)]
#[patch("/api/v1/accounts/{id}")]
pub async fn change_one(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<AccountId>,
    change: Json<ChangedAccount>,
) -> Result<HttpResponse, Problem> {
    let ChangedAccount { display_name, role, ward_codes, disabled } = change.into_inner();
    let change = AccountChange { display_name, role, ward_codes, disabled };
    let account = desk.write(move |conn, desk| change_account(conn, desk, Some(&staff), *id, &change)).await?;
    Ok(HttpResponse::Ok().json(account))
}

/// Gives an account a temporary password; all its sign-ins end.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/password-reset",
    tag = "accounts",
    operation_id = "reset_password",
    params(("id" = i64, Path, description = "Number of the account.")),
    responses((status = 200, body = TemporaryPassword)),
)]
pub async fn reset(
    desk: Data<Desk>,
    request: HttpRequest,
    staff: Staff,
    door: Data<Door>,
    id: Path<AccountId>,
) -> Result<HttpResponse, Problem> {
    let key = IdempotencyKey::of(&request, &())?;
    let found = desk.read(move |conn, _| store::find(conn, *id)).await?;
    let account = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let temporary_password = super::temporary_password(&desk);
    let password = door.hash(&desk, &account, temporary_password.clone()).await?;
    desk.once(key, move |conn, desk| {
        reset_password(conn, desk, Some(&staff), account.id, &password)?;
        let temporary_password = temporary_password.clone();
        Ok::<_, ChangeAccountError>(Answer::ok(&TemporaryPassword { temporary_password }))
    })
    .await
}

/// Ends all sign-ins of an account.
#[utoipa::path(
    delete,
    path = "/api/v1/accounts/{id}/sign-ins",
    tag = "accounts",
    params(("id" = i64, Path, description = "Number of the account.")),
    responses((status = 204)),
)]
pub async fn end_sign_ins(desk: Data<Desk>, staff: Staff, id: Path<AccountId>) -> Result<HttpResponse, Problem> {
    desk.write(move |conn, desk| sign_in::end_all(conn, desk, &staff, *id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The sign-ins of an account that live.
#[utoipa::path(
    tag = "accounts",
    params(("id" = i64, Path, description = "Number of the account.")),
    responses((status = 200, body = Vec<ListedSignIn>)),
)]
#[get("/api/v1/accounts/{id}/sign-ins")]
pub async fn sign_ins_of(desk: Data<Desk>, staff: Staff, id: Path<AccountId>) -> Result<HttpResponse, Problem> {
    listed(&desk, *id, &staff).await
}

/// One's own sign-ins that live.
#[utoipa::path(tag = "accounts", responses((status = 200, body = Vec<ListedSignIn>)))]
#[get("/api/v1/me/sign-ins")]
pub async fn own_sign_ins(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    listed(&desk, staff.account_id, &staff).await
}

/// Ends one of one's own sign-ins.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sign-ins/{id}",
    tag = "accounts",
    params(("id" = i64, Path, description = "Number of the sign-in.")),
    responses((status = 204)),
)]
pub async fn end_own_sign_in(desk: Data<Desk>, staff: Staff, id: Path<SignInId>) -> Result<HttpResponse, Problem> {
    let end = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<bool> {
        sign_in::end(conn, desk, &staff, staff.account_id, *id)
    };
    if !desk.write(end).await? {
        return Err(Problem::new(&types::NOT_FOUND));
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Changes one's own password; all other sign-ins of the account end.
#[utoipa::path(
    put,
    path = "/api/v1/me/password",
    tag = "accounts",
    request_body = NewPassword,
    responses((status = 204)),
)]
pub async fn change_password(
    desk: Data<Desk>,
    staff: Staff,
    door: Data<Door>,
    from: ClientAddress,
    given: Json<NewPassword>,
) -> Result<HttpResponse, Problem> {
    let NewPassword { current, password } = given.into_inner();
    choose_password(&desk, &door, staff, from, current, password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Proves the old password at the door and writes the new one; gives the account with it.
pub(super) async fn choose_password(
    desk: &Desk,
    door: &Door,
    staff: Staff,
    from: ClientAddress,
    current: String,
    new: String,
) -> Result<Proven, Problem> {
    let id = staff.account_id;
    let found = desk.read(move |conn, _| store::find(conn, id)).await?;
    let account = found.ok_or_else(|| Problem::new(&types::SIGN_IN_NEEDED))?;
    let is_the_same = current == new;
    let attempt = Attempt { login: account.login.clone(), password: current, who: Guesser::Address(from) };
    let proven = door.check_password(desk, attempt).await?;
    if is_the_same {
        return Err(WeakPassword::Same.into());
    }
    let password = door.hash(desk, &account, new).await?;
    let chosen = Proven { account, password: password.clone() };
    desk.write(move |conn, desk| change_own_password(conn, desk, &staff, &proven, &password)).await?;
    Ok(chosen)
}

async fn listed(desk: &Desk, account_id: AccountId, staff: &Staff) -> Result<HttpResponse, Problem> {
    let live = desk.read(move |conn, desk| sign_ins::live_of(conn, account_id, desk.now())).await?;
    let current = staff.sign_in_id;
    let listed = live.into_iter().map(|(id, channel, created_at, expires_at)| ListedSignIn {
        id,
        channel,
        created_at,
        expires_at,
        current: id == current,
    });
    Ok(HttpResponse::Ok().json(listed.collect::<Vec<_>>()))
}
