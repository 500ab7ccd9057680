//! What a planning run looks at, read in one go, with a fingerprint that tells whether it changed since.
mod candidates;
mod fingerprint;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::days::Days;
use super::priority::{PriorityWeights, Waiting};
use super::proposal::Proposal;
use super::reach::Beyond;
use crate::accounts::{Permission, Staff};
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::case::{Applicant, PlannableCase};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::geography::Geography;
use crate::geography::travel::Spot;
use crate::geography::wards::WardCode;
use crate::geography::zones::ZoneCode;
use crate::ids::{CaseId, DutyId, VisitId};
use crate::reference_data::ReferenceData;
use crate::sealed::{UnsealError, Vault};
use crate::seconds::Seconds;
use crate::teams::duty::Duty;
use crate::visits::hold::Hold;
use crate::visits::visit::Visit;
use crate::visits::{people, store as visits};

/// Why nobody can plan a visit whose household cannot be opened.
const UNREADABLE: &str = "dữ liệu hồ sơ không đọc được, xin báo quản trị viên";

/// Everything that a plan depends on.
pub struct Inputs {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// When they were read.
    pub now: Timestamp,
    /// Whose wards they are; none = all.
    pub wards: Option<Vec<String>>,
    /// Visits that want a place, or have one in this span.
    pub visits: Vec<WantedVisit>,
    /// Visits that cannot even be put on the map, with the Vietnamese reason.
    pub not_on_map: Vec<(VisitId, String)>,
    /// Visits that no open half-day of the span is long enough for.
    pub no_half_day: Vec<VisitId>,
    /// Visits whose families prefer none of the span's open half-days.
    pub suits_none: Vec<VisitId>,
    /// Visits whose turn does not come in this span, in the fair order.
    pub beyond: Vec<(VisitId, Beyond)>,
    /// Duties of the span.
    pub duties: Vec<Duty>,
    /// Half-days on which visits may take place.
    pub half_days: Vec<(NaiveDate, HalfDay)>,
    /// Places in these duties that are kept for families who are about to book.
    pub held: Vec<HeldPlace>,
    /// Visits that somebody put into their duty by hand: they stay there.
    pub hand_placed: HashSet<VisitId>,
    /// Duties whose stops and order stay as they are.
    pub locked: HashSet<DutyId>,
}

impl Inputs {
    /// Whether a person decided that a visit stands in the duty that has it.
    pub fn stays_by_hand(&self, wanted: &WantedVisit) -> bool {
        self.hand_placed.contains(&wanted.visit.id) || wanted.duty_id.is_some_and(|id| self.locked.contains(&id))
    }
}

/// A hold with what planning needs of it.
pub struct HeldPlace {
    /// The hold.
    pub hold: Hold,
    /// Where the team would go.
    pub spot: Spot,
}

/// A visit with what planning needs of its case.
pub struct WantedVisit {
    /// The visit.
    pub visit: Visit,
    /// Ward of the case.
    pub ward_code: String,
    /// Where the team goes.
    pub spot: Spot,
    /// Seconds to set up.
    pub setup_secs: Seconds,
    /// What decides its turn.
    pub waiting: Waiting,
    /// The duty that has it now.
    pub duty_id: Option<DutyId>,
    /// Whether a dispatcher has approved its case.
    pub is_approved: bool,
    /// When a team may come; at any time once it has a half-day, which stays.
    pub admissible: AdmissibleTimes,
}

/// Whom a reading is about.
#[derive(Clone, Copy)]
pub enum Scope<'a> {
    /// Everybody who has a half-day in the span, and of all others those whose turn comes, by these weights.
    Turn(&'a PriorityWeights),
    /// Everybody who has a half-day in the span, and those who have a place in this proposal.
    Of(&'a Proposal),
}

/// Reads the inputs for the wards and duties that this person may plan (`None` = all). Visits of other wards that
/// stand in these duties belong to them: their appointments must be kept.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(
    conn: &mut DbConn,
    desk: &Desk,
    reference: &ReferenceData,
    staff: Option<&Staff>,
    days: Days,
    scope: Scope<'_>,
    now: Timestamp,
) -> StoreResult<Inputs> {
    let Days { from, to } = days;
    let wards = staff.and_then(|staff| staff.wards_of(Permission::Plan));
    let mut duties = crate::teams::store::duties_between(conn, from, to, None)?;
    duties.retain(|duty| wards.is_none_or(|wards| duty.team.ward_codes.iter().any(|code| wards.contains(code))));
    let open = match scope {
        Scope::Turn(_) => visits::open_visits(conn)?,
        Scope::Of(proposal) => visits::open_among(conn, &proposal.visit_ids(), from, to)?,
    };
    let mut cases: Vec<CaseId> = open.iter().map(|visit| visit.case_id).collect();
    cases.sort_unstable();
    cases.dedup();
    let cases = crate::cases::store::with_people(conn, &cases)?;
    let cases: HashMap<CaseId, PlannableCase> = cases.into_iter().map(|case| (case.case.id, case)).collect();
    let half_days = open_half_days(conn, desk, from, to)?;
    let held = held(conn, &desk.vault, &duties, now)?;
    let (hand_placed, locked) = by_hand(conn, &duties, &open)?;
    let (visits, not_on_map, no_half_day, suits_none, beyond) = Default::default();
    let mut inputs = Inputs {
        from,
        to,
        now,
        wards: wards.map(<[_]>::to_vec),
        visits,
        not_on_map,
        no_half_day,
        suits_none,
        beyond,
        duties,
        half_days,
        held,
        hand_placed,
        locked,
    };
    let candidates = inputs.candidates(open, &cases, wards, desk, reference);
    let of = candidates.iter().map(|one| (&one.case.case, &one.visit));
    let before = people::Before::read(conn, of)?;
    let mut seen = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let waiting = waiting(&desk.vault, candidate.case, &candidate.visit, &before, now);
        match unless_unreadable(waiting.map_err(StoreError::from), "cases", candidate.case.case.id)? {
            Some(waiting) => seen.push((candidate, waiting)),
            None => inputs.not_on_map.push((candidate.visit.id, UNREADABLE.to_owned())),
        }
    }
    if let Scope::Turn(weights) = scope {
        inputs.leave_out_beyond(&mut seen, weights, &desk.settings.planning);
    }
    for (candidate, waiting) in seen {
        let spot = spot_of(desk, &reference.geography, candidate.case);
        match unless_unreadable(spot, "cases", candidate.case.case.id)? {
            Some(Ok(spot)) => inputs.visits.push(candidate.wanted(spot, waiting)),
            Some(Err(reason)) => inputs.not_on_map.push((candidate.visit.id, reason)),
            None => inputs.not_on_map.push((candidate.visit.id, UNREADABLE.to_owned())),
        }
    }
    Ok(inputs)
}

