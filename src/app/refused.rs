//! How refusals look: pages for people, problem documents for programs; which methods an address takes.
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage, HttpResponse, ResponseError};

use super::{limited, log};
use crate::accounts::Identity;
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, View};

/// That this address does not take the method, and which it takes.
pub fn other_methods(methods: &[&str]) -> HttpResponse {
    with_allow(HttpResponse::from_error(Problem::new(&types::METHOD_NOT_ALLOWED)), methods)
}

/// What somebody may ask here; nothing of it is for other sites.
pub fn allowed(methods: &[&str]) -> HttpResponse {
    with_allow(HttpResponse::NoContent().finish(), methods)
}

fn with_allow(mut response: HttpResponse, methods: &[&str]) -> HttpResponse {
    let head = methods.contains(&"GET").then_some("HEAD");
    let named = methods.iter().copied().chain(head).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ");
    if let Ok(allow) = HeaderValue::from_str(&named) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

/// The problem behind a refusal: ours, or the kind that fits a status that a library chose.
fn problem_of(response: &ServiceResponse) -> Option<Problem> {
    let status = response.status();
    if status.is_success() || status.is_redirection() || status.is_informational() {
        return None;
    }
    let ours = response.response().error().and_then(|error| error.as_error::<Problem>()).cloned();
    Some(ours.unwrap_or_else(|| Problem::new(types::of_status(status))))
}

/// A refusal where a person looks is a page.
pub fn as_page(response: ServiceResponse) -> ServiceResponse {
    // A form that was refused is a page already.
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    log::keep_code(response.request(), &problem);
    if let Some(limited) = limited::page(&problem, &response) {
        return response.into_response(limited);
    }
    let identity = response.request().extensions().get::<Identity>().cloned().unwrap_or(Identity::Public);
    let allow = response.headers().get(header::ALLOW).cloned();
    let frame = match &identity {
        Identity::Staff(staff) => Frame::for_staff(problem.kind().title, staff),
        Identity::Public => {
            // Without the address: a wrong code and a wrong secret get the same page to the letter.
            let view = View { address: None, ..View::of(response.request()) };
            Frame::for_family(page::problem_title(&problem, view.words), view)
        }
    };
    let mut page = page::problem_page(&problem, frame, log::request_id(response.request()));
    if let Some(allow) = allow {
        page.headers_mut().insert(header::ALLOW, allow);
    }
    response.into_response(page)
}

/// A refusal where a program looks is a problem document.
pub fn as_problem(response: ServiceResponse) -> ServiceResponse {
    // A problem already, or what `/ready` says when it is not.
    let is_one = |kind: &HeaderValue| {
        [&b"application/problem+json"[..], b"application/json"].iter().any(|known| kind.as_bytes().starts_with(known))
    };
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    log::keep_code(response.request(), &problem);
    if response.headers().get(header::CONTENT_TYPE).is_some_and(is_one) {
        return response;
    }
    response.into_response(problem.error_response())
}
