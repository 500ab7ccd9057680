//! After the search: hand whole day's work from one team to another where that evens out the teams.
//!
//! Fairness stands below travel in the objective, so it decides among plans that drive equally long. Those are
//! found where two duties with the same shift swap all their stops.

use std::collections::BTreeMap;

use super::energy::Totals;
use crate::model::Model;
use crate::plan::Plan;
use crate::route::Route;
use crate::units::VisitIndex;

/// Swaps as long as a swap helps, but not forever.
const ROUNDS: usize = 4;

/// The routes of a plan with the busy seconds of every team.
struct Balance<'a> {
    model: &'a Model,
    routes: Vec<Route>,
    totals: Totals,
}

/// Terms as `cost.rs` orders them, with fairness in its place.
type Rank = [i64; 7];

/// The plan with its sequences handed around among duties with the same shift; never worse.
pub(crate) fn balance(model: &Model, plan: &Plan) -> Plan {
    let gives_up = |visit: u32| plan.breaks_promise(VisitIndex(visit));
    let route = |(duty, stops): (usize, &Vec<VisitIndex>)| {
        let stops: Vec<u32> = stops.iter().map(|visit| visit.0).collect();
        Route::new(model, duty as u32, &stops, gives_up)
    };
    let routes: Vec<Route> = plan.duties.iter().enumerate().map(route).collect();
    let mut totals = Totals::default();
    routes.iter().for_each(|route| totals.add(&route.tally));
    let mut balance = Balance { model, routes, totals };
    let mut plan = plan.clone();
    for _ in 0..ROUNDS {
        let swaps = balance.round(&gives_up);
        for &(a, b) in &swaps {
            plan.duties.swap(a, b);
        }
        if swaps.is_empty() {
            break;
        }
    }
    plan
}

impl Balance<'_> {
    /// Makes every swap that helps; tells which.
    fn round(&mut self, gives_up: &impl Fn(u32) -> bool) -> Vec<(usize, usize)> {
        let mut swaps = Vec::new();
        let duties = &self.model.duties;
        for a in 0..duties.len() {
            for b in a + 1..duties.len() {
                let same_shift = duties[a].clock == duties[b].clock;
                let free = duties[a].frozen.is_empty() && duties[b].frozen.is_empty();
                if same_shift && free && duties[a].team != duties[b].team && self.swap(a, b, gives_up) {
                    swaps.push((a, b));
                }
            }
        }
        swaps
    }

    /// Swaps the stops of two duties if both can serve them and the plan gets better.
    fn swap(&mut self, a: usize, b: usize, gives_up: &impl Fn(u32) -> bool) -> bool {
        let Some(new_a) = self.taken_over(a, b, gives_up) else {
            return false;
        };
        let Some(new_b) = self.taken_over(b, a, gives_up) else {
            return false;
        };
        let before = self.rank();
        let old = [(a, new_a), (b, new_b)].map(|(duty, route)| {
            self.totals.subtract(&self.routes[duty].tally);
            self.totals.add(&route.tally);
            (duty, std::mem::replace(&mut self.routes[duty], route))
        });
        if self.rank() < before {
            return true;
        }
        for (duty, route) in old {
            self.totals.subtract(&self.routes[duty].tally);
            self.totals.add(&route.tally);
            self.routes[duty] = route;
        }
        false
    }

    /// The route of duty `to` with the stops of duty `from`, if it works.
    fn taken_over(&self, to: usize, from: usize, gives_up: &impl Fn(u32) -> bool) -> Option<Route> {
        let stops: Vec<u32> = self.routes[from].stops().map(|link| link.node()).collect();
        if !stops.iter().all(|&visit| self.model.fits(visit, to as u32)) {
            return None;
        }
        let route = Route::new(self.model, to as u32, &stops, gives_up);
        route.is_feasible(self.model).then_some(route)
    }

    fn rank(&self) -> Rank {
        let [unserved, broken, overtime, optional, fifth, sixth] = self.totals.key(self.model);
        let unfairness = self.unfairness();
        if self.model.least_change_first {
            [unserved, broken, overtime, optional, fifth, sixth, unfairness]
        } else {
            [unserved, broken, overtime, optional, fifth, unfairness, sixth]
        }
    }

    /// Busy seconds per duty of the busiest team, less those of the least busy one.
    fn unfairness(&self) -> i64 {
        let mut teams: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
        for (duty, route) in self.model.duties.iter().zip(&self.routes) {
            let team = teams.entry(duty.team).or_default();
            team.0 += route.tally.road + route.service();
            team.1 += 1;
        }
        let means = || teams.values().map(|(busy, duties)| busy / duties);
        means().max().unwrap_or(0) - means().min().unwrap_or(0)
    }
}
