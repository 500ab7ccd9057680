//! Opens a duty: half-days open, kit and officers free, a shift that can be worked.
use super::claims::{self, Chosen, ClaimError, Wanted};
use super::conflicts::Named;
use super::duty::{CAPACITY_MAX, Duty, NewDuty};
use super::shift::{Shift, ShiftMistake};
use super::{is_too_far, may_arrange, store};
use crate::accounts::Staff;
use crate::audit;
use crate::calendar::NotOpen;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::TeamId;
use crate::seconds::Seconds;

/// Most minutes of a duty that can be kept for urgent cases.
pub const STAFF_MINUTES_MAX: i32 = 600;

/// Why a duty cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenDutyError {
    /// No such team, or it is retired.
    #[error("Không có tổ số {0} đang hoạt động")]
    NoSuchTeam(TeamId),
    /// The team serves none of the requester's wards.
    #[error("Tổ “{0}” không phục vụ địa bàn của tài khoản đang dùng")]
    ForeignTeam(String),
    /// The date is over.
    #[error("Ngày này đã qua")]
    Past,
    /// The date is more than a year ahead.
    #[error("Chỉ mở được trong vòng 366 ngày tới")]
    TooFar,
    /// Nobody works then, or the calendar does not reach so far.
    #[error("{0}")]
    Closed(#[from] NotOpen),
    /// The shift does not fit.
    #[error(transparent)]
    Shift(#[from] ShiftMistake),
    /// Too few or too many captures.
    #[error("Số lượt thu nhận của một ca từ 1 đến {CAPACITY_MAX}")]
    Capacity,
    /// More time kept back than a day has.
    #[error("Số phút dành cho ca gấp từ 0 đến {STAFF_MINUTES_MAX}")]
    StaffMinutes,
    /// Kit or officers cannot be had.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens a duty.
///
/// # Errors
/// [`OpenDutyError`].
#[tracing::instrument(skip_all, fields(team_id = %new.team_id))]
pub fn open_duty(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    new: &NewDuty,
    now: Timestamp,
) -> Result<Duty, OpenDutyError> {
    let team = store::team(conn, new.team_id)?.ok_or(OpenDutyError::NoSuchTeam(new.team_id))?;
    if !may_arrange(staff, &team.ward_codes) {
        return Err(OpenDutyError::ForeignTeam(team.name));
    }
    if new.on < now.date() {
        return Err(OpenDutyError::Past);
    }
    if is_too_far(new.on, now) {
        return Err(OpenDutyError::TooFar);
    }
    check_open(conn, desk, new)?;
    let hours = &desk.settings.hours;
    let shift = new.shift.unwrap_or_else(|| Shift::usual(new.half_days, hours));
    shift.check(new.half_days, hours, new.island_mission)?;
    let capacity = new.capacity.unwrap_or(desk.settings.planning.duty_capacity);
    if !(1..=CAPACITY_MAX).contains(&capacity) {
        return Err(OpenDutyError::Capacity);
    }
    let wanted = Wanted {
        team: Named { id: team.id, name: team.name },
        on: new.on,
        half_days: new.half_days,
        kit_id: new.kit_id,
        officer_ids: &new.officer_ids,
        of_duty: None,
        chosen: Chosen::ALL,
    };
    claims::lay_claim(conn, wanted)?;
    let staff_minutes = new.staff_minutes.unwrap_or(desk.settings.booking.staff_minutes);
    if !(0..=STAFF_MINUTES_MAX).contains(&staff_minutes) {
        return Err(OpenDutyError::StaffMinutes);
    }
    let id = store::add_duty(conn, new, &shift, capacity, Seconds::minutes(staff_minutes), now)?;
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("duty:{id}"), None, now)?;
    store::duty(conn, id)?.ok_or_else(|| StoreError::Damaged(format!("duty:{id}")).into())
}

fn check_open(conn: &mut DbConn, desk: &Desk, new: &NewDuty) -> Result<(), OpenDutyError> {
    let exceptions = store::exceptional_half_days(conn, new.on, new.on)?;
    for half_day in new.half_days.halves() {
        desk.calendar.check_open(new.on, *half_day, &exceptions)?;
    }
    Ok(())
}
