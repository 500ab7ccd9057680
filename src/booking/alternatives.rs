//! Where else a visit could stand, and what each place would cost: driving, days of waiting, another hour for the family.
//! Each is a place that the checker's oracle found, in a copy without the visit.
use std::sync::Arc;

use chrono::NaiveDate;

use super::booker::Booker;
use super::door::Door;
use super::offers::View;
use super::sequence::{Occupant, Seeker, Sequence};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreResult};
use crate::ids::DutyId;
use crate::seconds::{Seconds, TimeOfDay};
use crate::visits::visit::Visit;

/// A place where a visit does not stand, and could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The duty.
    pub duty_id: DutyId,
    /// Its date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// How many stops come before.
    pub after_stops: usize,
    /// At the door.
    pub arrives_secs: TimeOfDay,
    /// More driving and unpacking than where it stands now; less where it is negative.
    pub added_secs: Seconds,
    /// How many days later than now; of who waits, from today on.
    pub days_later: i64,
    /// The family keeps the half-day and the window that it knows.
    pub keeps_time: bool,
    /// Driving and waiting together, in seconds of driving.
    pub price: i64,
}

/// Other places of a visit, cheapest first; on some days only, where they are named.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn alternatives(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    visit: &Visit,
    door: &Door,
    only_on: Option<NaiveDate>,
) -> StoreResult<Vec<Alternative>> {
    let (first, last) = View::Staff.horizon(&booker.desk.settings.booking, booker.now);
    let first = first.max(booker.now.date().succ_opt().unwrap_or(first));
    let (first, last) = only_on.map_or((first, last), |on| (on, on));
    let exceptions = crate::teams::store::exceptional_half_days(conn, first, last)?;
    let day_secs = i64::from(booker.day_secs_of(conn, case, visit)?);
    let own = match visit.duty_id {
        Some(id) => booker.board.reread(conn, id)?,
        None => None,
    };
    let saved = own.as_ref().map_or(Seconds::ZERO, |own| saved_without(booker, own, visit));
    let today = visit.booking.map_or(booker.now.date(), |booking| booking.on);
    let mut found = Vec::new();
    for sequence in booker.board.among(conn, first, last)? {
        let duty = &sequence.duty;
        if !sequence.serves(&door.ward_code) || duty.on <= booker.now.date() {
            continue;
        }
        let Some(without) = without(booker, &sequence, visit) else { continue };
        let seeker = Seeker::new(door, without.roads(), &booker.board.reference.geography);
        let approach = without.approach(&seeker);
        for half_day in duty.half_days.halves() {
            let is_its_own =
                visit.booking.is_some_and(|booking| (booking.on, booking.half_day) == (duty.on, *half_day));
            let suits = door.admissible.allow(duty.on, *half_day) || is_its_own;
            if !suits || !booker.desk.calendar.is_open(duty.on, *half_day, &exceptions) {
                continue;
            }
            let Some(spot) = approach.best(*half_day, Seconds::ZERO) else { continue };
            let here = sequence.index_of(Occupant::Visit(visit.id));
            if here == Some(spot.at) && is_its_own {
                continue;
            }
            let window =
                visit.promise.is_none_or(|promise| (promise.from_secs..=promise.to_secs).contains(&spot.arrives_secs));
            let (added_secs, days_later) = (spot.added_secs - saved, (duty.on - today).num_days());
            found.push(Alternative {
                duty_id: duty.id,
                on: duty.on,
                half_day: *half_day,
                after_stops: spot.at,
                arrives_secs: spot.arrives_secs,
                added_secs,
                days_later,
                keeps_time: is_its_own && window,
                price: i64::from(added_secs) + days_later * day_secs,
            });
        }
    }
    found.sort_by_key(|one| (one.price, one.on, one.arrives_secs, one.duty_id));
    Ok(found)
}

/// The sequence without a visit, whoever else stands there.
fn without(booker: Booker<'_>, sequence: &Arc<Sequence>, visit: &Visit) -> Option<Arc<Sequence>> {
    let Some(at) = sequence.index_of(Occupant::Visit(visit.id)) else { return Some(sequence.clone()) };
    let mut members = sequence.members.clone();
    members.remove(at);
    let duty = &sequence.duty;
    let left =
        Sequence::driven(duty, members, sequence.freed.clone(), sequence.roads(), &booker.board.reference).ok()?;
    Some(Arc::new(left))
}

/// Driving and unpacking that a duty is spared without a visit.
fn saved_without(booker: Booker<'_>, own: &Arc<Sequence>, visit: &Visit) -> Seconds {
    let cost = |sequence: &Sequence| {
        sequence.duty_times().map_or(Seconds::ZERO, |day| Seconds::from(day.travel) + Seconds::from(day.setup))
    };
    without(booker, own, visit).map_or(Seconds::ZERO, |left| cost(own) - cost(&left))
}
