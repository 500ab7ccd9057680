//! What an officer reports from the door: on the way, arrived, how it ended. The same report twice is stored once.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::lock::lock_visit;
use super::open_missing::{self, Measures};
use super::outcomes::Outcome;
use super::people;
use super::store::{self, NewOutcome, NewReport};
use super::visit::Visit;
use crate::accounts::audit::{self, Action};
use crate::accounts::{Permission, Scope, Staff};
use crate::calendar::Calendar;
use crate::cases::case::{Case, PlannableCase};
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::sealed::{Sealable, Vault};
use crate::teams::store as teams;
use crate::web::{FieldProblem, Problem};

mod mistakes;

coded_enum! {
    /// What a report tells.
    pub enum ReportKind {
        EnRoute = "en_route" / "đang đến",
        Arrived = "arrived" / "đã đến nơi",
        Outcome = "outcome" / "kết quả",
    }
}

/// How it went for one person, or for some people of a group site.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonResult {
    /// Which person; left out at a group site.
    pub applicant_id: Option<i64>,
    /// How it went.
    pub code: Outcome,
    /// How many people it speaks for, default 1.
    pub captures: Option<i32>,
    /// What the officer noted; needed when fingerprints are described.
    pub note: Option<String>,
}

/// An officer's note as it is sealed.
#[derive(Serialize, Deserialize)]
pub struct OutcomeNote(pub String);

impl Sealable for OutcomeNote {
    const PURPOSE: &'static str = "outcomes.note";
}

/// A report as it comes in.
#[derive(Clone, Debug)]
pub struct Report {
    /// Chosen by the phone; the same report carries the same id.
    pub client_id: String,
    /// What it tells.
    pub kind: ReportKind,
    /// When it happened.
    pub happened_at: Timestamp,
    /// How it went, for [`ReportKind::Outcome`].
    pub results: Vec<PersonResult>,
}

/// What is stored after a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recorded {
    /// The visit.
    pub visit_id: i64,
    /// False when the same report was stored before.
    pub stored_now: bool,
    /// When the cards captured at this visit are due (R6), per person.
    #[schema(value_type = Vec<String>)]
    pub due_on: Vec<chrono::NaiveDate>,
    /// Whether another visit was opened for people who could not be captured (R29).
    pub needs_another_visit: bool,
}

/// Why a report is not taken.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is no such visit.
    #[error("không có lượt đến này")]
    NotFound,
    /// The visit is not on one of the officer's duties, or not in the dispatcher's wards.
    #[error("lượt đến này không thuộc ca hoặc địa bàn của tài khoản")]
    NotYours,
    /// Nothing is planned, or it was cancelled, or it ended with another report.
    #[error("{0}")]
    NotPossible(&'static str),
    /// Fields that need another value.
    #[error("báo cáo chưa hợp lệ")]
    Invalid(Vec<FieldProblem>),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Facts the verb needs besides the database.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Working days.
    pub calendar: &'a Calendar,
    /// Cuts another visit.
    pub measures: Measures<'a>,
}

/// Stores a report and what follows from it.
///
/// # Errors
/// [`RecordError`].
pub fn record(
    conn: &mut DbConn,
    staff: &Staff,
    visit_id: i64,
    report: &Report,
    facts: Facts<'_>,
    now: Timestamp,
) -> Result<Recorded, RecordError> {
    let visit = lock_visit(conn, visit_id)?.ok_or(RecordError::NotFound)?;
    let case = case_of(conn, &visit)?;
    refuse_strangers(conn, staff, &visit, &case.case)?;
    if let Some(earlier) = store::find_report(conn, &report.client_id)? {
        if earlier.visit_id != visit_id || earlier.kind != report.kind {
            return Err(RecordError::NotPossible("Mã báo cáo (client_id) này đã dùng cho báo cáo khác."));
        }
        return standing(conn, &visit, false);
    }
    if case.case.verified_at.is_none() {
        return Err(RecordError::NotPossible("Hồ sơ này chưa được duyệt, nên chưa có lượt đến nào để báo."));
    }
    let people = people::of_visit(conn, &case.case, &visit, &case.applicants)?;
    mistakes::refuse(&case.case, &people, &visit, report, now)?;
    let results = sealed_results(report, facts)?;
    let new = NewReport {
        visit_id,
        client_id: &report.client_id,
        kind: report.kind,
        happened_at: report.happened_at,
        account_id: staff.account_id,
    };
    if store::add_report(conn, &new, &results, now)?.is_none() {
        return standing(conn, &visit, false);
    }
    match report.kind {
        ReportKind::EnRoute => store::mark_en_route(conn, visit_id, report.happened_at)?,
        ReportKind::Arrived => store::mark_arrived(conn, visit_id, report.happened_at)?,
        ReportKind::Outcome => {
            if !store::close(conn, visit_id, report.happened_at)? {
                return Err(RecordError::NotPossible("Lượt đến này đã có kết quả từ báo cáo khác."));
            }
            open_missing::for_case(conn, &case, facts.measures, now)?;
        }
    }
    let subject = audit::case_subject(visit.case_id);
    audit::note(conn, Some(staff), Action::Record, &subject, Some(report.kind.code()), now)?;
    standing(conn, &visit, true)
}

