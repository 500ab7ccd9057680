//! Opens an exceptional half-day: a named person works against the calendar, with a reason (R1, R5).
use super::half_day::{NewHalfDay, OpenHalfDayError, OpenedHalfDay};
use super::{is_too_far, read_reason, store};
use crate::accounts::{Permission, Staff};
use crate::audit;
use crate::calendar::Calendar;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::ids::HalfDayId;

/// Opens a half-day that the calendar has closed.
///
/// # Errors
/// [`OpenHalfDayError`].
#[tracing::instrument(skip_all)]
pub fn open_half_day(
    conn: &mut DbConn,
    calendar: &Calendar,
    staff: &Staff,
    new: &NewHalfDay,
    now: Timestamp,
) -> Result<OpenedHalfDay, OpenHalfDayError> {
    if !staff.may_everywhere(Permission::OpenHalfDays) {
        return Err(OpenHalfDayError::NotCityWide);
    }
    if new.on < now.date() {
        return Err(OpenHalfDayError::Past);
    }
    if is_too_far(new.on, now) {
        return Err(OpenHalfDayError::TooFar);
    }
    calendar.check_known(new.on)?;
    let words = || super::half_day::words(new.half_day, new.on);
    if calendar.is_open(new.on, new.half_day, &[]) {
        return Err(OpenHalfDayError::OpenAnyway(words()));
    }
    let mut opened = OpenedHalfDay {
        id: HalfDayId::UNSTORED,
        on: new.on,
        half_day: new.half_day,
        opened_by: staff.name.clone(),
        reason: read_reason(&new.reason).ok_or(OpenHalfDayError::Reason)?,
        opened_at: now,
    };
    opened.id = store::add_half_day(conn, &opened, staff.account_id).map_err(|error| {
        if error.is_unique_violation() {
            return OpenHalfDayError::OpenedBefore(words());
        }
        error.into()
    })?;
    let subject = format!("half_day:{}", opened.id);
    audit::note(conn, Some(staff), audit::Action::Arrange, &subject, Some(&opened.reason), now)?;
    Ok(opened)
}
