//! The waiting list: everybody with an approved case and no half-day waits, in the fair order (R25).
use std::collections::HashMap;

use super::board::Board;
use crate::cases::case::{Case, PlannableCase};
use crate::cases::store::unvisited;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::geography::wards::{WardCode, WardKind};
use crate::ids::CaseId;
use crate::planning::inputs;
use crate::planning::priority::{Because, PriorityWeights, Waiting, in_order};
use crate::visits::create_missing;
use crate::visits::people;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

pub mod api;

/// A visit that waits, with its case.
#[derive(Clone)]
pub struct Waiter {
    /// The visit.
    pub visit: Visit,
    /// Its case with the people.
    pub case: PlannableCase,
    /// What decides its turn.
    pub waiting: Waiting,
}

/// A family's place among those who wait in its ward.
#[derive(Clone, Debug)]
pub struct FamilyTurn {
    /// From 1.
    pub place: usize,
    /// How many households wait there.
    pub households: usize,
    /// In words, with its own reasons and nothing about anybody else.
    pub sentence: String,
    /// What it rests on.
    pub because: Vec<Because>,
}

/// Everybody who waits in these wards (none = all), by number. Approved cases that have no visit yet get it here.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn all(
    conn: &mut DbConn,
    desk: &Desk,
    board: &Board,
    ward_codes: Option<&[String]>,
    now: Timestamp,
) -> StoreResult<Vec<Waiter>> {
    let unvisited = unvisited::list(conn, ward_codes)?;
    create_missing::for_cases(conn, desk, &board.reference.durations, &unvisited, now)?;
    let waiting = visits::waiting(conn, ward_codes, now.date())?;
    let ids: Vec<CaseId> = waiting.iter().map(|visit| visit.case_id).collect();
    let cases = crate::cases::store::with_people(conn, &ids)?;
    let cases: HashMap<CaseId, PlannableCase> = cases.into_iter().map(|case| (case.case.id, case)).collect();
    let of = waiting.iter().filter_map(|visit| Some((&cases.get(&visit.case_id)?.case, visit)));
    let before = people::Before::read(conn, of)?;
    let mut waiters = Vec::with_capacity(waiting.len());
    for visit in waiting {
        let Some(case) = cases.get(&visit.case_id) else { continue };
        let waiting = inputs::waiting(&desk.vault, case, &visit, &before, now);
        let Some(waiting) = unless_unreadable(waiting.map_err(StoreError::from), "cases", case.case.id)? else {
            continue;
        };
        waiters.push(Waiter { visit, case: case.clone(), waiting });
    }
    Ok(waiters)
}

/// The turn of a case among those who wait in its ward; none when it does not wait.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn turn_of(
    conn: &mut DbConn,
    desk: &Desk,
    board: &Board,
    weights: &PriorityWeights,
    case: &Case,
    now: Timestamp,
) -> StoreResult<Option<FamilyTurn>> {
    let ward = [case.ward_code.clone()];
    let waiting: Vec<Waiting> =
        all(conn, desk, board, Some(&ward), now)?.into_iter().map(|waiter| waiter.waiting).collect();
    let turns = in_order(&waiting, weights, now.date(), now);
    let own = turns.iter().find(|turn| turn.waiting.code == case.code);
    Ok(own.map(|turn| FamilyTurn {
        place: turn.household_place,
        households: turn.households,
        sentence: turn.family_sentence(kind_of_ward(board, &case.ward_code)),
        because: turn.priority.terms.iter().map(|term| term.because).collect(),
    }))
}

/// Phường, xã or đặc khu; a ward that the data no longer knows is called a phường.
fn kind_of_ward(board: &Board, code: &str) -> WardKind {
    let ward =
        WardCode::parse(code).ok().and_then(|code| board.reference.geography.wards.find(&code).map(|ward| ward.kind));
    ward.unwrap_or(WardKind::Phuong)
}
