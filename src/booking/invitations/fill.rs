//! Fills places in the fair order: each household is invited into the place that is best for it, while there are any.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::store::{self, NewInvitation};
use super::{Invitation, emails, why};
use crate::booking::booker::Booker;
use crate::booking::door::{Door, StoredDoor};
use crate::booking::offers::{Ranking, Rules, View, offers};
use crate::booking::sequence::{Occupant, Sequence};
use crate::booking::subject::door_of;
use crate::booking::take::{Wanted, claim};
use crate::booking::waiting::{self, Waiter};
use crate::calendar::HalfDay;
use crate::db::{DbConn, StoreResult};
use crate::ids::{DutyId, VisitId};
use crate::keys;
use crate::planning::priority::{Turn, Waiting, in_order};
use crate::sealed::secret_hash;
use crate::seconds::Seconds;
use crate::visits::store as visits;

/// Which places are looked at.
#[derive(Clone, Debug)]
pub enum Vacancies {
    /// These half-days of these duties.
    These(Vec<(DutyId, HalfDay)>),
    /// Every place that was given back, and slack in rounds that are published. Rounds that are not published yet are
    /// filled by planning, which serves everybody at once.
    All,
}

/// A half-day of a duty that can be filled.
#[derive(Clone, Copy)]
struct Vacancy {
    duty_id: DutyId,
    on: NaiveDate,
    half_day: HalfDay,
}

/// What is known of places, waiting households and invitations; grows while places are filled.
struct Known {
    open: Vec<Vacancy>,
    /// The duties of the open places, as they stand.
    sequences: HashMap<DutyId, Arc<Sequence>>,
    waiters: Vec<Waiter>,
    live: Vec<Invitation>,
    passed: HashSet<(VisitId, NaiveDate, HalfDay)>,
}

impl Vacancies {
    fn include(&self, sequence: &Sequence, half_day: HalfDay) -> bool {
        match self {
            Self::These(places) => places.contains(&(sequence.duty.id, half_day)),
            Self::All => true,
        }
    }
}

/// Invites whom the places fit; gives the number of invitations. Nothing outside the hours in which families may be
/// invited.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn fill(conn: &mut DbConn, booker: Booker<'_>, places: &Vacancies) -> StoreResult<usize> {
    let settings = &booker.desk.settings.booking;
    if settings.invites_next(booker.now) != booker.now {
        return Ok(0);
    }
    let (first, last) = View::Waiting.horizon(settings, booker.now);
    let mut open = Vec::new();
    let mut sequences = HashMap::new();
    for sequence in booker.board.between(conn, first, last)? {
        for &half_day in sequence.duty.half_days.halves() {
            if places.include(&sequence, half_day)
                && (sequence.is_published() || hidden(&sequence, half_day, booker) > 0)
            {
                open.push(Vacancy { duty_id: sequence.duty.id, on: sequence.duty.on, half_day });
                sequences.insert(sequence.duty.id, sequence.clone());
            }
        }
    }
    if open.is_empty() {
        return Ok(0);
    }
    let mut known = Known {
        open,
        sequences,
        waiters: waiting::all(conn, booker.desk, booker.board, None, booker.now)?,
        live: store::live(conn)?,
        passed: store::passed(conn, booker.now.date())?,
    };
    let waiting: Vec<Waiting> = known.waiters.iter().map(|waiter| waiter.waiting.clone()).collect();
    let mut invited = 0;
    let exceptions = booker.exceptions(conn)?;
    let rules = booker.rules(&exceptions);
    for turn in in_order(&waiting, booker.weights()?, booker.now.date(), booker.now) {
        invited += usize::from(invite_in_turn(conn, booker, rules, &mut known, turn.waiting.visit_id)?);
    }
    Ok(invited)
}

/// Places of a half-day that were given back and that the public does not see yet.
fn hidden(sequence: &Sequence, half_day: HalfDay, booker: Booker<'_>) -> usize {
    sequence.freed.iter().filter(|freed| freed.half_day == half_day && freed.public_at > booker.now).count()
}

