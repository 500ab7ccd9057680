//! Half-days that nobody of this kind can take, however much room there is: too soon, too late, closed, nobody at work,
//! or against what the family prefers. Whoever asks for one is told that, and not that somebody else was faster.

use super::booker::Booker;
use super::door::Door;
use super::offers::View;
use super::refusals::HalfDayWish;
use super::refusals::{BookError, OutOfReach};
use crate::db::{DbConn, StoreResult};

/// Why a door cannot have a half-day, whatever stands in it already; none when it is only a matter of room.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn out_of_reach(
    conn: &mut DbConn,
    booker: Booker<'_>,
    door: &Door,
    wish: HalfDayWish,
) -> StoreResult<Option<OutOfReach>> {
    let (first, last) = booker.view().horizon(&booker.desk.settings.booking, booker.now);
    if wish.on < first {
        return Ok(Some(match booker.view() {
            View::Staff => OutOfReach::TooSoonForStaff(first),
            View::Public | View::Waiting => OutOfReach::TooSoonForFamilies(first),
        }));
    }
    if wish.on > last {
        return Ok(Some(OutOfReach::TooLate(last)));
    }
    let exceptions = booker.exceptions(conn)?;
    if let Err(closed) = booker.desk.calendar.check_open(wish.on, wish.half_day, &exceptions) {
        return Ok(Some(OutOfReach::Closed(closed.to_string())));
    }
    let at_work = booker.board.on(conn, wish.on)?;
    let serves = at_work.iter().any(|one| one.duty.half_days.includes(wish.half_day) && one.serves(&door.ward_code));
    let preference = door.admissible.preference;
    Ok(match serves {
        false => Some(OutOfReach::NoTeam),
        true => (!preference.allows(wish.on, wish.half_day)).then_some(OutOfReach::Preference(preference)),
    })
}

impl Booker<'_> {
    /// The refusal of a half-day that no duty can take, with what can be had instead: whether it is only full, or out of
    /// reach for whoever asks.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn gone(&self, conn: &mut DbConn, door: &Door, wish: HalfDayWish) -> StoreResult<BookError> {
        let offers = self.offers(conn, door, self.view())?;
        Ok(match out_of_reach(conn, *self, door, wish)? {
            Some(why) => BookError::OutOfReach(why, offers),
            None => BookError::Gone(offers),
        })
    }
}
