//! The way in: the page that asks, who guesses, and how somebody is let in.
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{device, navigation};
use crate::accounts::account::Proven;
use crate::accounts::gate::GateError;
use crate::accounts::guesses::Guesser;
use crate::accounts::identity::{self, Identity};
use crate::accounts::sign_in::{self as signing, SignInError};
use crate::accounts::{provider, second_factor};
use crate::db::DbConn;
use crate::desk::{ClientAddress, Desk};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::own_address::is_own;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    /// What the other way in is called, where there is one.
    provider: Option<String>,
}

/// Who guesses with this request.
pub(in crate::accounts) fn guesser_of(request: &HttpRequest, desk: &Desk, login: &str, from: ClientAddress) -> Guesser {
    device::guesser(request, desk, login, from)
}

/// Lets somebody in whose password, and code where there is one, was right. What the browser was signed in as before ends.
pub(in crate::accounts) async fn enter(
    desk: &Desk,
    earlier: Identity,
    proven: Proven,
    next: &str,
    by_code: bool,
) -> Result<HttpResponse, Problem> {
    let home = navigation::home(proven.account.role);
    let next = Some(next).filter(|next| !next.is_empty() && is_own(next)).unwrap_or(home).to_owned();
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
        Err(error @ (SignInError::Store(_) | SignInError::Gate(GateError::NotDone))) => return Err(error.into()),
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

pub(in crate::accounts) fn sign_in_page(desk: &Desk, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::new("Cán bộ đăng nhập").with(&mistakes);
    let template = SignInPage { frame, typed, mistakes: mistakes.clone(), provider: provider::name(desk) };
    page::page(&template, &mistakes)
}
