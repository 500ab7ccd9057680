//! Ends an invitation into a half-day that does not suit its household any more.
use chrono::NaiveDate;

use super::hold::{HoldEnd, release};
use super::store;
use super::visit::Visit;
use crate::calendar::HalfDay;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{CaseId, DutyId};

/// The duties in which a case is invited: locked with those in which its visits stand.
pub(super) fn invited_duties(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<DutyId>> {
    let mut duties = Vec::new();
    for visit in store::of_case(conn, case_id)?.iter().filter(|visit| visit.is_open()) {
        duties.extend(store::invitation_of(conn, visit.id)?.map(|hold| hold.duty_id));
    }
    Ok(duties)
}

/// Ends the invitations of some visits unless their half-day suits. The place goes to the next household.
pub(super) fn end_unless(
    conn: &mut DbConn,
    desk: &Desk,
    visits: &[Visit],
    suits: impl Fn(NaiveDate, HalfDay) -> bool,
) -> StoreResult<()> {
    for visit in visits {
        let Some(hold) = store::invitation_of(conn, visit.id)? else { continue };
        let on = crate::teams::store::duty(conn, hold.duty_id)?.map(|duty| duty.on);
        if on.is_some_and(|on| !suits(on, hold.half_day)) {
            release(conn, &desk.dice, &hold, HoldEnd::Lost, desk.now())?;
        }
    }
    Ok(())
}
