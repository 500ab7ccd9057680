//! The frame that all pages share, and how a page becomes an answer.
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Problem;
use super::form::Mistakes;
use super::navigation::SignedIn;
use super::problem_types::INTERNAL;
use super::view::View;
use super::{assets, icons, licences};
use crate::config::Office;
use crate::text::messages::{Locale, Words};

/// What the frame around a page needs to know.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    title: String,
    has_mistakes: bool,
    /// The messages of the page's language; Vietnamese for staff.
    pub words: Words,
    /// Where the page can be opened again in the other language; none where there is no other.
    pub address: Option<String>,
    /// Whose pages these are.
    pub office: Arc<Office>,
    /// A sentence that staff must read above whatever the page is about.
    pub notice: Option<String>,
    /// Who is signed in: name and what the navigation may show.
    pub signed_in: Option<SignedIn>,
}

impl Frame {
    /// A frame with a page's title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// A frame of a page for families, in the language that they chose.
    pub fn for_family(title: String, view: View) -> Self {
        Self { words: view.words, address: view.address, office: view.office, ..Self::new(title) }
    }

    /// Whether whoever looks may read cases, and so take lists of them away.
    pub fn finds_cases(&self) -> bool {
        self.signed_in.as_ref().is_some_and(|person| person.finds_cases)
    }

    /// Says whether the form on the page was refused: the title then starts with "Lỗi:".
    #[must_use]
    pub fn with(mut self, mistakes: &Mistakes) -> Self {
        self.has_mistakes = mistakes.any();
        self
    }

    /// Adds the sentence that staff must read, if there is one.
    #[must_use]
    pub fn noticing(mut self, notice: Option<String>) -> Self {
        self.notice = notice;
        self
    }

    /// What stands in the browser's title bar; screen readers say it first.
    pub fn title(&self) -> String {
        let key = if self.has_mistakes { "frame-title-mistakes" } else { "frame-title" };
        self.words.with(key, &[("page", &self.title)])
    }

    /// An icon as markup; nothing where this build has none.
    pub fn icon(&self, name: &str) -> String {
        icons::icon(name)
    }

    /// Where the browser finds a file that it keeps: `families.css`.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// Where the licences stand of what others made; none where this build has nothing of others.
    pub fn licences(&self) -> Option<String> {
        licences::text().map(|_| self.asset(licences::FILE))
    }

    /// The same page in the other languages: tag, name, link.
    pub fn other_languages(&self) -> Vec<(Locale, String, String)> {
        let back = self.address.as_deref().and_then(|back| serde_urlencoded::to_string([("back", back)]).ok());
        let Some(back) = back else { return Vec::new() };
        self.words.others().map(|(to, name)| (to, name, format!("/language?to={to}&{back}"))).collect()
    }
}

/// The error page in place of a problem document.
#[derive(Template)]
#[template(path = "web/problem.html")]
struct ProblemPage {
    frame: Frame,
    /// Heading, sentence, advice.
    said: [String; 3],
    /// By which the log knows the request; of a fault of ours only.
    request_id: Option<String>,
}

/// The same for families.
#[derive(Template)]
#[template(path = "families/problem.html")]
struct FamilyProblemPage {
    frame: Frame,
    said: [String; 3],
    request_id: Option<String>,
}

/// A page with status 200, or 422 when its form was refused.
pub fn page(template: &impl Template, mistakes: &Mistakes) -> HttpResponse {
    let status = if mistakes.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    render(HttpResponse::build(status), template)
}

/// A page with status 200.
pub fn show(template: &impl Template) -> HttpResponse {
    render(HttpResponse::Ok(), template)
}

/// A page with another status, for instance 404 with a way to go on.
pub fn with_status(status: StatusCode, template: &impl Template) -> HttpResponse {
    render(HttpResponse::build(status), template)
}

/// Where the browser goes after a form was accepted (so that a reload does not send it again).
pub fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish()
}

/// To another page of ours that leads back to `path` afterwards.
pub fn see_other_and_back(location: &str, path: &str) -> HttpResponse {
    const KEPT: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    see_other(&format!("{location}?next={}", utf8_percent_encode(path, &KEPT)))
}

/// A refusal as a page, in the language of its frame. Of a fault of ours it shows by what the log knows the request.
pub fn problem_page(problem: &Problem, frame: Frame, request_id: Option<String>) -> HttpResponse {
    let said = said(problem, frame.words);
    let request_id = request_id.filter(|_| problem.kind().status >= 500);
    let response = HttpResponse::build(problem.kind().status_code());
    match frame.signed_in {
        Some(_) => render(response, &ProblemPage { frame, said, request_id }),
        None => render(response, &FamilyProblemPage { frame, said, request_id }),
    }
}

/// The heading of a refusal's page.
pub fn problem_title(problem: &Problem, words: Words) -> String {
    let [title, ..] = said(problem, words);
    title
}

/// Heading, sentence and advice. Refusals themselves speak Vietnamese; in another language the page says what all of
/// their kind have in common.
fn said(problem: &Problem, words: Words) -> [String; 3] {
    if words.is_vietnamese() {
        return [problem.kind().title.to_owned(), problem.sentence().to_owned(), problem.kind().advice.to_owned()];
    }
    let keys = match problem.kind().status {
        404 => ["problem-lost", "problem-lost-lead", "problem-lost-advice"],
        _ => ["problem-failed", "problem-failed-lead", "problem-failed-advice"],
    };
    keys.map(|key| words.say(key))
}

fn render(mut response: HttpResponseBuilder, template: &impl Template) -> HttpResponse {
    response.insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")));
    match template.render() {
        Ok(html) => response.body(html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            HttpResponse::from_error(Problem::new(&INTERNAL))
        }
    }
}
