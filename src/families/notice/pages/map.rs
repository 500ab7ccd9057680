//! The drawing of a ward's surroundings as a picture of its own: the same for everybody, so that it can be kept.
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use crate::families::notice::picture::Picture;
use crate::geography::Geography;
use crate::geography::map::{MapView, SIDE, ZOOM_MAX, ZOOM_MIN};
use crate::geography::wards::WardCode;
use crate::text::messages::{Locale, Words};
use crate::web::Problem;
use crate::web::problem_types as types;

/// Which picture.
#[derive(Deserialize)]
struct Wanted {
    locale: String,
    ward: String,
    zoom: u8,
    column: u32,
    row: u32,
}

#[derive(Template)]
#[template(path = "families/map.svg")]
struct MapPicture {
    words: Words,
    title: String,
    picture: Picture,
    side: u32,
}

/// Draws one.
#[get("/map/{locale}/{ward}/{zoom}/{column}/{row}.svg")]
async fn picture(geography: Data<Geography>, wanted: Path<Wanted>) -> Result<HttpResponse, Problem> {
    let missing = || Problem::new(&types::NOT_FOUND);
    let locale: Locale = wanted.locale.parse().map_err(|_| missing())?;
    let code = WardCode::parse(&wanted.ward).map_err(|_| missing())?;
    let ward = geography.wards.find(&code).ok_or_else(missing)?;
    if !(ZOOM_MIN..=ZOOM_MAX).contains(&wanted.zoom) {
        return Err(missing());
    }
    let view = MapView { zoom: wanted.zoom, column: wanted.column, row: wanted.row };
    let picture = Picture::draw(&geography, ward, view).map_err(|_| missing())?;
    let words = Words(locale);
    let title = words.with("pin-map-title", &[("ward", &ward.name)]);
    let drawn = MapPicture { words, title, picture, side: SIDE };
    let drawn = drawn.render().map_err(|error| {
        tracing::error!(%error, "a map could not be drawn");
        Problem::new(&types::INTERNAL)
    })?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    Ok(HttpResponse::Ok().insert_header(kind).body(drawn))
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(picture);
}
