//! Who may report a visit, and until when somebody may still put a report right.
use super::report::{RecordError, Reporter};
use super::store::{self, StoredReport};
use super::visit::Visit;
use crate::accounts::{Permission, Scope, Staff};
use crate::cases::case::Case;
use crate::cases::data_request::DataRequestKind;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::teams::store as teams;

/// Refuses whoever is not on the visit's duty and not in charge of its ward.
///
/// # Errors
/// [`RecordError::NotYours`].
pub fn refuse_strangers(conn: &mut DbConn, staff: &Staff, visit: &Visit, case: &Case) -> Result<(), RecordError> {
    let own = match crate::accounts::scope(staff.role, Permission::RecordVisits) {
        Some(Scope::OwnDuties) => is_on_own_duty(conn, staff, visit)?,
        Some(_) => staff.may_in_ward(Permission::RecordVisits, &case.ward_code),
        None => false,
    };
    if own { Ok(()) } else { Err(RecordError::NotYours) }
}

/// Whether this person may still put a report right: officers until the end of the day on which it came in,
/// dispatchers later too.
pub fn may_put_right(staff: &Staff, recorded_at: Timestamp, now: Timestamp) -> bool {
    let own_only = crate::accounts::scope(staff.role, Permission::RecordVisits) == Some(Scope::OwnDuties);
    !own_only || recorded_at.date() == now.date()
}

/// Refuses to put a report right when it is too late for this person.
///
/// # Errors
/// [`RecordError::NotPossible`].
pub fn refuse_late(reporter: Reporter<'_>, report: &StoredReport) -> Result<(), RecordError> {
    if may_put_right(reporter.staff, report.recorded_at, reporter.now) {
        return Ok(());
    }
    Err(RecordError::NotPossible("Đã hết ngày: báo cáo này do điều phối sửa."))
}

/// Refuses to change the reports of a visit that was cancelled, or of a family whose data was erased.
///
/// # Errors
/// [`RecordError::NotPossible`].
pub fn refuse_gone(conn: &mut DbConn, visit: &Visit) -> Result<(), RecordError> {
    if visit.cancelled_at.is_some() {
        return Err(RecordError::NotPossible("Lượt đến này đã hủy."));
    }
    let request = crate::cases::store::data_request_of(conn, visit.case_id, DataRequestKind::Delete)?;
    if request.is_some_and(|request| request.done_at.is_some()) {
        return Err(RecordError::NotPossible("Dữ liệu của hồ sơ này đã xóa."));
    }
    Ok(())
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
