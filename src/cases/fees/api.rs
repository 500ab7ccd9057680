//! Fees of a date over JSON; everybody may read them (R31).
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FeeTable;
use crate::cases::CaseTables;
use crate::cases::kinds::Procedure;
use crate::desk::Desk;

/// Of which date.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeesQuery {
    /// The date; without it today.
    pub on: Option<NaiveDate>,
}

/// The fees of a date.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fees {
    /// The date.
    pub on: NaiveDate,
    /// One line for each procedure.
    pub items: Vec<ProcedureFee>,
}

/// The fee of one procedure. A visit at home costs nothing extra.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureFee {
    /// The procedure.
    pub procedure: Procedure,
    /// Its name, Vietnamese.
    #[schema(example = "đổi từ CMND, CCCD sang thẻ căn cước")]
    pub label: &'static str,
    /// What the family reads.
    #[schema(example = "15.000 đồng; cán bộ xác nhận tại chỗ nếu thuộc diện được miễn")]
    pub sentence: String,
    /// Amount in đồng; absent when the table is silent and the officer must say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_vnd: Option<u32>,
    /// First day on which this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day on which this holds; absent while no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// Legal basis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// Registers the URL of fees. The handler wants [`Desk`] and [`CaseTables`] as application data.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list_fees);
}

/// What each procedure costs on a date.
#[utoipa::path(tag = "cases", params(FeesQuery), responses((status = 200, body = Fees)))]
#[get("/api/v1/fees")]
pub async fn list_fees(desk: Data<Desk>, tables: Data<CaseTables>, wanted: Query<FeesQuery>) -> HttpResponse {
    let on = wanted.on.unwrap_or_else(|| desk.now().date());
    let items = Procedure::ALL.iter().map(|procedure| fee_of(&tables.fees, *procedure, on)).collect();
    HttpResponse::Ok().json(Fees { on, items })
}

fn fee_of(fees: &FeeTable, procedure: Procedure, on: NaiveDate) -> ProcedureFee {
    let fee = fees.fee_on(procedure, on);
    ProcedureFee {
        procedure,
        label: procedure.label(),
        sentence: fees.sentence_on(procedure, on),
        amount_vnd: fee.map(|fee| fee.amount_vnd),
        valid_from: fee.map(|fee| fee.valid_from),
        valid_until: fee.and_then(|fee| fee.valid_until),
        basis: fee.map(|fee| fee.basis.clone()),
    }
}
