//! RFC 9457 problems: what the API says when it refuses, and what pages show in its place.
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem_types::{self as types, ProblemType};
use crate::db::{Passing, StoreError};
use crate::field_problem::FieldProblem;
use crate::ids::VisitId;

/// A refusal with everything the requester may know about it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {}", kind.code, detail.as_deref().unwrap_or(kind.title))]
pub struct Problem {
    kind: &'static ProblemType,
    detail: Option<String>,
    fields: Vec<FieldProblem>,
    retry_after_secs: Option<i32>,
    offers: Vec<serde_json::Value>,
    visits: Box<[VisitId]>,
    #[source]
    passing: Option<Passing>,
    // Boxed: it is rare and large.
    report: Option<Box<serde_json::Value>>,
}

/// The body of every refusal (`application/problem+json`).
#[derive(Serialize, ToSchema)]
pub struct ProblemBody {
    /// `/problems/<code>`: a page that explains this kind.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid")]
    pub kind: String,
    /// Vietnamese title of the kind.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What happened here, in Vietnamese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Fields that need another value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Half-days that can be had instead, of kind `half-day-gone`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<serde_json::Value>,
    /// Visits that would lose their half-day, of kind `visits-hurt`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<i64>)]
    pub visits: Vec<VisitId>,
    /// The report that stands, of kind `visit-ended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<serde_json::Value>,
}

impl Problem {
    /// A problem of a kind, without more to say.
    pub fn new(kind: &'static ProblemType) -> Self {
        let (fields, offers, visits) = (Vec::new(), Vec::new(), Box::default());
        Self { kind, detail: None, fields, retry_after_secs: None, offers, visits, passing: None, report: None }
    }

    /// Adds what happened here, in Vietnamese.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a wrong field.
    #[must_use]
    pub fn field(mut self, pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        self.fields.push(FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// Says when to come again.
    #[must_use]
    pub fn retry_after(mut self, secs: i64) -> Self {
        self.retry_after_secs = Some(i32::try_from(secs.max(1)).unwrap_or(i32::MAX));
        self
    }

    /// Adds what can be had instead.
    #[must_use]
    pub fn offers(mut self, offers: Vec<impl Serialize>) -> Self {
        self.offers = offers.iter().filter_map(|offer| serde_json::to_value(offer).ok()).collect();
        self
    }

    /// Names the visits that would lose their half-day.
    #[must_use]
    pub fn visits(mut self, visits: Vec<VisitId>) -> Self {
        self.visits = visits.into();
        self
    }

    /// Adds the report that stands.
    #[must_use]
    pub fn report(mut self, report: &impl Serialize) -> Self {
        self.report = serde_json::to_value(report).ok().map(Box::new);
        self
    }

    /// Fields that need another value.
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..Self::new(&types::INVALID) }
    }

    /// The kind.
    pub fn kind(&self) -> &'static ProblemType {
        self.kind
    }

    /// The fields that need another value.
    pub fn fields(&self) -> &[FieldProblem] {
        &self.fields
    }

    /// What happened here, or the title when there is nothing more to say.
    pub fn sentence(&self) -> &str {
        self.detail.as_deref().unwrap_or(self.kind.title)
    }

    /// Gives a page that shows this refusal its status and the seconds to wait, if it is one to wait for.
    pub fn tell_wait(&self, page: &mut HttpResponse) {
        if let Some(secs) = self.retry_after_secs {
            *page.status_mut() = self.kind.status_code();
            page.headers_mut().insert(header::RETRY_AFTER, secs.into());
        }
    }

    fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: format!("/problems/{}", self.kind.code),
            title: self.kind.title,
            status: self.kind.status,
            detail: self.detail.clone(),
            errors: self.fields.clone(),
            offers: self.offers.clone(),
            visits: self.visits.to_vec(),
            report: self.report.as_deref().cloned(),
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> actix_web::http::StatusCode {
        self.kind.status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.content_type("application/problem+json");
        if let Some(secs) = self.retry_after_secs {
            response.insert_header((header::RETRY_AFTER, secs));
        }
        if self.kind.status == 401 {
            response.insert_header((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        response.json(self.body())
    }
}

/// The cause is logged once, here, with the request's span; the requester learns nothing of the inside.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        // Two wanted each other's rows; nothing is stored of the one that yielded, and it may come again: first by itself,
        // in its lane, in the end with whoever asked.
        if error.is_passing() {
            tracing::warn!(%error, "a lost race");
            return Self { passing: Some(Passing), ..Self::new(&types::UNAVAILABLE).retry_after(1) };
        }
        if matches!(error, StoreError::SentBefore) {
            return Self::new(&types::FORM_SENT);
        }
        tracing::error!(%error, "the database refused");
        match error {
            StoreError::Unavailable(_) => Self::new(&types::UNAVAILABLE).retry_after(5),
            _ if error.is_contention() => Self::new(&types::UNAVAILABLE).retry_after(1),
            _ => Self::new(&types::INTERNAL),
        }
    }
}
