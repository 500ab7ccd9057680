//! Approves or refuses a case, or asks the family first; what is incomplete cannot be approved (R9), what needs no visit only with a reason.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::{Applicant, Case, ConsentPurpose, State};
use super::find::{FindCaseError, Reader, find};
use super::household::{StaffText, most_demanding};
use super::store;
use super::triage::{GROUP_SITE, Triage, TriageDecision};
use crate::accounts::{Permission, Staff};
use crate::audit;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::keys;
use crate::text::fold::tidy;

/// Longest reason, characters.
pub const REASON_LENGTH_MAX: usize = 500;

coded_enum! {
    /// What a dispatcher decides.
    pub enum Verdict {
        Approve = "approve" / "duyệt",
        Refuse = "refuse" / "không duyệt",
        Ask = "ask" / "hỏi thêm",
    }
}

/// A dispatcher's decision.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// `approve`, `refuse` or `ask`.
    #[schema(value_type = Verdict)]
    pub verdict: String,
    /// Why it is refused; the family reads it.
    #[serde(default)]
    pub reason: String,
    /// With `refuse`: the case was invented. Its places are public at once, not after the waiting list's while.
    #[serde(default)]
    pub bogus: bool,
    /// What the family is asked; it reads this. The case stays filed and keeps its half-day.
    #[serde(default)]
    pub question: String,
    /// Why a team should come although the desk or the online way would do; kept in the audit.
    #[serde(default)]
    pub override_reason: String,
}

