//! Books a half-day for a case, or moves it to another one: the old place is given back only if the new one is had.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::board::Board;
use super::door::Door;
use super::offers::{Offer, Rules, View, offers};
use super::sequence::Occupant;
use super::settle::settle;
use super::subject::{door_of, refuse_closed};
use super::take::{Wanted, take};
use crate::accounts::{Staff, audit};
use crate::calendar::{ExceptionalHalfDay, HalfDay};
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::visits::store as visits;
use crate::visits::visit::Visit;
use crate::web::Desk;

/// A half-day that somebody wants to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HalfDayWish {
    /// The date.
    #[schema(example = "2026-11-28")]
    pub on: NaiveDate,
    /// `morning` or `afternoon`.
    pub half_day: HalfDay,
}

/// Why a half-day is not booked; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// There is nothing to book for, and why.
    #[error("{0}")]
    NothingToBook(String),
    /// The team is on its way or at the door.
    #[error("Tổ công tác đang trên đường đến nhà: không đổi được nữa, xin gọi điện thoại của tổ")]
    OnTheWay,
    /// Nobody can take it (any more); these can be taken.
    #[error("Buổi này vừa hết chỗ")]
    Gone(Vec<Offer>),
    /// The place cannot be found on the map, and why.
    #[error("chưa xác định được vị trí nhà: {0}")]
    NotOnMap(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who books, when, and with what knowledge.
#[derive(Clone, Copy)]
pub struct Booker<'a> {
    /// What every handler has at hand.
    pub desk: &'a Desk,
    /// The sequences.
    pub board: &'a Board,
    /// Staff; none for a family.
    pub staff: Option<&'a Staff>,
    /// The present moment.
    pub now: Timestamp,
}

/// A booked visit.
#[derive(Clone, Debug)]
pub struct Booked {
    /// The visit as it stands now.
    pub visit: Visit,
    /// Team and telephone, once the round is published.
    pub duty_id: i64,
}

impl<'a> Booker<'a> {
    /// What this person may see and take.
    pub fn view(&self) -> View {
        if self.staff.is_some() { View::Staff } else { View::Public }
    }

    /// The rules of the present moment.
    pub fn rules<'b>(&'b self, exceptions: &'b [ExceptionalHalfDay]) -> Rules<'b> {
        let (settings, calendar) = (&self.desk.settings.booking, &*self.desk.calendar);
        Rules { settings, calendar, exceptions, now: self.now }
    }

    /// Half-days that dispatchers opened in the span that anybody can book.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn exceptions(&self, conn: &mut DbConn) -> StoreResult<Vec<ExceptionalHalfDay>> {
        let (first, last) = View::Staff.horizon(&self.desk.settings.booking, self.now);
        crate::teams::store::exceptional_half_days(conn, first, last)
    }

    /// Everything that a door can take now, in order of time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn offers(&self, conn: &mut DbConn, door: &Door, view: View) -> StoreResult<Vec<Offer>> {
        let exceptions = self.exceptions(conn)?;
        let (first, last) = view.horizon(&self.desk.settings.booking, self.now);
        let sequences = self.board.between(conn, first, last)?;
        Ok(offers(&sequences, self.board, door, view, self.rules(&exceptions)))
    }
}

/// Books the half-day in one of the duties that can take it; `hint` names those that could a moment ago, best first.
/// A visit that has a half-day already moves, in the same transaction.
///
/// # Errors
/// [`BookError`]; the caller's transaction must be rolled back then.
pub fn book(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: Visit,
    wish: HalfDayWish,
    hint: &[i64],
) -> Result<Booked, BookError> {
    let door = door_of(booker, case, &visit)?;
    let visit = give_back(conn, booker, visit)?;
    let exceptions = booker.exceptions(conn)?;
    let rules = booker.rules(&exceptions);
    let view = booker.view();
    let occupant = Occupant::Visit(visit.id);
    let mut tried = Vec::new();
    let mut duties = hint.to_vec();
    for round in 0..2 {
        for duty_id in std::mem::take(&mut duties) {
            if tried.contains(&duty_id) {
                continue;
            }
            tried.push(duty_id);
            let wanted = Wanted { duty_id, half_day: wish.half_day, door: &door, view };
            let taken = take(conn, (booker.board, &booker.desk.dice), wanted, occupant, rules)?;
            if let Some(taken) = taken.filter(|taken| taken.sequence.duty.on == wish.on) {
                return settle(conn, booker, case, visit, wish, &taken);
            }
        }
        if round == 0 {
            let found = booker.offers(conn, &door, view)?;
            let wanted = found.iter().find(|offer| (offer.on, offer.half_day) == (wish.on, wish.half_day));
            duties = wanted.map(|offer| offer.places.iter().map(|place| place.duty_id).collect()).unwrap_or_default();
        }
    }
    Err(BookError::Gone(booker.offers(conn, &door, view)?))
}

/// Takes a booked visit out of its duty: its place is free for the new one.
fn give_back(conn: &mut DbConn, booker: Booker<'_>, visit: Visit) -> Result<Visit, BookError> {
    let Some(stop) = visits::stop_of(conn, visit.id)? else {
        return Ok(visit);
    };
    crate::visits::give_back::give_back(conn, booker.desk, &visit, stop, booker.now)?;
    if !visits::book(conn, &visit, None)? {
        return Err(BookError::OnTheWay);
    }
    let again = visits::find(conn, visit.id)?;
    // What the family was told before decides how the new mail is worded and numbered.
    let told = Visit { booking: visit.booking, promise: visit.promise, ..again.unwrap_or(visit) };
    Ok(told)
}

/// Gives the half-day of a case back; its visit waits again.
///
/// # Errors
/// [`BookError`]; the caller's transaction must be rolled back then.
pub fn wait_again(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<(), BookError> {
    refuse_closed(case)?;
    let booked = visits::of_case(conn, case.id)?.into_iter().filter(|visit| visit.is_open() && visit.booking.is_some());
    let booked: Vec<Visit> = booked.collect();
    if booked.is_empty() {
        return Err(BookError::NothingToBook("Hồ sơ này chưa đặt buổi nào.".to_owned()));
    }
    for visit in booked {
        if !visit.is_movable() {
            return Err(BookError::OnTheWay);
        }
        let before = visit.clone();
        give_back(conn, booker, visit)?;
        let because = crate::visits::emails::CancelledBecause::GivenBack;
        crate::visits::emails::cancelled(conn, booker.desk, case, &before, because, booker.now)?;
    }
    crate::cases::store::fix_place(conn, case.id, None)?;
    audit::note(conn, booker.staff, audit::Action::Book, &audit::case_subject(case.id), None, booker.now)?;
    Ok(())
}
