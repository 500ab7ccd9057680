//! Pages of the identity provider: going there, coming back, linking an account from inside.
use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::{Data, Form, Query, ServiceConfig, block, get, post, resource};
use askama::Template;
use serde::Deserialize;

use super::{Back, FLOW_MINUTES, Flow, ProviderError, store};
use crate::accounts::account::account_subject;
use crate::accounts::api::CREDENTIALS_BYTES_MAX;
use crate::accounts::identity::{Identity, Staff};
use crate::accounts::pages::entry;
use crate::accounts::{second_factor, sign_in, store as accounts};
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{AccountId, SignInId};
use crate::sealed::Sealed;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, cookies, extract};

const COOKIE: &str = "luudong_provider";

/// Goes on by itself to another address: of the provider, which a form's answer must not lead to, or of ours, to which
/// a browser brings its strict cookie only when one of our own pages sends it there.
#[derive(Template)]
#[template(path = "accounts/onward.html")]
struct OnwardPage {
    frame: Frame,
    title: &'static str,
    to: String,
    words: &'static str,
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.route("/sign-in/provider", get().to(go));
    config.route("/sign-in/provider/back", get().to(come_back));
    let linking = resource("/account/provider").app_data(extract::form(CREDENTIALS_BYTES_MAX));
    config.service(linking.route(post().to(link)));
}

async fn go(desk: Data<Desk>, wanted: Query<Next>) -> Result<HttpResponse, Problem> {
    leave(&desk, wanted.into_inner().next, None).await
}

async fn link(desk: Data<Desk>, staff: Staff, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    if Typed::new(given.into_inner()).get("do") != "unlink" {
        return leave(&desk, "/account".to_owned(), Some((staff.account_id, staff.sign_in_id))).await;
    }
    let take_away = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<()> {
        if store::unlink(conn, staff.account_id)? {
            let subject = account_subject(staff.account_id);
            audit::note(conn, Some(&staff), Action::UnlinkProvider, &subject, None, desk.now())?;
        }
        Ok(())
    };
    desk.write(take_away).await?;
    Ok(page::see_other("/account"))
}

/// To the provider, with what the browser has to bring back.
async fn leave(desk: &Desk, next: String, linking: Option<(AccountId, SignInId)>) -> Result<HttpResponse, Problem> {
    if !super::is_on(desk) {
        return Ok(page::see_other(if linking.is_some() { "/account" } else { "/sign-in" }));
    }
    let asking = desk.clone();
    let begun = block(move || super::begin(&asking, next, linking)).await;
    let (to, flow) = begun.map_err(|_| Problem::new(&types::INTERNAL))?.map_err(unavailable)?;
    let sealed = desk.vault.seal(&desk.vault.unnamed_key(), &flow);
    let mut answer = onward("Sang trang đăng nhập", to, "Đang chuyển sang trang đăng nhập chung.");
    let cookie = cookies::build(desk, COOKIE, sealed.as_stored())
        // It has to come along when the provider sends the browser back.
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::minutes(FLOW_MINUTES))
        .finish();
    set(&mut answer, &cookie)?;
    Ok(answer)
}

async fn come_back(
    request: actix_web::HttpRequest,
    desk: Data<Desk>,
    back: Query<Back>,
) -> Result<HttpResponse, Problem> {
    if !super::is_on(&desk) {
        return Ok(page::see_other("/sign-in"));
    }
    let kept = cookies::value(&request, &desk, COOKIE).map(Sealed::<Flow>::stored);
    let flow = kept.and_then(|sealed| desk.vault.unseal(&sealed).ok());
    let mut answer = match flow {
        None => {
            refused(&desk, "Lần đăng nhập này không bắt đầu từ trình duyệt này, hoặc đã quá 10 phút. Hãy bắt đầu lại.")
        }
        Some(flow) => arrive(&desk, flow, back.into_inner()).await?,
    };
    set(&mut answer, &cookies::removal(&desk, COOKIE))?;
    Ok(answer)
}

