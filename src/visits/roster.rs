//! The roster of a day: each duty with its stops in order, and what officers need at each door.
use chrono::NaiveDate;

use super::bring;
use super::code_words::CodeWords;
use super::notes::{self, VisitNote};
use super::people;
use super::report_kinds::ReportKind;
use super::reported::{self, Reported};
use super::rights;
use super::store;
use super::visit::{Stop, Visit};
use crate::accounts::{Permission, Scope, Staff};
use crate::audit::{self, Action};
use crate::cases::case::{Applicant, Case};
use crate::cases::household::Household;
use crate::cases::kinds::ReturnChannel;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::{DutyId, TeamId};
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::text::said;

mod sight;

pub use sight::Hidden;
use sight::Sight;

/// One duty with its stops.
pub struct RosterDuty {
    /// The duty.
    pub duty: Duty,
    /// Its stops in driving order, as far as whoever reads may see the households.
    pub stops: Vec<RosterStop>,
    /// Its stops in other wards, of which no more than this is shown.
    pub others: Vec<OtherStop>,
    /// Why an officer sees no household of it now.
    pub hidden: Option<Hidden>,
}

/// A stop in somebody else's ward.
#[derive(Clone, Debug)]
pub struct OtherStop {
    /// 1, 2, 3 … in driving order.
    pub number: usize,
    /// When the team is there.
    pub arrives: String,
    /// Ward code.
    pub ward_code: String,
}

/// A stop as far as it is shown.
enum Shown {
    Household(Box<RosterStop>),
    Other(OtherStop),
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
    /// What was reported of it, and what can be.
    pub reporting: Reporting,
    /// What officers noted at the other trips to this household.
    pub notes: Vec<VisitNote>,
}

/// What was reported of a stop, and what can be.
pub struct Reporting {
    /// Every report, in the order they came in.
    pub reports: Vec<Reported>,
    /// The reports that it takes now; each has a button.
    pub takes: Vec<ReportKind>,
    /// Whether whoever reads may put a report right.
    pub can_put_right: bool,
}

impl Reporting {
    /// Whether a report of this kind has a button.
    pub fn takes(&self, kind: ReportKind) -> bool {
        self.takes.contains(&kind)
    }

    /// The newest report, as long as it can be taken back without a reason.
    pub fn to_undo(&self) -> Option<&Reported> {
        self.reports.iter().rfind(|one| one.stands).filter(|one| one.undo_until.is_some())
    }

    /// The outcome that stands.
    pub fn outcome(&self) -> Option<&Reported> {
        self.reports.iter().rfind(|one| one.stands && one.kind == ReportKind::Outcome)
    }
}

/// The roster that a member of staff may see: an officer's own duties, a dispatcher's wards. Each look is audited.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_day(
    conn: &mut DbConn,
    staff: &Staff,
    desk: &Desk,
    on: NaiveDate,
    team_id: Option<TeamId>,
    now: Timestamp,
) -> StoreResult<Vec<RosterDuty>> {
    let duties = match crate::accounts::scope(staff.role, Permission::ReadRosters) {
        Some(Scope::OwnDuties) => teams::duties_of_officer(conn, staff.account_id, on)?,
        Some(_) => duties_in_wards(conn, staff, on)?,
        None => Vec::new(),
    };
    let wanted = duties.into_iter().filter(|duty| team_id.is_none_or(|id| duty.team.id == id));
    of_duties(conn, Some(staff), desk, wanted.collect(), now)
}

/// The roster of some duties, for the command line (`staff` = none) and for [`of_day`].
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn of_duties(
    conn: &mut DbConn,
    staff: Option<&Staff>,
    desk: &Desk,
    duties: Vec<Duty>,
    now: Timestamp,
) -> StoreResult<Vec<RosterDuty>> {
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let all = store::stops_of_duties(conn, &ids)?;
    let mut roster = Vec::with_capacity(duties.len());
    for duty in duties {
        let hidden = sight::hidden(staff, &duty, &desk.settings.rosters, now);
        let (mut stops, mut others) = (Vec::new(), Vec::new());
        for stop in all.iter().filter(|stop| stop.duty_id == duty.id && hidden.is_none()) {
            let opened = unseal_stop(conn, desk, staff, *stop, stops.len() + others.len() + 1, now);
            match unless_unreadable(opened, "visits", stop.visit_id)?.flatten() {
                Some(Shown::Household(opened)) => {
                    let subject = audit::case_subject(opened.case.id);
                    audit::note(conn, staff, Action::LookOnRoster, &subject, None, now)?;
                    stops.push(*opened);
                }
                Some(Shown::Other(other)) => others.push(other),
                None => {}
            }
        }
        roster.push(RosterDuty { duty, stops, others, hidden });
    }
    Ok(roster)
}

