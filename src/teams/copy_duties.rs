//! Copies duties of some days to later ones: the same teams, kits, officers and hours, as far as they can be had there.
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::availability::Availability;
use super::duty::{Duty, NewDuty};
use super::open_duty::{OpenDutyError, open_duty};
use super::{may_arrange, store};
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::DutyId;

/// Most days that are copied at once.
pub const DAYS_MAX: i64 = 7;

/// Which days are copied, and to where.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyCopy {
    /// The first day that is copied.
    pub from: NaiveDate,
    /// The day that it is copied to; the others follow.
    pub to: NaiveDate,
    /// How many days, 1…7.
    #[schema(minimum = 1, maximum = 7)]
    pub days: i64,
}

/// What became of a copy.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct DutiesCopied {
    /// The duties that were opened.
    pub opened: Vec<DutyCopied>,
    /// Those that could not be.
    pub left_out: Vec<DutyLeftOut>,
}

/// A duty that was opened after another one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DutyCopied {
    /// The new duty.
    pub duty: Duty,
    /// Who of the old one's officers cannot go out then, a sentence each; the others go.
    pub without: Vec<String>,
}

/// A duty that could not be copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyLeftOut {
    /// The one that was to be copied.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// Its team, by name.
    pub team: String,
    /// The day on which it would be.
    pub on: NaiveDate,
    /// Why it is not.
    pub why: String,
}

/// Why nothing is copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyDutiesError {
    /// Too few or too many days.
    #[error("Chép từ 1 đến {DAYS_MAX} ngày một lần")]
    Days,
    /// A day would be copied to itself, into the past, or onto one that is being copied.
    #[error("Chỉ chép được sang những ngày sau các ngày được chép")]
    Backwards,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Copies the duties that the account may arrange and that are not cancelled, one by one: what cannot be had there is left
/// out with its reason and hinders no other.
///
/// # Errors
/// [`CopyDutiesError`].
#[tracing::instrument(skip_all)]
pub fn copy_duties(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    wanted: DutyCopy,
    now: Timestamp,
) -> Result<DutiesCopied, CopyDutiesError> {
    if !(1..=DAYS_MAX).contains(&wanted.days) {
        return Err(CopyDutiesError::Days);
    }
    let span = Duration::days(wanted.days - 1);
    let last = |on: NaiveDate| on.checked_add_signed(span).ok_or(CopyDutiesError::Backwards);
    if wanted.to <= last(wanted.from)? {
        return Err(CopyDutiesError::Backwards);
    }
    let later = wanted.to - wanted.from;
    let known = Availability::between(conn, wanted.to, last(wanted.to)?)?;
    let mut copied = DutiesCopied::default();
    for old in store::duties_between(conn, wanted.from, last(wanted.from)?, None)? {
        if !may_arrange(staff, &old.team.ward_codes) {
            continue;
        }
        let (new, without) = after(&old, old.on + later, &known);
        match open_duty(conn, desk, staff, &new, now) {
            Ok(duty) => copied.opened.push(DutyCopied { duty, without }),
            Err(OpenDutyError::Store(error)) => return Err(error.into()),
            Err(refusal) => copied.left_out.push(DutyLeftOut {
                duty_id: old.id,
                team: old.team.name,
                on: new.on,
                why: if new.officer_ids.is_empty() { without.join(". ") } else { refusal.to_string() },
            }),
        }
    }
    Ok(copied)
}

/// The same duty on another day, with those officers who are there; why the others are not.
fn after(old: &Duty, on: NaiveDate, known: &Availability) -> (NewDuty, Vec<String>) {
    let away = |id| known.away(id, on, old.half_days);
    let there = old.officers.iter().map(|one| one.id).filter(|id| away(*id).is_none());
    let new = NewDuty {
        team_id: old.team.id,
        on,
        half_days: old.half_days,
        kit_id: old.kit.id,
        officer_ids: there.collect(),
        shift: Some(old.shift),
        capacity: Some(old.capacity),
        staff_minutes: Some(old.staff_secs.begun_minutes()),
        island_mission: old.island_mission,
    };
    (new, old.officers.iter().filter_map(|one| away(one.id)).collect())
}
