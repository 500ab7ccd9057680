//! The roster of a day: each duty with its stops in order, and what officers need at each door.
use chrono::NaiveDate;

use super::bring;
use super::code_words::CodeWords;
use super::people;
use super::store;
use super::visit::{Stop, Visit};
use crate::accounts::audit::{self, Action};
use crate::accounts::{Permission, Scope, Staff};
use crate::cases::case::{Applicant, Case};
use crate::cases::household::Household;
use crate::cases::return_channel::ReturnChannel;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::sealed::Vault;
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::text::dates::clock_time;
use crate::web::page::time_of_secs;

/// One duty with its stops.
pub struct RosterDuty {
    /// The duty.
    pub duty: Duty,
    /// Its stops in driving order.
    pub stops: Vec<RosterStop>,
}

/// One stop with the household in clear.
pub struct RosterStop {
    /// 1, 2, 3 … in driving order.
    pub number: usize,
    /// Where it stands.
    pub stop: Stop,
    /// The visit.
    pub visit: Visit,
    /// The case.
    pub case: Case,
    /// The rows of those whom the visit is for, in the order of the household's people.
    pub applicants: Vec<Applicant>,
    /// Where they live, with those of its people whom the visit is for.
    pub household: Household,
    /// What to bring besides the kit.
    pub bring: Vec<String>,
    /// How the cards are to come back.
    pub return_channel: ReturnChannel,
    /// What the officers say at the door and what the family gives back: on the sheet, so that no signal is needed.
    pub words: Option<CodeWords>,
}

/// The roster that a member of staff may see: an officer's own duties, a dispatcher's wards. Each look is audited.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_day(
    conn: &mut DbConn,
    staff: &Staff,
    vault: &Vault,
    on: NaiveDate,
    team_id: Option<i64>,
    now: Timestamp,
) -> StoreResult<Vec<RosterDuty>> {
    let duties = match crate::accounts::scope(staff.role, Permission::ReadRosters) {
        Some(Scope::OwnDuties) => teams::duties_of_officer(conn, staff.account_id, on)?,
        Some(_) => duties_in_wards(conn, staff, on)?,
        None => Vec::new(),
    };
    let wanted = duties.into_iter().filter(|duty| team_id.is_none_or(|id| duty.team.id == id));
    of_duties(conn, Some(staff), vault, wanted.collect(), now)
}

/// The roster of some duties, for the command line (`staff` = none) and for [`of_day`].
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_duties(
    conn: &mut DbConn,
    staff: Option<&Staff>,
    vault: &Vault,
    duties: Vec<Duty>,
    now: Timestamp,
) -> StoreResult<Vec<RosterDuty>> {
    let ids: Vec<i64> = duties.iter().map(|duty| duty.id).collect();
    let all = store::stops_of_duties(conn, &ids)?;
    let mut roster = Vec::with_capacity(duties.len());
    for duty in duties {
        let mut stops = Vec::new();
        for stop in all.iter().filter(|stop| stop.duty_id == duty.id) {
            let opened = open_stop(conn, vault, *stop, stops.len() + 1, now);
            if let Some(opened) = unless_unreadable(opened, "visits", stop.visit_id)?.flatten() {
                let subject = audit::case_subject(opened.case.id);
                audit::note(conn, staff, Action::LookOnRoster, &subject, None, now)?;
                stops.push(opened);
            }
        }
        roster.push(RosterDuty { duty, stops });
    }
    Ok(roster)
}

fn duties_in_wards(conn: &mut DbConn, staff: &Staff, on: NaiveDate) -> StoreResult<Vec<Duty>> {
    let duties = teams::duties_between(conn, on, on, None)?;
    let reaches = |duty: &Duty| {
        staff.ward_codes.is_empty() || duty.team.ward_codes.iter().any(|code| staff.ward_codes.contains(code))
    };
    Ok(duties.into_iter().filter(reaches).collect())
}

fn open_stop(
    conn: &mut DbConn,
    vault: &Vault,
    stop: Stop,
    number: usize,
    now: Timestamp,
) -> StoreResult<Option<RosterStop>> {
    let Some(visit) = store::find(conn, stop.visit_id)? else {
        return Ok(None);
    };
    // Who is not approved keeps a place in the sequence, and officers are told nothing of it.
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.filter(Case::is_approved);
    let Some(case) = case else {
        return Ok(None);
    };
    let mut applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let mut household = case.open(vault, &applicants)?;
    let wanted = people::of_visit(conn, &case, &visit, &applicants)?;
    let mut is_wanted = applicants.iter().map(|one| wanted.contains(&one.id)).collect::<Vec<_>>().into_iter();
    household.people.retain(|_| is_wanted.next().unwrap_or(false));
    applicants.retain(|one| wanted.contains(&one.id));
    let readiness = crate::cases::store::readiness_of(conn, vault, case.id)?;
    let bring = bring::for_officers(&household, readiness.as_ref());
    let chosen = crate::cases::store::return_channel_of(conn, case.id)?;
    let return_channel = chosen.unwrap_or(ReturnChannel::WardPolice);
    let words = CodeWords::of(vault, &visit, &case.code, now.date());
    Ok(Some(RosterStop { number, stop, visit, case, applicants, household, bring, return_channel, words }))
}

impl RosterStop {
    /// "09:15" as it was published; "buổi sáng" while the visit is only booked.
    pub fn arrives(&self) -> String {
        match (self.stop.times, self.visit.booking) {
            (Some(times), _) => clock_time(time_of_secs(times.arrives_secs)),
            (None, Some(booking)) => booking.half_day.label().to_owned(),
            (None, None) => String::new(),
        }
    }
}
