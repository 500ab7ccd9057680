//! The fair order of who waits: more points first, then who filed first.
use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Priority, PriorityWeights, Waiting, priority_of};
use crate::clock::Timestamp;

/// A waiting visit's place in the fair order, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn<'a> {
    /// The visit.
    pub waiting: &'a Waiting,
    /// Its place among the visits, from 1.
    pub place: usize,
    /// Its case's place among the cases, from 1: the parts of a group site are one.
    pub household_place: usize,
    /// How many cases wait.
    pub households: usize,
    /// Its points and their reasons.
    pub priority: Priority,
}

/// Puts waiting visits in order; the order in which they are given does not matter. Ties go to who filed first, then
/// by the case's code, then by the visit's number: nothing of that can be edited.
pub fn in_order<'a>(waiting: &'a [Waiting], weights: &PriorityWeights, on: NaiveDate, now: Timestamp) -> Vec<Turn<'a>> {
    let with_priority = |one: &'a Waiting| (priority_of(one, weights, on, now), one);
    let mut ordered: Vec<(Priority, &Waiting)> = waiting.iter().map(with_priority).collect();
    ordered.sort_by_key(|(priority, one)| (Reverse(priority.points()), one.filed_at, &one.code, one.visit_id));
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (_, one) in &ordered {
        let next = places.len() + 1;
        places.entry(&one.code).or_insert(next);
    }
    let turn = |((priority, waiting), place): ((Priority, &'a Waiting), usize)| Turn {
        waiting,
        place,
        household_place: places[waiting.code.as_str()],
        households: places.len(),
        priority,
    };
    ordered.into_iter().zip(1..).map(turn).collect()
}
