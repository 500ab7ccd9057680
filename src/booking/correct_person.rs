//! Corrects a person of a case whose visit may be booked already: the visit keeps its place in the order, with the work
//! that the corrected person takes, or nothing changes.
use super::booker::Booker;
use super::recheck::still_holds;
use crate::cases::case::Case;
use crate::cases::correct_person::{self as people_of_cases, CorrectPersonError};
use crate::cases::household::Person;
use crate::cases::triage::Triage;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::visits::create_missing::service_secs;
use crate::visits::lock::lock_case;
use crate::visits::people;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// Why a person stays as they are; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum CorrectInVisitError {
    /// The case cannot have this person.
    #[error(transparent)]
    Correct(#[from] CorrectPersonError),
    /// A team is at the household, or on the way.
    #[error("tổ đang đến hoặc đang ở nhà; gọi tổ để cán bộ sửa tại chỗ")]
    OnTheWay,
    /// The half-day, or the window that somebody was told, has no room for the longer work.
    #[error(
        "việc làm lâu hơn nên buổi đã hẹn không đủ thời gian cho nhà này và các nhà sau; đổi sang buổi khác trước, rồi sửa"
    )]
    NoRoom,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Corrects the person at `position`, counted from 0; gives what triage says of them.
///
/// # Errors
/// [`CorrectInVisitError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "correct_person_of_visit", skip_all, fields(case_id = %case.id))]
pub fn correct_person(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    position: i32,
    person: &Person,
    expected_version: i32,
) -> Result<Triage, CorrectInVisitError> {
    let (case, all) = lock_case(conn, case.id, &[])?;
    if all.iter().any(|visit| visit.is_open() && !visit.is_movable()) {
        return Err(CorrectInVisitError::OnTheWay);
    }
    let (desk, staff) = (booker.desk, booker.staff);
    let triage = people_of_cases::correct_person(conn, desk, &case, staff, position, person, expected_version)?;
    // A group site's work is counted from how many are expected, not from who they are.
    if case.group_site.is_some() {
        return Ok(triage);
    }
    for visit in all.iter().filter(|visit| visit.is_open()) {
        if set_work(conn, booker, &case, visit)?
            && let Some(duty_id) = visit.duty_id
            && !still_holds(conn, booker, duty_id)?
        {
            return Err(CorrectInVisitError::NoRoom);
        }
    }
    Ok(triage)
}

/// Writes the work of a visit at those whom it is for as they are known now; whether it is another than before.
fn set_work(conn: &mut DbConn, booker: Booker<'_>, case: &Case, visit: &Visit) -> StoreResult<bool> {
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let ids = people::of_visit(conn, case, visit, &applicants)?;
    let wanted: Vec<_> = applicants.iter().filter(|one| ids.contains(&one.id)).collect();
    let captures = people::captures(&wanted, &booker.desk.vault, booker.now.date())?;
    let (count, secs) =
        (i32::try_from(captures.len()).unwrap_or(i32::MAX), service_secs(&captures, &booker.board.reference.durations));
    if count == visit.captures && secs == visit.service_secs {
        return Ok(false);
    }
    if !visits::set_work(conn, visit, count, secs)? {
        return Err(StoreError::overtaken());
    }
    Ok(true)
}
