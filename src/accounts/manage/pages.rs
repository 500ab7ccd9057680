//! Pages of accounts: the list, a new one, one account; and for everybody one's own (in `own`).
use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path, ServiceConfig, get, post, resource};
use askama::Template;

use super::{AccountChange, add_account, change_account, reset_password};
use crate::accounts::account::ChangeAccountError;
use crate::accounts::account::{Account, AddAccountError, Role};
use crate::accounts::door::Door;
use crate::accounts::identity::Staff;
use crate::accounts::{sign_in, store};
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::AccountId;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

mod own;
mod shown;

use shown::{ShownAccount, ShownSignIn, in_words, read};

/// Most accounts that the list shows; a province has fewer.
const LISTED_MAX: i64 = 5_000;

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListPage {
    frame: Frame,
    accounts: Vec<ShownAccount>,
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct NewPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    roles: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    shown: ShownAccount,
    sign_ins: Vec<ShownSignIn>,
    roles: Vec<(&'static str, &'static str)>,
    temporary_password: Option<String>,
    notice: Option<String>,
}

/// Registers every page of accounts.
pub fn urls(config: &mut ServiceConfig) {
    own::urls(config);
    config.route("/accounts", get().to(list_page));
    config.service(resource("/accounts/new").route(get().to(new_page)).route(post().to(post_new)));
    config.service(resource("/accounts/{id}").route(get().to(account_page)).route(post().to(post_change)));
    config.route("/accounts/{id}/state", post().to(post_state));
    config.route("/accounts/{id}/password-reset", post().to(post_reset));
    config.route("/accounts/{id}/sign-ins/end", post().to(post_end_all));
}

async fn list_page(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    let accounts = desk.read(|conn, _| store::list(conn, 0, LISTED_MAX)).await?;
    let accounts = accounts.into_iter().map(|account| in_words(account, &desk)).collect();
    Ok(page::show(&ListPage { frame: Frame::for_staff("Tài khoản", &staff), accounts }))
}

async fn new_page(staff: Staff) -> HttpResponse {
    new_form(&staff, Typed::default().or("role", Role::Officer.code()), Mistakes::default())
}

async fn post_new(
    desk: Data<Desk>,
    door: Data<Door>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let Some(role) = typed.get("role").parse::<Role>().ok() else {
        let mut mistakes = Mistakes::default();
        mistakes.add("role", "Chọn vai trò");
        return Ok(new_form(&staff, typed, mistakes));
    };
    let mut account = Account::new(typed.get("login"), typed.get("display_name"), role, ward_codes(&typed));
    account.password_is_temporary = true;
    let temporary = super::temporary_password(&desk);
    let password = door.hash(&desk, &account, temporary.clone()).await?;
    let by = staff.clone();
    let add = move |conn: &mut DbConn, desk: &Desk| -> Result<Account, AddAccountError> {
        add_account(conn, desk, Some(&by), account.clone(), &password)
    };
    match desk.write(add).await {
        Ok(added) => show_account(&desk, &staff, added.id, None, Some(temporary)).await,
        Err(error @ (AddAccountError::Store(_) | AddAccountError::Facts(ChangeAccountError::Store(_)))) => {
            Err(error.into())
        }
        Err(refusal) => Ok(new_form(&staff, typed, Mistakes::of(&refusal.into()))),
    }
}

async fn account_page(desk: Data<Desk>, staff: Staff, id: Path<AccountId>) -> Result<HttpResponse, Problem> {
    show_account(&desk, &staff, *id, None, None).await
}

async fn post_change(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<AccountId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let change = AccountChange {
        display_name: Some(typed.get("display_name").to_owned()),
        role: typed.get("role").parse().ok(),
        ward_codes: Some(ward_codes(&typed)),
        disabled: None,
    };
    changed(&desk, &staff, *id, change, typed).await
}

async fn post_state(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<AccountId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let disabled = Some(Typed::new(given.into_inner()).is("disabled", "yes"));
    changed(&desk, &staff, *id, AccountChange { disabled, ..AccountChange::default() }, Typed::default()).await
}

