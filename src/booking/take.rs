//! Takes a place in a duty: insert, let the judge look, stamp. One transaction, guarded by the duty's stamp.
use std::sync::Arc;

use super::board::Board;
use super::door::{Door, Told};
use super::offers::{Rules, View};
use super::sequence::{Member, Occupant, Opening, Seeker, Sequence};
use super::store;
use crate::calendar::HalfDay;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::dice::Dice;
use crate::visits::store::POSITION_STEP;

/// What is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The duty.
    pub duty_id: i64,
    /// The half-day.
    pub half_day: HalfDay,
    /// Where the team would go.
    pub door: &'a Door,
    /// Who asks.
    pub view: View,
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

/// Takes a place for an occupant that has a number already. The caller then stores its row at [`Taken::position`].
///
/// # Errors
/// [`StoreError`].
pub fn take(
    conn: &mut DbConn,
    tools: (&Board, &Dice),
    wanted: Wanted<'_>,
    occupant: Occupant,
    rules: Rules<'_>,
) -> StoreResult<Option<Taken>> {
    take_with(conn, tools, wanted, |_, _| Ok(occupant), rules)
}

/// Finds the cheapest opening of one duty as it is stored, and writes the duty's new stamp over the old one. `seat`
/// stores the occupant's row at the position it is given, or leaves that to the caller, and says who it is. `None`
/// when the duty cannot take the door.
///
/// The sequence in memory is tried first; when its stamp is not the stored one, it is read again, a bounded number
/// of times, because every lost race means that somebody else has got a place.
///
/// # Errors
/// [`StoreError`].
pub fn take_with(
    conn: &mut DbConn,
    (board, dice): (&Board, &Dice),
    wanted: Wanted<'_>,
    seat: impl FnOnce(&mut DbConn, i32) -> StoreResult<Occupant>,
    rules: Rules<'_>,
) -> StoreResult<Option<Taken>> {
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
        let seeker = Seeker::new(wanted.door, sequence.roads(), board.places());
        let approach = sequence.approach(&seeker);
        let opening = opening(&sequence, &approach, wanted, rules);
        let Some(opening) = opening else {
            if is_fresh {
                return Ok(None);
            }
            continue; // memory may be behind: look at what is stored before saying no
        };
        let stamp = new_stamp(dice);
        if !store::restamp(conn, wanted.duty_id, sequence.duty.stamp, stamp)? {
            board.note_lost_race();
            continue;
        }
        let (position, moved) = make_room(conn, &sequence, opening.at)?;
        let told = Told::HalfDay(wanted.half_day);
        let occupant = seat(conn, position)?;
        let member = Member { occupant, position, door: wanted.door.clone(), told };
        let next = approach.put_in(opening.at, member, stamp);
        let next = next.map_err(|broken| StoreError::Damaged(format!("duty {}: {broken}", wanted.duty_id)))?;
        let next = Arc::new(next);
        // after renumbering the positions in memory are old: whoever comes next reads them
        if !moved {
            board.remember(next.clone());
        }
        return Ok(Some(Taken { sequence: next, at: opening.at, position }));
    }
    Ok(None)
}

fn opening(
    sequence: &Sequence,
    approach: &super::sequence::Approach<'_>,
    wanted: Wanted<'_>,
    rules: Rules<'_>,
) -> Option<Opening> {
    let on = sequence.duty.on;
    let (first, last) = wanted.view.horizon(rules.settings, rules.now);
    let is_open = (first..=last).contains(&on)
        && rules.calendar.is_open(on, wanted.half_day, rules.exceptions)
        && sequence.serves(&wanted.door.ward_code);
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

/// A stamp that no content had before: 62 random bits.
pub fn new_stamp(dice: &Dice) -> i64 {
    i64::from_le_bytes(dice.bytes()) & (i64::MAX >> 1)
}
