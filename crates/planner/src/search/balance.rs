//! After the search: hand whole day's work from one team to another where that evens out the teams.
//!
//! Fairness and, mostly, change stand below travel in the objective, so they decide among plans that drive equally
//! long. Those are found where two duties with the same shift swap all their stops.

mod teams;

use std::cmp::Ordering;

use super::energy::Totals;
use crate::model::{Model, NONE};
use crate::plan::Plan;
use crate::route::Route;
use crate::units::VisitIndex;
use crate::watch::Watch;
use teams::Teams;

/// Swaps as long as a swap helps, but not forever.
const ROUNDS: usize = 4;
/// So many stops are timed whatever the watch says: less than a tenth of a second, enough for a hundred duties. A search
/// that a clock ends has always used up its budget when this begins.
const UNWATCHED_STOPS: usize = 1_000_000;

/// The routes of a plan with the busy seconds of every team.
struct Balance<'a> {
    model: &'a Model,
    routes: Vec<Route>,
    totals: Totals,
    teams: Teams,
    /// Whether any visit can count as moved, so that duties of one team are not all the same.
    counts_changes: bool,
    watch: &'a dyn Watch,
    /// Stops timed so far.
    timed: usize,
}

/// The plan with its sequences handed around among duties with the same shift; never worse. Large plans are left
/// as they are when the watch says stop.
pub(crate) fn balance(model: &Model, plan: &Plan, watch: &dyn Watch) -> Plan {
    let gives_up = |visit: u32| plan.breaks_promise(VisitIndex(visit));
    let route = |(duty, stops): (usize, &Vec<VisitIndex>)| {
        let stops: Vec<u32> = stops.iter().map(|visit| visit.0).collect();
        Route::new(model, duty as u32, &stops, gives_up)
    };
    let routes: Vec<Route> = plan.duties.iter().enumerate().map(route).collect();
    let mut totals = Totals::default();
    routes.iter().for_each(|route| totals.add(&route.tally));
    let teams = Teams::new(model, &routes);
    let counts_changes = model.visits.iter().any(|visit| visit.previous != NONE);
    let mut balance = Balance { model, routes, totals, teams, counts_changes, watch, timed: 0 };
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
    /// Makes every swap that helps, as far as the watch allows; tells which.
    fn round(&mut self, gives_up: &impl Fn(u32) -> bool) -> Vec<(usize, usize)> {
        let mut swaps = Vec::new();
        for a in 0..self.routes.len() {
            for b in a + 1..self.routes.len() {
                if !self.may_help(a, b) {
                    continue;
                }
                if self.timed > UNWATCHED_STOPS && self.watch.used() >= 1.0 {
                    return swaps;
                }
                if self.swap(a, b, gives_up) {
                    swaps.push((a, b));
                }
            }
        }
        swaps
    }

    /// Whether a swap of these two could be possible and change anything.
    fn may_help(&self, a: usize, b: usize) -> bool {
        let duties = &self.model.duties;
        let same_shift = duties[a].clock == duties[b].clock;
        let free = duties[a].frozen.is_empty() && duties[b].frozen.is_empty();
        let used = self.routes[a].len() + self.routes[b].len() > 0;
        same_shift && free && used && (duties[a].team != duties[b].team || self.counts_changes)
    }

    /// Swaps the stops of two duties if both can serve them and the plan gets better.
    fn swap(&mut self, a: usize, b: usize, gives_up: &impl Fn(u32) -> bool) -> bool {
        if !self.fits(a, b) || !self.fits(b, a) {
            return false;
        }
        let Some(new_a) = self.taken_over(a, b, gives_up) else {
            return false;
        };
        let Some(new_b) = self.taken_over(b, a, gives_up) else {
            return false;
        };
        let mut totals = self.totals;
        totals.subtract(&self.routes[a].tally);
        totals.subtract(&self.routes[b].tally);
        totals.add(&new_a.tally);
        totals.add(&new_b.tally);
        let shift = [(a, &new_a), (b, &new_b)].map(|(duty, new)| (duty, busy(new) - busy(&self.routes[duty])));
        if !self.is_better(&totals, shift) {
            return false;
        }
        self.totals = totals;
        self.teams.shift(shift);
        (self.routes[a], self.routes[b]) = (new_a, new_b);
        true
    }

    /// Whether skills, pins and windows let duty `to` serve the stops of duty `from`.
    fn fits(&self, to: usize, from: usize) -> bool {
        self.routes[from].stops().all(|link| self.model.fits(link.node(), to as u32))
    }

    /// The route of duty `to` with the stops of duty `from`, if it works.
    fn taken_over(&mut self, to: usize, from: usize, gives_up: &impl Fn(u32) -> bool) -> Option<Route> {
        let stops: Vec<u32> = self.routes[from].stops().map(|link| link.node()).collect();
        self.timed += stops.len() + 1;
        let route = Route::new(self.model, to as u32, &stops, gives_up);
        route.is_feasible(self.model).then_some(route)
    }

    /// Compares as `cost.rs` does, with fairness in its place: after the road, and after change only where that is
    /// weighed before the road. `shift`: by how many busy seconds two duties change.
    fn is_better(&self, totals: &Totals, shift: [(usize, i64); 2]) -> bool {
        let (new, old) = (totals.key(self.model), self.totals.key(self.model));
        let before_fairness = if self.model.least_change_first { 6 } else { 5 };
        let terms = new[..before_fairness].cmp(&old[..before_fairness]);
        let fairness = || self.teams.unfairness_after(shift).cmp(&self.teams.unfairness());
        let rest = || new[before_fairness..].cmp(&old[before_fairness..]);
        terms.then_with(fairness).then_with(rest) == Ordering::Less
    }
}

/// Seconds of travel, set-up and service.
fn busy(route: &Route) -> i64 {
    route.tally.road + route.service()
}
