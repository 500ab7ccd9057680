//! Who gets to a handler: the URL is listed, a form comes from our own page and was not sent before, who asks may.
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpResponse};

use super::{foreign, forms, is_page, limited, refused, requester, screen};
use crate::accounts::second_factor::{is_fresh, is_missing};
use crate::accounts::{Identity, Permission, Staff, scope};
use crate::desk::Desk;
use crate::idempotency::SentForm;
use crate::urls::{self, Need};
use crate::web::Problem;
use crate::web::problem_types as types;
use crate::web::{language, page};

fn refuse(problem: Problem) -> HttpResponse {
    HttpResponse::from_error(problem)
}

/// Finds out who asks, if the URL is listed and they may; gives the form that they send, if it is one with a token.
///
/// # Errors
/// The answer that turns them away, or that the very same form got before.
pub async fn admit(request: &mut ServiceRequest) -> Result<Option<SentForm>, HttpResponse> {
    let pattern = request.match_pattern();
    let permission = match urls::need(request.method(), pattern.as_deref()) {
        Need::Permission(permission) => permission,
        Need::OtherMethods(methods) if request.method() == Method::OPTIONS => return Err(refused::allowed(&methods)),
        Need::OtherMethods(methods) => return Err(refused::other_methods(&methods)),
        Need::Unknown => return Err(refuse(Problem::new(&types::NOT_FOUND))),
    };
    foreign::refuse_foreign_form(request).map_err(refuse)?;
    let desk = request.app_data::<Data<Desk>>().cloned().ok_or_else(|| refuse(Problem::new(&types::INTERNAL)))?;
    if permission == Permission::Public
        && is_page(request.path())
        && let Some(answer) = language::of_link(request.request(), &desk)
    {
        return Err(answer);
    }
    let identity = Identity::of(request, &desk, is_page(request.path())).await.map_err(refuse)?;
    let identity = screen::shown(request, &desk, identity, permission).await.map_err(refuse)?;
    request.extensions_mut().insert(requester::of(request, &identity));
    request.extensions_mut().insert(identity.clone());
    // Before whatever the first time has changed: what it counted, a spent pass, a sign-in that ended.
    let form = forms::in_hand(request, &desk).await?;
    if let Some(class) = limited::count(request, &desk, pattern.as_deref(), &identity).map_err(refuse)? {
        limited::pay(request, &desk, class).await?;
    }
    match turned_away(request, &desk, &identity, permission, pattern.as_deref()) {
        Some(answer) => Err(answer),
        None => Ok(form),
    }
}

/// Where somebody is led who may not, or why they may not; none for who may.
fn turned_away(
    request: &ServiceRequest,
    desk: &Desk,
    identity: &Identity,
    permission: Permission,
    pattern: Option<&str>,
) -> Option<HttpResponse> {
    match identity {
        Identity::Staff(staff) if staff.password_is_temporary && !ends_or_changes(permission, pattern) => {
            // Public pages are for anybody, but nobody comes in with a password that somebody else knows.
            request.extensions_mut().insert(Identity::Public);
            request.extensions_mut().insert(requester::of(request, &Identity::Public));
            if permission == Permission::Public {
                return None;
            }
            if is_page(request.path()) && request.method() == "GET" {
                return Some(page::see_other("/account"));
            }
            Some(refuse(Problem::new(&types::PASSWORD_CHANGE_NEEDED)))
        }
        _ if permission == Permission::Public => None,
        Identity::Staff(staff) if is_locked_out(desk, staff, permission, pattern) => {
            if is_page(request.path()) && request.method() == "GET" {
                return Some(page::see_other("/account/second-factor"));
            }
            Some(refuse(Problem::new(&types::SECOND_FACTOR_MISSING)))
        }
        Identity::Staff(staff) if urls::is_grave(request.method(), pattern) && !is_fresh(desk, staff) => {
            if is_page(request.path()) {
                let back = if request.method() == "GET" { request.path() } else { "/account" };
                return Some(page::see_other_and_back("/account/proof", back));
            }
            Some(refuse(Problem::new(&types::PROOF_NEEDED)))
        }
        Identity::Public if is_page(request.path()) && request.method() == "GET" => {
            Some(page::see_other_and_back("/sign-in", request.path()))
        }
        Identity::Public => Some(refuse(Problem::new(&types::SIGN_IN_NEEDED))),
        Identity::Staff(staff) if scope(staff.role, permission).is_none() => {
            Some(refuse(Problem::new(&types::NOT_ALLOWED)))
        }
        Identity::Staff(_) => None,
    }
}

/// Whether somebody who came in by password alone has to set up a second factor first.
fn is_locked_out(desk: &Desk, staff: &Staff, permission: Permission, pattern: Option<&str>) -> bool {
    is_missing(desk, staff) && !ends_or_changes(permission, pattern)
}

/// What a temporary password opens: its own change, and the way out.
fn ends_or_changes(permission: Permission, pattern: Option<&str>) -> bool {
    permission == Permission::OwnAccount || pattern == Some("/sign-out")
}
