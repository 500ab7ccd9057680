//! The busy seconds of every team, in an order that tells at once what a change of two of them would do.

use std::collections::BTreeMap;

use super::busy;
use crate::model::Model;
use crate::route::Route;

/// Busy seconds (travel, set-up and service) per team.
pub(super) struct Teams {
    /// Team of each duty, as a position in the next two lists.
    of: Vec<usize>,
    /// Busy seconds of all duties of a team, and how many those are.
    sums: Vec<(i64, i64)>,
    /// Teams by busy seconds per duty.
    order: Vec<usize>,
}

impl Teams {
    pub fn new(model: &Model, routes: &[Route]) -> Teams {
        let mut known = BTreeMap::new();
        let mut sums = Vec::new();
        let mut of = Vec::with_capacity(routes.len());
        for (duty, route) in model.duties.iter().zip(routes) {
            let team = *known.entry(duty.team).or_insert(sums.len());
            if team == sums.len() {
                sums.push((0, 0));
            }
            sums[team].0 += busy(route);
            sums[team].1 += 1;
            of.push(team);
        }
        let mut teams = Teams { of, order: (0..sums.len()).collect(), sums };
        teams.sort();
        teams
    }

    /// Busy seconds per duty of the busiest team, less those of the least busy one.
    pub fn unfairness(&self) -> i64 {
        let end = |team: Option<&usize>| team.map_or(0, |&team| self.mean(team, 0));
        end(self.order.last()) - end(self.order.first())
    }

    /// The same after two duties' busy seconds have changed by so many.
    pub fn unfairness_after(&self, shift: [(usize, i64); 2]) -> i64 {
        let [(a, more_a), (b, more_b)] = shift.map(|(duty, more)| (self.of[duty], more));
        let changed =
            if a == b { [self.mean(a, more_a + more_b); 2] } else { [self.mean(a, more_a), self.mean(b, more_b)] };
        // of all the others only the first and the last count: at most two teams are passed over to find them
        let other = |&&team: &&usize| team != a && team != b;
        let ends = [self.order.iter().find(other), self.order.iter().rev().find(other)];
        let means = ends.into_iter().flatten().map(|&team| self.mean(team, 0)).chain(changed);
        let (least, most) = means.fold((i64::MAX, i64::MIN), |(least, most), mean| (least.min(mean), most.max(mean)));
        most - least
    }

    /// Takes a change over.
    pub fn shift(&mut self, shift: [(usize, i64); 2]) {
        for (duty, more) in shift {
            self.sums[self.of[duty]].0 += more;
        }
        self.sort();
    }

    fn mean(&self, team: usize, more: i64) -> i64 {
        let (busy, duties) = self.sums[team];
        (busy + more) / duties
    }

    fn sort(&mut self) {
        let sums = &self.sums;
        self.order.sort_by_key(|&team| sums[team].0 / sums[team].1);
    }
}