/// Why a decision cannot stand.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Not found, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// Fields need another value.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// Somebody decided before, or the family took it back.
    #[error("hồ sơ này {0}")]
    AlreadyDecided(&'static str),
    /// Something is missing; the sentence says what.
    #[error("{0}")]
    Incomplete(&'static str),
    /// No visit is needed; the sentence says why. An override reason would do.
    #[error("{0} Muốn tổ lưu động vẫn đến thì ghi lý do.")]
    NoVisitNeeded(&'static str),
    /// Nobody agreed to the visit.
    #[error("hồ sơ chưa có ghi nhận đồng ý của gia đình")]
    NoConsent,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Decides the case with this code. Triage is asked again, because children grow while they wait.
///
/// # Errors
/// [`VerifyError`].
#[tracing::instrument(name = "verify_case", skip_all)]
pub fn verify(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    code: &str,
    decision: &Verification,
) -> Result<Case, VerifyError> {
    let now = desk.now();
    let Read { verdict, reason, question, override_reason } = read_decision(decision).map_err(VerifyError::Invalid)?;
    let case = find(conn, code, &Reader::Staff(staff.clone()), Permission::VerifyCases)?;
    if case.state() != State::Filed {
        return Err(VerifyError::AlreadyDecided(case.state().label()));
    }
    let subject = audit::case_subject(case.id);
    match verdict {
        Verdict::Approve => {
            check_approvable(conn, desk, &case, override_reason.is_some(), now)?;
            if !store::approve(conn, &case, staff.account_id, now)? {
                return Err(VerifyError::AlreadyDecided("vừa được người khác xử lý"));
            }
            crate::notifications::answered(conn, case.id, now)?;
            audit::note(conn, Some(staff), audit::Action::Approve, &subject, override_reason.as_deref(), now)?;
        }
        Verdict::Refuse => {
            let key = keys::of_case(conn, &desk.vault, &case.code)?;
            let reason = desk.vault.seal(&key, &StaffText(reason));
            if !store::refuse(conn, &case, &reason, now)? {
                return Err(VerifyError::AlreadyDecided("vừa được người khác xử lý"));
            }
            audit::note(conn, Some(staff), audit::Action::Refuse, &subject, None, now)?;
        }
        Verdict::Ask => {
            let key = keys::of_case(conn, &desk.vault, &case.code)?;
            let sealed = desk.vault.seal(&key, &StaffText(question.clone()));
            if !store::ask(conn, &case, &sealed, now)? {
                return Err(VerifyError::AlreadyDecided("vừa được người khác xử lý"));
            }
            super::emails::ask(conn, desk, &case, &question, now)?;
            audit::note(conn, Some(staff), audit::Action::Ask, &subject, None, now)?;
        }
    }
    let case = store::case_by_id(conn, case.id)?;
    Ok(case.ok_or(FindCaseError::NotFound)?)
}

/// What triage says of each person and of the case on a date.
///
/// # Errors
/// [`StoreError`] when a person cannot be opened.
pub fn triage_of(
    desk: &Desk,
    people: &[Applicant],
    on: chrono::NaiveDate,
) -> Result<(Vec<Triage>, Triage), StoreError> {
    let open = |one: &Applicant| Ok(one.unseal(&desk.vault)?.triage(on));
    let triages = people.iter().map(open).collect::<Result<Vec<_>, StoreError>>()?;
    let whole = most_demanding(&triages).unwrap_or(GROUP_SITE);
    Ok((triages, whole))
}

/// A family's own case with what triage says of it today.
///
/// # Errors
/// [`FindCaseError`].
pub fn triaged(conn: &mut DbConn, desk: &Desk, code: &str, secret: String) -> Result<(Case, Triage), FindCaseError> {
    let case = find(conn, code, &Reader::Family(secret), Permission::Public)?;
    let applicants = store::applicants_of(conn, case.id)?;
    let (_, triage) = triage_of(desk, &applicants, desk.now().date())?;
    Ok((case, triage))
}

/// A decision that makes sense.
struct Read {
    verdict: Verdict,
    reason: String,
    question: String,
    override_reason: Option<String>,
}

fn read_decision(typed: &Verification) -> Result<Read, Vec<FieldProblem>> {
    let Ok(verdict) = typed.verdict.trim().parse::<Verdict>() else {
        return Err(vec![FieldProblem::new("/verdict", "required", "Chọn duyệt, không duyệt hoặc hỏi thêm.")]);
    };
    let (reason, question) = (tidy(&typed.reason), tidy(&typed.question));
    let override_reason = tidy(&typed.override_reason);
    let mut problems = Vec::new();
    if verdict == Verdict::Refuse && reason.is_empty() {
        problems.push(FieldProblem::new("/reason", "required", "Ghi lý do; gia đình sẽ đọc câu này."));
    }
    if verdict == Verdict::Ask && question.is_empty() {
        problems.push(FieldProblem::new("/question", "required", "Ghi câu hỏi; gia đình sẽ đọc câu này."));
    }
    for (pointer, text) in [("/reason", &reason), ("/question", &question), ("/override_reason", &override_reason)] {
        if text.chars().count() > REASON_LENGTH_MAX {
            let detail = format!("Viết ngắn lại, nhiều nhất {REASON_LENGTH_MAX} ký tự.");
            problems.push(FieldProblem::new(pointer, "long", detail));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let override_reason = Some(override_reason).filter(|text| !text.is_empty());
    Ok(Read { verdict, reason, question, override_reason })
}

fn check_approvable(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    overridden: bool,
    now: Timestamp,
) -> Result<(), VerifyError> {
    let consents = store::consents_of(conn, case.id)?;
    if !consents.iter().any(|consent| consent.purpose == ConsentPurpose::Visit) {
        return Err(VerifyError::NoConsent);
    }
    let people = store::applicants_of(conn, case.id)?;
    let (triages, whole) = triage_of(desk, &people, now.date())?;
    match whole.decision {
        TriageDecision::Incomplete => return Err(VerifyError::Incomplete(whole.reason)),
        TriageDecision::Online | TriageDecision::Desk if !overridden => {
            return Err(VerifyError::NoVisitNeeded(whole.reason));
        }
        TriageDecision::Online | TriageDecision::Desk | TriageDecision::Visit => {}
    }
    for (applicant, triage) in people.iter().zip(&triages) {
        store::set_person_triage(conn, applicant.id, triage)?;
    }
    store::set_triage(conn, case.id, &whole)?;
    Ok(())
}