async fn arrive(desk: &Desk, flow: Flow, back: Back) -> Result<HttpResponse, Problem> {
    let (asking, asked) = (desk.clone(), block_flow(flow, back));
    let (flow, found) = block(move || asked(&asking)).await.map_err(|_| Problem::new(&types::INTERNAL))?;
    let subject = match found {
        Ok(subject) => subject,
        Err(ProviderError::Stray) => {
            return Ok(refused(desk, "Trang đăng nhập chung trả lời không khớp. Hãy bắt đầu lại."));
        }
        Err(error) => {
            tracing::warn!(%error, "nobody was let in");
            return Ok(refused(desk, "Trang đăng nhập chung chưa xác nhận được. Thử lại sau, hoặc dùng mật khẩu."));
        }
    };
    match flow.linking {
        Some((account_id, sign_in_id)) => finish_link(desk, account_id, sign_in_id, subject).await,
        None => enter(desk, &flow.next, subject).await,
    }
}

fn block_flow(flow: Flow, back: Back) -> impl FnOnce(&Desk) -> (Flow, Result<String, ProviderError>) + Send {
    move |desk| {
        let found = super::finish(desk, &flow, &back);
        (flow, found)
    }
}

/// Lets in whom the subject names, through the second factor where there is one.
async fn enter(desk: &Desk, next: &str, subject: String) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        let Some(id) = store::account_of(conn, &desk.settings.provider.issuer, &subject)? else { return Ok(None) };
        let has_factor = second_factor::is_on(conn, id)?;
        Ok(accounts::find_proven(conn, id)?.map(|proven| (proven, has_factor)))
    };
    let Some((proven, has_factor)) = desk.read(find).await? else {
        return Ok(refused(
            desk,
            "Tài khoản chung này chưa gắn với tài khoản nào ở đây, hoặc tài khoản đã khoá. Đăng nhập bằng mật khẩu, rồi gắn ở trang Tài khoản của tôi.",
        ));
    };
    if has_factor {
        let id = proven.account.id;
        let ticket = second_factor::ticket(desk, id, proven.password.as_stored());
        return second_factor::pages::ask_code(desk, id, ticket, next, Mistakes::default()).await;
    }
    // The strict cookie of an earlier sign-in does not come along from another site; what it opens ends by its time.
    let entered = entry::enter(desk, Identity::Public, proven, next, false).await?;
    let Some(to) = entered.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned) else {
        return Ok(entered);
    };
    let mut answer = onward("Đã đăng nhập", to, "Đã đăng nhập, đang mở trang làm việc.");
    for cookie in entered.cookies() {
        set(&mut answer, &cookie)?;
    }
    Ok(answer)
}

/// Links the account whose holder began this from inside, if that sign-in still lives.
async fn finish_link(
    desk: &Desk,
    account_id: AccountId,
    sign_in_id: SignInId,
    subject: String,
) -> Result<HttpResponse, Problem> {
    let keep = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<bool> {
        let now = desk.now();
        let Some(live) = sign_in::store::find(conn, sign_in_id, account_id, now)? else { return Ok(false) };
        let staff = Staff::of(live.account, live.id);
        let linked = store::link(conn, account_id, &desk.settings.provider.issuer, &subject, now)?;
        if linked {
            audit::note(conn, Some(&staff), Action::LinkProvider, &account_subject(account_id), None, now)?;
        }
        Ok(linked)
    };
    if desk.write(keep).await? {
        return Ok(onward("Đã gắn tài khoản", "/account".to_owned(), "Đã gắn tài khoản chung."));
    }
    Ok(refused(desk, "Chưa gắn được: tài khoản chung này đã gắn với tài khoản khác, hoặc lần đăng nhập đã kết thúc."))
}

fn onward(title: &'static str, to: String, words: &'static str) -> HttpResponse {
    page::show(&OnwardPage { frame: Frame::new(title), title, to, words })
}

fn refused(desk: &Desk, sentence: &str) -> HttpResponse {
    let mistakes = Mistakes { whole: Some(sentence.to_owned()), ..Mistakes::default() };
    entry::sign_in_page(desk, Typed::default(), mistakes)
}

fn unavailable(error: ProviderError) -> Problem {
    tracing::warn!(%error, "the identity provider cannot be asked");
    Problem::new(&types::UNAVAILABLE).detail("Trang đăng nhập chung chưa trả lời. Dùng mật khẩu, hoặc thử lại sau.")
}

fn set(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), Problem> {
    answer.add_cookie(cookie).map_err(|_| Problem::new(&types::INTERNAL))
}
