//! What families said of their visits, for dispatchers: sums by ward, texts without names.
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::accounts::audit::{self, Action};
use crate::accounts::{Permission, Staff};
use crate::db::StoreError;
use crate::families::feedback::{self, Ease, StoredFeedback};
use crate::sealed::{UnsealError, Vault};
use crate::web::problem::ProblemBody;
use crate::web::{Desk, FieldProblem, Problem};

/// `?month=2026-11`
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Month {
    /// The month as YYYY-MM; this month when left out.
    #[param(example = "2026-11")]
    month: Option<String>,
}

/// What was said in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackBody {
    /// The month.
    #[schema(example = "2026-11")]
    pub month: String,
    /// By ward.
    pub wards: Vec<WardFeedback>,
}

/// What was said in one ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardFeedback {
    /// Ward code.
    pub ward_code: String,
    /// How many families said something.
    pub given: usize,
    /// Found it easy.
    pub easy: usize,
    /// Found it hard.
    pub hard: usize,
    /// The team came in its window.
    pub on_time: usize,
    /// It did not.
    pub late: usize,
    /// Free texts, first said first; no code, no name stands with them.
    pub texts: Vec<String>,
}

/// What families said of their visits in a month. The look is audited.
#[utoipa::path(tag = "families", operation_id = "read_feedback", security(("bearer" = [])), params(Month), responses((status = 200, body = FeedbackBody), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
#[get("/api/v1/feedback")]
pub async fn read_feedback(desk: Data<Desk>, staff: Staff, wanted: Query<Month>) -> Result<HttpResponse, Problem> {
    let today = desk.now().date();
    let month = wanted.into_inner().month.unwrap_or_else(|| today.format("%Y-%m").to_string());
    let wrong = || Problem::invalid(vec![FieldProblem::new("/month", "format", "Tháng viết dạng 2026-11.")]);
    let first: NaiveDate = format!("{month}-01").parse().map_err(|_| wrong())?;
    if !(2000..2200).contains(&first.year()) {
        return Err(wrong());
    }
    let body = desk
        .write(move |conn, desk| {
            let said = feedback::of_month(conn, first, staff.wards_of(Permission::ReadCases))?;
            audit::note(conn, Some(&staff), Action::ReadFeedback, &format!("feedback:{month}"), None, desk.now())?;
            Ok::<_, StoreError>(FeedbackBody { month, wards: by_ward(&said, &desk.vault)? })
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// `said` is in the order of wards.
fn by_ward(said: &[StoredFeedback], vault: &Vault) -> Result<Vec<WardFeedback>, UnsealError> {
    let wards = said.chunk_by(|one, next| one.ward_code == next.ward_code);
    wards.map(|ward| sums(ward, vault)).collect()
}

fn sums(ward: &[StoredFeedback], vault: &Vault) -> Result<WardFeedback, UnsealError> {
    let texts = ward.iter().filter_map(|one| one.text.as_ref()).map(|text| Ok(vault.open(text)?.0));
    let easy = ward.iter().filter(|one| one.ease == Ease::Easy).count();
    let on_time = ward.iter().filter(|one| one.on_time).count();
    Ok(WardFeedback {
        ward_code: ward.first().map(|one| one.ward_code.clone()).unwrap_or_default(),
        given: ward.len(),
        easy,
        hard: ward.len() - easy,
        on_time,
        late: ward.len() - on_time,
        texts: texts.collect::<Result<_, UnsealError>>()?,
    })
}
