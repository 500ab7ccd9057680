//! One log line a request: method, pattern, status, the code of a refusal and milliseconds, never the address with a code
//! or a secret in it.
use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{HttpMessage, HttpRequest};
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use crate::web::Problem;

/// Makes the span of a request.
pub struct QuietSpan;

/// When a request came in.
struct Began(Instant);

/// The code of the problem that a request was refused with.
struct RefusalCode(&'static str);

/// Keeps the code of a refusal for the request's line: what is shown in its place knows it no more.
pub fn keep_code(request: &HttpRequest, problem: &Problem) {
    request.extensions_mut().insert(RefusalCode(problem.kind().code));
}

/// By what the log knows a request.
pub fn request_id(request: &HttpRequest) -> Option<String> {
    request.extensions().get::<RequestId>().map(ToString::to_string)
}

impl RootSpanBuilder for QuietSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        request.extensions_mut().insert(Began(Instant::now()));
        let pattern = request.match_pattern().unwrap_or_else(|| "unlisted".to_owned());
        tracing::info_span!("request", id, method = %request.method(), pattern, status = Empty, refusal = Empty, millis = Empty)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        if let Ok(response) = outcome {
            if let Some(code) = response.request().extensions().get::<RefusalCode>() {
                span.record("refusal", tracing::field::display(code.0));
            }
            let began = response.request().extensions().get::<Began>().map(|began| began.0.elapsed());
            span.record("millis", began.map_or(0.0, |span| (span.as_secs_f64() * 10_000.0).round() / 10.0));
        }
        span.in_scope(|| tracing::info!("answered"));
    }
}
