//! Inserts an occupant into a duty's sequence: the cheapest feasible insertion, a compare-and-swap of the stamp,
//! `planner::check`. One transaction; whoever changed the duty in between has drawn another stamp: the claim is lost.
use std::sync::Arc;

use super::board::Board;
use super::door::{Door, TimeConstraint};
use super::offers::{Rules, View};
use super::sequence::{Insertion, Member, Occupant, Seeker, Sequence};
use super::store;
use crate::calendar::HalfDay;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::dice::Dice;
use crate::ids::DutyId;
use crate::visits::store::POSITION_STEP;

/// What is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The duty.
    pub duty_id: DutyId,
    /// The half-day.
    pub half_day: HalfDay,
    /// Where the team would go.
    pub door: &'a Door,
    /// Who asks.
    pub view: View,
}

/// A place whose duty is ours until the transaction ends; who stands there is settled next.
pub struct Claim<'a> {
    sequence: Arc<Sequence>,
    wanted: Wanted<'a>,
    /// Where in the sequence, and at what price.
    pub insertion: Insertion,
    /// The position to store.
    pub position: i32,
    stamp: i64,
    moved: bool,
}

/// A place that is ours once the transaction commits.
pub struct Taken {
    /// The sequence with us in it.
    pub sequence: Arc<Sequence>,
    /// Which stop we are, counted from 0.
    pub at: usize,
    /// The position to store.
    pub position: i32,
}

/// Finds the cheapest insertion of one duty as it is stored, and writes the duty's new stamp over the old one. `seat`
/// stores the occupant's row at the position it is given, or leaves that to the caller, and says who it is. `None`
/// when the duty cannot take the door.
///
/// # Errors
/// [`StoreError`].
pub fn take_with(
    conn: &mut DbConn,
    board: &Board,
    dice: &Dice,
    wanted: Wanted<'_>,
    seat: impl FnOnce(&mut DbConn, i32) -> StoreResult<Occupant>,
    rules: Rules<'_>,
) -> StoreResult<Option<Taken>> {
    let Some(claim) = claim(conn, board, dice, wanted, rules)? else {
        return Ok(None);
    };
    let occupant = seat(conn, claim.position)?;
    claim.settle(board, occupant).map(Some)
}

/// The first half of [`take_with`], for an occupant that gets its number when its row is stored at [`Claim::position`].
///
/// The sequence in memory is tried first; when its stamp is not the stored one, it is read again, a bounded number
/// of times, because every lost race means that somebody else has got a place.
///
/// # Errors
/// [`StoreError`].
pub fn claim<'a>(
    conn: &mut DbConn,
    board: &Board,
    dice: &Dice,
    wanted: Wanted<'a>,
    rules: Rules<'_>,
) -> StoreResult<Option<Claim<'a>>> {
    let mut known = board.remembered(wanted.duty_id);
    let mut is_fresh = false;
    for _ in 0..=rules.settings.tries_max {
        let Some(sequence) = known.take() else {
            known = board.reread(conn, wanted.duty_id)?;
            is_fresh = true;
            if known.is_none() {
                return Ok(None);
            }
            continue;
        };
        let seeker = Seeker::new(wanted.door, sequence.roads(), &board.reference.geography);
        let approach = sequence.approach(&seeker);
        let insertion = insertion(&sequence, &approach, wanted, rules);
        let Some(insertion) = insertion else {
            if is_fresh {
                return Ok(None);
            }
            continue; // memory may be behind: look at what is stored before saying no
        };
        let stamp = dice.stamp();
        if !store::restamp(conn, wanted.duty_id, sequence.duty.stamp, stamp)? {
            board.note_lost_race();
            continue;
        }
        let (position, moved) = make_room(conn, &sequence, insertion.at)?;
        return Ok(Some(Claim { sequence, wanted, insertion, position, stamp, moved }));
    }
    Ok(None)
}

impl Claim<'_> {
    /// The date of the duty.
    pub fn on(&self) -> chrono::NaiveDate {
        self.sequence.duty.on
    }

    /// Puts the occupant into the claimed place and has it checked.
    ///
    /// # Errors
    /// [`StoreError`] when the checker refuses: a bug in the oracle, never stored.
    pub fn settle(self, board: &Board, occupant: Occupant) -> StoreResult<Taken> {
        let Self { sequence, wanted, insertion, position, stamp, moved } = self;
        let seeker = Seeker::new(wanted.door, sequence.roads(), &board.reference.geography);
        let time = TimeConstraint::HalfDay(wanted.half_day);
        let member = Member { occupant, position, door: wanted.door.clone(), time };
        let next = sequence.approach(&seeker).put_in(insertion.at, member, stamp);
        let next = next.map_err(|broken| StoreError::Damaged(format!("duty {}: {broken}", wanted.duty_id)))?;
        let next = Arc::new(next);
        // after renumbering the positions in memory are old: whoever comes next reads them
        if !moved {
            board.remember(next.clone());
        }
        Ok(Taken { sequence: next, at: insertion.at, position })
    }
}

fn insertion(
    sequence: &Sequence,
    approach: &super::sequence::Approach<'_>,
    wanted: Wanted<'_>,
    rules: Rules<'_>,
) -> Option<Insertion> {
    let on = sequence.duty.on;
    let (first, last) = wanted.view.horizon(rules.settings, rules.now);
    let is_open = (first..=last).contains(&on)
        && wanted.door.admissible.allow(on, wanted.half_day)
        && rules.calendar.is_open(on, wanted.half_day, rules.exceptions)
        && sequence.serves(&wanted.door.ward_code)
        && wanted.view.admits(sequence, wanted.half_day, wanted.door, rules.settings);
    let spare = wanted.view.spare_secs(sequence, wanted.half_day, rules.settings, rules.now);
    is_open.then(|| approach.best(wanted.half_day, spare)).flatten()
}

/// A position between two neighbours; now and then there is none left, and all others are moved apart.
fn make_room(conn: &mut DbConn, sequence: &Sequence, at: usize) -> StoreResult<(i32, bool)> {
    let before = if at == 0 { 0 } else { sequence.members[at - 1].position };
    let after = sequence.members.get(at).map_or(before + 2 * POSITION_STEP, |member| member.position);
    let middle = before + (after - before) / 2;
    if middle != before && before < i32::MAX - 2 * POSITION_STEP {
        return Ok((middle, false));
    }
    let number = |place: usize| i32::try_from(place + 1).unwrap_or(i32::MAX / POSITION_STEP) * POSITION_STEP;
    // from the end and then from the beginning, through numbers nobody has: a position is never there twice
    for sign in [-1, 1] {
        for (place, member) in sequence.members.iter().enumerate() {
            let place = place + usize::from(place >= at);
            store::move_to(conn, member.occupant, sign * number(place))?;
        }
    }
    Ok((number(at), true))
}
