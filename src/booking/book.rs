//! Books a half-day for a case, or moves it to another one: the old place is given back only if the new one is had.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::board::Board;
use super::door::{Door, Told};
use super::offers::{Offer, Rules, View, offers};
use super::sequence::Occupant;
use super::store;
use super::take::{Taken, Wanted, new_stamp, take};
use crate::accounts::{Staff, audit};
use crate::calendar::{ExceptionalHalfDay, HalfDay};
use crate::cases::case::{Case, PlannableCase, State};
use crate::cases::triage::TriageDecision;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::places::wards::WardCode;
use crate::places::zones::ZoneCode;
use crate::planning::publish::promise_of;
use crate::visits::open_missing::{self, Measures};
use crate::visits::store as visits;
use crate::visits::visit::{Booking, Promise, Stop, StopTimes, Visit, VisitState};
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

/// The visit that is booked next: the first one that still looks for a half-day, else the first that has one.
/// Missing visits are opened.
///
/// # Errors
/// [`BookError::NothingToBook`], [`BookError::OnTheWay`].
pub fn visit_to_book(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<Visit, BookError> {
    refuse_closed(case)?;
    let desk = booker.desk;
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let plannable = PlannableCase { case: case.clone(), applicants };
    let measures = Measures { durations: booker.board.durations(), hours: &desk.settings.hours, vault: &desk.vault };
    open_missing::for_case(conn, &plannable, measures, booker.now)?;
    let mut open: Vec<Visit> = visits::of_case(conn, case.id)?;
    open.retain(Visit::is_open);
    open.sort_by_key(|visit| (visit.booking.is_some(), visit.number, visit.part));
    let visit = open.into_iter().next();
    let visit = visit.ok_or_else(|| BookError::NothingToBook("Hồ sơ này đã làm xong tại nhà.".to_owned()))?;
    if matches!(visit.state(), VisitState::EnRoute | VisitState::Arrived) {
        return Err(BookError::OnTheWay);
    }
    Ok(visit)
}

pub(super) fn refuse_closed(case: &Case) -> Result<(), BookError> {
    let nothing = |why: &str| Err(BookError::NothingToBook(why.to_owned()));
    match case.state() {
        State::Withdrawn => nothing("Hồ sơ đã rút, không đặt buổi được nữa."),
        State::Refused => nothing("Đề nghị chưa được chấp nhận nên chưa đặt buổi được."),
        State::Filed if case.triage != TriageDecision::Visit => {
            nothing("Hồ sơ này chưa cần hoặc chưa đủ điều kiện để tổ đến nhà; cán bộ sẽ xem và liên hệ.")
        }
        State::Filed | State::Verified => Ok(()),
    }
}

/// Where the team would go for a visit of a case.
///
/// # Errors
/// [`BookError::NotOnMap`].
pub fn door_of(booker: Booker<'_>, case: &Case, visit: &Visit) -> Result<Door, BookError> {
    let unknown = |why: String| BookError::NotOnMap(why);
    let address = booker.desk.vault.open(&case.address).map_err(StoreError::from)?;
    let ward = WardCode::parse(&case.ward_code).map_err(|error| unknown(error.to_string()))?;
    let sub_area = case.sub_area.clone().map(ZoneCode);
    let spot = booker.board.places().locate(&ward, sub_area.as_ref(), address.point());
    Ok(Door {
        case_id: Some(case.id),
        ward_code: case.ward_code.clone(),
        spot: spot.map_err(|error| unknown(error.to_string()))?,
        captures: visit.captures,
        service_secs: visit.service_secs,
        setup_secs: booker.board.durations().setup_secs(case.group_site.is_some()),
    })
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
pub(super) fn give_back(conn: &mut DbConn, booker: Booker<'_>, visit: Visit) -> Result<Visit, BookError> {
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

/// Writes stop, booking, audit and mail of a place that is ours.
pub(super) fn settle(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: Visit,
    wish: HalfDayWish,
    taken: &Taken,
) -> Result<Booked, BookError> {
    let duty = &taken.sequence.duty;
    let booking = Booking { on: wish.on, half_day: wish.half_day, booked_at: booker.now };
    let stop = Stop { visit_id: visit.id, duty_id: duty.id, position: taken.position, times: None };
    visits::add_stop(conn, &stop)?;
    if !visits::book(conn, &visit, Some(booking))? {
        return Err(BookError::OnTheWay);
    }
    let mut now_booked = Visit {
        booking: Some(booking),
        promise: None,
        invite_sequence: visit.invite_sequence + 1,
        version: visit.version + 1,
        ..visit.clone()
    };
    if case.place_fixed_at.is_none() {
        crate::cases::store::fix_place(conn, case.id, Some(booker.now))?;
    }
    if taken.sequence.is_published() {
        let promise = publish_at_once(conn, booker, &now_booked, taken)?;
        now_booked = Visit { promise: Some(promise), ..now_booked };
    }
    audit::note(conn, booker.staff, audit::Action::Book, &audit::case_subject(case.id), None, booker.now)?;
    tell(conn, booker, case, &visit, &now_booked, taken)?;
    Ok(Booked { visit: now_booked, duty_id: duty.id })
}

/// In a round whose families know their windows, a newcomer is told one too; the others stay inside theirs.
fn publish_at_once(conn: &mut DbConn, booker: Booker<'_>, visit: &Visit, taken: &Taken) -> Result<Promise, BookError> {
    let sequence = &taken.sequence;
    let times = sequence.times().map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    for (member, stop) in sequence.members.iter().zip(&times) {
        if let Occupant::Visit(id) = member.occupant {
            let times =
                StopTimes { arrives_secs: stop.arrival.0, starts_secs: stop.start.0, departs_secs: stop.departure.0 };
            store::set_times(conn, id, times)?;
        }
    }
    let own = &times[taken.at];
    let settings = &booker.desk.settings;
    let arrival = (own.arrival.0, own.start.0);
    let promise = promise_of(arrival, &sequence.duty, &settings.planning, &settings.hours, booker.now);
    if !visits::promise(conn, visit, Some(promise))? {
        return Err(BookError::OnTheWay);
    }
    // The window is part of the sequence's content: whoever has it in memory must read it again.
    let stamp = new_stamp(&booker.desk.dice);
    store::restamp(conn, sequence.duty.id, sequence.duty.stamp, stamp)?;
    debug_assert!(matches!(Told::of(promise), Told::Window { .. }));
    Ok(promise)
}

fn tell(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    before: &Visit,
    now_booked: &Visit,
    taken: &Taken,
) -> StoreResult<()> {
    if !case.has_email {
        return Ok(());
    }
    let desk = booker.desk;
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let household = case.open(&desk.vault, &applicants)?;
    match now_booked.promise {
        Some(promise) => {
            let told = (before, promise, &*taken.sequence.duty);
            crate::visits::emails::published(conn, desk, (case, &household), told, booker.now)?;
        }
        None => {
            crate::visits::emails::booked(conn, desk, (case, &household), (before, now_booked), booker.now)?;
        }
    }
    Ok(())
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
