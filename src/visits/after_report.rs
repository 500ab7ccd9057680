//! What a family must know after an outcome was reported, put right or taken back: that another trip is needed, that it
//! is not, or that nothing of it was true.
use super::aftermath::Locked;
use super::notify::Whom;
use super::outcomes::Outcome;
use super::report::Reporter;
use super::report_kinds::ReportKind;
use super::say::Follows;
use super::store::{self, StoredOutcome};
use super::visit::Visit;
use crate::cases::case::{Case, State};
use crate::db::{DbConn, StoreResult};

/// Tells what changed for the family with a report of a visit, as it was before in `locked`. `key` names the change.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell(conn: &mut DbConn, reporter: Reporter<'_>, case: &Case, locked: &Locked, key: &str) -> StoreResult<()> {
    let whom = Whom::of(reporter.desk, case, reporter.now);
    let Some(visit) = store::find(conn, locked.visit.id)? else { return Ok(()) };
    if !matches!(case.state(), State::Filed | State::Verified) {
        return Ok(());
    }
    let outcomes = store::outcomes_of(conn, &[visit.id])?;
    let reports = store::reports_of(conn, &[visit.id])?;
    let is_first = reports.iter().filter(|report| report.kind == ReportKind::Outcome).count() == 1;
    if is_first && locked.visit.closed_at.is_none() {
        if needs_another(&outcomes) {
            whom.failed(conn, &visit, &codes(&outcomes))?;
        }
        return Ok(());
    }
    if let Some(follows) = corrected(&visit, &locked.outcomes, &outcomes) {
        whom.corrected(conn, &visit, key, &follows)?;
    }
    Ok(())
}

/// What follows from a report that was put right or taken back; none when the family was told nothing else before.
fn corrected(visit: &Visit, before: &[StoredOutcome], after: &[StoredOutcome]) -> Option<Follows> {
    match (needs_another(before), needs_another(after)) {
        (_, true) if codes(before) != codes(after) => Some(Follows::Another(codes(after))),
        (true, false) if visit.closed_at.is_some() => {
            Some(Follows::Done { due_on: after.iter().filter_map(|outcome| outcome.due_on).max() })
        }
        (true, false) => Some(Follows::AsAgreed),
        _ => None,
    }
}

/// Whether somebody is left whom a team must visit again.
fn needs_another(outcomes: &[StoredOutcome]) -> bool {
    outcomes.iter().any(|outcome| !outcome.code.ends_wish())
}

fn codes(outcomes: &[StoredOutcome]) -> Vec<Outcome> {
    outcomes.iter().map(|outcome| outcome.code).collect()
}
