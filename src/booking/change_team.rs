//! Changes a team as far as households are concerned: who waits in a ward that it leaves, which duties have a household
//! there, whether its routes can be driven from another base. Families are told another name or telephone.
use std::collections::{BTreeMap, BTreeSet};

use super::booker::Booker;
use super::orphan::write_order;
use super::preview::{PreviewError, preview};
use crate::accounts::{Permission, Staff};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{CaseId, DutyId, TeamId};
use crate::teams::change_team::{ChangeTeamError, TeamChange, change_team, changed};
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::teams::team::Team;
use crate::text::dates::long_date;
use crate::visits::exchange::tell_exchange;
use crate::visits::store as visits;

/// Most codes of waiting households that are named; the number tells the rest.
const NAMED_MAX: usize = 20;

/// What a change of a team would do.
#[derive(Debug, Default)]
pub struct TeamPreview {
    /// Each ward that it would leave.
    pub lost: Vec<LostWard>,
}

/// A ward that a team leaves.
#[derive(Debug)]
pub struct LostWard {
    /// The ward.
    pub ward_code: String,
    /// Other teams that serve it, by name.
    pub others: Vec<String>,
    /// How many households wait there.
    pub waiting: usize,
    /// The first of their cases, for whoever may read them.
    pub codes: Vec<String>,
    /// Coming duties of the team with a household of this ward: it must find another half-day first.
    pub duties: Vec<WardDuty>,
}

/// A coming duty with households of one ward.
#[derive(Debug)]
pub struct WardDuty {
    /// The duty.
    pub id: DutyId,
    /// “cả ngày Thứ Hai 07/12/2026”.
    pub when: String,
    /// How many stops it has there.
    pub stops: usize,
}

