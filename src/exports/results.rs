//! Results: what officers reported of the visits of some days, a row for each person.
use super::ExportError;
use super::asked::Asked;
use super::duties::{self, FullStop};
use super::table::{Column, Table, health, plain};
use crate::cases::CaseTables;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::text::dates::short_date;
use crate::visits::outcomes::Outcome;
use crate::visits::store::{self, StoredOutcome};

/// What is said in the place of a result that tells of somebody's health.
const NOT_CAPTURED: &str = "chưa thu nhận được";

/// Its columns.
pub const COLUMNS: &[Column] = &[
    plain("Ngày"),
    plain("Tổ"),
    plain("Ca"),
    plain("Mã hồ sơ"),
    plain("Phường, xã"),
    plain("Lần đến"),
    plain("Người làm căn cước"),
    plain("Số người"),
    plain("Kết quả"),
    plain("Ngày thu nhận"),
    plain("Hẹn trả thẻ"),
    health("Kết quả đầy đủ"),
];

/// Collects them.
///
/// # Errors
/// [`ExportError`].
pub fn fill(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    asked: &Asked,
    table: &mut Table,
) -> Result<(), ExportError> {
    duties::each(conn, desk, asked, |conn, stops| {
        let ids: Vec<VisitId> = stops.iter().map(|one| one.visit.id).collect();
        let outcomes = store::outcomes_of(conn, &ids)?;
        for one in stops {
            for outcome in outcomes.iter().filter(|outcome| outcome.visit_id == one.visit.id) {
                table.add(one.case.case.id, row(tables, one, outcome))?;
            }
        }
        Ok(())
    })
}

fn row(tables: &CaseTables, one: &FullStop<'_>, outcome: &StoredOutcome) -> [String; 12] {
    let case = &one.case.case;
    let at = outcome.applicant_id.and_then(|id| one.case.applicants.iter().position(|person| person.id == id));
    let person = at.and_then(|at| one.household.people.get(at));
    [
        short_date(one.duty.on),
        one.duty.team.name.clone(),
        one.duty.id.to_string(),
        case.code.clone(),
        tables.ward_name(&case.ward_code),
        one.visit.number.to_string(),
        person.map(|person| person.identity.name.to_string()).unwrap_or_default(),
        outcome.captures.to_string(),
        without_health(outcome.code).to_owned(),
        outcome.captured_on.map(short_date).unwrap_or_default(),
        outcome.due_on.map(short_date).unwrap_or_default(),
        outcome.code.label().to_owned(),
    ]
}

/// A result as everybody may read it who may have the file.
fn without_health(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::FingerprintsDescribed => Outcome::Captured.label(),
        Outcome::HealthToday | Outcome::DiedOrMoved => NOT_CAPTURED,
        other => other.label(),
    }
}
