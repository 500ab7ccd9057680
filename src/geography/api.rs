//! Units of today and what old addresses may mean, over JSON; everybody may read them.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Geography;
use super::old_wards::{OldWard, Overlap, Recognised};
use super::wards::{Ward, WardCode};
use crate::field_problem::FieldProblem;
use crate::web::Problem;
use crate::web::problem_types as types;

/// Longest text to search for, characters.
pub const QUERY_LENGTH_MAX: usize = 200;

/// What to search for.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// A name with or without marks, an address, or a code.
    #[serde(default)]
    pub q: String,
}

/// Units that were found: all of them, best first. Several mean that a person must choose.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundWards {
    /// The units.
    pub items: Vec<FoundWard>,
}

/// A unit of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundWard {
    /// Five digits, kept as text.
    #[schema(example = "11329")]
    pub code: String,
    /// Full name with its kind.
    #[schema(example = "Phường Ngô Quyền")]
    pub name: String,
    /// xã, phường or đặc khu.
    #[schema(example = "phường")]
    pub kind: &'static str,
    /// Parts that are hours apart: a case here names one of them or sets a pin.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sub_areas: Vec<FoundSubArea>,
}

/// A part of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundSubArea {
    /// What a case stores.
    pub code: String,
    /// What people read.
    pub name: String,
}

/// What an old address may mean today.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundOldWards {
    /// `ward`, `district` or `nothing`: what was recognised in the address.
    #[schema(example = "ward")]
    pub recognised: &'static str,
    /// Units of today; several mean that a person must choose.
    pub items: Vec<FoundOldWard>,
}

/// A link from an old unit to one of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundOldWard {
    /// Code of the old unit.
    pub old_code: String,
    /// Full name of the old unit.
    #[schema(example = "Phường Trần Phú")]
    pub old_name: String,
    /// Its district, which is no more.
    #[schema(example = "Thành phố Hải Dương")]
    pub old_district: String,
    /// Its province then.
    #[schema(example = "Tỉnh Hải Dương")]
    pub old_province: String,
    /// Whether a part only of the old unit went here.
    pub partial: bool,
    /// The unit of today.
    pub ward: FoundWard,
}

/// Registers the URLs of places. The handlers want [`Geography`] as application data.
pub fn urls(config: &mut ServiceConfig) {
    config.service(search_wards).service(read_ward).service(search_old_wards);
}

/// Every unit that a text can mean (R15); all units without one.
#[utoipa::path(tag = "places", params(Search), responses((status = 200, body = FoundWards)))]
#[get("/api/v1/wards")]
pub async fn search_wards(geography: Data<Geography>, search: Query<Search>) -> Result<HttpResponse, Problem> {
    let found = geography.wards.search(checked(&search)?);
    let items = found.into_iter().map(|ward| ward_of(&geography, ward)).collect();
    Ok(HttpResponse::Ok().json(FoundWards { items }))
}

/// The unit with a code.
#[utoipa::path(
    tag = "places",
    params(("code" = String, Path, description = "Five digits", example = "11329")),
    responses((status = 200, body = FoundWard)),
)]
#[get("/api/v1/wards/{code}")]
pub async fn read_ward(geography: Data<Geography>, code: Path<String>) -> Result<HttpResponse, Problem> {
    let code = WardCode::parse(&code).ok();
    let ward = code.as_ref().and_then(|code| geography.wards.find(code));
    let ward = ward.ok_or_else(|| Problem::new(&types::NOT_FOUND).detail("Không có đơn vị mang mã này."))?;
    Ok(HttpResponse::Ok().json(ward_of(&geography, ward)))
}

/// The units of today that an old address can mean (R16).
#[utoipa::path(tag = "places", params(Search), responses((status = 200, body = FoundOldWards)))]
#[get("/api/v1/old-wards")]
pub async fn search_old_wards(geography: Data<Geography>, search: Query<Search>) -> Result<HttpResponse, Problem> {
    let address = geography.old_wards.candidates(checked(&search)?);
    let items = address.candidates.into_iter().filter_map(|link| old_ward_of(&geography, link)).collect();
    let recognised = match address.recognised {
        Recognised::Ward => "ward",
        Recognised::District => "district",
        Recognised::Nothing => "nothing",
    };
    Ok(HttpResponse::Ok().json(FoundOldWards { recognised, items }))
}

fn checked(search: &Search) -> Result<&str, Problem> {
    if search.q.chars().count() <= QUERY_LENGTH_MAX {
        return Ok(&search.q);
    }
    let detail = format!("Từ khoá dài nhất {QUERY_LENGTH_MAX} ký tự.");
    Err(Problem::invalid(vec![FieldProblem::new("/q", "length", detail)]))
}

fn ward_of(geography: &Geography, ward: &Ward) -> FoundWard {
    let zones = geography.zones.of_ward(&ward.code);
    let part = |zone: &&super::zones::Zone| FoundSubArea { code: zone.code.to_string(), name: zone.name.clone() };
    // A ward with one zone needs no choice.
    let sub_areas = if zones.len() > 1 { zones.iter().map(part).collect() } else { Vec::new() };
    FoundWard { code: ward.code.as_str().to_owned(), name: ward.name.clone(), kind: ward.kind.label(), sub_areas }
}

fn old_ward_of(geography: &Geography, link: &OldWard) -> Option<FoundOldWard> {
    let ward = geography.wards.find(&link.ward)?;
    Some(FoundOldWard {
        old_code: link.old_code.clone(),
        old_name: link.old_name.clone(),
        old_district: link.old_district.clone(),
        old_province: link.old_province.clone(),
        partial: link.overlap == Overlap::Partial,
        ward: ward_of(geography, ward),
    })
}
