//! The sign-in page.
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Form, Query, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::Permission;
use super::api::CREDENTIALS_BYTES_MAX;
use super::door::{Attempt, Door};
use super::gate::GateError;
use super::identity::{self, Identity, Staff};
use super::second_factor;
use super::sign_in::{self as signing, SignInError};
use crate::desk::{ClientAddress, Desk};
use crate::web::form::{Mistakes, Typed};
use crate::web::navigation::SignedIn;
use crate::web::page::{self, Frame};
use crate::web::{Problem, extract};

mod device;
pub(super) mod entry;
mod navigation;

use entry::{enter, guesser_of, sign_in_page};

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
    let who = guesser_of(&request, &desk, &typed.get("login").to_lowercase(), from);
    let (login, password) = (typed.get("login").to_owned(), typed.exact("password").to_owned());
    let proven = match door.check_password(&desk, Attempt { login, password, who }).await {
        Ok(proven) => proven,
        Err(error @ (SignInError::Store(_) | SignInError::Gate(GateError::NotDone))) => return Err(error.into()),
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
        let (bar, more) = navigation::items(staff.role, &staff.screen);
        frame.office = staff.screen.office.clone();
        frame.signed_in = Some(SignedIn {
            name: staff.name.clone(),
            role: staff.role.label(),
            home: navigation::home(staff.role),
            bar,
            more,
            finds_cases: staff.scope(Permission::ReadCases).is_ok(),
        });
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
