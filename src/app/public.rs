//! What belongs to no noun: style sheet and icons, the description of problems, the API's own documentation.
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use crate::desk::Desk;
use crate::openapi;
use crate::web::page::{self, Frame};
use crate::web::problem_types::{self as types, ProblemType};
use crate::web::{Problem, assets};

#[derive(Template)]
#[template(path = "web/problem_type.html")]
struct ProblemTypePage {
    frame: Frame,
    kind: &'static ProblemType,
}

#[derive(Template)]
#[template(path = "web/problem_types.html")]
struct ProblemTypesPage {
    frame: Frame,
    kinds: &'static [&'static ProblemType],
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config
        .service(asset)
        .service(robots)
        .service(problem_types)
        .service(problem_type)
        .service(openapi_json)
        .service(docs);
    config.service(openapi::swagger_ui());
}

#[get("/assets/{file:.*}")]
async fn asset(desk: Data<Desk>, file: Path<String>) -> Result<HttpResponse, Problem> {
    let emblem = desk.office.emblem.as_ref().filter(|emblem| emblem.file == *file);
    let found = emblem.map(|emblem| emblem.bytes.clone().into()).or_else(|| assets::file(&file));
    let found = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let kind = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(HttpResponse::Ok().insert_header(kind).body(found.into_owned()))
}

/// Search engines find what is for everybody; a case, its secret and a half-filled request are nobody's.
#[get("/robots.txt")]
async fn robots() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(include_str!("../../assets/robots.txt"))
}

#[get("/problems")]
async fn problem_types() -> HttpResponse {
    page::show(&ProblemTypesPage { frame: Frame::new("Các lỗi trả về"), kinds: types::ALL })
}

#[get("/problems/{code}")]
async fn problem_type(code: Path<String>) -> Result<HttpResponse, Problem> {
    let named = types::ALL.iter().find(|kind| kind.code == *code);
    let kind = named.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    Ok(page::show(&ProblemTypePage { frame: Frame::new(kind.title), kind }))
}

#[get("/docs")]
async fn docs() -> HttpResponse {
    page::see_other(openapi::PAGES)
}

#[get("/api/v1/openapi.json")]
async fn openapi_json() -> HttpResponse {
    HttpResponse::Ok().json(openapi::document())
}
