//! Cancels a duty with a reason; refused while families are promised a visit by it (`booking::orphan` tells them first).
use super::duty::Duty;
use super::{may_arrange, read_reason, store};
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::DutyId;

/// Why a duty cannot be cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelDutyError {
    /// No such duty.
    #[error("Không có ca công tác số {0}")]
    NoSuchDuty(DutyId),
    /// The team serves none of the requester's wards.
    #[error("Tổ “{0}” không phục vụ địa bàn của tài khoản đang dùng")]
    ForeignTeam(String),
    /// No reason, or one that is too short or too long.
    #[error("Ghi lý do huỷ ca, từ 5 đến 300 ký tự")]
    Reason,
    /// Somebody changed it since it was read.
    #[error("Ca này đã thay đổi sau khi được đọc; xem lại rồi gửi lại")]
    Stale,
    /// The date is over.
    #[error("Ca này đã qua")]
    Past,
    /// It was cancelled before.
    #[error("Ca này đã huỷ rồi")]
    Cancelled,
    /// Families are promised a visit by it.
    #[error("Ca này đã xếp {0} lượt đến. Chuyển các lượt đó sang ca khác rồi mới huỷ ca")]
    Booked(usize),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Cancels a duty that is still at `expected`, the version the requester has read. Its kit and officers are free again.
///
/// # Errors
/// [`CancelDutyError`].
#[tracing::instrument(skip_all, fields(duty_id = %id))]
pub fn cancel_duty(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    id: DutyId,
    expected: i32,
    reason: &str,
    now: Timestamp,
) -> Result<Duty, CancelDutyError> {
    let duty = store::duty(conn, id)?.ok_or(CancelDutyError::NoSuchDuty(id))?;
    check_cancellable(&duty, staff, expected, now)?;
    let reason = read_reason(reason).ok_or(CancelDutyError::Reason)?;
    // The row is ours after this: a booking that runs at the same time waits, then finds its version gone.
    if !store::bump_version(conn, id, expected, &desk.dice)? {
        return Err(CancelDutyError::Stale);
    }
    let booked = store::booked(conn, id)?;
    if booked.stops > 0 {
        return Err(CancelDutyError::Booked(booked.stops));
    }
    store::cancel_duty(conn, id, &reason, now)?;
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("duty:{id}"), Some(&reason), now)?;
    store::duty(conn, id)?.ok_or(CancelDutyError::NoSuchDuty(id))
}

/// Whether this person may cancel this duty now.
///
/// # Errors
/// [`CancelDutyError`].
pub fn check_cancellable(duty: &Duty, staff: &Staff, expected: i32, now: Timestamp) -> Result<(), CancelDutyError> {
    if !may_arrange(staff, &duty.team.ward_codes) {
        return Err(CancelDutyError::ForeignTeam(duty.team.name.clone()));
    }
    if duty.cancelled.is_some() {
        return Err(CancelDutyError::Cancelled);
    }
    if duty.version != expected {
        return Err(CancelDutyError::Stale);
    }
    if duty.on < now.date() {
        return Err(CancelDutyError::Past);
    }
    Ok(())
}
