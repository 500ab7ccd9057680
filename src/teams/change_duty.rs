//! Changes a duty: another kit, other officers, another shift, other half-days, another team. Whether its stops still fit is for booking to check
//! (`booking::orphan`): nobody else calls this.
use super::claims::{self, Chosen, ClaimError, Wanted};
use super::conflicts::Named;
use super::duty::{CAPACITY_MAX, Duty, DutyChange, DutyTeam};
use super::shift::{Shift, ShiftMistake};
use super::{may_arrange, store};
use crate::accounts::Staff;
use crate::audit;
use crate::calendar::NotOpen;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::{DutyId, TeamId};

/// Why a duty cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeDutyError {
    /// No such duty.
    #[error("Không có ca công tác số {0}")]
    NoSuchDuty(DutyId),
    /// The team serves none of the requester's wards.
    #[error("Tổ “{0}” không phục vụ địa bàn của tài khoản đang dùng")]
    ForeignTeam(String),
    /// Somebody changed it since it was read.
    #[error("Ca này đã thay đổi sau khi được đọc; xem lại rồi gửi lại")]
    Stale,
    /// The date is over.
    #[error("Ca này đã qua")]
    Past,
    /// It was cancelled.
    #[error("Ca này đã huỷ")]
    Cancelled,
    /// The shift does not fit.
    #[error(transparent)]
    Shift(#[from] ShiftMistake),
    /// Too few or too many captures.
    #[error("Số lượt thu nhận của một ca từ 1 đến {CAPACITY_MAX}")]
    Capacity,
    /// No such team, or it is retired.
    #[error("Không có tổ số {0} đang hoạt động")]
    NoSuchTeam(TeamId),
    /// Nobody works in a half-day that is to come in, or the calendar does not reach so far.
    #[error("{0}")]
    Closed(#[from] NotOpen),
    /// Kit or officers cannot be had.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a duty that is still at `expected`, the version the requester has read. The caller has made sure that the
/// stops of the duty fit into what it becomes.
///
/// # Errors
/// [`ChangeDutyError`].
#[tracing::instrument(skip_all, fields(duty_id = %id))]
pub fn change_duty(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    id: DutyId,
    expected: i32,
    change: &DutyChange,
    now: Timestamp,
) -> Result<Duty, ChangeDutyError> {
    let before = store::duty(conn, id)?.ok_or(ChangeDutyError::NoSuchDuty(id))?;
    check_changeable(&before, staff, expected, now)?;
    // From here on the row is ours: a booking that runs at the same time waits, then finds its version gone.
    if !store::bump_version(conn, id, expected, &desk.dice)? {
        return Err(ChangeDutyError::Stale);
    }
    let after = changed(conn, desk, staff, &before, change)?;
    let kit_id = change.kit_id.unwrap_or(before.kit.id);
    let officer_ids = match &change.officer_ids {
        Some(given) => given.clone(),
        None => before.officers.iter().map(|officer| officer.id).collect(),
    };
    // In other half-days everybody is chosen anew.
    let moved = after.half_days != before.half_days;
    let wanted = Wanted {
        team: Named { id: after.team.id, name: after.team.name.clone() },
        on: after.on,
        half_days: after.half_days,
        kit_id,
        officer_ids: &officer_ids,
        of_duty: Some(id),
        chosen: Chosen { kit: moved || change.kit_id.is_some(), officers: moved || change.officer_ids.is_some() },
    };
    claims::lay_claim(conn, wanted)?;
    store::change_duty(conn, &after, kit_id, &officer_ids)?;
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("duty:{id}"), None, now)?;
    store::duty(conn, id)?.ok_or(ChangeDutyError::NoSuchDuty(id))
}

/// Whether this person may change this duty now.
///
/// # Errors
/// [`ChangeDutyError`].
pub fn check_changeable(duty: &Duty, staff: &Staff, expected: i32, now: Timestamp) -> Result<(), ChangeDutyError> {
    if !may_arrange(staff, &duty.team.ward_codes) {
        return Err(ChangeDutyError::ForeignTeam(duty.team.name.clone()));
    }
    if duty.cancelled.is_some() {
        return Err(ChangeDutyError::Cancelled);
    }
    if duty.version != expected {
        return Err(ChangeDutyError::Stale);
    }
    if duty.on < now.date() {
        return Err(ChangeDutyError::Past);
    }
    Ok(())
}

/// What a duty becomes, as far as its sequence rests on it.
///
/// # Errors
/// [`ChangeDutyError`].
pub fn changed(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    before: &Duty,
    change: &DutyChange,
) -> Result<Duty, ChangeDutyError> {
    let half_days = change.half_days.unwrap_or(before.half_days);
    let usual = || {
        if half_days == before.half_days { before.shift } else { Shift::usual(half_days, &desk.settings.hours) }
    };
    let after = Duty {
        team: changed_team(conn, staff, before, change)?,
        half_days,
        shift: change.shift.unwrap_or_else(usual),
        capacity: change.capacity.unwrap_or(before.capacity),
        island_mission: change.island_mission.unwrap_or(before.island_mission),
        ..before.clone()
    };
    after.shift.check(after.half_days, &desk.settings.hours, after.island_mission)?;
    if !(1..=CAPACITY_MAX).contains(&after.capacity) {
        return Err(ChangeDutyError::Capacity);
    }
    let exceptions = store::exceptional_half_days(conn, after.on, after.on)?;
    for half in half_days.halves().iter().filter(|half| !before.half_days.includes(**half)) {
        desk.calendar.check_open(after.on, *half, &exceptions)?;
    }
    Ok(after)
}

/// The team that goes; a new one must serve the requester's wards too.
fn changed_team(
    conn: &mut DbConn,
    staff: &Staff,
    before: &Duty,
    change: &DutyChange,
) -> Result<DutyTeam, ChangeDutyError> {
    let Some(id) = change.team_id.filter(|id| *id != before.team.id) else {
        return Ok(before.team.clone());
    };
    let team = store::team(conn, id)?.ok_or(ChangeDutyError::NoSuchTeam(id))?;
    if !may_arrange(staff, &team.ward_codes) {
        return Err(ChangeDutyError::ForeignTeam(team.name));
    }
    Ok(team.into())
}