/// The duties of a date that stand and whose team serves a ward of this person.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn duties_in_wards(conn: &mut DbConn, staff: &Staff, on: NaiveDate) -> StoreResult<Vec<Duty>> {
    let duties = teams::duties_between(conn, on, on, None)?;
    let reaches = |duty: &Duty| {
        staff.ward_codes.is_empty() || duty.team.ward_codes.iter().any(|code| staff.ward_codes.contains(code))
    };
    Ok(duties.into_iter().filter(reaches).collect())
}

fn unseal_stop(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    stop: Stop,
    number: usize,
    now: Timestamp,
) -> StoreResult<Option<Shown>> {
    let Some(visit) = store::find(conn, stop.visit_id)? else {
        return Ok(None);
    };
    // Who is not approved keeps a place in the sequence, and officers are told nothing of it.
    let case = crate::cases::store::case_by_id(conn, visit.case_id)?.filter(Case::is_approved);
    let Some(case) = case else {
        return Ok(None);
    };
    match sight::of_stop(staff, &case.ward_code) {
        Sight::Household => {}
        Sight::TimeAndWard => {
            let (arrives, ward_code) = (arrives(&stop, &visit), case.ward_code);
            return Ok(Some(Shown::Other(OtherStop { number, arrives, ward_code })));
        }
        Sight::Nothing => return Ok(None),
    }
    let mut applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let vault = &desk.vault;
    let mut household = case.unseal(vault, &applicants)?;
    let wanted = people::of_visit(conn, &case, &visit, &applicants)?;
    let mut is_wanted = applicants.iter().map(|one| wanted.contains(&one.id)).collect::<Vec<_>>().into_iter();
    household.people.retain(|_| is_wanted.next().unwrap_or(false));
    applicants.retain(|one| wanted.contains(&one.id));
    let readiness = crate::cases::store::readiness_of(conn, vault, case.id)?;
    let bring = bring::for_officers(&household, visit.captures, readiness.as_ref());
    let chosen = crate::cases::store::return_channel_of(conn, case.id)?;
    let return_channel = chosen.unwrap_or(ReturnChannel::WardPolice);
    let words = CodeWords::of(vault, &visit, &case.code, now.date());
    let reports = reported::of_visit(conn, desk, visit.id, now)?;
    let reads_notes = staff.is_none_or(|staff| staff.scope(Permission::ReadVisitNotes).is_ok());
    let notes = if reads_notes { notes::for_visit(conn, vault, &visit)? } else { Vec::new() };
    let offered = |kind: &&ReportKind| visit.offers(**kind, case.state(), now);
    let takes = ReportKind::ALL.iter().filter(offered).copied().collect();
    let may = |one: &Reported| staff.is_some_and(|staff| rights::may_put_right(staff, one.recorded_at, now));
    let can_put_right = visit.cancelled_at.is_none() && reports.iter().any(|one| one.stands && may(one));
    let reporting = Reporting { reports, takes, can_put_right };
    Ok(Some(Shown::Household(Box::new(RosterStop {
        number,
        stop,
        visit,
        case,
        applicants,
        household,
        bring,
        return_channel,
        words,
        reporting,
        notes,
    }))))
}

impl RosterStop {
    /// "09:15" as it was published; "buổi sáng" while the visit is only booked.
    pub fn arrives(&self) -> String {
        arrives(&self.stop, &self.visit)
    }
}

fn arrives(stop: &Stop, visit: &Visit) -> String {
    match (stop.times, visit.booking) {
        (Some(times), _) => said::clock(times.arrives_secs),
        (None, Some(booking)) => booking.half_day.label().to_owned(),
        (None, None) => String::new(),
    }
}