/// Why a team stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum MoveTeamError {
    /// The change is refused.
    #[error(transparent)]
    Change(#[from] ChangeTeamError),
    /// Households of a ward that it would leave have a half-day in these duties.
    #[error("Còn hộ đã có buổi ở địa bàn muốn bỏ: {}. Chuyển các hộ ấy sang buổi khác hoặc đổi tổ của ca, rồi bỏ địa bàn", numbers(.0))]
    Booked(Vec<DutyId>),
    /// The routes of these duties cannot be driven from the new base.
    #[error("Từ nơi xuất phát mới không kịp đi các ca đã xếp: {}. Sửa các ca ấy trước", numbers(.0))]
    TooFar(Vec<DutyId>),
    /// A visit changed at this very moment.
    #[error("Lượt đến của tổ này vừa thay đổi; xem lại rồi gửi lại")]
    Changed,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a change would do. Nothing is changed.
///
/// # Errors
/// [`MoveTeamError`].
pub fn look(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    id: TeamId,
    change: &TeamChange,
) -> Result<TeamPreview, MoveTeamError> {
    let before = teams::team(conn, id)?.ok_or(ChangeTeamError::NoSuchTeam(id))?;
    let after = changed(&booker.board.reference.geography, staff, &before, change)?;
    let coming = coming(conn, booker, id)?;
    Ok(lost(conn, booker, staff, &before, &after, &coming)?)
}

/// Changes a team that is still at `expected`, the version the requester has read.
///
/// # Errors
/// [`MoveTeamError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "change_team_and_tell", skip_all, fields(team_id = %id))]
pub fn change(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    id: TeamId,
    expected: i32,
    change: &TeamChange,
) -> Result<Team, MoveTeamError> {
    let before = teams::team(conn, id)?.ok_or(ChangeTeamError::NoSuchTeam(id))?;
    let after = changed(&booker.board.reference.geography, staff, &before, change)?;
    let coming = coming(conn, booker, id)?;
    let duty_ids: Vec<DutyId> = coming.iter().map(|duty| duty.id).collect();
    teams::lock_duties(conn, &duty_ids)?;
    let booked = lost(conn, booker, staff, &before, &after, &coming)?.lost.into_iter().flat_map(|ward| ward.duties);
    let booked: Vec<DutyId> = booked.map(|duty| duty.id).collect();
    if !booked.is_empty() {
        return Err(MoveTeamError::Booked(booked));
    }
    let stored = change_team(conn, staff, &after, expected, booker.now)?;
    let mut late = Vec::new();
    for before in &coming {
        let after = Duty { team: stored.clone().into(), ..before.clone() };
        if before.team.base != after.team.base && !drive(conn, booker, before, &after)? {
            late.push(before.id);
            continue;
        }
        // Whoever has the duty in memory must read it again.
        teams::restamp(conn, before.id, &booker.desk.dice)?;
        if !tell_exchange(conn, booker.desk, before, &after, booker.now)? {
            return Err(MoveTeamError::Changed);
        }
    }
    if late.is_empty() { Ok(stored) } else { Err(MoveTeamError::TooFar(late)) }
}

/// Writes the order in which a duty goes round from another base; false when somebody would lose a half-day by it.
fn drive(conn: &mut DbConn, booker: Booker<'_>, before: &Duty, after: &Duty) -> Result<bool, MoveTeamError> {
    match preview(conn, booker, before, Some(after)) {
        Ok(preview) if preview.hurt.is_empty() && preview.lost_holds.is_empty() => {
            if let Some(kept) = &preview.kept {
                write_order(conn, kept)?;
            }
            Ok(true)
        }
        Err(PreviewError::Store(error)) => Err(error.into()),
        Ok(_) | Err(PreviewError::Running | PreviewError::Broken(_)) => Ok(false),
    }
}

/// The duties of a team from today on.
fn coming(conn: &mut DbConn, booker: Booker<'_>, id: TeamId) -> StoreResult<Vec<Duty>> {
    let ids = teams::coming_duties_of_team(conn, id, booker.now.date())?;
    teams::not_cancelled(conn, &ids)
}

fn lost(
    conn: &mut DbConn,
    booker: Booker<'_>,
    staff: &Staff,
    before: &Team,
    after: &Team,
    coming: &[Duty],
) -> StoreResult<TeamPreview> {
    let gone: Vec<&String> = before.ward_codes.iter().filter(|ward| !after.ward_codes.contains(ward)).collect();
    if gone.is_empty() {
        return Ok(TeamPreview::default());
    }
    let stops = stops_by_ward(conn, coming)?;
    let mut preview = TeamPreview::default();
    for ward_code in gone {
        let ward = std::slice::from_ref(ward_code);
        let waiting = waiting(conn, ward, booker)?;
        let may_read = staff.may_in_ward(Permission::ReadCases, ward_code);
        let mut codes = Vec::new();
        for case_id in waiting.iter().take(if may_read { NAMED_MAX } else { 0 }) {
            codes.extend(crate::cases::store::case_by_id(conn, *case_id)?.map(|case| case.code));
        }
        let others = teams::teams_serving(conn, ward_code)?.into_iter().map(|(name, _)| name);
        let duty = |duty: &Duty| {
            let stops = *stops.get(&(duty.id, ward_code.clone()))?;
            Some(WardDuty { id: duty.id, when: format!("{} {}", duty.half_days.label(), long_date(duty.on)), stops })
        };
        preview.lost.push(LostWard {
            ward_code: ward_code.clone(),
            others: others.filter(|name| *name != before.name).collect(),
            waiting: waiting.len(),
            codes,
            duties: coming.iter().filter_map(duty).collect(),
        });
    }
    Ok(preview)
}

/// The cases that wait in some wards: a visit of theirs looks for a half-day, or they have no visit yet.
fn waiting(conn: &mut DbConn, wards: &[String], booker: Booker<'_>) -> StoreResult<BTreeSet<CaseId>> {
    let visits = visits::waiting(conn, Some(wards), booker.now.date())?;
    let unvisited = crate::cases::store::unvisited::list(conn, Some(wards))?;
    Ok(visits.into_iter().map(|visit| visit.case_id).chain(unvisited).collect())
}

/// How many stops some duties have in each ward. In steps: an engine that joins them may begin with all cases there are.
fn stops_by_ward(conn: &mut DbConn, duties: &[Duty]) -> StoreResult<BTreeMap<(DutyId, String), usize>> {
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let mut case_of: Vec<(DutyId, CaseId)> = Vec::new();
    for stop in visits::stops_of_duties(conn, &ids)? {
        case_of.extend(visits::find(conn, stop.visit_id)?.map(|visit| (stop.duty_id, visit.case_id)));
    }
    let case_ids: Vec<CaseId> = case_of.iter().map(|(_, case_id)| *case_id).collect();
    let wards = crate::cases::store::wards_of(conn, &case_ids)?;
    let mut stops = BTreeMap::new();
    for (duty_id, case_id) in case_of {
        if let Some(ward) = wards.get(&case_id) {
            *stops.entry((duty_id, ward.clone())).or_default() += 1;
        }
    }
    Ok(stops)
}

fn numbers(duties: &[DutyId]) -> String {
    let words: Vec<String> = duties.iter().map(|id| format!("ca số {id}")).collect();
    words.join(", ")
}
