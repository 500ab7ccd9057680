//! What waits for a dispatcher. Each count is the length of the list that it leads to, read from the same rows.
pub mod api;
pub mod pages;
mod store;
pub mod today;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::accounts::{Permission, Staff};
use crate::booking::booker::Booker;
use crate::booking::unapproved;
use crate::cases::store as cases;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::families::{remarks, rights};
use crate::ids::CaseId;
use crate::seconds::TimeOfDay;
use crate::visits::call;
use crate::visits::store as visits;

/// Cases that wait for a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undecided {
    /// Those on which a dispatcher can decide now.
    pub ready: usize,
    /// Of those, how many families have answered a question.
    pub answered: usize,
    /// When the oldest of them was filed.
    pub oldest: Option<Timestamp>,
    /// Those whose family was asked and has not answered.
    pub asked: usize,
}

/// A household whose told window is over and to which nobody has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Public code of the case.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The team.
    pub team: String,
    /// When the window ended.
    pub window_to: TimeOfDay,
    /// The team is on its way.
    pub is_en_route: bool,
}

/// A case whose card is needed soon and which has no half-day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearDeadline {
    /// Public code.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The day for which the card is needed.
    pub deadline_on: NaiveDate,
    /// A dispatcher has approved it.
    pub is_approved: bool,
}

/// What waits, in somebody's wards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worklist {
    /// Cases that wait for a decision.
    pub undecided: Undecided,
    /// Half-days kept for cases that nobody has approved.
    pub unapproved: usize,
    /// Of those, how many lapse today.
    pub lapsing_today: usize,
    /// Approved half-days whose family should know its window and does not.
    pub without_window: usize,
    /// Approved households without a half-day.
    pub waiting: usize,
    /// Families to call.
    pub calls: usize,
    /// Of those, how many were written to in vain.
    pub broken_mails: usize,
    /// Those who wait at their door longer than they were told, first the one who waits longest.
    pub late: Vec<Late>,
    /// Those whose card is needed soon, the nearest first.
    pub near_deadline: Vec<NearDeadline>,
    /// Thanks, suggestions and complaints that nobody has answered.
    pub remarks: usize,
    /// Requests about personal data that are open.
    pub rights_requests: usize,
}

/// Reads what waits.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(conn: &mut DbConn, booker: Booker<'_>, staff: &Staff) -> StoreResult<Worklist> {
    let now = booker.now;
    let settings = &booker.desk.settings.booking;
    let wards = staff.wards_of(Permission::VerifyCases);
    let kept = unapproved::list(conn, booker, staff)?;
    let lapses_today = |one: &&unapproved::Unapproved| one.approved_by(settings).date() <= now.date();
    let calls = call::open(conn, staff, now)?;
    Ok(Worklist {
        undecided: undecided(conn, wards)?,
        lapsing_today: kept.unapproved.iter().filter(lapses_today).count(),
        unapproved: kept.unapproved.len(),
        without_window: kept.without_window.len(),
        waiting: households_waiting(conn, wards, now)?,
        broken_mails: calls.iter().filter(|fact| fact.mail.is_some_and(|mail| mail.given_up_at.is_some())).count(),
        calls: calls.len(),
        late: late(conn, wards, now)?,
        near_deadline: store::near_deadline(
            conn,
            wards,
            now.date(),
            now.date() + Days::new(settings.near_deadline_days),
        )?,
        remarks: remarks::count_open(conn, staff)?,
        rights_requests: rights::count_open(conn, staff)?,
    })
}

/// What the navigation shows on every page: cases to decide on, households that wait at their door, families to call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Cases on which a dispatcher can decide now.
    pub undecided: usize,
    /// Households whose window is over.
    pub late: usize,
    /// Families to call.
    pub calls: usize,
}

/// Reads what the navigation shows.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn waiting(conn: &mut DbConn, staff: &Staff, now: Timestamp) -> StoreResult<Waiting> {
    let wards = staff.wards_of(Permission::VerifyCases);
    Ok(Waiting {
        undecided: undecided(conn, wards)?.ready,
        late: late(conn, wards, now)?.len(),
        calls: call::open(conn, staff, now)?.len(),
    })
}

/// Those whose visit has no half-day, and those that have no visit yet: whoever reads the waiting list next makes it.
fn households_waiting(conn: &mut DbConn, wards: Option<&[String]>, now: Timestamp) -> StoreResult<usize> {
    let mut households: BTreeSet<CaseId> =
        visits::waiting(conn, wards, now.date())?.into_iter().map(|visit| visit.case_id).collect();
    households.extend(cases::unvisited::list(conn, wards)?);
    Ok(households.len())
}

fn late(conn: &mut DbConn, wards: Option<&[String]>, now: Timestamp) -> StoreResult<Vec<Late>> {
    store::late(conn, wards, now.date(), now.secs_of_day())
}

fn undecided(conn: &mut DbConn, wards: Option<&[String]>) -> StoreResult<Undecided> {
    let rows = cases::undecided(conn, wards)?;
    let ready = || rows.iter().filter(|row| !row.is_asked || row.is_answered);
    Ok(Undecided {
        ready: ready().count(),
        answered: ready().filter(|row| row.is_answered).count(),
        oldest: ready().map(|row| row.filed_at).min(),
        asked: rows.iter().filter(|row| row.is_asked && !row.is_answered).count(),
    })
}