fn open_half_days(
    conn: &mut DbConn,
    desk: &Desk,
    from: NaiveDate,
    to: NaiveDate,
) -> StoreResult<Vec<(NaiveDate, HalfDay)>> {
    let exceptions = crate::teams::store::exceptional_half_days(conn, from, to)?;
    let dates = from.iter_days().take_while(|on| *on <= to);
    let halves = dates.flat_map(|on| HalfDay::ALL.iter().map(move |half_day| (on, *half_day)));
    Ok(halves.filter(|(on, half_day)| desk.calendar.is_open(*on, *half_day, &exceptions)).collect())
}

/// Who was put into these duties by hand and still stands there, and which of them are locked.
fn by_hand(conn: &mut DbConn, duties: &[Duty], open: &[Visit]) -> StoreResult<(HashSet<VisitId>, HashSet<DutyId>)> {
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let duty_of: HashMap<VisitId, DutyId> = open.iter().filter_map(|visit| Some((visit.id, visit.duty_id?))).collect();
    let placed = visits::hand_placements(conn, &ids)?;
    let stands = placed.iter().filter(|placed| duty_of.get(&placed.visit_id) == Some(&placed.duty_id));
    let stands = stands.map(|placed| placed.visit_id).collect();
    let locked = crate::teams::store::locked_duties(conn, &ids)?;
    Ok((stands, locked.into_iter().map(|locked| locked.duty_id).collect()))
}

/// The places that are kept in some duties, in driving order.
fn held(conn: &mut DbConn, vault: &Vault, duties: &[Duty], now: Timestamp) -> StoreResult<Vec<HeldPlace>> {
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let spot = |hold: &Hold| {
        let (_, spot) = vault.unseal(&hold.door)?.location().ok_or(StoreError::Damaged(format!("hold {}", hold.id)))?;
        Ok(spot)
    };
    let mut held = Vec::new();
    for hold in visits::holds_of_duties(conn, &ids, now)? {
        if let Some(spot) = unless_unreadable(spot(&hold), "holds", hold.id)? {
            held.push(HeldPlace { hold, spot });
        }
    }
    Ok(held)
}

/// What decides the turn of a visit: facts of the people whom it is for, not of those who have their card.
///
/// # Errors
/// [`UnsealError`] when a person cannot be opened.
pub fn waiting(
    vault: &Vault,
    case: &PlannableCase,
    visit: &Visit,
    before: &people::Before,
    now: Timestamp,
) -> Result<Waiting, UnsealError> {
    let ids = before.of_visit(&case.case, visit, &case.applicants);
    let meant: Vec<&Applicant> = case.applicants.iter().filter(|one| ids.contains(&one.id)).collect();
    Ok(Waiting::of(case, visit, people::captures(&meant, vault, now.date())?))
}

/// The same for one visit.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn waiting_of(
    conn: &mut DbConn,
    vault: &Vault,
    case: &PlannableCase,
    visit: &Visit,
    now: Timestamp,
) -> StoreResult<Waiting> {
    let before = people::Before::read(conn, std::iter::once((&case.case, visit)))?;
    Ok(waiting(vault, case, visit, &before, now)?)
}

/// Where the team goes, or in Vietnamese why nobody can say.
fn spot_of(desk: &Desk, geography: &Geography, case: &PlannableCase) -> StoreResult<Result<Spot, String>> {
    let address = desk.vault.unseal(&case.case.address)?;
    let Ok(ward) = WardCode::parse(&case.case.ward_code) else {
        return Ok(Err(format!("mã phường, xã {} không đọc được", case.case.ward_code)));
    };
    let sub_area = case.case.sub_area.clone().map(ZoneCode);
    Ok(geography.locate(&ward, sub_area.as_ref(), address.point()).map_err(|error| error.to_string()))
}