/// The case of a visit with its people.
///
/// # Errors
/// [`RecordError::NotFound`] cannot happen while foreign keys hold.
pub fn case_of(conn: &mut DbConn, visit: &Visit) -> Result<PlannableCase, RecordError> {
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or(RecordError::NotFound)?;
    let applicants = crate::cases::store::applicants_of(conn, visit.case_id)?;
    Ok(PlannableCase { case, applicants })
}

/// What is stored about a visit's end.
fn standing(conn: &mut DbConn, visit: &Visit, stored_now: bool) -> Result<Recorded, RecordError> {
    let outcomes = store::outcomes_of(conn, &[visit.id])?;
    let next = store::of_case(conn, visit.case_id)?;
    let follows = |other: &Visit| other.part == visit.part && other.number > visit.number;
    Ok(Recorded {
        visit_id: visit.id,
        stored_now,
        due_on: outcomes.iter().filter_map(|outcome| outcome.due_on).collect(),
        needs_another_visit: next.iter().any(follows),
    })
}

fn refuse_strangers(conn: &mut DbConn, staff: &Staff, visit: &Visit, case: &Case) -> Result<(), RecordError> {
    let own = match crate::accounts::scope(staff.role, Permission::RecordVisits) {
        Some(Scope::OwnDuties) => is_on_own_duty(conn, staff, visit)?,
        Some(_) => staff.may_in_ward(Permission::RecordVisits, &case.ward_code),
        None => false,
    };
    if own { Ok(()) } else { Err(RecordError::NotYours) }
}

fn is_on_own_duty(conn: &mut DbConn, staff: &Staff, visit: &Visit) -> StoreResult<bool> {
    let Some(stop) = store::stop_of(conn, visit.id)? else {
        return Ok(false);
    };
    let Some(duty) = teams::duty(conn, stop.duty_id)? else {
        return Ok(false);
    };
    let own = teams::duties_of_officer(conn, staff.account_id, duty.on)?;
    Ok(own.iter().any(|one| one.id == duty.id))
}

fn sealed_results(report: &Report, facts: Facts<'_>) -> Result<Vec<NewOutcome>, StoreError> {
    if report.kind != ReportKind::Outcome {
        return Ok(Vec::new());
    }
    let vault: &Vault = facts.measures.vault;
    let new = |result: &PersonResult| {
        let captured_on = result.code.is_captured().then(|| report.happened_at.date());
        let note = result.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        NewOutcome {
            applicant_id: result.applicant_id,
            code: result.code,
            captures: result.captures.unwrap_or(1),
            note: note.map(|note| vault.seal(&OutcomeNote(note.to_owned()))),
            captured_on,
            due_on: captured_on.map(|on| facts.calendar.due_on(on)),
        }
    };
    Ok(report.results.iter().map(new).collect())
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        use crate::web::problem_types as types;
        match error {
            RecordError::NotFound => Self::new(&types::NOT_FOUND),
            RecordError::NotYours => Self::new(&types::NOT_ALLOWED).detail(error.to_string()),
            RecordError::NotPossible(why) => Self::new(&types::CONFLICT).detail(why),
            RecordError::Invalid(fields) => Self::invalid(fields),
            RecordError::Store(error) => error.into(),
        }
    }
}
