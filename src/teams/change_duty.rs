//! Changes a duty: another kit, other officers, another shift, without breaking what is booked into it.
use super::claims::{self, ClaimError, Wanted};
use super::conflicts::Named;
use super::duty::{Booked, CAPACITY_MAX, Duty, DutyChange};
use super::shift::ShiftMistake;
use super::{may_arrange, store};
use crate::accounts::{Staff, audit};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::web::Desk;

/// Why a duty cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeDutyError {
    /// No such duty.
    #[error("Không có ca công tác số {0}")]
    NoSuchDuty(i64),
    /// The team serves none of the asker's wards.
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
    /// Visits were promised that the changed duty might not reach.
    #[error("Ca này đã xếp {} lượt đến ({} lượt thu nhận): không thu hẹp giờ, giờ nghỉ, số lượt thu nhận, không đổi nhiệm vụ đảo", .0.stops, .0.captures)]
    Booked(Booked),
    /// Kit or officers cannot be had.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a duty that is still at `expected`, the version the asker has read.
///
/// # Errors
/// [`ChangeDutyError`].
pub fn change_duty(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    id: i64,
    expected: i32,
    change: &DutyChange,
    now: Timestamp,
) -> Result<Duty, ChangeDutyError> {
    let before = store::duty(conn, id)?.ok_or(ChangeDutyError::NoSuchDuty(id))?;
    check_changeable(&before, staff, expected, now)?;
    // From here on the row is ours: a booking that runs at the same time waits, then finds its version gone.
    if !store::bump_version(conn, id, expected)? {
        return Err(ChangeDutyError::Stale);
    }
    let after = changed(&before, change);
    after.shift.check(after.half_days, &desk.settings.hours, after.island_mission)?;
    if !(1..=CAPACITY_MAX).contains(&after.capacity) {
        return Err(ChangeDutyError::Capacity);
    }
    let booked = store::booked(conn, id)?;
    if !keeps_promises(&before, &after, booked) {
        return Err(ChangeDutyError::Booked(booked));
    }
    let kit_id = change.kit_id.unwrap_or(before.kit.id);
    let officer_ids = match &change.officer_ids {
        Some(given) => given.clone(),
        None => before.officers.iter().map(|officer| officer.id).collect(),
    };
    claims::lay_claim(
        conn,
        Wanted {
            team: Named { id: before.team.id, name: before.team.name.clone() },
            on: before.on,
            half_days: before.half_days,
            kit_id,
            officer_ids: &officer_ids,
            of_duty: Some(id),
        },
    )?;
    store::change_duty(conn, &after, kit_id, &officer_ids)?;
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("duty:{id}"), None, now)?;
    store::duty(conn, id)?.ok_or(ChangeDutyError::NoSuchDuty(id))
}

fn check_changeable(duty: &Duty, staff: &Staff, expected: i32, now: Timestamp) -> Result<(), ChangeDutyError> {
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

fn changed(before: &Duty, change: &DutyChange) -> Duty {
    Duty {
        shift: change.shift.unwrap_or(before.shift),
        capacity: change.capacity.unwrap_or(before.capacity),
        island_mission: change.island_mission.unwrap_or(before.island_mission),
        ..before.clone()
    }
}

/// Whether every stored sequence stays feasible without asking the planner: nothing it rests on gets tighter.
fn keeps_promises(before: &Duty, after: &Duty, booked: Booked) -> bool {
    booked.stops == 0
        || (after.shift.covers(&before.shift)
            && after.capacity >= booked.captures
            && after.island_mission == before.island_mission)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teams::Kit;
    use crate::teams::duty::{DutyHalfDays, DutyTeam};
    use crate::teams::shift::Shift;
    use crate::teams::team::BasePoint;

    fn duty() -> Duty {
        Duty {
            id: 1,
            team: DutyTeam {
                id: 1,
                name: "Tổ 1".to_owned(),
                hot_line: "113".to_owned(),
                ward_codes: vec!["11329".to_owned()],
                base_ward_code: "11329".to_owned(),
                base: BasePoint { lat: 20.86, lng: 106.68 },
            },
            kit: Kit { id: 1, name: "TB-01".to_owned() },
            on: "2026-11-25".parse().unwrap(),
            half_days: DutyHalfDays::Morning,
            shift: Shift { starts_secs: 27_000, ends_secs: 41_400, rest: None },
            capacity: 10,
            officers: vec![],
            island_mission: false,
            staff_secs: 0,
            version: 1,
            stamp: 0,
            cancelled: None,
        }
    }

    #[test]
    fn what_is_booked_stays_feasible_or_the_change_is_refused() {
        let (before, booked) = (duty(), Booked { stops: 3, captures: 4 });
        let with = |change: DutyChange| keeps_promises(&before, &changed(&before, &change), booked);
        let shift = |starts_secs, ends_secs| DutyChange {
            shift: Some(Shift { starts_secs, ends_secs, rest: None }),
            ..DutyChange::default()
        };
        assert!(with(DutyChange::default()));
        assert!(with(shift(25_200, 43_200)));
        assert!(!with(shift(28_800, 41_400)));
        assert!(!with(shift(27_000, 39_600)));
        assert!(with(DutyChange { capacity: Some(4), ..DutyChange::default() }));
        assert!(!with(DutyChange { capacity: Some(3), ..DutyChange::default() }));
        assert!(!with(DutyChange { island_mission: Some(true), ..DutyChange::default() }));
        let nothing = Booked::default();
        let later = changed(&before, &shift(28_800, 39_600));
        assert!(keeps_promises(&before, &later, nothing));
    }
}
