//! Limits before every handler: how often an address asks, and a proof of work while a burst is seen.
use actix_web::HttpResponse;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::web::Data;
use askama::Template;

use super::is_page;
use crate::accounts::Identity;
use crate::cases::CaseTables;
use crate::cases::tables::HotLine;
use crate::desk::{ClientAddress, Desk};
use crate::urls;
use crate::web::limits::{Class, Limits};
use crate::web::page::{self, Frame};
use crate::web::passes::{self, PASS_COOKIE};
use crate::web::problem_types as types;
use crate::web::{Problem, View, cookies};

/// What somebody reads who asked too often: how long to wait, and the way without a computer.
#[derive(Template)]
#[template(path = "web/limited.html")]
struct LimitedPage {
    frame: Frame,
    minutes: i64,
    hot_lines: Vec<HotLine>,
}

/// Counts what the public sends; staff are known by name and not counted, unless they try passwords. Gives how it was
/// counted.
///
/// # Errors
/// 429 for who asks too often.
pub fn count(
    request: &ServiceRequest,
    desk: &Desk,
    pattern: Option<&str>,
    identity: &Identity,
) -> Result<Option<Class>, Problem> {
    let class = pattern.and_then(|pattern| urls::class(request.method(), pattern));
    let (Some(class), Some(limits)) = (class, request.app_data::<Data<Limits>>()) else {
        return Ok(None);
    };
    if matches!(identity, Identity::Staff(_)) && class != Class::SignIn {
        return Ok(None);
    }
    limits.admit(class, from(request, desk), desk.now())?;
    Ok(Some(class))
}

/// In a burst, beginning a case costs a pass.
///
/// # Errors
/// To where a pass is to be had.
pub async fn pay(request: &ServiceRequest, desk: &Desk, class: Class) -> Result<(), HttpResponse> {
    let Some(limits) = request.app_data::<Data<Limits>>() else {
        return Ok(());
    };
    if class != Class::Start || !limits.is_burst(from(request, desk), desk.now()) {
        return Ok(());
    }
    let pass = cookies::value(request.request(), desk, PASS_COOKIE).unwrap_or_default();
    let paid = desk.write(move |conn, desk| passes::spend(conn, desk, &pass)).await;
    match paid {
        Ok(true) => Ok(()),
        Ok(false) if is_page(request.path()) => Err(page::see_other_and_back("/pause", request.path())),
        Ok(false) => Err(HttpResponse::from_error(Problem::new(&types::BUSY).retry_after(60))),
        Err(error) => Err(HttpResponse::from_error(Problem::from(error))),
    }
}

fn from(request: &ServiceRequest, desk: &Desk) -> ClientAddress {
    ClientAddress::read(request.request(), &desk.settings.limits.trusted_proxies)
}

/// The page of a 429, in the language of whoever asked too often.
pub fn page(problem: &Problem, refused: &ServiceResponse) -> Option<HttpResponse> {
    let request = refused.request();
    let tables = request.app_data::<Data<CaseTables>>().filter(|_| problem.kind().status == 429)?;
    let told = refused.headers().get(header::RETRY_AFTER).and_then(|secs| secs.to_str().ok()?.parse().ok());
    let secs: i64 = told.unwrap_or(60);
    let view = View::of(request);
    let frame = Frame::for_family(view.words.say("limits-title"), view);
    let hot_lines = tables.hot_lines_of(None);
    let mut response = page::show(&LimitedPage { frame, minutes: (secs + 59) / 60, hot_lines });
    *response.status_mut() = problem.kind().status_code();
    response.headers_mut().insert(header::RETRY_AFTER, secs.into());
    Some(response)
}
