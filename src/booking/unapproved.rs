//! Places that are kept for cases which nobody has approved: who they are, until when, and what happens then. Beside
//! them stand those who are approved and have no window although they should have one by now.
pub mod api;
pub mod groups;
mod store;

use chrono::NaiveDate;

use super::booker::Booker;
use crate::accounts::{Permission, Staff};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::config::BookingSettings;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::ids::VisitId;
use crate::visits::lapse::lapse;
use crate::visits::lock::lock_visit;

/// A half-day that is kept for a case which nobody has approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unapproved {
    /// The visit.
    pub visit_id: VisitId,
    /// Public code of its case.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// People to capture.
    pub captures: i32,
    /// When the case was filed.
    pub filed_at: Timestamp,
    /// A dispatcher asked the family something and waits.
    pub is_asked: bool,
    /// Whether the family has answered.
    pub is_answered: bool,
    /// When the half-day was taken.
    pub booked_at: Timestamp,
    /// From where the public filed it, a keyed hash.
    pub client: Option<String>,
}

/// An approved and booked visit without a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutWindow {
    /// The visit.
    pub visit_id: VisitId,
    /// Public code of its case.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// The team whose duty it stands in; none when it stands in no duty.
    pub team: Option<String>,
    /// The duty is published.
    pub is_published: bool,
}

/// What a dispatcher must look at before the teams leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToLookAt {
    /// Places that nobody has approved, next date first.
    pub unapproved: Vec<Unapproved>,
    /// Approved half-days whose family should know its window by now and does not, next date first.
    pub without_window: Vec<WithoutWindow>,
}

impl Unapproved {
    /// By when its case must be approved.
    pub fn approved_by(&self, settings: &BookingSettings) -> Timestamp {
        settings.approved_by(self.on, self.booked_at)
    }
}

/// The list for somebody's wards, in order of date.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn list(conn: &mut DbConn, booker: Booker<'_>, staff: &Staff) -> StoreResult<ToLookAt> {
    let (settings, today) = (&booker.desk.settings.booking, booker.now.date());
    let own = |ward_code: &str| staff.may_in_ward(Permission::VerifyCases, ward_code);
    let mut unapproved = store::unapproved(conn, Some(today))?;
    unapproved.retain(|one| own(&one.ward_code));
    let mut without_window = store::without_window(conn, today)?;
    without_window
        .retain(|(one, booked_at)| own(&one.ward_code) && settings.approved_by(one.on, *booked_at) <= booker.now);
    Ok(ToLookAt { unapproved, without_window: without_window.into_iter().map(|(one, _)| one).collect() })
}

/// What the worker does: places whose case was not approved in time go to the waiting list, and their families are
/// told. Gives how many.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn release(booker: Booker<'_>) -> StoreResult<usize> {
    let (desk, now) = (booker.desk, booker.now);
    let settings = &desk.settings.booking;
    let kept = desk.db.read(|conn| store::unapproved(conn, None))?;
    let mut released = 0;
    for one in kept.into_iter().filter(|one| one.approved_by(settings) <= now) {
        let done = desk.db.write(|conn| release_one(conn, booker, one.visit_id));
        // One row that cannot be read must not keep the others waiting.
        released += usize::from(unless_unreadable(done, "visits", one.visit_id)?.unwrap_or(false));
    }
    Ok(released)
}

/// Looks again under the lock: somebody may have approved the case, or the family has moved its half-day.
fn release_one(conn: &mut DbConn, booker: Booker<'_>, visit_id: VisitId) -> StoreResult<bool> {
    let (settings, now) = (&booker.desk.settings.booking, booker.now);
    let Some(visit) = lock_visit(conn, visit_id)? else { return Ok(false) };
    let late = visit.booking.is_some_and(|booking| settings.approved_by(booking.on, booking.booked_at) <= now);
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.filter(Case::is_undecided);
    let Some(case) = case.filter(|_| late && visit.is_movable()) else { return Ok(false) };
    lapse(conn, booker.desk, &case, &visit, now)?;
    Ok(true)
}
