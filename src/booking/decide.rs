//! A dispatcher's decision with what follows for places: an approved case learns at once what its round knows.
use super::booker::Booker;
use super::windows;
use crate::accounts::Staff;
use crate::cases::case::Case;
use crate::cases::verify::{Verification, VerifyError};
use crate::db::DbConn;
use crate::visits::decide as visits;

/// Decides the case with this code. An approved case keeps the half-day it has: in a published round it is told its
/// window, in another one that its half-day is firm now. A refused one loses its open visits.
///
/// # Errors
/// [`VerifyError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all)]
pub fn decide(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    code: &str,
    decision: &Verification,
) -> Result<Case, VerifyError> {
    let case = visits::decide(conn, booker.desk, staff, code, decision)?;
    if case.is_approved() {
        // Its stops count in no share any more.
        for duty_id in crate::visits::store::duties_of_case(conn, case.id)? {
            crate::teams::store::restamp(conn, duty_id, &booker.desk.dice)?;
        }
        windows::tell_case(conn, booker, &case)?;
    }
    Ok(case)
}
