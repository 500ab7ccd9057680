//! The one order in which rows are locked, so that nobody waits in a circle: the names by which a household's places are
//! counted (`booking::budget`), duties by number, cases by number, then what stands in them: visits, stops, holds.
//!
//! Whoever changes a visit holds its case, and the duty in which the visit stands or comes to stand. What was read
//! before the lock is read again after it.
use super::store;
use super::visit::Visit;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{CaseId, DutyId, VisitId};

/// Locks the duties in which open visits of a case stand, those that the caller names besides, and the case; gives case
/// and visits as they stand then.
///
/// # Errors
/// [`StoreError::Overtaken`] when a visit came into another duty while this waited: the duties behind it must not be
/// locked after the case, so the work begins anew.
pub fn lock_case(conn: &mut DbConn, case_id: CaseId, besides: &[DutyId]) -> StoreResult<(Case, Vec<Visit>)> {
    let locked = lock_cases(conn, &[case_id], besides)?.pop();
    locked.ok_or_else(|| StoreError::Damaged(format!("case {case_id}")))
}

/// The same for several cases at once, in the order in which they are named.
///
/// # Errors
/// As [`lock_case`].
pub fn lock_cases(conn: &mut DbConn, case_ids: &[CaseId], besides: &[DutyId]) -> StoreResult<Vec<(Case, Vec<Visit>)>> {
    let mut duties = besides.to_vec();
    for case_id in case_ids {
        duties.extend(store::duties_of_case(conn, *case_id)?);
    }
    crate::teams::store::lock_duties(conn, &duties)?;
    crate::cases::store::lock(conn, case_ids)?;
    let mut locked = Vec::with_capacity(case_ids.len());
    for case_id in case_ids {
        let case = crate::cases::store::case_by_id(conn, *case_id)?;
        let case = case.ok_or_else(|| StoreError::Damaged(format!("case {case_id}")))?;
        let visits = store::of_case(conn, *case_id)?;
        let elsewhere = |visit: &Visit| visit.is_open() && visit.duty_id.is_some_and(|id| !duties.contains(&id));
        if visits.iter().any(elsewhere) {
            return Err(StoreError::overtaken());
        }
        locked.push((case, visits));
    }
    Ok(locked)
}

/// The same for the case of a visit; gives the visit as it stands then, none when there is none.
///
/// # Errors
/// As [`lock_case`].
pub fn lock_visit(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<Option<Visit>> {
    let Some(visit) = store::find(conn, visit_id)? else {
        return Ok(None);
    };
    let (_, visits) = lock_case(conn, visit.case_id, &[])?;
    Ok(visits.into_iter().find(|visit| visit.id == visit_id))
}
