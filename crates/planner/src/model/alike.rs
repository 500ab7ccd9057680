//! Which visits may be compared by their price of a day: those of one neighbourhood that need the same.

use std::collections::BTreeMap;

use crate::problem::{Problem, Visit};
use crate::units::VisitIndex;

/// Groups of at least two visits that any duty can serve as well as each other, the place aside; the highest price of a day
/// first, then in order of their numbers. Whoever is pinned, was told a window or is frozen is in none.
pub(super) fn groups(problem: &Problem) -> Vec<Vec<u32>> {
    let frozen: Vec<VisitIndex> = problem.duties.iter().flat_map(|duty| duty.frozen.visits.iter().copied()).collect();
    let mut groups: BTreeMap<u32, Vec<Vec<u32>>> = BTreeMap::new();
    for (number, visit) in (0..).zip(&problem.visits) {
        let free = visit.pinned_duty.is_none() && visit.promise.is_none() && !frozen.contains(&VisitIndex(number));
        let Some(neighbourhood) = visit.neighbourhood.filter(|_| free) else { continue };
        let groups = groups.entry(neighbourhood).or_default();
        let alike = |group: &&mut Vec<u32>| needs_the_same(visit, &problem.visits[group[0] as usize]);
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(number),
            None => groups.push(vec![number]),
        }
    }
    let mut groups: Vec<Vec<u32>> = groups.into_values().flatten().filter(|group| group.len() > 1).collect();
    for group in &mut groups {
        group.sort_by_key(|&number| (-problem.visits[number as usize].day_price.0, number));
    }
    groups
}

fn needs_the_same(a: &Visit, b: &Visit) -> bool {
    let work = |visit: &Visit| (visit.service, visit.setup, visit.demand, visit.skills, visit.required);
    work(a) == work(b) && a.windows == b.windows
}