/// Invites one household into the place that is best for it: little driving, and soon, at the price of waiting that
/// planning takes. Tells whether it was invited.
fn invite_in_turn(
    conn: &mut DbConn,
    booker: Booker<'_>,
    rules: Rules<'_>,
    known: &mut Known,
    visit_id: VisitId,
) -> StoreResult<bool> {
    let Some(waiter) = known.waiters.iter().find(|waiter| waiter.visit.id == visit_id).cloned() else {
        return Ok(false);
    };
    if known.live.iter().any(|one| one.visit_id == visit_id) {
        return Ok(false);
    }
    // No place on the map: a dispatcher has to find the house first. A hold shares no set-up with other stops.
    let Ok(door) = door_of(booker, &waiter.case.case, &waiter.visit) else { return Ok(false) };
    let door = Door { case_id: None, ..door };
    let day_secs = booker.day_secs(&waiter.waiting)?;
    for open in best_first(known, booker, &door, day_secs, visit_id, rules) {
        let served =
            known.waiters.iter().filter(|other| known.sequences[&open.duty_id].serves(&other.case.case.ward_code));
        let waiting: Vec<Waiting> = served.map(|waiter| waiter.waiting.clone()).collect();
        let turns = in_order(&waiting, booker.weights()?, booker.now.date(), booker.now);
        let Some(turn) = turns.iter().find(|turn| turn.waiting.visit_id == visit_id) else { continue };
        let wanted = Wanted { duty_id: open.duty_id, half_day: open.half_day, door: &door, view: View::Waiting };
        if let Some((invitation, next)) = invite(conn, booker, &waiter, turn, wanted, rules)? {
            known.live.push(invitation);
            known.sequences.insert(open.duty_id, next);
            return Ok(true);
        }
    }
    Ok(false)
}

/// The open places that a household fits and has not passed on, the best for it first.
fn best_first(
    known: &Known,
    booker: Booker<'_>,
    door: &Door,
    day_secs: Seconds,
    visit_id: VisitId,
    rules: Rules<'_>,
) -> Vec<Vacancy> {
    let mut fits = Vec::new();
    for open in &known.open {
        let sequence = &known.sequences[&open.duty_id];
        let here = |one: &&Invitation| (one.duty_id, one.half_day) == (open.duty_id, open.half_day);
        let is_full = !sequence.is_published()
            && known.live.iter().filter(here).count() >= hidden(sequence, open.half_day, booker);
        if is_full || known.passed.contains(&(visit_id, open.on, open.half_day)) {
            continue;
        }
        let offers = offers(std::slice::from_ref(sequence), booker.board, door, View::Waiting, rules);
        let ranking = Ranking::of(&offers, day_secs, booker.now.date());
        let offer = offers.iter().find(|offer| offer.half_day == open.half_day);
        fits.extend(offer.and_then(|offer| ranking.price(offer)).map(|price| (price, *open)));
    }
    fits.sort_by_key(|(price, open)| (*price, open.on, open.half_day, open.duty_id));
    fits.into_iter().map(|(_, open)| open).collect()
}

/// Keeps the place and tells the household; none when somebody was faster. A duty or a household that somebody else has
/// in hand is left to them: places are filled in the fair order and not in that of locks, so nobody is waited for.
fn invite(
    conn: &mut DbConn,
    booker: Booker<'_>,
    waiter: &Waiter,
    turn: &Turn<'_>,
    wanted: Wanted<'_>,
    rules: Rules<'_>,
) -> StoreResult<Option<(Invitation, Arc<Sequence>)>> {
    let (desk, settings) = (booker.desk, &booker.desk.settings.booking);
    let is_free =
        crate::teams::store::lock_free_duty(conn, wanted.duty_id)? && visits::lock_free(conn, waiter.visit.id)?;
    if !is_free {
        return Ok(None);
    }
    let Some(claimed) = claim(conn, booker.board, &desk.dice, wanted, rules)? else {
        return Ok(None);
    };
    if visits::find(conn, waiter.visit.id)?.is_none_or(|visit| visit.version != waiter.visit.version) {
        return Ok(None);
    }
    let on = claimed.on();
    let until = settings.invited_until(on, booker.now);
    let why = why(turn, &wanted.half_day.on(on), claimed.insertion, settings);
    let key = keys::of_case(conn, &desk.vault, &waiter.case.case.code)?;
    let new = NewInvitation {
        token_hash: secret_hash(&desk.dice.secret()),
        visit_id: waiter.visit.id,
        case: &waiter.case.case,
        place: (wanted.duty_id, claimed.position, wanted.half_day),
        door: wanted.door,
        sealed_door: desk.vault.seal(&key, &StoredDoor::of(wanted.door)),
        why: &why,
        until,
    };
    let Some(id) = store::add(conn, &new, booker.now)? else {
        return Ok(None);
    };
    let taken = claimed.settle(booker.board, Occupant::Hold(id))?;
    let (visit_id, duty_id, half_day) = (waiter.visit.id, wanted.duty_id, wanted.half_day);
    let invitation = Invitation { id, visit_id, duty_id, on, half_day, why, until };
    emails::invited(conn, desk, &waiter.case.case, &invitation, booker.now)?;
    Ok(Some((invitation, taken.sequence)))
}
