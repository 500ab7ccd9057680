//! "Is this visit real?" over JSON.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::coded_enum;
use crate::desk::{ClientAddress, Desk};
use crate::families::check::{self, CheckError, Claim, ClaimFault, Verdict};
use crate::field_problem::FieldProblem;
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// Checks stand in one lane, so that tries of one process do not wait for each other's rows.
pub const LANE: u64 = 0x1e_c8ec;

/// What somebody was told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCheck {
    /// The case code that was named.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// The four digits that were named as the officers' word.
    #[serde(default)]
    #[schema(example = "4071")]
    pub word: String,
}

coded_enum! {
    /// What can be said of a code.
    pub enum CheckAnswer {
        Yes = "yes" / "có lượt đến mang mã này",
        NoHourYet = "no_hour_yet" / "mã có thật, chưa có giờ đến nhà",
        No = "no" / "không có lượt nào như vậy",
    }
}

/// Whether it is true.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckBody {
    /// `yes`; `no_hour_yet`: the code is real, but nobody is sent there before the family is told an hour; `no`.
    pub answer: CheckAnswer,
    /// A visit with this code, and with this word if one was named, is to come.
    pub real: bool,
    /// It is today.
    pub today: bool,
    /// Its day, for who named the right word.
    pub on: Option<NaiveDate>,
    /// Its ward, for who named the right word.
    pub ward_code: Option<String>,
}

impl CheckBody {
    fn of(verdict: Verdict) -> Self {
        let nobody = |answer| Self { answer, real: false, today: false, on: None, ward_code: None };
        match verdict {
            Verdict::No => nobody(CheckAnswer::No),
            Verdict::NoHourYet => nobody(CheckAnswer::NoHourYet),
            Verdict::Real { today, told } => {
                let (on, ward_code) = told.unzip();
                Self { answer: CheckAnswer::Yes, real: true, today, on, ward_code }
            }
        }
    }
}

/// Tells whether a visit that somebody speaks of is real. Nothing about the household is answered.
#[utoipa::path(
    tag = "families",
    operation_id = "check_claim",
    request_body = NewCheck,
    responses((status = 200, body = CheckBody)),
)]
#[post("/api/v1/checks")]
pub async fn check_claim(
    desk: Data<Desk>,
    from: ClientAddress,
    asked: Json<NewCheck>,
) -> Result<HttpResponse, Problem> {
    let claim = Claim::read(&asked.code, &asked.word).map_err(invalid)?;
    let verdict =
        desk.write_in_lane(LANE, move |conn, desk| check::check(conn, desk, &claim, &from.to_string())).await?;
    Ok(HttpResponse::Ok().json(CheckBody::of(verdict)))
}

fn invalid(faults: Vec<ClaimFault>) -> Problem {
    let field = |fault: ClaimFault| match fault {
        ClaimFault::Code => FieldProblem::new("/code", "format", "Mã hồ sơ có 8 ký tự, ví dụ K7MQ-2XPT."),
        ClaimFault::Word => FieldProblem::new("/word", "format", "Số nhận nhau ở cửa có 4 chữ số."),
    };
    Problem::invalid(faults.into_iter().map(field).collect())
}

impl From<CheckError> for Problem {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::TooMany(secs) => Self::new(&types::TOO_MANY_CHECKS).retry_after(secs),
            CheckError::Store(error) => error.into(),
        }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(check_claim);
}
