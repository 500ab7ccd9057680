//! One's own account: who one is here, a new password, the sign-ins that live.
use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, get, post, resource};
use askama::Template;
use serde::Deserialize;

use super::shown::{ShownAccount, ShownSignIn, in_words, read};
use crate::accounts::account::Proven;
use crate::accounts::api::CREDENTIALS_BYTES_MAX;
use crate::accounts::door::Door;
use crate::accounts::identity::{self, Staff};
use crate::accounts::manage::api::choose_password;
use crate::accounts::sign_in::{self, SignInError};
use crate::accounts::{provider, second_factor};
use crate::db::{DbConn, StoreResult};
use crate::desk::{ClientAddress, Desk};
use crate::ids::SignInId;
use crate::text::messages::Words;
use crate::text::said;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, extract};

#[derive(Template)]
#[template(path = "accounts/own.html")]
struct OwnPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    shown: ShownAccount,
    sign_ins: Vec<ShownSignIn>,
    length_hint: String,
    is_temporary: bool,
    is_changed: bool,
    provider: Option<String>,
    /// Since when the provider opens this account.
    linked: Option<String>,
}

/// Whether the password was changed a moment ago.
#[derive(Deserialize)]
struct OwnQuery {
    changed: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.route("/account", get().to(own_page));
    let change = resource("/account/password").app_data(extract::form(CREDENTIALS_BYTES_MAX));
    config.service(change.route(post().to(post_password)));
    config.route("/account/sign-ins/{id}/end", post().to(post_end));
}

async fn own_page(desk: Data<Desk>, staff: Staff, query: Query<OwnQuery>) -> Result<HttpResponse, Problem> {
    show_own(&desk, &staff, Mistakes::default(), query.changed.is_some()).await
}

async fn post_password(
    desk: Data<Desk>,
    door: Data<Door>,
    staff: Staff,
    from: ClientAddress,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (current, new) = (typed.exact("current").to_owned(), typed.exact("password").to_owned());
    match choose_password(&desk, &door, staff.clone(), from, current, new).await {
        Ok(chosen) => go_on(&desk, staff, chosen).await,
        Err(problem) if *problem.kind() == types::WRONG_CREDENTIALS => {
            let mut mistakes = Mistakes::default();
            mistakes.add("current", "Mật khẩu đang dùng không đúng");
            show_own(&desk, &staff, mistakes, false).await
        }
        Err(problem) => {
            let mut page = show_own(&desk, &staff, Mistakes::of(&problem), false).await?;
            problem.tell_wait(&mut page);
            Ok(page)
        }
    }
}

/// With another password the browser gets another token.
async fn go_on(desk: &Desk, staff: Staff, chosen: Proven) -> Result<HttpResponse, Problem> {
    let anew = move |conn: &mut DbConn, desk: &Desk| {
        sign_in::sign_out(conn, desk, &staff)?;
        let made = sign_in::sign_in(conn, desk, chosen.clone(), "browser")?;
        if let Some(at) = staff.proven_at {
            second_factor::store::note_proof(conn, made.sign_in_id, at)?;
        }
        Ok::<_, SignInError>(made)
    };
    let made = desk.write(anew).await?;
    let mut response = page::see_other("/account?changed=1");
    let cookie = identity::cookie(made.token, desk);
    response.add_cookie(&cookie).map_err(|_| Problem::new(&types::INTERNAL))?;
    Ok(response)
}

async fn post_end(desk: Data<Desk>, staff: Staff, id: Path<SignInId>) -> Result<HttpResponse, Problem> {
    let end = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<bool> {
        sign_in::end(conn, desk, &staff, staff.account_id, *id)
    };
    desk.write(end).await?;
    Ok(page::see_other("/account"))
}

async fn show_own(desk: &Desk, staff: &Staff, mistakes: Mistakes, is_changed: bool) -> Result<HttpResponse, Problem> {
    let (account, sign_ins) = read(desk, staff, staff.account_id).await?;
    let id = staff.account_id;
    let linked = desk.read(move |conn, _| provider::store::linked_at(conn, id)).await?;
    let template = OwnPage {
        frame: Frame::for_staff("Tài khoản của tôi", staff).with(&mistakes),
        typed: Typed::default(),
        mistakes: mistakes.clone(),
        is_temporary: account.password_is_temporary,
        shown: in_words(account, desk),
        sign_ins,
        length_hint: format!(
            "Ít nhất {} ký tự: vài từ không liên quan đến nhau là dễ nhớ và khó đoán.",
            desk.settings.accounts.password_length_min
        ),
        is_changed,
        provider: provider::name(desk),
        linked: linked.map(|at| said::moment(Words::VIETNAMESE, at)),
    };
    Ok(page::page(&template, &mistakes))
}