async fn changed(
    desk: &Desk,
    staff: &Staff,
    id: AccountId,
    change: AccountChange,
    typed: Typed,
) -> Result<HttpResponse, Problem> {
    let by = staff.clone();
    let write = move |conn: &mut DbConn, desk: &Desk| change_account(conn, desk, Some(&by), id, &change);
    match desk.write(write).await {
        Ok(_) => Ok(page::see_other(&format!("/accounts/{id}"))),
        Err(error @ (ChangeAccountError::NotFound | ChangeAccountError::Store(_))) => Err(error.into()),
        Err(refusal) => show_account(desk, staff, id, Some((typed, Mistakes::of(&refusal.into()))), None).await,
    }
}

async fn post_reset(
    desk: Data<Desk>,
    door: Data<Door>,
    staff: Staff,
    id: Path<AccountId>,
) -> Result<HttpResponse, Problem> {
    let id = *id;
    let found = desk.read(move |conn, _| store::find(conn, id)).await?;
    let account = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let temporary = super::temporary_password(&desk);
    let password = door.hash(&desk, &account, temporary.clone()).await?;
    let by = staff.clone();
    let write = move |conn: &mut DbConn, desk: &Desk| -> Result<(), ChangeAccountError> {
        reset_password(conn, desk, Some(&by), id, &password)
    };
    desk.write(write).await?;
    show_account(&desk, &staff, id, None, Some(temporary)).await
}

async fn post_end_all(desk: Data<Desk>, staff: Staff, id: Path<AccountId>) -> Result<HttpResponse, Problem> {
    let id = *id;
    desk.write(move |conn, desk| sign_in::end_all(conn, desk, &staff, id)).await?;
    Ok(page::see_other(&format!("/accounts/{id}")))
}

fn new_form(staff: &Staff, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::for_staff("Thêm tài khoản", staff).with(&mistakes);
    page::page(&NewPage { frame, typed, mistakes: mistakes.clone(), roles: roles() }, &mistakes)
}

async fn show_account(
    desk: &Desk,
    staff: &Staff,
    id: AccountId,
    refused: Option<(Typed, Mistakes)>,
    temporary_password: Option<String>,
) -> Result<HttpResponse, Problem> {
    shown(desk, staff, id, refused, temporary_password, None).await
}

async fn shown(
    desk: &Desk,
    staff: &Staff,
    id: AccountId,
    refused: Option<(Typed, Mistakes)>,
    temporary_password: Option<String>,
    notice: Option<String>,
) -> Result<HttpResponse, Problem> {
    let (account, sign_ins) = read(desk, staff, id).await?;
    let (typed, mistakes) = refused.unwrap_or_default();
    let typed = typed
        .or("display_name", account.display_name.clone())
        .or("role", account.role.code())
        .or("ward_codes", account.ward_codes.join(", "));
    let frame = Frame::for_staff(format!("Tài khoản {}", account.display_name), staff).with(&mistakes);
    let shown = in_words(account, desk);
    let template = AccountPage {
        frame,
        typed,
        mistakes: mistakes.clone(),
        shown,
        sign_ins,
        roles: roles(),
        temporary_password,
        notice,
    };
    Ok(page::page(&template, &mistakes))
}

/// The account's page with what became of a wish above it.
pub(in crate::accounts) async fn tell(
    desk: &Desk,
    staff: &Staff,
    id: AccountId,
    said: Result<&str, &str>,
) -> Result<HttpResponse, Problem> {
    let whole = said.err().map(str::to_owned);
    let refused = (Typed::default(), Mistakes { whole, ..Mistakes::default() });
    shown(desk, staff, id, Some(refused), None, said.ok().map(str::to_owned)).await
}

fn roles() -> Vec<(&'static str, &'static str)> {
    Role::ALL.iter().map(|role| (role.code(), role.label())).collect()
}

fn ward_codes(typed: &Typed) -> Vec<String> {
    typed.get("ward_codes").split([',', ' ', ';']).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}
