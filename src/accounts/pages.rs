//! The sign-in page.
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Form, Query, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::account::Proven;
use super::account::Role;
use super::api::CREDENTIALS_BYTES_MAX;
use super::door::{Attempt, Door};
use super::guesses::Guesser;
use super::identity::{self, Identity, Staff};
use super::sign_in::{self as signing, SignInError};
use super::{provider, second_factor};
use crate::db::DbConn;
use crate::desk::ClientAddress;
use crate::desk::Desk;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame, SignedIn};
use crate::web::{Problem, extract};

mod device;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    /// What the other way in is called, where there is one.
    provider: Option<String>,
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    let signing_in = resource("/sign-in").app_data(extract::form(CREDENTIALS_BYTES_MAX));
    config.service(signing_in.route(get().to(form)).route(post().to(sign_in)));
    config.route("/sign-out", post().to(sign_out));
}

/// The form.
pub async fn form(desk: Data<Desk>, next: Query<Next>) -> HttpResponse {
    let typed = Typed::default().or("next", next.into_inner().next.unwrap_or_default());
    sign_in_page(&desk, typed, Mistakes::default())
}

/// Signs in and goes to the day's work.
pub async fn sign_in(
    request: HttpRequest,
    desk: Data<Desk>,
    door: Data<Door>,
    from: ClientAddress,
    earlier: Identity,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let who = device::guesser(&request, &desk, &typed.get("login").to_lowercase(), from);
    let (login, password) = (typed.get("login").to_owned(), typed.exact("password").to_owned());
    let proven = match door.check_password(&desk, Attempt { login, password, who }).await {
        Ok(proven) => proven,
        Err(SignInError::Store(error)) => return Err(error.into()),
        Err(refusal) => {
            let refused = Problem::from(refusal);
            let kept = Typed::default().or("login", typed.get("login")).or("next", typed.get("next"));
            let mut page = sign_in_page(&desk, kept, Mistakes::of(&refused));
            refused.tell_wait(&mut page);
            return Ok(page);
        }
    };
    let id = proven.account.id;
    if desk.read(move |conn, _| second_factor::is_on(conn, id)).await? {
        let ticket = second_factor::ticket(&desk, id, proven.password.as_stored());
        return second_factor::pages::ask_code(&desk, id, ticket, typed.get("next"), Mistakes::default()).await;
    }
    enter(&desk, earlier, proven, typed.get("next"), false).await
}

/// Who guesses with this request.
pub(super) fn guesser_of(request: &HttpRequest, desk: &Desk, login: &str, from: ClientAddress) -> Guesser {
    device::guesser(request, desk, login, from)
}

/// Lets somebody in whose password, and code where there is one, was right. What the browser was signed in as before ends.
pub(super) async fn enter(
    desk: &Desk,
    earlier: Identity,
    proven: Proven,
    next: &str,
    by_code: bool,
) -> Result<HttpResponse, Problem> {
    let home = home_of(proven.account.role);
    let next = Some(next).filter(|next| !next.is_empty() && page::is_own(next)).unwrap_or(home).to_owned();
    let login = proven.account.login.clone();
    let device = device::cookie(desk, &login);
    let begin = move |conn: &mut DbConn, desk: &Desk| -> Result<_, SignInError> {
        if let Identity::Staff(staff) = &earlier {
            signing::sign_out(conn, desk, staff)?;
        }
        let made = signing::sign_in(conn, desk, proven.clone(), "browser")?;
        if by_code {
            second_factor::store::note_proof(conn, made.sign_in_id, desk.now())?;
        }
        Ok(made)
    };
    let made = match desk.write(begin).await {
        Ok(made) => made,
        Err(SignInError::Store(error)) => return Err(error.into()),
        Err(refusal) => {
            return Ok(sign_in_page(desk, Typed::default().or("login", login), Mistakes::of(&refusal.into())));
        }
    };
    let mut response = page::see_other(&next);
    for cookie in [identity::cookie(made.token, desk), device] {
        response.add_cookie(&cookie).map_err(|_| Problem::new(&crate::web::problem_types::INTERNAL))?;
    }
    Ok(response)
}

/// Signs out.
pub async fn sign_out(desk: Data<Desk>, who: Identity) -> Result<HttpResponse, Problem> {
    if let Identity::Staff(staff) = who {
        desk.write(move |conn, desk| signing::sign_out(conn, desk, &staff)).await?;
    }
    let mut response = page::see_other("/");
    let _ = response.add_cookie(&identity::no_cookie(&desk));
    // What the browser kept of the pages goes as well; not the cookies, which tell a known browser.
    let kept = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), kept);
    Ok(response)
}

impl Frame {
    /// A frame for a page of staff, with the navigation of the role.
    pub fn for_staff(title: impl Into<String>, staff: &Staff) -> Self {
        let mut frame = Self::new(title);
        frame.signed_in =
            Some(SignedIn { name: staff.name.clone(), role: staff.role.label(), links: links_of(staff.role) });
        frame
    }

    /// A frame for a page that both the public and staff read.
    pub fn for_anyone(title: impl Into<String>, who: &Identity) -> Self {
        match who {
            Identity::Public => Self::new(title),
            Identity::Staff(staff) => Self::for_staff(title, staff),
        }
    }
}

pub(super) fn sign_in_page(desk: &Desk, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::new("Cán bộ đăng nhập").with(&mistakes);
    let template = SignInPage { frame, typed, mistakes: mistakes.clone(), provider: provider::name(desk) };
    page::page(&template, &mistakes)
}

fn home_of(role: Role) -> &'static str {
    match role {
        Role::Admin => "/duties",
        Role::Dispatcher => "/cases",
        Role::Officer => "/rosters",
    }
}

fn links_of(role: Role) -> Vec<(&'static str, &'static str)> {
    match role {
        Role::Admin => {
            vec![("/duties", "Ca công tác"), ("/accounts", "Tài khoản"), ("/audit", "Nhật ký"), ("/docs/", "API")]
        }
        Role::Dispatcher => vec![
            ("/cases", "Hồ sơ"),
            ("/duties", "Ca công tác"),
            ("/planning-runs", "Xếp lịch"),
            ("/rosters", "Lịch trong ngày"),
            ("/waiting-list", "Danh sách chờ"),
            ("/calls", "Cần gọi điện"),
            ("/feedback", "Góp ý"),
            ("/rights-requests", "Yêu cầu về dữ liệu"),
        ],
        Role::Officer => vec![("/rosters", "Lịch của tôi")],
    }
}
