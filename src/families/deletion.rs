//! A family asks that its data be deleted (R35): at once while nothing was captured, else when the card has come.
use chrono::NaiveDate;

use crate::audit;
use crate::cases::case::{Case, State};
use crate::cases::data_request::{DataRequestKind, erase_on};
use crate::cases::store as cases;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::families::{emails, erase};
use crate::ids::VisitId;
use crate::visits::cancel_open::{CaseEnd, cancel_open};
use crate::visits::store as visits;
use crate::visits::visit::Visit;
use crate::visits::withdraw::{self, WithdrawError};

/// Why nothing is deleted; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum DeletionError {
    /// It was asked before.
    #[error("Gia đình đã yêu cầu xóa dữ liệu trước đó.")]
    AskedBefore,
    /// The visits cannot be taken back now.
    #[error(transparent)]
    Withdraw(#[from] WithdrawError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What would happen to the data of a case now.
///
/// # Errors
/// [`StoreError`].
pub fn would_erase_on(conn: &mut DbConn, desk: &Desk, case: &Case) -> StoreResult<NaiveDate> {
    let all = visits::of_case(conn, case.id)?;
    Ok(day_of(desk, desk.now().date(), captured(conn, &all)?))
}

/// Takes the request: open visits end, and the data goes now or on the day that is given back.
///
/// # Errors
/// [`DeletionError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "ask_for_deletion", skip_all, fields(case_id = %case.id))]
pub fn ask(conn: &mut DbConn, desk: &Desk, case: &Case, now: Timestamp) -> Result<NaiveDate, DeletionError> {
    let (case, all) = erase::lock(conn, case)?;
    let case = &case;
    let captured = captured(conn, &all)?;
    let on = day_of(desk, now.date(), captured);
    if !cases::add_data_request(conn, case.id, DataRequestKind::Delete, on, now)? {
        return Err(DeletionError::AskedBefore);
    }
    let runs = matches!(case.state(), State::Filed | State::Verified);
    if captured.is_some() {
        if runs && all.iter().any(Visit::is_open) {
            crate::cases::withdraw::withdraw(conn, case, None, now).map_err(WithdrawError::from)?;
            let end = CaseEnd::Withdrawn { by_family: true };
            cancel_open(conn, desk, case, &all, end, now).map_err(WithdrawError::from)?;
        }
        emails::deletion(conn, desk, case, Some(on), now)?;
        audit::note(conn, None, audit::Action::Edit, &audit::case_subject(case.id), None, now)?;
        return Ok(on);
    }
    erase::forget_mails(conn, case.id, now)?;
    if runs {
        withdraw::withdraw(conn, desk, None, case, now)?;
    }
    emails::deletion(conn, desk, case, None, now)?;
    finish(conn, desk, case, now)?;
    Ok(on)
}

/// Carries out what is due; gives how many cases were erased.
///
/// # Errors
/// [`StoreError`].
pub fn carry_out(desk: &Desk) -> StoreResult<usize> {
    let now = desk.now();
    let due = desk.db.read(|conn| cases::due_data_requests(conn, now.date()))?;
    let mut carried_out = 0;
    for request in &due {
        let done = desk.db.write(|conn| {
            let Some(case) = cases::case_by_id(conn, request.case_id)? else { return StoreResult::Ok(()) };
            let (case, _) = erase::lock(conn, &case)?;
            erase::forget_mails(conn, case.id, now)?;
            finish(conn, desk, &case, now)
        });
        carried_out += usize::from(unless_unreadable(done, "data_requests", request.id)?.is_some());
    }
    Ok(carried_out)
}

pub(super) fn finish(conn: &mut DbConn, desk: &Desk, case: &Case, now: Timestamp) -> StoreResult<()> {
    let request = cases::data_request_of(conn, case.id, DataRequestKind::Delete)?;
    // Two workers may come to the same request: one of them does it.
    if let Some(request) = request
        && cases::finish_data_request(conn, request.id, now)?
    {
        erase::erase(conn, desk, case, now)?;
    }
    Ok(())
}

/// When the last captured card is due; none when nobody was captured.
fn captured(conn: &mut DbConn, all: &[Visit]) -> StoreResult<Option<NaiveDate>> {
    let ids: Vec<VisitId> = all.iter().map(|visit| visit.id).collect();
    let outcomes = visits::outcomes_of(conn, &ids)?;
    Ok(outcomes.iter().filter(|one| one.code.is_captured()).filter_map(|one| one.due_on).max())
}

fn day_of(desk: &Desk, today: NaiveDate, captured: Option<NaiveDate>) -> NaiveDate {
    erase_on(today, captured, desk.settings.personal_data.erase_days_max)
}
